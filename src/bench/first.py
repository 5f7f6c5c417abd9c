#!/usr/bin/env python3
"""How long it takes in a Maven that has just started until a goal's program runs its first statement.

    python3 src/bench/first.py [--runs 15] [--quick]

From the line in which Maven names the goal, as it comes out of the pipe, to the clock that the program asks first.
Before that line is Maven's own start; behind it what Maven does for any plugin (its realm, its parameters), then the
plugin.
Needs what compare.py needs.
"""
import argparse
import re
import statistics
import subprocess
import time

import jobs
import measure
import peers
import rounds
import tables
from measure import WORK, Wrong

GOAL = re.compile(r"\[INFO] --- ")


def ways(options):
    """What each of them starts is one JVM that has one directory on its class path."""
    classes, told = jobs.compiled("first", "First"), WORK / "first" / "told"
    words = ["-cp", str(classes), "First", str(told)]
    ours = ("<workers>1</workers><output>none</output><mainClass>First</mainClass><items><item>%s</item></items>"
            "<additionalClasspathElements><element>%s</element></additionalClasspathElements>" % (told, classes))
    exec_ = "<executable>java</executable><arguments>%s</arguments>" % peers.elements("argument", words)
    antrun = '<target><java fork="true" classname="First" classpath="%s"><arg value="%s"/></java></target>' % (
        classes, told)

    def maven(name, coordinates, goal, configuration):
        file = jobs.pom(WORK / ("first-" + name), peers.plugin(
            coordinates, peers.execution("first", goal, configuration)))
        return [word for word in jobs.maven(options, file, "validate") if word != "-q"]

    return told, {
        "`java`, from its exec": ["java", *words],
        "exec-maven-plugin, `exec:exec`": maven("exec", peers.EXEC, "exec", exec_),
        "this plugin, `map`": maven("ours", peers.PLUGIN, "map", ours),
        "antrun, forked `<java>`": maven("antrun", peers.ANTRUN, "run", antrun)}


def run(command, told):
    """Milliseconds from the goal's line, or where there is none from the start, to the first statement."""
    told.unlink(missing_ok=True)
    begun, printed = time.time(), []
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True) as process:
        for line in process.stdout:
            if GOAL.match(line):
                begun = time.time()
            printed.append(line)
    if process.returncode != 0 or not told.exists():
        raise Wrong("%s: exit code %d\n%s" % (" ".join(command), process.returncode, "".join(printed)[-3000:]))
    return int(told.read_text()) / 1e3 - begun * 1e3


def main():
    parser = rounds.common(argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter))
    parser.set_defaults(runs=15)
    options = parser.parse_args()
    options.runs = 1 if options.quick else options.runs
    measure.begin()
    told, commands = ways(options)
    seen = {name: [] for name in commands}
    with rounds.Quiet(options.lock):
        for number in range(options.runs + 1):
            for name, command in commands.items():
                if not options.quick:
                    rounds.calm()
                if number == 0:
                    jobs.online(command)
                else:
                    seen[name].append(run(command, told))
    text = tables.rows(["until the first statement of the program", "ms", "least"], [
        [name, "%.0f" % statistics.median(all_), "%.0f" % min(all_)] for name, all_ in seen.items()])
    tables.publish("first", "Medians of %d, in turn\n\n%s" % (options.runs, text), options)


if __name__ == "__main__":
    main()
