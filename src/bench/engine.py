#!/usr/bin/env python3
"""Measures the engine from within, without Maven: whole lists, its parts by JMH, and a profile.

    python3 src/bench/engine.py [--only lists,jmh,profile]

Needs: Linux, a JDK 17, Maven; the plugin is compiled, not installed.

 lists    EngineBench.java: lists of trivial tasks with two worker processes, with and without reports
 jmh      mvn -Pbench test: codec and dispatcher, on one thread
 profile  where EngineBench's map spends its time: samples of what computes, by async-profiler, in the
          JVM of the engine and in those of its workers
"""
import argparse
import collections
import json
import os
import platform
import re
import subprocess
import zipfile

import jobs
import measure
import rounds
import tables
from measure import ROOT, WORK, Wrong

PROFILER = "tools.profiler:async-profiler:4.0"
# The first that is found in a stack, from the one that computes towards its callers, says what it is.
KINDS = [
    ("compiling (JIT)", r"CompileBroker|C2Compiler|Compiler::compile"),
    ("collecting garbage", r"G1|GangWorker|WorkerThread::run|VM_|SafepointSynchronize"),
    ("sockets", r"sun\.nio\.ch|java\.net|__send|__recv|__libc_(read|write|poll)|__poll"),
    ("waking and parking threads", r"Unsafe\.(un)?park|LockSupport|futex|pthread_cond|ObjectMonitor|Monitor::"),
    ("frames to bytes and back", r"dev\.parallelexec\.wire"),
    ("reports' listener", r"dev\.parallelexec\.report"),
    ("dispatcher and its lock", r"dev\.parallelexec\.process"),
    ("pool: window, order, results", r"dev\.parallelexec\.pool"),
    ("worker: call, output, result", r"dev\.parallelexec\.worker"),
    ("the benchmark and its tasks", r"EngineBench|java\.lang\.Integer\.parseInt|dev\.parallelexec\.task"),
]


def compiled(options):
    """The class path of the engine."""
    file = WORK / "engine-classpath"
    command = ["mvn", "-B", "-q", *options.options.split(), "-f", str(ROOT / "pom.xml"), "compile",
               jobs.RESOLVE + "build-classpath", "-Dmdep.outputFile=%s" % file]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return "%s:%s" % (ROOT / "target" / "classes", file.read_text().strip())


def bench(options, path, *arguments, environment=None):
    command = ["java", "-cp", path, str(ROOT / "src" / "bench" / "EngineBench.java"), *arguments]
    with rounds.Quiet(options.lock):
        done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
                              env={**os.environ, **(environment or {})})
    if done.returncode != 0:
        raise Wrong("%s ended with exit code %d" % (" ".join(command), done.returncode))
    return done.stdout.strip()


def lists(options):
    path, size = compiled(options), ["1000", "1"] if options.quick else ["100000", str(3 * options.runs)]
    for what in "dispatch", "reports", "starts":
        tables.publish("engine-" + what, bench(options, path, what, *size), options)


def jmh(options):
    """JMH's averages and errors."""
    command = ["mvn", "-B", "-q", *options.options.split(), "-f", str(ROOT / "pom.xml"), "-Pbench", "test"]
    if options.quick:
        command.append("-Djmh=-f 1 -wi 1 -i 1 -w 100ms -r 100ms")
    with rounds.Quiet(options.lock):
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    lines = ["| benchmark | | ns a task | ± |", "|---|---|---:|---:|"]
    for result in json.loads((ROOT / "target" / "jmh.json").read_text()):
        score = result["primaryMetric"]
        values = ", ".join("%s %s" % (value, name) for name, value in result.get("params", {}).items())
        lines.append("| %s | %s | %.0f | %.0f |" % (
            ".".join(result["benchmark"].split(".")[-2:]), values, score["score"], score["scoreError"]))
    tables.publish("jmh", "\n".join(lines), options)


def profiler(options):
    """async-profiler's library, from its jar."""
    jobs.online(jobs.maven(options, jobs.pom(WORK / "profiler"), jobs.RESOLVE + "copy", "-Dartifact=" + PROFILER,
                           "-DoutputDirectory=%s" % WORK))
    machine = {"x86_64": "x64", "aarch64": "arm64"}[platform.machine()]
    with zipfile.ZipFile(next(WORK.glob("async-profiler-*.jar"))) as jar:
        return jar.extract("linux-%s/libasyncProfiler.so" % machine, WORK)


def kind(stack):
    for frame in reversed(stack.split(";")):
        for name, pattern in KINDS:
            if re.search(pattern, frame.replace("/", ".")):
                return name
    return "else"


def profile(options):
    """Samples a millisecond apart, of threads that compute."""
    path, library = compiled(options), profiler(options)
    for old in WORK.glob("*.collapsed"):
        old.unlink()
    # In the environment it reaches the workers, too.
    agent = "-agentpath:%s=start,event=cpu,interval=1ms,threads,collapsed,file=%s/%%p.collapsed" % (library, WORK)
    lists = "5" if options.quick else "60"
    said = bench(options, path, "map", "100000", lists, environment={"JAVA_TOOL_OPTIONS": agent})
    engine, workers = collections.Counter(), collections.Counter()
    for file in WORK.glob("*.collapsed"):
        counts, ours = collections.Counter(), False
        for line in file.read_text().splitlines():
            stack, _, samples = line.rpartition(" ")
            counts[kind(stack)] += int(samples)
            ours |= "EngineBench" in stack
        (engine if ours else workers).update(counts)
    if not engine or not workers:
        raise Wrong("no samples of the engine, or none of its workers, in %s" % WORK)
    share = lambda counts, name: "%.0f %%" % (100 * counts[name] / sum(counts.values()))
    names = sorted({*engine, *workers}, key=lambda name: -engine[name] - workers[name])
    lines = ["| what computes | the engine's JVM | its workers |", "|---|---:|---:|"]
    lines += ["| %s | %s | %s |" % (name, share(engine, name), share(workers, name)) for name in names]
    lines.append("| all, seconds | %.1f | %.1f |" % (sum(engine.values()) / 1e3, sum(workers.values()) / 1e3))
    tables.publish("profile", "\n".join(lines) + "\n\n" + said.splitlines()[-1], options)


def main():
    parts = {"lists": lists, "jmh": jmh, "profile": profile}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(parts))
    options = rounds.common(parser).parse_args()
    measure.begin()
    for name in rounds.chosen(options.only, parts):
        parts[name](options)


if __name__ == "__main__":
    main()
