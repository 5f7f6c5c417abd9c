#!/usr/bin/env python3
"""How cost grows: with tasks, workers, class path, executions; and Maven's heap. Tables and plots.

    python3 src/bench/scaling.py [--only tasks,workers,compute,classpath,executions,heap] [--quick]

Needs what compare.py needs. Measured as there (measure.py and rounds.py say how), for the heap differently: while the
build runs, jcmd asks Maven's JVM for one full collection after the other, and what its log says is
live after each is what counts. With --write, tables go to docs/benchmarks.md and plots to docs/images.
"""
import argparse
import os
import random
import re
import shutil
import subprocess
import threading
import zipfile

import jobs
import measure
import peers
import plot
import rounds
import tables
from measure import ROOT, WORK, Way, Wrong

IMAGES = ROOT / "docs" / "images"
CLASSES_A_JAR = 300
COLLECTED = r"Pause Full \(Diagnostic Command\) \d+M->(\d+)M"
TEMPLATE = "package gen; public final class C00000 { public static int f(int n) { return n + 1; } }"


def publish(name, text, options, *chart, **axes):
    """A table with the plot of it."""
    folder = IMAGES if options.write else WORK
    plot.chart(folder / (name + ".svg"), *chart, **axes)
    tables.publish(name, "%s\n\n![%s](images/%s.svg)" % (text, chart[0], name), options)


def tasks(options):
    """Whole commands with 10 to a million trivial tasks, on two workers."""
    counts = [10, 1_000] if options.quick else [10, 100, 1_000, 10_000, 100_000, 1_000_000]
    names = ["this plugin, `map`", "a bare `mvn validate`", "Python `Pool(2).map`, `chunksize=1`", "two ideal JVMs"]
    seen = {name: [] for name in names}
    for count in counts:
        job = jobs.trivial(options, count)
        ways = [peers.ours(job, 2, options)[0], peers.bare(job, 2, options)[0], peers.python(job, 2, options)[1],
                peers.threads(job, 2, options)[1]]
        costs = rounds.medians(ways, options)
        for name, way in zip(names, ways):
            seen[name].append(costs[way.name])
    lines = [[format(count, ",")] + ["%.2f s, %d MB" % (seen[name][i].wall, seen[name][i].memory >> 20)
                                     for name in names] for i, count in enumerate(counts)]
    above = lambda i: seen[names[0]][i].wall - seen[names[1]][i].wall
    each = (above(-1) - above(0)) / (counts[-1] - counts[0])
    text = "%s\n\nBeyond a bare `mvn`: %.2f s for %d tasks, then %.1f µs for each more." % (
        tables.rows(["trivial tasks", *names], lines), above(0), counts[0], each * 1e6)
    publish("cost-tasks", text, options, "Trivial tasks, two workers, whole commands", "tasks", "seconds", [
        (name.replace("`", ""), [(count, cost.wall) for count, cost in zip(counts, seen[name])]) for name in names],
        log_x=True, log_y=True)


def workers(options):
    """One to eight workers for tasks that compute, and for such that do nothing."""
    counts = [1, 2] if options.quick else [1, 2, 3, 4, 6, 8]
    both = jobs.cpu(options), jobs.trivial(options, 1_000 if options.quick else 100_000)
    ways = {(job.name, count): peers.ours(job, count, options)[0] for count in counts for job in both}
    for (name, _), way in ways.items():
        way.name += ", " + name
    costs = rounds.medians(list(ways.values()), options)
    cost = lambda job, count: costs[ways[job.name, count].name]
    text = tables.rows(["workers", *(head for job in both for head in (job.title, "CPU s", "MB"))], [
        [str(count), *(cell for job in both for cell in (
            "%.2f s" % cost(job, count).wall, "%.1f" % cost(job, count).cpu, "%d" % (cost(job, count).memory >> 20)))]
        for count in counts])
    title = "One to eight workers on %d processors, whole commands" % os.cpu_count()
    publish("cost-workers", text, options, title, "workers", "seconds", [
        (job.title, [(count, cost(job, count).wall) for count in counts]) for job in both])


def compute(options):
    """One worker and two, for a job so long that what a build costs once does not count, and both ideals."""
    job = jobs.cpu(options, 16 if options.quick else 160)
    ways = {count: [peers.ours(job, count, options)[0], peers.threads(job, count, options)[1]] for count in (1, 2)}
    costs = rounds.medians([way for both in ways.values() for way in both], options)
    wall = lambda count, number: costs[ways[count][number].name].wall
    names = "this plugin, `map`", "ideal: a JVM for each, with one thread"
    text = tables.rows(["", "one worker, s", "two, s", "times as quick"], [
        [name, "%.2f" % wall(1, number), "%.2f" % wall(2, number), "%.2f" % (wall(1, number) / wall(2, number))]
        for number, name in enumerate(names)])
    tables.publish("compute", "%s\n\n%s" % (job.title, text), options)


def jars(count):
    """So many jars of 300 small classes each, none of them twice."""
    folder = WORK / "jars"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "C00000.java").write_text(TEMPLATE)
    subprocess.run(["javac", "-d", str(folder), str(folder / "C00000.java")], check=True)
    template = (folder / "gen" / "C00000.class").read_bytes()
    files = [folder / ("lib-%d.jar" % number) for number in range(count)]
    for number, file in enumerate(files):
        if not file.exists():
            with zipfile.ZipFile(file, "w") as jar:
                for i in range(CLASSES_A_JAR):
                    name = "C%05d" % (number * CLASSES_A_JAR + i)
                    # The class's name has as many bytes: nothing else in the file changes.
                    jar.writestr("gen/%s.class" % name, template.replace(b"C00000", name.encode()))
    return files


def never_seen(files):
    """Changes the jars, so that nothing that was kept of them is good any longer."""
    for file in files:
        with zipfile.ZipFile(file, "a") as jar:
            jar.comment = b"%016x" % random.getrandbits(64)


def classpath(options):
    """Ten trivial tasks whose class path has ten to four hundred jars."""
    counts = [10, 20] if options.quick else [10, 50, 100, 200, 400]
    ways = []
    for count in counts:
        files = jars(count)
        job = jobs.trivial(options, 10)
        job.name = "jars-%d" % count
        job.classpath = [*job.classpath, *map(str, files)]
        again = peers.ours(job, 2, options)[0]
        clear = again.prepare
        first = Way("%d jars, not seen before" % count, again.command, again.check,
                    lambda files=files, clear=clear: (clear(), never_seen(files)))
        again.name = "%d jars, seen before" % count
        ways.append((count, first, again))
    costs = rounds.medians([way for _, first, again in ways for way in (first, again)], options)
    cells = lambda way: ["%.2f s" % costs[way.name].wall, "%.1f" % costs[way.name].cpu]
    text = tables.rows(["jars", "classes", "first build", "CPU s", "next build", "CPU s"], [
        [str(count), format(count * CLASSES_A_JAR, ","), *cells(first), *cells(again)] for count, first, again in ways])
    publish("cost-classpath", text, options, "Ten trivial tasks with a class path, whole commands", "jars", "seconds", [
        ("first build with these jars", [(count, costs[first.name].wall) for count, first, _ in ways]),
        ("next build", [(count, costs[again.name].wall) for count, _, again in ways])])


def many_executions(kind, count, options, written):
    """So many executions of a plugin in one POM, and how many of them have to leave a results.json."""
    coordinates, goal, configuration = kind
    folder = WORK / ("executions-%s-%d" % (re.sub(r"\W+", "-", written[0]), count))
    file = jobs.pom(folder, peers.plugin(coordinates, "".join(
        peers.execution("e%d" % number, goal, configuration) for number in range(count))))

    def check(log):
        found = len(list(folder.glob("target/parallel-exec/*/results.json")))
        if found != count * written[1]:
            raise Wrong("%d of %d executions have results: %s" % (found, count, folder))

    return Way("%d executions: %s" % (count, written[0]), jobs.maven(options, file, "validate"), check,
               lambda: shutil.rmtree(folder / "target", ignore_errors=True))


def executions(options):
    """One to two hundred executions that are skipped, have no items, or one trivial task."""
    counts = [1, 20] if options.quick else [1, 50, 100, 200]
    empty = WORK / "empty"
    empty.write_text("")
    path = "<additionalClasspathElements>%s</additionalClasspathElements><function>Work::same</function>" % (
        peers.elements("element", [jobs.functions()]))
    one = "<workers>1</workers><output>none</output><range>1..1</range>" + path
    nothing = "<noTasks>ignore</noTasks><linesFile>%s</linesFile>%s" % (empty, path)
    kinds = {
        "exec-maven-plugin, skipped": ((peers.EXEC, "exec", "<skip>true</skip><executable>true</executable>"), 0),
        "skipped": ((peers.PLUGIN, "map", "<skip>true</skip>" + one), 0),
        "without items": ((peers.PLUGIN, "map", nothing), 1),
        "of one task": ((peers.PLUGIN, "map", one), 1)}
    table = {(name, count): many_executions(kind, count, options, (name, leaves))
             for name, (kind, leaves) in kinds.items() for count in counts}
    ways = [*peers.bare(None, 0, options), *table.values()]
    # The first execution costs some tens of milliseconds: more rounds than where it is about seconds.
    options.runs, before = max(options.runs, 1 if options.quick else 7), options.runs
    costs = rounds.medians(ways, options)
    options.runs = before
    bare, first, last = costs[ways[0].name], counts[0], counts[-1]
    cost = lambda kind, count: costs[table[kind, count].name]

    def cells(kind, what):
        above = 1e3 * (what(cost(kind, first)) - what(bare))
        slope = 1e3 * (what(cost(kind, last)) - what(cost(kind, first))) / (last - first)
        return "%.0f" % above, "%.1f" % slope

    lines = []
    for kind in kinds:
        (wall, wall_each), (cpu, cpu_each) = cells(kind, lambda c: c.wall), cells(kind, lambda c: c.cpu)
        lines.append([kind, wall, cpu, wall_each, cpu_each])
    text = tables.rows(["executions", "the first one, ms", "CPU ms", "each further one, ms", "CPU ms"], lines)
    text += "\n\nA bare `mvn validate` took %.2f s, %.1f s of CPU." % (bare.wall, bare.cpu)
    publish("cost-executions", text, options, "Executions in one POM, whole commands", "executions", "seconds", [
        (kind, [(count, cost(kind, count).wall) for count in counts]) for kind in kinds])


def collecting(over):
    """Asks Maven's JVM for one full collection after the other."""
    while not over.wait(0.1):
        for pid in measure.processes():
            try:
                command = open("/proc/%d/cmdline" % pid, "rb").read()
            except OSError:
                continue
            if b"plexus-classworlds" in command and b"-Xlog:gc" in command:
                # It fails where Maven has just ended.
                subprocess.run(["jcmd", str(pid), "GC.run"], stdin=subprocess.DEVNULL, capture_output=True)


def heap(options):
    """What is live in Maven's heap at most, with a thousand to a million tasks."""
    counts = [1_000] if options.quick else [1_000, 10_000, 100_000, 1_000_000]
    log, points = WORK / "gc.log", []
    for count in counts:
        job = jobs.trivial(options, count)
        way = peers.ours(job, 2, options)[0]
        way.environment = {"MAVEN_OPTS": "-Xlog:gc:file=%s" % log}
        seen = []
        for number in range(options.runs + 1):
            log.unlink(missing_ok=True)
            over = threading.Event()
            collector = threading.Thread(target=collecting, args=(over,))
            with rounds.Quiet(options.lock):
                collector.start()
                try:
                    measure.run(way, online=number == 0)
                finally:
                    over.set()
                    collector.join()
            live = [int(mega) for mega in re.findall(COLLECTED, log.read_text())]
            if not live:
                raise Wrong("no full collection was seen in %s: is there a jcmd?" % log)
            seen.append(max(live))
        points.append((count, max(seen)))
    head = ["trivial tasks", "live in Maven's heap at most, MB", "above the first"]
    text = tables.rows(head, [
        [format(count, ","), str(most), "%+d" % (most - points[0][1])] for count, most in points])
    publish("heap-tasks", text, options, "Live heap of Maven's JVM at most, two workers, all reports", "trivial tasks",
            "MB", [("this plugin, map", points)], log_x=True)


def main():
    axes = {"tasks": tasks, "workers": workers, "compute": compute, "classpath": classpath, "executions": executions,
            "heap": heap}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(axes))
    options = rounds.common(parser).parse_args()
    options.runs = 1 if options.quick else options.runs
    measure.begin()
    for name in rounds.chosen(options.only, axes):
        axes[name](options)


if __name__ == "__main__":
    main()
