"""Runs a command: wall seconds, CPU seconds and memory of all its processes.

Linux only. This process adopts whatever a command leaves running (PR_SET_CHILD_SUBREAPER), so
that no process gets away:

 wall    from the start of the command until it has ended
 CPU     user and system seconds of every process that came of it, what went on after the command
         had ended included. Ended processes are told by the kernel when they are waited for
         (getrusage of the children); those that stay, a daemon, by what /proc/<pid>/stat gained
 memory  the largest sum of PSS (resident memory, shared pages divided among those who share
         them) of all processes that came of it, looked at every 20 ms. Looking costs time, so
         that is a round of its own, whose times are not counted
"""
import contextlib
import ctypes
import dataclasses
import fcntl
import os
import pathlib
import re
import resource
import signal
import subprocess
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORK = ROOT / "target" / "bench"
PR_SET_CHILD_SUBREAPER = 36
TICK = os.sysconf("SC_CLK_TCK")
# A process that trains an archive or writes a cache in the background is over by then.
LEFT_SECONDS = 300


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
    foreign: float = 0  # CPU seconds that the machine spent on others meanwhile

    @property
    def disturbed(self):
        return self.foreign > 0.1 * (self.wall + self.left) + 0.1


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
    # As an exception, which ends what runs and stops daemons.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
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


def busy():
    """CPU seconds that this machine has computed, for whomever, or that its host has kept from it."""
    user, nice, system, _, _, irq, softirq, steal = map(int, pathlib.Path("/proc/stat").read_text().split()[1:9])
    return (user + nice + system + irq + softirq + steal) / TICK


def watch(others, over):
    most = 0
    while not over.wait(0.02):
        most = max(most, proportional(pid for pid in processes() if pid not in others))
    return most


def run(way, looking=False, online=False):
    """Runs a way once, and checks what it did; where online, Maven and Gradle download what is missing."""
    command = [word for word in way.command if not online or word != "--offline"]
    way.prepare()
    log = WORK / "log"
    before = processes()
    spent = cpu(before)
    others = () if way.stays else before
    environment = {**os.environ, **way.environment}
    with open(log, "wb") as out:
        start, all_before = time.monotonic(), busy()
        process = subprocess.Popen(command, cwd=WORK, env=environment, stdin=subprocess.DEVNULL, stdout=out,
                                   stderr=subprocess.STDOUT)
        over, seen = threading.Event(), []
        watcher = threading.Thread(target=lambda: seen.append(watch(others, over)), daemon=True)
        if looking:
            watcher.start()
        try:
            code = process.wait()
        except BaseException:
            process.terminate()
            raise
        wall = time.monotonic() - start
    left = 0 if way.stays else wait_for_the_rest(way, before)
    over.set()
    if looking:
        watcher.join()
    own = cpu(processes()) - spent
    cost = Cost(wall, own, left, seen[0] if seen else 0, busy() - all_before - own)
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
