"""Measures ways to do a job in turn (A B C A B C ...), and makes medians of it.

The first round warms up, and is not counted. Each run waits until the machine is at rest; one during
which other processes have computed for more than a tenth of the time (/proc/stat tells) is done again,
up to twice. Memory is looked at in a round of its own. Of a way that takes longer than 25 s, one round
is counted, and its memory is that of the first.
"""
import fcntl
import itertools
import statistics
import sys
import time

from measure import Cost, busy, run

# A JVM a task, or a million tasks one by one: the figures differ so much that one round says it.
SLOW_SECONDS = 25
TRIES = 3
CALM_LOOKS = 120


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
            counts = 0 < number <= options.runs
            cost = undisturbed(way, quiet, options.quick) if counts else looked(way, quiet, number == 0)
            if number == 0 and cost.wall > SLOW_SECONDS:
                slow.add(way.name)
            costs[way.name].append(cost)
            say("warm-up" if number == 0 else "memory" if last else "round %d" % number, way, cost)
    return {way.name: median(costs[way.name], way.name in slow) for way in ways}


def looked(way, quiet, first):
    quiet.take()
    cost = run(way, looking=True, online=first)
    quiet.leave()
    return cost


def undisturbed(way, quiet, quick):
    """Another time, up to twice, where others have computed meanwhile; the least disturbed one is what counts."""
    tried = []
    while not tried or not quick and tried[-1].disturbed and len(tried) < TRIES:
        quiet.take()
        if not quick:
            calm()
        tried.append(run(way))
        quiet.leave()
        if tried[-1].disturbed:
            say("disturbed for %.1f CPU s" % tried[-1].foreign, way, tried[-1])
    return min(tried, key=lambda cost: cost.foreign / cost.wall)


def calm():
    """Waits until nothing computes on this machine for a quarter of a second; not for ever, some machines never rest."""
    for _ in range(CALM_LOOKS):
        before = busy()
        time.sleep(0.25)
        if busy() - before <= 0.05:
            return


def say(what, way, cost):
    print("  %s, %s: %.2f s, %.1f s CPU%s%s" % (
        what, way.name, cost.wall, cost.cpu, ", %d MB" % (cost.memory >> 20) if cost.memory else "",
        ", %.1f s more in the background" % cost.left if cost.left > 0.1 else ""), file=sys.stderr, flush=True)


def median(costs, slow):
    counted, looked = (costs[1:], costs[0]) if slow else (costs[1:-1], costs[-1])
    return Cost(statistics.median(cost.wall for cost in counted), statistics.median(cost.cpu for cost in counted),
                max(cost.left for cost in counted), looked.memory)


def chosen(text, all_of_them):
    names = text.split(",")
    for name in names:
        if name not in all_of_them:
            raise SystemExit("%s is none of: %s" % (name, ", ".join(all_of_them)))
    return names


def common(parser):
    """The options that all scripts have."""
    parser.add_argument("--runs", type=int, default=3, help="rounds that are counted (3)")
    parser.add_argument("--quick", action="store_true", help="one round of small jobs, to see whether all works")
    parser.add_argument("--options", default="", help="further arguments for mvn")
    parser.add_argument("--lock", help="a file that is locked while a command runs, on a machine that others use, too")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/benchmarks.md")
    return parser
