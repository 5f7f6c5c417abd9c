#!/usr/bin/env python3
"""Does the same disasters to several pools, and prints what each of them did as a table in Markdown.

    python3 src/bench/disasters.py [--only hang] [--way ours] [--options=-Dmaven.repo.local=...]

Needs: Linux, a JDK 17, Maven, Python 3.9, exec-maven-plugin, and this plugin in a local repository:

    mvn -B -DskipTests install

Each way gets eight tasks and two workers; the third task is the disaster. Every case has a time
after which it counts as hanging and is ended. What it leaves is found by a mark in its environment,
told in the table, and ended: nothing else is touched. Everything is made below target/disasters.
"""
import argparse
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORK = ROOT / "target" / "disasters"
TASKS = 8
BAD = 2
MARK = "PARALLEL_EXEC_DISASTER"
EXEC = "3.6.1"

DISASTERS = {
    "kill": "a worker is killed (SIGKILL) in a task",
    "exit": "a task ends its process (`os._exit`, `Runtime.halt`)",
    "hang": "a task hangs, with a limit of 2 s where there is one",
    "memory": "a task asks for more memory than there is",
    "orphan": "the parent is killed (SIGKILL)",
    "interrupt": "Ctrl-C",
}

PYTHON = """
import os, signal, sys, time
def task(number):
    what = sys.argv[1]
    if what in ("orphan", "interrupt"):
        open("started-%d" % number, "w").close()
        time.sleep(600)
    time.sleep(0.2)
    if number == BAD:
        if what == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        elif what == "exit":
            os._exit(3)
        elif what == "hang":
            time.sleep(600)
        elif what == "memory":
            bytearray(1 << 50)
    return number
""".replace("BAD", str(BAD))

POOL = PYTHON + """
import multiprocessing
if __name__ == "__main__":
    with multiprocessing.Pool(2) as pool:
        fired = pool.map_async(task, range(TASKS), chunksize=1)
        for number in fired.get(LIMIT):
            print("RESULT", number, flush=True)
""".replace("TASKS", str(TASKS)).replace("LIMIT", "2 if sys.argv[1] == 'hang' else None")

FUTURES = PYTHON + """
import concurrent.futures
if __name__ == "__main__":
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        fired = [pool.submit(task, number) for number in range(TASKS)]
        for future in fired:
            try:
                print("RESULT", future.result(2 if sys.argv[1] == "hang" else None), flush=True)
            except Exception as e:
                print("ERROR", repr(e), flush=True)
""".replace("TASKS", str(TASKS))

JAVA = """
public class Disaster {
    public static int task(String what, int number) throws Exception {
        if (what.equals("orphan") || what.equals("interrupt")) {
            new java.io.File("started-" + number).createNewFile();
            Thread.sleep(600_000);
        }
        Thread.sleep(200);
        if (number == BAD) {
            switch (what) {
                case "kill":
                    new ProcessBuilder("kill", "-9", "" + ProcessHandle.current().pid()).start();
                    Thread.sleep(600_000);
                case "exit": Runtime.getRuntime().halt(3);
                case "hang": Thread.sleep(600_000);
                default: System.out.println(new long[Integer.MAX_VALUE - 8].length);
            }
        }
        return number;
    }
    public static void main(String[] args) throws Exception {
        System.out.println("RESULT " + task(args[0], Integer.parseInt(args[1])));
    }
}
""".replace("BAD", str(BAD))

POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>disasters</groupId><artifactId>disasters</artifactId><version>1</version><packaging>pom</packaging>
  <build><plugins>%s</plugins></build>
</project>
"""


def pom(name, plugin):
    file = WORK / (name + ".xml")
    file.write_text(POM % plugin)
    return str(file)


def executions(configuration, goal):
    one = ("<execution><id>t%d</id><phase>validate</phase><goals><goal>%s</goal></goals><configuration>%s"
           "</configuration></execution>")
    return ("<plugin><groupId>org.codehaus.mojo</groupId><artifactId>exec-maven-plugin</artifactId><version>%s"
            "</version><executions>%s</executions></plugin>" % (EXEC, "".join(
                one % (number, goal, configuration % number) for number in range(TASKS))))


def ways(what, options):
    """A command for each way to run the eight tasks, and how long it may take at most."""
    classes = WORK / "classes"
    maven = ["mvn", "-B", "-o", "-Dstyle.color=never", *options]
    limit = "<timeout>2000</timeout>" if what == "hang" else ""
    forked = pom("exec-" + what, executions(
        limit + "<executable>java</executable><workingDirectory>${user.dir}</workingDirectory><arguments>"
        "<argument>-Xmx64m</argument><argument>-cp</argument><argument>%s</argument><argument>Disaster</argument>"
        "<argument>%s</argument><argument>%%d</argument></arguments>" % (classes, what), "exec"))
    inside = pom("java-" + what, executions(
        "<mainClass>Disaster</mainClass><additionalClasspathElements><element>%s</element>"
        "</additionalClasspathElements><arguments><argument>%s</argument><argument>%%d</argument></arguments>"
        % (classes, what), "java"))
    ours = pom("ours-" + what, (
        "<plugin><groupId>dev.parallelexec</groupId><artifactId>parallel-exec-maven-plugin</artifactId>"
        "<version>1.0.0-SNAPSHOT</version><executions><execution><id>all</id><phase>validate</phase><goals><goal>map"
        "</goal></goals><configuration><workers>2</workers><workingDirectory>${user.dir}</workingDirectory>"
        "<reportsDirectory>${user.dir}/report</reportsDirectory>"
        "<additionalClasspathElements><element>%s</element></additionalClasspathElements><argLine>-Xmx64m</argLine>"
        "<function>Disaster::task</function><range>0..%d</range>%s<arguments><argument>%s</argument>"
        "<argument>{item}</argument></arguments></configuration></execution></executions></plugin>")
        % (classes, TASKS - 1, "<timeout>2s</timeout>" if what == "hang" else "", what))
    return {
        "pool": ("Python `multiprocessing.Pool`", [sys.executable, str(WORK / "pool.py"), what], 20),
        "futures": ("Python `ProcessPoolExecutor`", [sys.executable, str(WORK / "futures.py"), what], 20),
        "exec": ("`exec:exec`, an execution a task", [*maven, "-f", forked, "validate"], 60),
        "java": ("`exec:java`, an execution a task", [*maven, "-f", inside, "validate"], 60),
        "ours": ("this plugin, `map`", [*maven, "-f", ours, "validate"], 60),
    }


def marked(mark):
    """The living processes that bear a mark in their environment."""
    found = []
    for folder in pathlib.Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                environment = (folder / "environ").read_bytes()
                state = (folder / "stat").read_text().rsplit(")", 1)[1].split()[0]
            except OSError:
                continue
            if mark.encode() in environment and state != "Z":
                found.append(int(folder.name))
    return found


def end(mark):
    for pid in marked(mark):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


def started(folder, bound):
    """Waits until two tasks (or one, where one runs at a time) have been running for a while."""
    limit = time.monotonic() + bound
    while time.monotonic() < limit and not list(folder.glob("started-*")):
        time.sleep(0.05)
    time.sleep(2)


def case(what, way, command, bound):
    """Runs one case to its end, and says in a few words what came of it."""
    folder = WORK / (way + "-" + what)
    folder.mkdir(parents=True)
    mark = str(uuid.uuid4())
    environment = dict(os.environ, **{MARK: mark, "MAVEN_OPTS": "-Xmx256m"})
    # A group of its own, as a shell makes one for a command: that is what Ctrl-C reaches.
    with open(folder / "log", "wb") as out:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=out,
                                   stderr=subprocess.STDOUT, start_new_session=True)
    try:
        if what == "orphan":
            started(folder, bound)
            os.kill(process.pid, signal.SIGKILL)
        elif what == "interrupt":
            started(folder, bound)
            os.killpg(process.pid, signal.SIGINT)
            bound = 10
        begun = time.monotonic()
        try:
            code = process.wait(bound)
            words = ended(code, time.monotonic() - begun)
        except subprocess.TimeoutExpired:
            return "**hangs** (ended after %d s)" % bound + told(what, folder)
        time.sleep(2)
        return words + told(what, folder) + left(mark)
    finally:
        end(mark)
        process.wait()


def ended(code, seconds):
    if code == 0:
        return "ends well in %.1f s" % seconds
    return "ends with %s in %.1f s" % (signal.Signals(-code).name if code < 0 else "exit %d" % code, seconds)


def told(what, folder):
    """How many results were handed back; nobody gets that far where all is stopped."""
    if what in ("orphan", "interrupt"):
        return ""
    report = next(folder.rglob("results.json"), None)
    if report:
        results = json.loads(report.read_text())["counts"]["passed"]
    else:
        lines = (folder / "log").read_text(errors="replace").splitlines()
        results = sum(1 for line in lines if line.startswith("RESULT"))
    return "; %d of %d results" % (results, TASKS)


def left(mark):
    rest = marked(mark)
    many = "process" if len(rest) == 1 else "processes"
    return "; **%d %s left** 2 s later" % (len(rest), many) if rest else "; nothing left"


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--only", choices=DISASTERS, action="append")
    options.add_argument("--way", action="append")
    options.add_argument("--options", default="", help="further arguments for mvn")
    given = options.parse_args()
    shutil.rmtree(WORK, ignore_errors=True)
    (WORK / "classes").mkdir(parents=True)
    (WORK / "pool.py").write_text(POOL)
    (WORK / "futures.py").write_text(FUTURES)
    (WORK / "Disaster.java").write_text(JAVA)
    subprocess.run(["javac", "--release", "17", "-d", str(WORK / "classes"), str(WORK / "Disaster.java")], check=True)
    for what in given.only or DISASTERS:
        print("\n**%s**\n\n| way | what it does |\n|---|---|" % DISASTERS[what])
        for way, (name, command, bound) in ways(what, given.options.split()).items():
            if not given.way or way in given.way:
                print("| %s | %s |" % (name, case(what, way, command, bound)), flush=True)


if __name__ == "__main__":
    main()
