#!/usr/bin/env python3
"""Measures the machine code that one scope adds, beside guards by hand and `scopeguard`.

Usage: code_size.py

Builds libraries that hold one function many times, optimised, and prints how many bytes of code one of them takes, and by
how many of these it is larger than one that calls its cleanup at the end and on no other way. Exits with 1 if a macro adds
more than its bound.

What a macro adds over `scopeguard` contains a second panic: where a cleanup panics, its panic is caught, so that it cannot
abort the process. That is a landing pad for each exit at the end of a body, and takes 40 bytes or more.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
FEW, MANY = 50, 150

MANIFEST = f"""
[package]
name = "code_size"
version = "0.0.0"
edition = "2024"

[dependencies]
scopeguard = "1.2"
with-cleanup = {{ path = "{ROOT}" }}

[workspace]
"""

PRELUDE = """
#![allow(unused)]
use std::{cell::Cell, hint::black_box};
use with_cleanup::{ContextManager, Error, Outcome, defer, try_finally, with, with_cleanup};

#[derive(Debug)]
pub struct Refused;
impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str("refused") }
}
impl std::error::Error for Refused {}

#[inline(never)]
pub fn open(n: u64) -> u64 { assert_ne!(black_box(n), u64::MAX); n }
#[inline(never)]
pub fn close(n: u64) { assert_ne!(black_box(n), u64::MAX); }
#[inline(never)]
pub fn work(n: &mut u64) -> u64 { assert_ne!(black_box(*n), u64::MAX); *n += 1; *n }
#[inline(never)]
pub fn try_close(n: u64) -> Result<(), Refused> { if black_box(n) == u64::MAX { Err(Refused) } else { Ok(()) } }

pub struct Hand(u64);
impl Drop for Hand {
    #[inline]
    fn drop(&mut self) { close(self.0) }
}

pub struct Long(u64);
impl Drop for Long {
    #[inline]
    fn drop(&mut self) { let a = &mut self.0; LONG }
}

pub struct Storing<'c>(u64, &'c Cell<Option<Box<Refused>>>);
impl Drop for Storing<'_> {
    #[inline]
    fn drop(&mut self) { if let Err(refused) = try_close(self.0) { self.1.set(Some(Box::new(refused))) } }
}

pub struct Manager(u64);
impl ContextManager for Manager {
    type Target = u64;
    type Exit = ();
    #[inline]
    fn target(&mut self) -> &mut u64 { &mut self.0 }
    #[inline]
    fn exit(self, _: Outcome<'_>) { close(self.0) }
}

pub struct Fallible(u64);
impl ContextManager for Fallible {
    type Target = u64;
    type Exit = Result<(), Refused>;
    #[inline]
    fn target(&mut self) -> &mut u64 { &mut self.0 }
    #[inline]
    fn exit(self, _: Outcome<'_>) -> Result<(), Refused> { try_close(self.0) }
}
"""
LONG = "if *a > 7 { close(*a); open(*a + 1); } close(*a + 2); work(a);"
STORING = """
    let failure = Cell::new(None);
    let r = { let mut a = Storing(open(N), &failure); work(&mut a.0) };
    failure.into_inner().map_or(Ok(r), Err)
"""
NO_CLEANUP, HAND, SCOPEGUARD = "no cleanup", "by hand", "scopeguard"
# Each function by what it returns and its body, in which `N` is another number in each copy; and how many bytes more than
# without cleanup it may take.
SHAPES = {
    "one call": ("u64", {
        NO_CLEANUP: ("let mut a = open(N); let r = work(&mut a); close(a); r", None),
        HAND: ("let mut a = Hand(open(N)); work(&mut a.0)", None),
        SCOPEGUARD: ("let mut a = scopeguard::guard(open(N), |a| close(a)); work(&mut a)", None),
        "with!": ("with!(a = Manager(open(N)) => work(a))", 96),
        "try_finally!": ("try_finally!(<a = open(N)> { work(a) } finally { close(*a) })", 96),
        "defer!": ("let mut a = open(N); defer!(<&mut a> close(*a)); work(a)", 132),
    }),
    "four of one call": ("u64", {
        NO_CLEANUP: ("""
            let mut a = open(N); let mut b = open(a); let mut c = open(b); let mut d = open(c);
            let r = work(&mut a) + work(&mut b) + work(&mut c) + work(&mut d);
            close(d); close(c); close(b); close(a); r
        """, None),
        HAND: ("""
            let mut a = Hand(open(N)); let mut b = Hand(open(a.0)); let mut c = Hand(open(b.0)); let mut d = Hand(open(c.0));
            work(&mut a.0) + work(&mut b.0) + work(&mut c.0) + work(&mut d.0)
        """, None),
        SCOPEGUARD: ("""
            let mut a = scopeguard::guard(open(N), |a| close(a)); let mut b = scopeguard::guard(open(*a), |b| close(b));
            let mut c = scopeguard::guard(open(*b), |c| close(c)); let mut d = scopeguard::guard(open(*c), |d| close(d));
            work(&mut a) + work(&mut b) + work(&mut c) + work(&mut d)
        """, None),
        "with!": ("""
            with!(a = Manager(open(N)), b = Manager(open(*a)), c = Manager(open(*b)), d = Manager(open(*c)) => {
                work(a) + work(b) + work(c) + work(d)
            })
        """, 356),
    }),
    "several calls": ("u64", {
        NO_CLEANUP: (f"let a = &mut open(N); let r = work(a); {LONG} r", None),
        HAND: ("let mut a = Long(open(N)); work(&mut a.0)", None),
        SCOPEGUARD: (f"let mut a = scopeguard::guard(open(N), |mut a| {{ let a = &mut a; {LONG} }}); work(&mut a)", None),
        "try_finally!": (f"try_finally!(<a = open(N)> {{ work(a) }} finally {{ {LONG} }})", 104),
        "defer!": (f"let mut a = open(N); defer!(<&mut a> {LONG}); work(a)", 104),
    }),
    "one that can fail": ("Result<u64, Box<Refused>>", {
        NO_CLEANUP: ("let mut a = open(N); let r = work(&mut a); try_close(a).map_err(Box::new)?; Ok(r)", None),
        HAND: (STORING, None),
        "with!": ("with!(a = Fallible(open(N)) => work(a)).map_err(|_| Box::new(Refused))", 148),
        "#[with_cleanup]": ("""
            #[with_cleanup]
            fn f(n: u64) -> Result<u64, Error> { let mut a = open(n); defer!(<&mut a> try_close(*a)?); Ok(work(a)) }
            f(N).map_err(|_| Box::new(Refused))
        """, 268),
    }),
}


def cargo(folder, *arguments):
    return subprocess.run(["cargo", *arguments], cwd=folder, check=True, stdout=subprocess.PIPE, text=True).stdout


def code(folder, returns, body, copies):
    """The bytes of code of a library with these many functions."""
    functions = (f"#[inline(never)]\npub fn f{i}(n: u64) -> {returns} {{ " + re.sub(r"\bN\b", f"n + {i}", body) + " }\n"
                 for i in range(copies))
    (folder / "src/lib.rs").write_text(PRELUDE.replace("LONG", LONG) + "".join(functions))
    cargo(folder, "build", "--release", "--quiet")
    target = pathlib.Path(json.loads(cargo(folder, "metadata", "--format-version=1", "--no-deps"))["target_directory"])
    sections = subprocess.run(["size", "-A", target / "release/libcode_size.rlib"], check=True, capture_output=True,
                              text=True).stdout
    return sum(int(size) for size in re.findall(r"^\.text\S*\s+(\d+)", sections, re.M))


def main():
    larger = 0
    print(f"{'cleanup':20} {'':16} {'bytes':>7} {'more':>7} {'bound':>7}")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "src").mkdir()
        (folder / "Cargo.toml").write_text(MANIFEST)
        for shape, (returns, bodies) in SHAPES.items():
            for style, (body, bound) in bodies.items():
                few, many = (code(folder, returns, body, copies) for copies in (FEW, MANY))
                size = (many - few) / (MANY - FEW)
                if style == NO_CLEANUP:
                    base = size
                over = bound is not None and size - base > bound
                larger += over
                mark = "" if bound is None else f"{bound:7}" + ("  MORE" if over else "")
                print(f"{shape:20} {style:16} {size:7.0f} {size - base:7.0f} {mark}", flush=True)
    return larger != 0


if __name__ == "__main__":
    sys.exit(main())
