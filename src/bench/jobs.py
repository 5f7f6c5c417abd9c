"""The jobs that are compared: their inputs, and how one sees that all of a job was done."""
import dataclasses
import functools
import hashlib
import json
import pathlib
import shutil
import subprocess
import zipfile

from measure import ROOT, WORK, Wrong

POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>bench</groupId><artifactId>%s</artifactId><version>1</version><packaging>pom</packaging>
  %s
  <build><plugins>%s</plugins></build>
</project>
"""
RESOLVE = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:"
SOURCES = "org.apache.commons:commons-lang3:3.20.0:jar:sources"


@dataclasses.dataclass
class Job:
    """
    A list of tasks. Those of a tool are calls of its main, one a line of the file `lines`, whose two
    columns replace {1} and {2} in the arguments; those of a function are the numbers from 1 to `count`.
    """
    name: str
    title: str
    count: int
    main: str = "Work"
    arguments: tuple = ()
    function: str = ""
    dependency: str = ""
    classpath: list = dataclasses.field(default_factory=list)
    rows: list = dataclasses.field(default_factory=list)
    made: callable = None
    exits: bool = False  # by Runtime.exit

    @property
    def folder(self):
        return WORK / self.name

    @property
    def out(self):
        return self.folder / "out"

    @property
    def lines(self):
        return self.folder / "lines"

    def words(self, row):
        """The arguments of one task."""
        return [word.replace("{1}", row[0]).replace("{2}", row[1]) for word in self.arguments]

    def clear(self):
        shutil.rmtree(self.out, ignore_errors=True)
        self.out.mkdir(parents=True)

    def check(self, log):
        """All that should be there is, and none is left from an earlier run."""
        for row in self.rows:
            reason = self.made(row)
            if reason:
                raise Wrong("%s of %s: %s; what the run printed is in %s" % (row[0], self.name, reason, WORK / "log"))

    def check_sum(self, total, count):
        if (total, count) != (self.expected, self.count):
            raise Wrong("%s: %d results with the sum %d, and not %d with %d; what the run printed is in %s" % (
                self.name, count, total, self.count, self.expected, WORK / "log"))

    @functools.cached_property
    def expected(self):
        if self.function == "same":
            return self.count * (self.count + 1) // 2
        block, total = bytes(1 << 20), 0
        for number in range(1, self.count + 1):
            digest = hashlib.sha256(str(number).encode())
            for _ in range(500):
                digest.update(block)
            total += int.from_bytes(digest.digest()[:4], "big") & 0x7fffffff
        return total


def pom(folder, plugins="", dependencies=""):
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "pom.xml"
    file.write_text(POM % (folder.name, dependencies, plugins))
    return str(file)


def xml_dependency(coordinates):
    group, artifact, version = coordinates.split(":")
    return ("<dependencies><dependency><groupId>%s</groupId><artifactId>%s</artifactId>"
            "<version>%s</version></dependency></dependencies>" % (group, artifact, version))


def maven(options, file, *goals):
    """Quiet and offline; the warm-up downloads what is missing before (see compare.py)."""
    return ["mvn", "-B", "--offline", "-q", *options.options.split(), "-f", file, *goals]


def online(command):
    subprocess.run([word for word in command if word != "--offline"], check=True, stdin=subprocess.DEVNULL)


def compiled(folder, *names):
    classes = WORK / folder
    classes.mkdir(parents=True, exist_ok=True)
    sources = [str(ROOT / "src" / "bench" / (name + ".java")) for name in names]
    subprocess.run(["javac", "-Xlint:-removal", "-d", str(classes), *sources], check=True)
    return classes


def programs():
    """What the peers need, compiled."""
    return compiled("classes", "Work", "Trap", "Ideal")


def functions():
    """What tasks call, compiled: apart from programs that exit, which no task here does."""
    return compiled("functions", "Work")


def trivial(options, count):
    return function("trivial-%d" % count, "%s trivial tasks" % format(count, ","), "same", count)


def cpu(options, count=16):
    title = "%d tasks that only compute, a third of a second each" % count
    return function("cpu" if count == 16 else "cpu-%d" % count, title, "hash", count)


def function(name, title, what, count):
    job = Job(name, title, count, function=what, classpath=[str(functions())], arguments=(what, "{1}", "{2}"))
    job.clear()
    if count <= 1000:
        job.rows = [(str(number), str(job.out / str(number))) for number in range(1, count + 1)]
        job.lines.write_text("".join("%s|%s\n" % row for row in job.rows))
    return job


def tool(job, options, rows):
    job.rows = rows
    job.count = len(rows)
    job.clear()
    file = pom(job.folder, "", xml_dependency(job.dependency))
    listed = job.folder / "classpath"
    online(maven(options, file, RESOLVE + "build-classpath", "-Dmdep.outputFile=%s" % listed))
    job.classpath = listed.read_text().strip().split(":")
    job.lines.write_text("".join("%s|%s\n" % row for row in rows))
    return job


def checkstyle(options, count=60):
    """Ends with Runtime.exit, after a second to warm up and a tenth for a file."""
    job = Job("checkstyle", "Checkstyle's `main`, which ends with `Runtime.exit`, over %d files of a library" % count,
              count, "com.puppycrawl.tools.checkstyle.Main", ("-c", "/google_checks.xml", "-o", "{2}", "{1}"),
              exits=True, dependency="com.puppycrawl.tools:checkstyle:12.3.0")
    job.made = lambda row: None if "Audit done" in text(row[1]) else "no report in " + row[1]
    file = pom(WORK / "sources")
    online(maven(options, file, RESOLVE + "copy", "-Dartifact=" + SOURCES, "-DoutputDirectory=%s" % (WORK / "sources")))
    with zipfile.ZipFile(next((WORK / "sources").glob("*-sources.jar"))) as jar:
        jar.extractall(WORK / "sources")
    files = sorted((WORK / "sources").rglob("*.java"))[:count]
    return tool(job, options, [(str(file), str(job.out / (file.stem + ".txt"))) for file in files])


def plantuml(options, count=12):
    """Returns from main."""
    job = Job("plantuml", "PlantUML's `main`, which returns, over %d sequence diagrams" % count, count,
              "net.sourceforge.plantuml.Run", ("-tsvg", "-o", "{2}", "{1}"),
              dependency="net.sourceforge.plantuml:plantuml-mit:1.2024.7")
    job.made = lambda row: (
        None if text(job.out / (pathlib.Path(row[0]).stem + ".svg")).rstrip().endswith("</svg>") else "no picture")
    folder = job.folder / "diagrams"
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for number in range(count):
        calls = "".join("P%d -> P%d: call %d of %d\nnote right: words about %d\n" % (
            i % 7, (i * 3 + number) % 7, i, number, i) for i in range(60))
        file = folder / ("diagram-%d.puml" % number)
        file.write_text("@startuml\n%s@enduml\n" % calls)
        rows.append((str(file), str(job.out)))
    return tool(job, options, rows)


def openapi(options, count=6):
    """Loads thousands of classes before it does anything."""
    schemas = 25
    job = Job("openapi", "OpenAPI Generator's `main`, which has a heavy start, over %d specifications" % count, count,
              "org.openapitools.codegen.OpenAPIGenerator", ("generate", "-g", "java", "-i", "{1}", "-o", "{2}"),
              dependency="org.openapitools:openapi-generator-cli:7.6.0")

    def made(row):
        models = len(list(pathlib.Path(row[1], "src", "main").rglob("model/Thing*.java")))
        return None if models == schemas else "%d models in %s, and not %d" % (models, row[1], schemas)

    job.made = made
    folder = job.folder / "specifications"
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for number in range(count):
        file = folder / ("spec-%d.json" % number)
        file.write_text(json.dumps(specification(number, schemas)))
        rows.append((str(file), str(job.out / str(number))))
    return tool(job, options, rows)


def specification(number, schemas):
    names = ["Thing%d" % i for i in range(schemas)]
    fields = {"id": {"type": "integer", "format": "int64"}, "name": {"type": "string"},
              "tags": {"type": "array", "items": {"type": "string"}}, "at": {"type": "string", "format": "date-time"}}

    def answer(name):
        content = {"application/json": {"schema": {"$ref": "#/components/schemas/" + name}}}
        return {"get": {"operationId": "get" + name, "tags": [name], "parameters": [
            {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "responses": {"200": {"description": "it", "content": content}}}}

    return {"openapi": "3.0.3", "info": {"title": "Specification %d" % number, "version": "1"},
            "paths": {"/%s/{id}" % name.lower(): answer(name) for name in names},
            "components": {"schemas": {name: {"type": "object", "properties": fields} for name in names}}}


def text(file):
    try:
        return pathlib.Path(file).read_text(errors="replace")
    except OSError:
        return ""
