#!/usr/bin/env python3
"""Counts instructions with callgrind, and compares the macros with a `Drop` by hand and with scopeguard.

Usage: instructions.py

Needs valgrind. Prints a line a subject: instructions a run, and the ratios to the hand-written guard and to scopeguard.
Exits with 1 if a macro takes more than either and than what its way out of the scope may cost:

- where the body reaches its end: nothing. A function with `#[with_cleanup]` may test one pointer more than one by hand in
  which nothing can fail; where something can, the one by hand tests it too.
- where a `?` or a `return` leaves: the call of the function that exits a manager on all ways but the end. It is not inlined,
  because that would make every scope larger. A `return` also says that it is a success.
- where a panic leaves: a small part of what unwinding costs.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
RUNS = 1000
# A store of null at the start, and a load, a test and a branch at the end.
TEST_OF_A_POINTER = 4
# The arguments, the call, and the registers that are saved across the exit.
CALL = 13
# A store, its address as an argument, and one register more.
MARK = 4
PART_OF_UNWINDING = 0.02
# The macros of each group, and how much more than the hand-written guard they may take: instructions, or a part of its own.
GROUPS = {
    "one": (["with", "with_plain", "try_finally"], 0),
    "four": (["with"], 0),
    "defer": (["with_cleanup"], 0),
    "fallible": (["with", "try_finally"], 0),
    "fallible_four": (["with"], 0),
    "function": (["with_cleanup"], 0),
    "function_four": (["with_cleanup"], 0),
    "infallible": (["with_cleanup"], TEST_OF_A_POINTER),
    "head": (["with_cleanup"], TEST_OF_A_POINTER),
    "fallible_head": (["with_cleanup"], 0),
    "question": (["defer", "with", "try_finally", "with_cleanup"], CALL),
    "question_four": (["with"], 4 * CALL),
    "return": (["with"], CALL + MARK),
    "panic": (["defer", "with", "try_finally"], PART_OF_UNWINDING),
    "panic_four": (["with"], PART_OF_UNWINDING),
}


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
            key, instructions = (found[2], found[3]), int(found[1].replace(",", "")) / RUNS
            counts[key] = max(instructions, counts.get(key, 0))  # the subject, not a part of it
    return counts


def main():
    counts = count(build())
    worse = 0
    print(f"{'subject':34} {'count':>7} {'/ hand':>7} {'/ scopeguard':>13}")
    for kind in ["plain", "unwinding"]:
        for group, (names, extra) in GROUPS.items():
            hand, guard = counts[kind, f"{group}_hand"], counts.get((kind, f"{group}_scopeguard"))
            print(f"{kind}::{group}_hand".ljust(34), f"{hand:7.1f}")
            if guard:
                print(f"{kind}::{group}_scopeguard".ljust(34), f"{guard:7.1f} {guard / hand:7.2f}")
            for name in names:
                own = counts[kind, f"{group}_{name}"]
                best = min(hand, guard or hand)
                over = own > best + (extra * best if isinstance(extra, float) else extra)
                worse += over
                ratio = f"{own / guard:13.2f}" if guard else " " * 13
                mark = "  MORE" if over else ""
                print(f"{kind}::{group}_{name}".ljust(34), f"{own:7.1f} {own / hand:7.2f} {ratio}{mark}")
    return worse != 0


if __name__ == "__main__":
    sys.exit(main())
