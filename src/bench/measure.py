"""Runs commands in turn: wall seconds, CPU seconds and memory of all their processes, and tables.

Linux only. This process adopts whatever a command leaves running (PR_SET_CHILD_SUBREAPER), so
that no process gets away:

 wall    from the start of the command until it has ended
 CPU     user and system seconds of every process that came of it, what went on after the command
         had ended included. Ended processes are told by the kernel when they are waited for
         (getrusage of the children); those that stay, a daemon, by what /proc/<pid>/stat gained
 memory  the largest sum of PSS (resident memory, shared pages divided among those who share
         them) of all processes that came of it, looked at every 20 ms. Looking costs time, so
         that is a round of its own, whose times are not counted

The first round warms up, and is not counted either. Of a way that takes longer than 25 s one round is
counted, and its memory is that of the first.
"""
import contextlib
import ctypes
import dataclasses
import fcntl
import itertools
import os
import pathlib
import platform
import re
import resource
import statistics
import subprocess
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORK = ROOT / "target" / "bench"
DOCUMENT = ROOT / "docs" / "benchmarks.md"
PR_SET_CHILD_SUBREAPER = 36
TICK = os.sysconf("SC_CLK_TCK")
# A process that trains an archive or writes a cache in the background is over by then.
LEFT_SECONDS = 300
# A JVM a task, or a million tasks one by one: the figures differ so much that one round says it.
SLOW_SECONDS = 25


@dataclasses.dataclass
class Way:
    """One way to do a job. Its check raises when a run did not do all of it, and do it right."""
    name: str
    command: list
    check: callable = lambda log: None
    prepare: callable = lambda: None
    environment: dict = dataclasses.field(default_factory=dict)
    stays: bool = False  # leaves a daemon on purpose, which the next run uses


@dataclasses.dataclass
class Cost:
    wall: float
    cpu: float
    left: float = 0  # seconds that something went on after the end
    memory: int = 0  # bytes


class Wrong(SystemExit):
    """A run that failed, or whose results are not what they should be: it ends the script, with words."""


def begin():
    """Makes room, and keeps a second script away from it; from here on nothing that is started gets lost."""
    WORK.mkdir(parents=True, exist_ok=True)
    # Held, and so left open, until this process ends; what it starts does not inherit it.
    running = os.open(WORK / "running", os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(running, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise SystemExit("another of these scripts is running: both would write below %s" % WORK)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "cannot adopt orphans: this needs Linux")


def processes():
    """What /proc/<pid>/stat says of all processes that came of this one: pid to (state, CPU seconds)."""
    parents, found = {}, {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            with contextlib.suppress(OSError):
                fields = pathlib.Path("/proc", name, "stat").read_text().rsplit(")", 1)[1].split()
                parents[int(name)] = int(fields[1])
                found[int(name)] = fields[0], sum(map(int, fields[11:15])) / TICK
    ours = {os.getpid()}
    grown = True
    while grown:
        more = {pid for pid, parent in parents.items() if parent in ours and pid not in ours}
        ours |= more
        grown = bool(more)
    return {pid: found[pid] for pid in ours if pid != os.getpid()}


def proportional(pids):
    """The sum of their PSS in bytes; what has just ended counts as nothing."""
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            rollup = pathlib.Path("/proc", str(pid), "smaps_rollup").read_text()
            total += 1024 * sum(int(kilobytes) for kilobytes in re.findall(r"^Pss:\s+(\d+)", rollup, re.M))
    return total


def reap():
    """Waits for all orphans that have ended, which adds their times to those of the children."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0] != 0:
            pass


def cpu(living):
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime + sum(seconds for _, seconds in living.values())


def watch(others, over):
    most = 0
    while not over.wait(0.02):
        most = max(most, proportional(pid for pid in processes() if pid not in others))
    return most


def run(way, looked=False, online=False):
    """Runs a way once, and checks what it did; where online, Maven and Gradle download what is missing."""
    command = [word for word in way.command if not online or word != "--offline"]
    way.prepare()
    log = WORK / "log"
    before = processes()
    spent = cpu(before)
    others = () if way.stays else before
    environment = {**os.environ, **way.environment}
    with open(log, "wb") as out:
        start = time.monotonic()
        process = subprocess.Popen(command, cwd=WORK, env=environment, stdin=subprocess.DEVNULL, stdout=out,
                                   stderr=subprocess.STDOUT)
        over, seen = threading.Event(), []
        watcher = threading.Thread(target=lambda: seen.append(watch(others, over)))
        if looked:
            watcher.start()
        code = process.wait()
        wall = time.monotonic() - start
    left = 0 if way.stays else wait_for_the_rest(way, before)
    over.set()
    if looked:
        watcher.join()
    cost = Cost(wall, cpu(processes()) - spent, left, seen[0] if seen else 0)
    text = log.read_text(errors="replace")
    if code != 0:
        raise Wrong("%s ended with exit code %d; the end of what it printed:\n%s" % (way.name, code, text[-3000:]))
    try:
        way.check(text)
    except Wrong as e:
        raise Wrong("%s: %s" % (way.name, e)) from e
    return cost


def wait_for_the_rest(way, before):
    start = time.monotonic()
    while True:
        reap()
        rest = [pid for pid in processes() if pid not in before]
        waited = time.monotonic() - start
        if not rest:
            return waited
        if waited > LEFT_SECONDS:
            raise Wrong("%s left processes that still run %d s later: %s" % (way.name, LEFT_SECONDS, rest))
        time.sleep(0.01)


class Quiet:
    """
    Holds a file's lock, as flock(1) does, for a machine on which others measure, too: over several commands, since
    each wait for it can be long, and for two minutes and one command at most. Without a file it does nothing.
    """
    MOST_SECONDS = 120

    def __init__(self, file):
        self.file, self.open, self.since = file, None, 0

    def __enter__(self):
        self.take()
        return self

    def take(self):
        if self.file and not self.open:
            self.open = open(self.file, "a")
            fcntl.flock(self.open, fcntl.LOCK_EX)
            self.since = time.monotonic()

    def leave(self, seconds=MOST_SECONDS):
        if self.open and time.monotonic() - self.since >= seconds:
            self.open.close()
            self.open = None

    def __exit__(self, *_):
        self.leave(0)


def medians(ways, options):
    """
    Each way's median cost over so many rounds, in turn, so that a drift of the machine slows all of them. One that is
    slow has a single round that is counted, and is looked at while it warms up.
    """
    costs, slow = {way.name: [] for way in ways}, set()
    with Quiet(options.lock) as quiet:
        for number, way in itertools.product(range(options.runs + 2), ways):
            last = number == options.runs + 1
            if way.name in slow and number != 1:
                continue
            quiet.take()
            cost = run(way, looked=last or number == 0, online=number == 0)
            quiet.leave()
            if number == 0 and cost.wall > SLOW_SECONDS:
                slow.add(way.name)
            costs[way.name].append(cost)
            print("  %s, %s: %.2f s, %.1f s CPU%s%s" % (
                "warm-up" if number == 0 else "memory" if last else "round %d" % number, way.name, cost.wall, cost.cpu,
                ", %d MB" % (cost.memory >> 20) if cost.memory else "",
                ", %.1f s more in the background" % cost.left if cost.left > 0.1 else ""), file=sys.stderr, flush=True)
    return {way.name: median(costs[way.name], way.name in slow) for way in ways}


def median(costs, slow):
    counted, looked = (costs[1:], costs[0]) if slow else (costs[1:-1], costs[-1])
    return Cost(statistics.median(cost.wall for cost in counted), statistics.median(cost.cpu for cost in counted),
                max(cost.left for cost in counted), looked.memory)


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


def publish(name, text, options):
    """Prints figures, and with --write puts them into docs/benchmarks.md, between the marks of that name."""
    print("\n%s\n" % text, flush=True)
    if options.write:
        marked = re.compile("(<!-- figures %s -->\n).*?(\n<!-- end -->)" % re.escape(name), re.S)
        document, count = marked.subn(lambda m: m.group(1) + text + m.group(2), DOCUMENT.read_text())
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


def chosen(text, all_of_them):
    names = text.split(",")
    for name in names:
        if name not in all_of_them:
            raise SystemExit("%s is none of: %s" % (name, ", ".join(all_of_them)))
    return names


def common(parser):
    """The options that all scripts have."""
    parser.add_argument("--runs", type=int, default=3, help="rounds that are counted (3)")
    parser.add_argument("--options", default="", help="further arguments for mvn")
    parser.add_argument("--lock", help="a file that is locked while a command runs, on a machine that others use, too")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/benchmarks.md")
    return parser
