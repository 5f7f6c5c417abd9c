#!/usr/bin/env python3
"""Times whole commands side by side, and prints a table in Markdown for each job.

    python3 src/bench/compare.py [--jobs checkstyle,cpu] [--peers ours,gradle] [--workers 1,2] [--quick]

Needs: Linux, a JDK 17, Maven, and this plugin in a local repository:

    mvn -B -DskipTests install

GNU parallel and Gradle (Debian's 4.4.1 runs on JDK 17) are left out where they are not there. All
ways do a job in turn (A B C A B C ...), and each run's results are counted and compared with what they
should be. What is measured, and how, stands in measure.py and rounds.py. Everything is made below target/bench.

Jobs: trivial (a function that returns its argument; --tasks says how many times), cpu, and three
tools from Maven Central: checkstyle, which exits; plantuml, which returns; openapi, with a heavy start.
Peers: ours (once for each of --workers), bare (Maven alone), exec and java (exec-maven-plugin), antrun,
parallel, gradle, threads (the ideals: no pool of processes can be quicker), python. They have as many
workers as the last of --workers. Those that start a JVM for each task are asked for 100 at most.
"""
import argparse

import jobs
import measure
import peers
import rounds
import tables


def made(name, options):
    """The jobs of that name."""
    if name == "trivial":
        return [jobs.trivial(options, int(count)) for count in options.tasks.split(",")]
    kind = {"cpu": jobs.cpu, "checkstyle": jobs.checkstyle, "plantuml": jobs.plantuml, "openapi": jobs.openapi}[name]
    return [kind(options, 4) if options.quick else kind(options)]


def compare(job, options):
    workers = [int(count) for count in options.workers.split(",")]
    ways = []
    for name in rounds.chosen(options.peers, peers.PEERS):
        for count in workers if name == "ours" else workers[-1:]:
            ways += peers.PEERS[name](job, count, options)
    try:
        costs = rounds.medians(ways, options)
    finally:
        # Or the next job would find its memory in the daemon's.
        peers.stop_daemons()
    tables.publish(job.name, "%s\n\n%s" % (job.title, tables.table(ways, costs)), options)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    names = "trivial", "cpu", "checkstyle", "plantuml", "openapi"
    parser.add_argument("--jobs", default=",".join(names))
    parser.add_argument("--peers", default=",".join(peers.PEERS))
    parser.add_argument("--workers", default="2")
    parser.add_argument("--tasks", default="10,1000,100000,1000000", help="of the trivial job")
    options = rounds.common(parser).parse_args()
    if options.quick:
        options.runs, options.tasks = 1, "10,1000"
    measure.begin()
    tables.publish("machine", tables.machine(), options)
    for name in rounds.chosen(options.jobs, names):
        for job in made(name, options):
            compare(job, options)


if __name__ == "__main__":
    main()
