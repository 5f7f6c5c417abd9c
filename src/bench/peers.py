"""The ways to do a job: for each peer the command, and how its results are counted."""
import os
import re
import shutil
import subprocess
import sys

from jobs import maven, pom, programs, xml_dependency
from measure import ROOT, WORK, Way, Wrong

PLUGIN = "dev.parallelexec:parallel-exec-maven-plugin:1.0.0-SNAPSHOT"
EXEC = "org.codehaus.mojo:exec-maven-plugin:3.6.1"
ANTRUN = "org.apache.maven.plugins:maven-antrun-plugin:3.1.0"
# Where each task costs a JVM, or a worker's start in a build that keeps all of them in memory.
FORKING_MOST = 100
GRADLE_MOST = 1_000
# 114 µs a task: more would take minutes and say the same.
ONE_BY_ONE_MOST = 100_000

GRADLE = """
import javax.inject.Inject
import org.gradle.workers.IsolationMode
import org.gradle.workers.WorkerExecutor

class Once implements Runnable {
  String main
  String[] words
  @Inject Once(String main, String[] words) { this.main = main; this.words = words }
  void run() {
    def loader = Thread.currentThread().contextClassLoader
    Class.forName('Trap', true, loader).getMethod('run', String, String[]).invoke(null, main, words)
  }
}
class All extends DefaultTask {
  WorkerExecutor executor
  @Inject All(WorkerExecutor executor) { this.executor = executor }
  @TaskAction void all() {
    def path = project.files(%s)
    new File('%s').eachLine { line ->
      def columns = line.split('[|]')
      def words = [%s].collect { it.replace('{1}', columns[0]).replace('{2}', columns[1]) }
      executor.submit(Once) { c ->
        c.isolationMode = IsolationMode.PROCESS
        c.classpath = path
        c.params('%s', words as String[])
      }
    }
  }
}
task all(type: All)
"""


def plugin(coordinates, executions):
    group, artifact, version = coordinates.split(":")
    return ("<plugin><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version><executions>%s</executions>"
            "</plugin>" % (group, artifact, version, executions))


def execution(name, goal, configuration):
    return ("<execution><id>%s</id><phase>validate</phase><goals><goal>%s</goal></goals><configuration>%s"
            "</configuration></execution>" % (name, goal, configuration))


def elements(name, values):
    return "".join("<%s>%s</%s>" % (name, value, name) for value in values)


def ours(job, workers, options):
    if job.function:
        what = "<function>Work::%s</function><range>1..%d</range><additionalClasspathElements>%s%s" % (
            job.function, job.count, elements("element", job.classpath), "</additionalClasspathElements>")
    else:
        what = ("<mainClass>%s</mainClass><linesFile>%s</linesFile><itemSeparator>|</itemSeparator><arguments>%s"
                "</arguments>" % (job.main, job.lines, elements("argument", job.arguments)))
    folder = job.folder / ("ours-%d" % workers)
    file = pom(folder, plugin(PLUGIN, execution(
        "all", "map", "<workers>%d</workers><output>none</output>%s" % (workers, what))),
        xml_dependency(job.dependency) if job.dependency else "")
    report = folder / "target" / "parallel-exec"

    def prepare():
        job.clear()
        shutil.rmtree(report, ignore_errors=True)

    def check(log):
        results = (report / "all" / "results.json").read_text()
        passed = int(re.search(r'"passed": ?(\d+)', results).group(1))
        if passed != job.count:
            raise Wrong("%d of %d tasks passed: %s" % (passed, job.count, report))
        if job.function:
            found = re.findall(r'"result": ?(\d+)', results)
            job.check_sum(sum(map(int, found)), len(found))
        else:
            job.check(log)

    return [Way("this plugin, `map`, %s" % many(workers, "worker"), maven(options, file, "validate"), check, prepare)]


def many(count, what):
    return "%d %s%s" % (count, what, "" if count == 1 else "s")


def bare(job, workers, options):
    return [Way("a bare `mvn validate`", maven(options, pom(WORK / "bare"), "validate"))]


def counted(job):
    """For those whose tasks write files, also where others return numbers."""
    def check(log):
        if job.function:
            files = list(job.out.iterdir())
            job.check_sum(sum(int(file.read_text()) for file in files), len(files))
        else:
            job.check(log)
    return check


def exec_(job, workers, options):
    if job.count > FORKING_MOST:
        return []
    words = lambda row: ["-cp", ":".join(job.classpath), job.main, *job.words(row)]
    executions = "".join(execution("e%d" % number, "exec", "<executable>java</executable><arguments>%s</arguments>"
                                   % elements("argument", words(row))) for number, row in enumerate(job.rows))
    file = pom(job.folder / "exec", plugin(EXEC, executions))
    return [Way("exec-maven-plugin, `exec:exec`, one execution a task", maven(options, file, "validate"),
                counted(job), job.clear)]


def java(job, workers, options):
    """Its blockSystemExit replaces calls of System.exit; one by way of Runtime.exit ends Maven at once, with code 0."""
    if job.count > FORKING_MOST or job.exits:
        return []
    path = "<additionalClasspathElements>%s</additionalClasspathElements>" % elements("element", job.classpath)
    executions = "".join(execution(
        "e%d" % number, "java", "<mainClass>%s</mainClass><blockSystemExit>true</blockSystemExit>%s<arguments>%s"
        "</arguments>" % (job.main, path, elements("argument", job.words(row)))) for number, row in enumerate(job.rows))
    file = pom(job.folder / "java", plugin(EXEC, executions))
    return [Way("exec-maven-plugin, `exec:java`, one execution a task", maven(options, file, "validate"),
                counted(job), job.clear)]


def antrun(job, workers, options):
    if job.count > FORKING_MOST:
        return []
    calls = "".join('<java fork="true" failonerror="true" classname="%s" classpath="%s">%s</java>' % (
        job.main, ":".join(job.classpath), "".join('<arg value="%s"/>' % word for word in job.words(row)))
        for row in job.rows)
    file = pom(job.folder / "antrun", plugin(ANTRUN, execution(
        "all", "run", '<target><parallel threadCount="%d">%s</parallel></target>' % (workers, calls))))
    return [Way("antrun, `<parallel>` with %s, forked `<java>`" % many(workers, "thread"),
                maven(options, file, "validate"), counted(job), job.clear)]


def parallel(job, workers, options):
    if job.count > FORKING_MOST or missing("parallel"):
        return []
    command = ["parallel", "-j%d" % workers, "--halt", "now,fail=1", "--colsep", r"\|", "-a", str(job.lines), "java",
               "-cp", ":".join(job.classpath), job.main, *job.arguments]
    return [Way("GNU parallel `-j%d`, a JVM a task" % workers, command, counted(job), job.clear)]


def gradle(job, workers, options):
    if job.count > GRADLE_MOST or missing("gradle"):
        return []
    folder = job.folder / "gradle"
    folder.mkdir(parents=True, exist_ok=True)
    quoted = lambda words: ", ".join("'%s'" % word for word in words)
    (folder / "build.gradle").write_text(GRADLE % (
        quoted(sorted({str(programs()), *job.classpath})), job.lines, quoted(job.arguments), job.main))
    (folder / "settings.gradle").write_text("")
    command = ["gradle", "--offline", "-q", "-p", str(folder), "--max-workers", str(workers), "all"]
    home = {"GRADLE_USER_HOME": str(WORK / "gradle-home")}
    name = "Gradle's Worker API, `PROCESS`, `--max-workers %d`" % workers
    return [Way(name, [*command, "--no-daemon"], counted(job), job.clear, home),
            Way(name + ", a warm daemon", [*command, "--daemon"], counted(job), job.clear, home, stays=True)]


def stop_daemons():
    if shutil.which("gradle") and (WORK / "gradle-home").exists():
        subprocess.run(["gradle", "--stop"], env={**os.environ, "GRADLE_USER_HOME": str(WORK / "gradle-home")},
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)


def threads(job, workers, options):
    """The ideals: nothing but the work, in warm JVMs that know each task beforehand."""
    flags = job.folder / "flags"
    path = ":".join(dict.fromkeys([str(programs()), *job.classpath]))
    last = ["function", job.function, str(job.count)] if job.function else (
        ["main", job.main, str(job.lines), *job.arguments])

    def prepare():
        job.clear()
        flags.write_bytes(b"")

    def check(log):
        sums = re.findall(r"^SUM (\d+) (\d+)$", log, re.M)
        count = sum(int(done) for _, done in sums)
        if job.function:
            job.check_sum(sum(int(total) for total, _ in sums), count)
        elif count != job.count:
            raise Wrong("%d of %d tasks of %s" % (count, job.count, job.name))
        else:
            job.check(log)

    one = lambda count: ["java", "-cp", path, "Ideal", str(count), str(flags), *last]
    several = ["sh", "-c", "\"$@\" & " * workers + "wait", "sh", *one(1)]
    return [Way("ideal: one JVM, a pool of %s" % many(workers, "thread"), one(workers), check, prepare),
            Way("ideal: %s, each a pool of 1 thread" % many(workers, "JVM"), several, check, prepare)]


def python(job, workers, options):
    if not job.function:
        return []
    chunked = max(1, job.count // (4 * workers))
    kinds = [("Pool", "pool", 0), ("Pool", "pool", 1), ("ProcessPoolExecutor", "executor", 1)]
    if chunked > 1:
        kinds.append(("ProcessPoolExecutor", "executor", chunked))
    if job.function == "hash":
        kinds = kinds[1:3]

    def check(log):
        found = re.search(r"^SUM (\d+) (\d+)$", log, re.M)
        if not found:
            raise Wrong("no sum: " + log[-1000:])
        job.check_sum(int(found.group(1)), int(found.group(2)))

    return [Way("Python `%s(%d).map`, %s" % (name, workers, "`chunksize=%d`" % chunk if chunk else "its own chunks"),
                [sys.executable, str(ROOT / "src" / "bench" / "pools.py"), kind, job.function, str(job.count),
                 str(workers), str(chunk)], check)
            for name, kind, chunk in kinds if kind == "pool" or chunk > 1 or job.count <= ONE_BY_ONE_MOST]


def missing(command):
    if shutil.which(command):
        return False
    print("%s is not here, and is left out" % command, file=sys.stderr)
    return True


PEERS = {"ours": ours, "bare": bare, "exec": exec_, "java": java, "antrun": antrun, "parallel": parallel,
         "gradle": gradle, "threads": threads, "python": python}
