#!/usr/bin/env python3
"""How soon a worker's death is noticed: prints quantiles in milliseconds.

    python3 src/bench/deaths.py [--tasks 60] [--options=-Dmaven.repo.local=...]

Needs: Linux, a JDK 17, Maven, and this plugin in a local repository:

    mvn -B -DskipTests install

Each task writes the time at which it starts and, 0.1 s later, the time at which it has its own JVM
killed with SIGKILL. Both are on one clock, as are the two times that events.jsonl has of it, when
it started and when its end was known; so what is between death and end comes from differences
alone. The way of the word that it started, well below a millisecond, counts as part of it.
Everything is made below target/deaths.
"""
import argparse
import json
import pathlib
import shutil
import statistics
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORK = ROOT / "target" / "deaths"

JAVA = """
public class Death {
    public static void die(String file) throws Exception {
        long start = System.nanoTime();
        Thread.sleep(100);
        String kill = "kill -9 " + ProcessHandle.current().pid();
        // The shell is there before the time is taken: its start is not part of what is measured.
        Process shell = new ProcessBuilder("sh", "-c", "read go; " + kill).start();
        Thread.sleep(50);
        java.nio.file.Files.writeString(java.nio.file.Path.of(file), "" + (System.nanoTime() - start));
        shell.getOutputStream().write('\\n');
        shell.getOutputStream().flush();
        Thread.sleep(600_000);
    }
}
"""

POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>deaths</groupId><artifactId>deaths</artifactId><version>1</version><packaging>pom</packaging>
  <build><plugins><plugin>
    <groupId>dev.parallelexec</groupId><artifactId>parallel-exec-maven-plugin</artifactId>
    <version>1.0.0-SNAPSHOT</version>
    <executions><execution><id>all</id><phase>validate</phase><goals><goal>map</goal></goals><configuration>
      <workers>2</workers><failurePolicy>fail-never</failurePolicy><output>none</output>
      <additionalClasspathElements><element>%s</element></additionalClasspathElements>
      <function>Death::die</function><range>0..%d</range>
      <arguments><argument>%s/{item}</argument></arguments>
    </configuration></execution></executions>
  </plugin></plugins></build>
</project>
"""


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--tasks", type=int, default=60)
    options.add_argument("--options", action="append", default=[])
    given = options.parse_args()
    shutil.rmtree(WORK, ignore_errors=True)
    times = WORK / "times"
    times.mkdir(parents=True)
    (WORK / "Death.java").write_text(JAVA)
    subprocess.run(["javac", "-d", str(WORK), str(WORK / "Death.java")], check=True)
    (WORK / "pom.xml").write_text(POM % (WORK, given.tasks - 1, times))
    with open(WORK / "log", "wb") as log:
        subprocess.run(["mvn", "-B", "-o", *given.options, "-f", str(WORK / "pom.xml"), "validate"], check=True,
                       stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
    started, noticed = {}, []
    events = WORK / "target" / "parallel-exec" / "all" / "events.jsonl"
    for line in events.read_text().splitlines():
        event = json.loads(line)
        if event["event"] == "started":
            started[event["task"]] = event["at"]
        elif event["event"] == "finished":
            assert event["outcome"] == "crashed", event
            lived = int((times / str(event["task"])).read_text()) / 1e9
            noticed.append((event["at"] - started[event["task"]] - lived) * 1000)
    assert len(noticed) == given.tasks, len(noticed)
    noticed.sort()
    print("%d workers killed; ms until the death was known: median %.1f, nine of ten %.1f, most %.1f" % (
        len(noticed), statistics.median(noticed), noticed[len(noticed) * 9 // 10], noticed[-1]))


if __name__ == "__main__":
    main()
