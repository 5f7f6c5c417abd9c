"""Other machines, as far as one can have them on this one: Linux, root, Debian's iproute2 and openssh-server.

    python3 src/bench/hosts.py 2        starts host1 and host2 and says how they are reached, until Ctrl-C

Each has a network of its own, with an address and an ssh server. Files are shared with this machine.
"""
import contextlib
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

SSHD = pathlib.Path("/usr/sbin/sshd")
# A block for benchmarks of networks (RFC 2544), which nobody routes.
NETWORK = "198.19.%d.%d"


def missing():
    """Why there can be none here; empty where there can."""
    if os.geteuid() != 0:
        return "needs root"
    if not SSHD.exists():
        return "needs %s (Debian's openssh-server)" % SSHD
    return "" if shutil.which("ip") else "needs ip (Debian's iproute2)"


def must(*command):
    subprocess.run(command, check=True, capture_output=True, text=True)


class Hosts:
    """So many hosts; a context manager. `launcher` leads to the one of the worker's slot."""

    def __init__(self, count):
        self.count, self.open = count, contextlib.ExitStack()

    def name(self, number):
        return "pxh%d-%d" % (os.getpid(), number)

    def __enter__(self):
        self.folder = pathlib.Path(self.open.enter_context(tempfile.TemporaryDirectory()))
        for key in ("host", "user"):
            must("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(self.folder / key))
        shutil.copy(self.folder / "user.pub", self.folder / "authorized")
        pathlib.Path("/run/sshd").mkdir(exist_ok=True)
        must("ip", "link", "add", self.name(0), "type", "bridge")
        self.open.callback(must, "ip", "link", "del", self.name(0))
        must("ip", "addr", "add", NETWORK % (7, 254) + "/24", "dev", self.name(0))
        must("ip", "link", "set", self.name(0), "up")
        self.address = NETWORK % (7, 254)
        for number in range(1, self.count + 1):
            self.host(number)
        # The slot is the end of its host's address.
        self.launcher = "ssh -F none -o BatchMode=yes -i %s -o UserKnownHostsFile=%s %s{slot}" % (
            self.folder / "user", self.folder / "known", (NETWORK % (7, 0))[:-1])
        return self

    def host(self, number):
        name, address = self.name(number), NETWORK % (7, number)
        must("ip", "netns", "add", name)
        self.open.callback(must, "ip", "netns", "del", name)
        must("ip", "link", "add", "v" + name[1:], "type", "veth", "peer", "name", "eth0", "netns", name)
        must("ip", "link", "set", "v" + name[1:], "master", self.name(0), "up")
        must("ip", "-n", name, "addr", "add", address + "/24", "dev", "eth0")
        for device in ("eth0", "lo"):
            must("ip", "-n", name, "link", "set", device, "up")
        public = (self.folder / "host.pub").read_text()
        with open(self.folder / "known", "a") as known:
            known.write("%s %s" % (address, public))
        config = self.folder / ("sshd%d" % number)
        config.write_text("ListenAddress %s\nHostKey %s\nAuthorizedKeysFile %s\nPidFile none\nStrictModes no\nUsePAM no\n"
                          % (address, self.folder / "host", self.folder / "authorized"))
        log = self.folder / ("log%d" % number)
        with open(log, "wb") as out:
            server = subprocess.Popen(["ip", "netns", "exec", name, "unshare", "-u", "sh", "-c",
                                       "hostname host%d; exec %s -D -e -f %s" % (number, SSHD, config)],
                                      stdout=out, stderr=subprocess.STDOUT)
        self.open.callback(server.wait)
        self.open.callback(server.terminate)
        while "Server listening" not in log.read_text():
            if server.poll() is not None:
                raise SystemExit("no ssh server: " + log.read_text())
            time.sleep(0.01)

    def __exit__(self, *_):
        self.open.close()


def main():
    reason = missing()
    if reason:
        raise SystemExit(reason)
    for end in (signal.SIGINT, signal.SIGTERM):
        signal.signal(end, signal.default_int_handler)
    with Hosts(int(sys.argv[1]) if len(sys.argv) > 1 else 2) as hosts:
        print("<launcher>%s</launcher>\n<engineProperties><address>%s</address></engineProperties>" % (
            hosts.launcher, hosts.address), flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            signal.pause()
        signal.signal(signal.SIGINT, signal.SIG_IGN)


if __name__ == "__main__":
    main()
