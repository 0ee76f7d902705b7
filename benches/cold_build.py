#!/usr/bin/env python3
"""Times builds from nothing of a crate that depends only on with-cleanup, and of the same with other macro crates.

Usage: cold_build.py [--runs N] [--write]

Each run of `cargo check`, `cargo build` and `cargo build --release` begins with an empty target directory and with the
sources downloaded. The crates take turns; the fastest of the runs counts. With `--write`, writes `results/cold_build.csv`.
"""
import argparse
import csv
import os
import pathlib
import re
import resource
import shutil
import subprocess
import tempfile
import time

BENCHES = pathlib.Path(__file__).resolve().parent
PEERS = ["async-trait", "thiserror", "pin-project", "tracing-attributes"]
COMMANDS = {"check": ["check"], "build": ["build"], "release": ["build", "--release"]}


def crate(folder, name):
    """A crate that depends on this one, and the version of that."""
    version = f'{{ path = "{BENCHES.parent}" }}' if name == "with-cleanup" else '"*"'
    crate = folder / name
    (crate / "src").mkdir(parents=True)
    (crate / "src/lib.rs").touch()
    (crate / "Cargo.toml").write_text(
        f'[package]\nname = "cold"\nedition = "2024"\n[dependencies]\n{name} = {version}\n[workspace]\n')
    subprocess.run(["cargo", "fetch", "--quiet"], cwd=crate, check=True)
    lock = (crate / "Cargo.lock").read_text()
    return crate, re.search(rf'name = "{name}"\nversion = "(.*)"', lock)[1]


def timed(crate, command):
    """Seconds by the clock, and seconds of the processor."""
    target = crate / "target"
    shutil.rmtree(target, ignore_errors=True)
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(["cargo", *COMMANDS[command], "--quiet", "--offline"], cwd=crate, check=True,
                   env={**os.environ, "CARGO_TARGET_DIR": str(target)})
    seconds, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--write", action="store_true")
    chosen = arguments.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        crates = {name: crate(pathlib.Path(folder), name) for name in ["with-cleanup", *PEERS]}
        print(f"{'crate':20} {'version':9} {'command':8} {'seconds':>8} {'processor':>10}")
        for command in COMMANDS:
            fastest = {}
            for _ in range(chosen.runs):
                for name, (path, _) in crates.items():
                    times = timed(path, command)
                    # The fastest by the clock and by the processor need not be the same run.
                    fastest[name] = tuple(map(min, times, fastest.get(name, times)))
            for name, (seconds, processor) in fastest.items():
                version = crates[name][1]
                print(f"{name:20} {version:9} {command:8} {seconds:8.2f} {processor:10.2f}", flush=True)
                rows.append((name, version, command, f"{seconds:.3f}", f"{processor:.3f}"))
    if chosen.write:
        (BENCHES / "results").mkdir(exist_ok=True)
        with open(BENCHES / "results/cold_build.csv", "w", newline="") as file:
            csv.writer(file).writerows([("crate", "version", "command", "seconds", "processor_seconds"), *rows])


if __name__ == "__main__":
    main()
