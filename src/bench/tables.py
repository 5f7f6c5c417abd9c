"""Tables in Markdown, printed and put into docs/benchmarks.md."""
import os
import pathlib
import platform
import re
import subprocess

from measure import ROOT, Wrong

DOCUMENT = ROOT / "docs" / "benchmarks.md"


def table(ways, medians_of, first=None):
    """In Markdown; the ratio is to the first way, or to the one that is named."""
    base = medians_of[first or ways[0].name].wall
    lines = ["| way | wall s | CPU s | peak MB | times as long |", "|---|---:|---:|---:|---:|"]
    for way in ways:
        cost = medians_of[way.name]
        ratio = cost.wall / base
        lines.append("| %s | %.2f | %.1f | %d | %.*f |" % (
            way.name, cost.wall, cost.cpu, cost.memory >> 20, 1 if ratio >= 1 else 2, ratio))
    return "\n".join(lines)


def rows(head, lines):
    return "\n".join(["| %s |" % " | ".join(head), "|%s" % ("---:|" * len(head)), *(
        "| %s |" % " | ".join(line) for line in lines)])


def publish(name, text, options):
    """Prints figures, and with --write puts them into docs/benchmarks.md, between the marks of that name."""
    print("\n%s\n" % text, flush=True)
    if options.write:
        marked = re.compile("(<!-- figures %s -->\n)(?:.*?\n)??(<!-- end -->)" % re.escape(name), re.S)
        document, count = marked.subn(lambda m: m.group(1) + text + "\n" + m.group(2), DOCUMENT.read_text())
        if count != 1:
            raise Wrong("%s has no place marked <!-- figures %s --> ... <!-- end -->" % (DOCUMENT, name))
        DOCUMENT.write_text(document)


def machine():
    """What measured, in a sentence."""
    model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    words = [
        "%d processors (%s)" % (os.cpu_count(), model.group(1) if model else platform.machine()),
        "%d GB" % round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9),
        "Linux " + platform.release().split("-")[0],
        said("java", "-version", r'version "([^"]+)"', "JDK "),
        said("mvn", "-v", r"Apache Maven (\S+)", "Maven "),
        "Python " + platform.python_version(),
        said("parallel", "--version", r"GNU parallel (\d+)", "GNU parallel "),
        said("gradle", "--version", r"Gradle (\d\S*)", "Gradle "),
    ]
    return ", ".join(word for word in words if word)


def said(command, argument, pattern, words):
    try:
        out = subprocess.run([command, argument], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    except FileNotFoundError:
        return ""
    found = re.search(pattern, re.sub("\x1b\\[[0-9;]*m", "", out.stdout + out.stderr))
    return words + found.group(1) if found else ""
