#!/usr/bin/env python3
"""Where the limits of one driver are: the real engine with up to 1,000 simulated nodes, and as many real connections.

    python3 src/bench/nodes.py [--quick] [--write] [--channel 65]

Needs: Linux, a JDK 17, Maven; the plugin is compiled, not installed. Takes some minutes.

 paper        nodes/.../Nodes.java: nodes on paper and a simulated clock, in which the engine takes the time that it
              really computes, and --channel microseconds a task for its channels. CPU time of one thread is what is
              measured, so that a busy machine does no harm
 connections  nodes/.../Connections.java: all workers are in one other JVM here, behind TCP connections
"""
import argparse
import subprocess

import engine
import measure
import rounds
import tables
from measure import ROOT, WORK, Wrong

NODES = [2, 10, 100, 1000]
MILLIS = [0, 10, 100, 1000]


def compiled(options):
    """The class path of the programs."""
    path, classes = engine.compiled(options), WORK / "nodes"
    classes.mkdir(parents=True, exist_ok=True)
    sources = [str(file) for file in (ROOT / "src" / "bench" / "nodes").rglob("*.java")]
    subprocess.run(["javac", "-nowarn", "-d", str(classes), "-cp", path, *sources], check=True)
    return "%s:%s" % (classes, path)


def run(options, path, program, *arguments):
    """The lines that it printed, in words."""
    command = ["java", "-Xmx512m", "-cp", path, "dev.parallelexec.process." + program, *map(str, arguments)]
    with rounds.Quiet(options.lock):
        done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise Wrong("%s ended with exit code %d" % (" ".join(command), done.returncode))
    return [line.split() for line in done.stdout.splitlines()]


def paper(options, path):
    tasks = 20_000 if options.quick else 1_000_000
    said = {millis: run(options, path, "Nodes", tasks, millis, options.channel, *NODES) for millis in MILLIS}
    lines = []
    for i, nodes in enumerate(NODES):
        at = [said[millis][i] for millis in MILLIS]
        each = max(float(words[2]) for words in at) + options.channel
        lines.append([
            "{:,}".format(nodes), *(words[2] for words in at), "{:,.0f}".format(1e6 / each),
            "%.1f ms" % (nodes * each / 1e3), *(words[3] + " %" for words in at[1:]),
            max(at, key=lambda words: int(words[4]))[4], at[0][5]])
    head = ["nodes", *("µs a task, tasks of %s" % text(millis) for millis in MILLIS), "tasks a second at most",
            "shortest tasks that keep all busy", *("busy, tasks of %s" % text(millis) for millis in MILLIS[1:]),
            "live heap, MB", "taking back what a lost node had, µs"]
    tables.publish("nodes-paper", tables.rows(head, lines), options)


def text(millis):
    return "%d s" % (millis // 1000) if millis >= 1000 else "%d ms" % millis if millis else "0"


def connections(options, path):
    tasks, lines = 5_000 if options.quick else 100_000, []
    for nodes, millis in [*((nodes, 0) for nodes in NODES), (NODES[-1], 100)]:
        words = run(options, path, "Connections", nodes, tasks, millis)[0]
        words[0], words[2], words[5] = ("{:,}".format(int(words[i])) for i in (0, 2, 5))
        lines.append([words[0], text(millis), *words[1:]])
    head = ["connections", "tasks of", "s until all took tasks", "threads at most", "MB above the JVM's own", "CPU µs a task",
            "tasks a second", "s until a silent one was missed", "silence, s"]
    tables.publish("nodes-connections", tables.rows(head, lines), options)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--channel", type=float, default=65, help="microseconds a task for reading and writing (65)")
    options = rounds.common(parser).parse_args()
    tables.DOCUMENT = ROOT / "docs" / "distributed.md"
    measure.begin()
    path = compiled(options)
    paper(options, path)
    connections(options, path)


if __name__ == "__main__":
    main()
