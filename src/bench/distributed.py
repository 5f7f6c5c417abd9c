#!/usr/bin/env python3
"""What it costs to have the workers elsewhere: here, behind a command, behind ssh on two other hosts, on Spark.

    python3 src/bench/distributed.py [--runs 3] [--quick] [--options=-Dmaven.repo.local=...] [--write]

Needs what compare.py needs, for a part of it; for ssh what hosts.py needs. Whole commands in turn, measured as there.
"""
import argparse
import contextlib
import re

import hosts
import jobs
import peers
import rounds
import tables
from measure import ROOT, WORK, Way, Wrong

CONFIGURATION = """<workers>2</workers><output>none</output><function>Work::same</function><range>1..%d</range>
<additionalClasspathElements><element>%s</element></additionalClasspathElements>%s"""


def engines(stack):
    """What stands in the POM, by name."""
    found = {"here": "",
             "a command in front": "<engine>launcher</engine><launcher>env</launcher>"}
    reason = hosts.missing()
    if reason:
        print("without ssh: it " + reason)
    else:
        there = stack.enter_context(hosts.Hosts(2))
        found["ssh, two hosts"] = (
            "<engine>launcher</engine><launcher>%s</launcher><engineProperties><address>%s</address>"
            "</engineProperties>" % (there.launcher, there.address))
    found["Spark, two executors"] = ("<engine>spark</engine><engineMaster>local-cluster[2,1,1024]</engineMaster>"
                                     "<engineVersion>4.2.0</engineVersion>")
    return found


def way(engine, elements, count, options):
    folder = WORK / "distributed" / ("%s-%d" % ("".join(c for c in engine if c.isalnum()), count))
    file = jobs.pom(folder, peers.plugin(
        peers.PLUGIN, peers.execution("all", "map", CONFIGURATION % (count, jobs.programs(), elements))))

    def check(log):
        results = (folder / "target" / "parallel-exec" / "all" / "results.json").read_text()
        found = int(re.search(r'"passed": ?(\d+)', results).group(1))
        if found != count:
            raise Wrong("%d of %d passed: %s" % (found, count, folder))
    return Way("%d tasks, %s" % (count, engine), jobs.maven(options, file, "validate"), check)


def main():
    parser = rounds.common(argparse.ArgumentParser(description=__doc__.splitlines()[0]))
    options = parser.parse_args()
    tables.DOCUMENT = ROOT / "docs" / "distributed.md"
    counts = [1, 1_000] if options.quick else [1, 1_000, 20_000, 100_000]
    with contextlib.ExitStack() as stack:
        found = engines(stack)
        bare = peers.bare(None, 0, options)[0]
        ways = {(engine, count): way(engine, elements, count, options)
                for engine, elements in found.items() for count in counts}
        costs = rounds.medians([bare, *ways.values()], options)
    above = lambda engine, count: costs[ways[engine, count].name].wall - costs[bare.name].wall
    lines = [[engine, *("%.2f" % above(engine, count) for count in counts),
              "%.0f" % (1e6 * (above(engine, counts[-1]) - above(engine, 1)) / counts[-1])] for engine in found]
    text = tables.rows(["workers", *("%s tasks" % format(count, ",") for count in counts), "µs a further task"], lines)
    tables.publish("distributed", "Wall seconds above a bare `mvn validate`, which took %.2f.\n\n%s" % (
        costs[bare.name].wall, text), options)


if __name__ == "__main__":
    main()
