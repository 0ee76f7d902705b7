#!/usr/bin/env python3
"""Counts the instructions of the success paths with callgrind, and compares them with a `Drop` by hand.

Usage: instructions.py

Needs valgrind. Prints a line a subject: instructions a run, and the ratios to the hand-written guard and to scopeguard.
Exits with 1 if `with!`, `try_finally!` or `defer!` takes more than either on its success path.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
RUNS = 1000
# Early returns are shown, not bounded: the mark that tells the cleanup of a success is one store.
BOUNDED = {
    "one": ["with", "with_plain", "try_finally"],
    "four": ["with"],
    "defer": ["with_cleanup"],
}
SHOWN = {"return": ["with"]}


def build():
    subprocess.run(["cargo", "build", "--release", "--quiet", "-p", "with-cleanup-benches"], cwd=ROOT, check=True)
    target = subprocess.run(["cargo", "metadata", "--format-version", "1", "--no-deps"], cwd=ROOT, check=True,
                            capture_output=True, text=True).stdout
    return pathlib.Path(re.search(r'"target_directory":"([^"]+)"', target)[1]) / "release" / "instructions"


def count(binary):
    """Instructions a run of each subject, callees included."""
    with tempfile.TemporaryDirectory() as folder:
        out = f"{folder}/out"
        subprocess.run(["valgrind", "--quiet", "--tool=callgrind", f"--callgrind-out-file={out}", str(binary)],
                       check=True)
        table = subprocess.run(["callgrind_annotate", "--inclusive=yes", "--threshold=100", out], check=True,
                               capture_output=True, text=True).stdout
    counts = {}
    for line in table.splitlines():
        if found := re.match(r"\s*([\d,]+).*?instructions::(plain|unwinding)::(\w+)", line):
            counts[found[2], found[3]] = int(found[1].replace(",", "")) / RUNS
    return counts


def main():
    counts = count(build())
    worse = 0
    print(f"{'subject':34} {'count':>7} {'/ hand':>7} {'/ scopeguard':>13}")
    for kind in ["plain", "unwinding"]:
        for group, names in {**BOUNDED, **SHOWN}.items():
            hand, guard = counts[kind, f"{group}_hand"], counts[kind, f"{group}_scopeguard"]
            print(f"{kind}::{group}_hand".ljust(34), f"{hand:7.1f}")
            print(f"{kind}::{group}_scopeguard".ljust(34), f"{guard:7.1f} {guard / hand:7.2f}")
            for name in names:
                own = counts[kind, f"{group}_{name}"]
                over = group in BOUNDED and own > min(hand, guard)
                worse += over
                mark = "  MORE" if over else ""
                print(f"{kind}::{group}_{name}".ljust(34), f"{own:7.1f} {own / hand:7.2f} {own / guard:13.2f}{mark}")
    return worse != 0


if __name__ == "__main__":
    sys.exit(main())
