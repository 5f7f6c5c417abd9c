#!/usr/bin/env python3
"""Takes all figures of docs/benchmarks.md again, and puts them there: tables and plots.

    python3 src/bench/figures.py [--runs 3] [--options=-Dmaven.repo.local=...] [--lock FILE]

With --quick it takes a quarter of an hour, tries everything, and writes nothing.

Runs compare.py, first.py, scaling.py, incremental.py and engine.py with --write, one after the other; they say what
they need. On two processors that takes about an hour and a half, during which the machine should do nothing else.
"""
import pathlib
import subprocess
import sys

if __name__ == "__main__":
    if "-h" in sys.argv or "--help" in sys.argv:
        raise SystemExit(__doc__)
    write = [] if "--quick" in sys.argv else ["--write"]
    for script in "compare.py", "first.py", "scaling.py", "incremental.py", "engine.py":
        path = str(pathlib.Path(__file__).with_name(script))
        subprocess.run([sys.executable, path, *write, *sys.argv[1:]], check=True)
