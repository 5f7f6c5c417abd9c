#!/usr/bin/env python3
"""Times whole commands side by side, and prints a table in Markdown.

    python3 src/bench/compare.py [--runs 3] [--files 60] [--tasks 100000]

Needs: a JDK 17, Maven, GNU parallel, and this plugin in a local repository:

    mvn -B -DskipTests install

Two jobs, each done by every way in turn (A B C A B C ...), so that a machine whose speed drifts
slows all of them down alike; the medians are printed, and the ratio to the first way:

 trivial  a function that returns its argument, --tasks times, on two workers
 tool     Checkstyle's main, which ends with System.exit, over --files Java files of a library

Everything is made below target/bench; nothing else is changed.
"""
import argparse
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import time
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORK = ROOT / "target" / "bench"
PLUGIN = "dev.parallelexec:parallel-exec-maven-plugin:1.0.0-SNAPSHOT"
CHECKSTYLE = "com.puppycrawl.tools:checkstyle:12.3.0"
MAIN = "com.puppycrawl.tools.checkstyle.Main"
LIBRARY = "org.apache.commons:commons-lang3:3.20.0:jar:sources"
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}

POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>bench</groupId><artifactId>bench</artifactId><version>1</version><packaging>pom</packaging>
  %s
  <build><plugins>%s</plugins></build>
</project>
"""


def maven(*arguments):
    return ["mvn", "-B", "-o", "-q", "-f", *arguments]


def make(name, plugins, dependencies=""):
    folder = WORK / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pom.xml").write_text(POM % (dependencies, plugins))
    return str(folder / "pom.xml")


def fetch():
    """The library's sources, and the class path of the tool."""
    pom = make("fetch", "", dependency(CHECKSTYLE))
    resolve = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:"
    subprocess.run(["mvn", "-B", "-q", "-f", pom, resolve + "get", "-Dartifact=" + LIBRARY], check=True)
    subprocess.run(["mvn", "-B", "-q", "-f", pom, resolve + "build-classpath",
                    "-Dmdep.outputFile=" + str(WORK / "classpath")], check=True)
    subprocess.run(["mvn", "-B", "-q", "-f", pom, resolve + "copy", "-Dartifact=" + LIBRARY,
                    "-DoutputDirectory=" + str(WORK)], check=True)
    sources = WORK / "sources"
    shutil.rmtree(sources, ignore_errors=True)
    with zipfile.ZipFile(next(WORK.glob("*-sources.jar"))) as jar:
        jar.extractall(sources)
    return (WORK / "classpath").read_text().strip(), sorted(sources.rglob("*.java"))


def dependency(coordinates):
    group, artifact, version = coordinates.split(":")
    return ("<dependencies><dependency><groupId>%s</groupId><artifactId>%s</artifactId>"
            "<version>%s</version></dependency></dependencies>" % (group, artifact, version))


def ours(configuration):
    group, artifact, version = PLUGIN.split(":")
    return ("<plugin><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version><executions>"
            "<execution><id>run</id><phase>validate</phase><goals><goal>map</goal></goals>"
            "<configuration><workers>2</workers><failurePolicy>fail-never</failurePolicy><output>none</output>%s"
            "</configuration></execution></executions></plugin>" % (group, artifact, version, configuration))


def trivial(tasks):
    java = WORK / "trivial" / "classes"
    (java / "com" / "acme").mkdir(parents=True, exist_ok=True)
    source = java / "com" / "acme" / "Numbers.java"
    source.write_text("package com.acme; public class Numbers { public static int same(int n) { return n; } }")
    subprocess.run(["javac", "-d", str(java), str(source)], check=True)
    pom = make("trivial", ours(
        "<additionalClasspathElements><element>%s</element></additionalClasspathElements>"
        "<function>com.acme.Numbers::same</function><range>1..%d</range>" % (java, tasks)))
    program = WORK / "trivial" / "pool.py"
    program.write_text(
        "import multiprocessing, sys\n"
        "def same(n): return n\n"
        "if __name__ == '__main__':\n"
        "    with multiprocessing.Pool(2) as pool:\n"
        "        assert len(pool.map(same, range(%d), chunksize=1)) == %d\n" % (tasks, tasks))
    bare = make("bare", "")
    return [("this plugin, map, 2 workers", maven(pom, "validate")),
            ("a bare mvn validate", maven(bare, "validate")),
            ("Python Pool(2).map, chunksize=1", [sys.executable, str(program)])]


def tool(count):
    classpath, files = fetch()
    files = [str(file) for file in files[:count]]
    listed = WORK / "files.txt"
    listed.write_text("\n".join(files) + "\n")
    pom = make("tool", ours(
        "<mainClass>%s</mainClass><linesFile>%s</linesFile><arguments><argument>-c</argument>"
        "<argument>/google_checks.xml</argument><argument>{item}</argument></arguments>" % (MAIN, listed)),
        dependency(CHECKSTYLE))
    executions = "".join(
        "<execution><id>e%d</id><phase>validate</phase><goals><goal>exec</goal></goals></execution>".replace(
            "</execution>",
            "<configuration><executable>java</executable><successCodes><c>0</c><c>1</c><c>2</c></successCodes>"
            "<arguments><argument>-cp</argument><argument>%s</argument><argument>%s</argument>"
            "<argument>-c</argument><argument>/google_checks.xml</argument><argument>%s</argument></arguments>"
            "</configuration></execution>") % (i, classpath, MAIN, file) for i, file in enumerate(files))
    execs = make("execs",
                 "<plugin><groupId>org.codehaus.mojo</groupId><artifactId>exec-maven-plugin</artifactId>"
                 "<version>3.6.1</version><executions>%s</executions></plugin>" % executions)
    subprocess.run(["mvn", "-B", "-q", "-f", execs, "validate"], check=True, **QUIET)
    return [("this plugin, map, 2 workers", maven(pom, "validate")),
            ("exec-maven-plugin, exec:exec, one execution a file", maven(execs, "validate")),
            ("GNU parallel -j2, a JVM a file", ["parallel", "-j2", "-a", str(listed), "java", "-cp",
                                                 classpath, MAIN, "-c", "/google_checks.xml", "{}"])]


def measure(ways, runs):
    """Wall and CPU seconds of each way, in turn; the first round warms up and is not counted."""
    seen = {name: [] for name, _ in ways}
    for number in range(runs + 1):
        for name, command in ways:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            start = time.monotonic()
            subprocess.run(command, cwd=WORK, stdin=subprocess.DEVNULL, check=True, **QUIET)
            wall = time.monotonic() - start
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            if number > 0:
                seen[name].append((wall, cpu))
    return {name: [statistics.median(column) for column in zip(*values)] for name, values in seen.items()}


def table(title, ways, medians):
    first = medians[ways[0][0]][0]
    print("\n%s\n\n| way | wall s | CPU s | times the first |\n|---|---|---|---|" % title)
    for name, _ in ways:
        wall, cpu = medians[name]
        print("| %s | %.2f | %.1f | %.1f |" % (name, wall, cpu, wall / first), flush=True)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--files", type=int, default=60)
    options.add_argument("--tasks", type=int, default=100000)
    given = options.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    for title, ways in (("%d trivial tasks" % given.tasks, trivial(given.tasks)),
                        ("Checkstyle's main over %d files" % given.files, tool(given.files))):
        table(title, ways, measure(ways, given.runs))


if __name__ == "__main__":
    main()
