#!/usr/bin/env python3
"""How long a build takes that has nothing to do, or little: tasks with an input and an output each.

    python3 src/bench/incremental.py [--runs 3] [--quick] [--options=-Dmaven.repo.local=...] [--write]

Needs what compare.py needs, for a part of it. Whole commands in turn, measured as there; each run's results are
counted by outcome.
"""
import argparse
import random
import re
import shutil

import jobs
import peers
import rounds
import tables
from measure import WORK, Way, Wrong

C1 = {"MAVEN_OPTS": "-XX:TieredStopAtLevel=1"}
CONFIGURATION = """<workers>2</workers><output>none</output><function>Work::copy</function>
<files><directory>in</directory></files>
<arguments><argument>{item}</argument><argument>${project.basedir}/target/out/{name}</argument></arguments>
<inputs><input>{item}</input></inputs><outputs><output>target/out/{name}</output></outputs>
<additionalClasspathElements><element>%s</element></additionalClasspathElements>"""


def project(count):
    """So many small files, and a POM that copies each of them."""
    folder = WORK / ("incremental-%d" % count)
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "in").mkdir(parents=True)
    for number in range(count):
        (folder / "in" / ("%d.txt" % number)).write_text("file %d\n" % number)
    return folder, jobs.pom(folder, peers.plugin(peers.PLUGIN, peers.execution(
        "all", "map", CONFIGURATION % jobs.programs())))


def ways_of(count, options):
    folder, file = project(count)

    def way(name, ran, prepare=lambda: None, more=(), environment=None):
        def check(log):
            results = (folder / "target" / "parallel-exec" / "all" / "results.json").read_text()
            found = [int(re.search(r'"%s": ?(\d+)' % outcome, results).group(1)) for outcome in ("passed", "up-to-date")]
            if found != [ran, count - ran]:
                raise Wrong("%s passed, %s were up to date, and %d had to run: %s" % (*found, ran, folder))
        return Way("%d files, %s" % (count, name), jobs.maven(options, file, "validate", *more), check, prepare,
                   environment or {})

    def change():
        (folder / "in" / "0.txt").write_text("%016x\n" % random.getrandbits(64))

    return [way("all run", count, more=["-Dparallel-exec.force"]), way("nothing changed", 0),
            way("one changed", 1, change), way("nothing changed, C1", 0, environment=C1)]


def main():
    parser = rounds.common(argparse.ArgumentParser(description=__doc__.splitlines()[0]))
    options = parser.parse_args()
    counts = [100] if options.quick else [100, 1_000, 10_000]
    bare = peers.bare(None, 0, options)[0]
    bare_c1 = Way(bare.name + ", C1", bare.command, environment=C1)
    # The first of a count's ways runs all its tasks, so that the others have something to find.
    ways = {count: ways_of(count, options) for count in counts}
    costs = rounds.medians([bare, bare_c1, *(way for count in counts for way in ways[count])], options)
    wall = lambda way: costs[way.name].wall
    lines = [[format(count, ","), *("%.2f" % wall(way) for way in ways[count][:3]),
              "%.2f" % (wall(ways[count][1]) - wall(bare)), "%.2f" % (wall(ways[count][3]) - wall(bare_c1))]
             for count in counts]
    text = tables.rows(["files, a task each", "all run", "nothing changed", "one changed",
                        "nothing changed, above a bare `mvn`", "the same with C1 alone in Maven"], lines)
    tables.publish("incremental", "Wall seconds of whole commands. A bare `mvn validate` took %.2f, with "
                   "`MAVEN_OPTS=-XX:TieredStopAtLevel=1` %.2f.\n\n%s" % (wall(bare), wall(bare_c1), text), options)


if __name__ == "__main__":
    main()
