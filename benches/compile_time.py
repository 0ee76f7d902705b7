#!/usr/bin/env python3
"""Times the compiler on many scopes, and compares with the same cleanups by hand and with scopeguard.

Usage: compile_time.py [--scopes N,..] [--shapes NAME,..] [--runs N] [--write]

Writes a crate a shape, style and number of scopes, and times `cargo check`, `cargo build`, and `recheck`: an incremental
`cargo check` after one function was added. Dependencies are built before. Takes the fastest of the runs, in which the
styles take turns. Of more than 1,000 scopes only `check` is timed. Prints seconds, and the ratios to the same cleanups by
hand, by the clock and by the processor. With `--write`, writes `results/compile_time.csv`. Everything takes an hour;
`--scopes 1000 --shapes one_head --runs 3` a minute.
"""
import argparse
import contextlib
import os
import pathlib
import resource
import subprocess
import tempfile
import time

BENCHES = pathlib.Path(__file__).resolve().parent
STYLES = ["hand", "scopeguard", "with_cleanup"]
COMMANDS = {"check": ["check"], "build": ["build"], "recheck": ["check"]}
DEPTH = 64

# What the scopes use.
COMMON = """
#![allow(unused)]
use std::cell::Cell;

pub struct Conn(u32);

pub fn open(id: u32) -> Result<Conn, std::io::Error> {
    Ok(Conn(id))
}

impl Conn {
    pub fn send(&mut self, data: u32) -> Result<u32, std::io::Error> {
        self.0 += data;
        Ok(self.0)
    }

    pub fn close(&mut self) {
        self.0 = 0;
    }

    pub fn try_close(&mut self) -> Result<(), std::io::Error> {
        self.send(0).map(|_| ())
    }
}
"""
PREAMBLE = {
    "hand": """
pub struct Closing(Conn);

impl Drop for Closing {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl std::ops::Deref for Closing {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        &self.0
    }
}

impl std::ops::DerefMut for Closing {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.0
    }
}
""",
    "scopeguard": """
use scopeguard::{ScopeGuard, defer, guard};
""",
    "with_cleanup": """
use with_cleanup::{ContextManager, Outcome, context_manager, defer, try_finally, with, with_cleanup};

impl ContextManager for Conn {
    type Target = Self;
    type Exit = ();

    fn target(&mut self) -> &mut Self {
        self
    }

    fn exit(mut self, _: Outcome<'_>) {
        self.close();
    }
}
""",
}

ENTER = {
    "hand": "Closing(open({0})?)",
    "scopeguard": "guard(open({0})?, |mut conn| conn.close())",
    "with_cleanup": "open({0})?",
}


def scope(style, managers, body):
    """A block with these managers, or rather guards."""
    values = [(name, ENTER[style].format(number)) for name, number in managers]
    if style == "with_cleanup":
        return "with!(" + ", ".join(f"{name} = {value}" for name, value in values) + " => {" + body + "})"
    return "{" + "".join(f"let mut {name} = {value};" for name, value in values) + body + "}"


def function(at, body):
    return f"pub fn f{at}(data: u32) -> Result<u32, std::io::Error> {{ {body} }}\n"


def one_head(style, at):
    return function(at, f"let sent = {scope(style, [('conn', at)], 'conn.send(data)?; conn.send(1)?')}; Ok(sent)")


def four_heads(style, at):
    managers = [(name, at + number) for number, name in enumerate("abcd")]
    body = "a.send(data)?; b.send(1)?; c.send(2)?; d.send(3)?"
    return function(at, f"let sent = {scope(style, managers, body)}; Ok(sent)")


def nested(style, at):
    """A level of `DEPTH`, which stands in the level before."""
    level = at % DEPTH
    name = f"conn{level}"
    if level > 0:
        return ""
    body = "data"
    for level in reversed(range(DEPTH)):
        body = scope(style, [(f"conn{level}", at + level)], f"conn{level}.send(1)?; {body}")
    return function(at, f"let sent = {body}; Ok(sent)")


def exits(style, at):
    body = """
        if data == 1 { return Ok(0); }
        for next in 0..data {
            if next == 2 { continue 'all; }
            if next == 3 { break 'all; }
            conn.send(next)?;
        }
    """
    return function(at, f"'all: for at in 0..data {{ {scope(style, [('conn', 'at')], body)}; }} Ok(data)")


def with_cleanup_function(style, at):
    """By hand, and with scopeguard, what `try_close` returns is lost."""
    signature = f"pub fn f{at}(conn: &mut Conn, data: u32) -> Result<u32, Box<dyn std::error::Error + Send + Sync>>"
    rest = "conn.send(data)?; conn.send(1)?; Ok(data)"
    if style == "hand":
        guard = """
            struct Deferred<'a>(&'a mut Conn);
            impl Drop for Deferred<'_> { fn drop(&mut self) { let _ = self.0.try_close(); } }
            let deferred = Deferred(conn);
            let conn = &mut *deferred.0;
        """
        return f"{signature} {{ {guard} {rest} }}\n"
    if style == "scopeguard":
        guard = "let mut conn = guard(conn, |conn| { let _ = conn.try_close(); });"
        return f"{signature} {{ {guard} {rest} }}\n"
    return f"#[with_cleanup] {signature} {{ defer!(<conn> conn.try_close()?); {rest} }}\n"


def context_manager_function(style, at):
    """A manager of its own, and a scope that uses it."""
    if style == "hand":
        manager = f"""
            pub struct Manager{at}(Conn);
            impl Drop for Manager{at} {{ fn drop(&mut self) {{ self.0.send({at}).ok(); self.0.close(); }} }}
            pub fn manager{at}(data: u32) -> Result<Manager{at}, std::io::Error> {{
                let mut conn = open(data)?;
                conn.send(2)?;
                Ok(Manager{at}(conn))
            }}
        """
        return manager + function(at, f"let mut manager = manager{at}(data)?; manager.0.send(1)")
    if style == "scopeguard":
        manager = f"""
            pub fn manager{at}(data: u32) -> Result<ScopeGuard<Conn, impl FnOnce(Conn)>, std::io::Error> {{
                let mut conn = open(data)?;
                conn.send(2)?;
                Ok(guard(conn, |mut conn| {{ conn.send({at}).ok(); conn.close(); }}))
            }}
        """
        return manager + function(at, f"let mut manager = manager{at}(data)?; manager.send(1)")
    manager = f"""
        #[context_manager]
        pub fn manager{at}(data: u32) -> Result<Conn, std::io::Error> {{
            let mut conn = open(data)?;
            conn.send(2)?;
            yield_!(conn);
            conn.send({at}).ok();
            conn.close();
        }}
    """
    return manager + function(at, f"let sent = with!(manager = manager{at}(data)? => {{ manager.send(1)? }}); Ok(sent.unwrap())")


def defer(style, at):
    signature = f"pub fn f{at}(log: &Cell<u32>)"
    rest = "log.set(log.get() + 1); log.set(log.get() * 2);"
    if style == "hand":
        guard = f"""
            struct Deferred<'a>(&'a Cell<u32>);
            impl Drop for Deferred<'_> {{ fn drop(&mut self) {{ self.0.set({at}); }} }}
            let _deferred = Deferred(log);
        """
        return f"{signature} {{ {guard} {rest} }}\n"
    return f"{signature} {{ defer!(log.set({at})); {rest} }}\n" if style == "with_cleanup" else \
        f"{signature} {{ defer! {{ log.set({at}); }} {rest} }}\n"


def try_finally(style, at):
    signature = f"pub fn f{at}(conn: &mut Conn, data: u32) -> Result<u32, std::io::Error>"
    body, cleanup = "conn.send(data)?; conn.send(1)?;", f"conn.send({at}).ok(); conn.close();"
    if style == "hand":
        guard = f"""
            struct Finally<'a>(&'a mut Conn);
            impl Drop for Finally<'_> {{
                fn drop(&mut self) {{ let conn = &mut *self.0; {cleanup} }}
            }}
            let finally = Finally(conn);
            let conn = &mut *finally.0;
        """
        return f"{signature} {{ {{ {guard} {body} }} Ok(data) }}\n"
    if style == "scopeguard":
        return f"{signature} {{ {{ let mut conn = guard(conn, |conn| {{ {cleanup} }}); {body} }} Ok(data) }}\n"
    return f"{signature} {{ try_finally!(<conn> {{ {body} }} finally {{ {cleanup} }}); Ok(data) }}\n"


SHAPES = {
    "one_head": one_head,
    "four_heads": four_heads,
    "nested": nested,
    "exits": exits,
    "with_cleanup_function": with_cleanup_function,
    "context_manager_function": context_manager_function,
    "defer": defer,
    "try_finally": try_finally,
}


def crate(folder, style):
    (folder / style / "src").mkdir(parents=True)
    (folder / style / "Cargo.toml").write_text(f"""
[package]
name = "{style}"
edition = "2024"

[dependencies]
scopeguard = "1.2"
with-cleanup = {{ path = "{BENCHES.parent}" }}

[workspace]
""")
    return folder / style


def timed(crate, command):
    """Seconds by the clock, and seconds of the processor."""
    incremental = "1" if command == "recheck" else "0"
    environment = {**os.environ, "CARGO_INCREMENTAL": incremental, "CARGO_TARGET_DIR": str(crate.parent / "target")}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(["cargo", *COMMANDS[command], "--quiet"], cwd=crate, env=environment, check=True)
    seconds, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def measure(crates, shape, scopes, command, runs):
    """The fastest of the runs, a style."""
    fastest = {}
    for run in range(runs + 1):
        for style, crate in crates.items():
            texts = [COMMON, PREAMBLE[style], *(SHAPES[shape](style, at) for at in range(scopes))]
            texts.append(f"pub fn edited{run}() {{}}\n")
            (crate / "src/lib.rs").write_text("".join(texts))
            times = timed(crate, command)
            if run > 0:  # The first one builds the dependencies.
                # The fastest by the clock and by the processor need not be the same run.
                fastest[style] = tuple(map(min, times, fastest.get(style, times)))
    return fastest


def results():
    """The file of the results, begun anew."""
    (BENCHES / "results").mkdir(exist_ok=True)
    file = open(BENCHES / "results/compile_time.csv", "w")
    print("shape,style,scopes,command,seconds,processor_seconds", file=file)
    return file


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--scopes", default="100,1000,10000")
    arguments.add_argument("--shapes", default=",".join(SHAPES))
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--write", action="store_true")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        rows = stack.enter_context(results()) if chosen.write else None
        crates = {style: crate(pathlib.Path(folder), style) for style in STYLES}
        print(f"{'shape':26} {'scopes':>6} {'command':8}" + "".join(f"{style:>22}" for style in STYLES))
        for shape in chosen.shapes.split(","):
            for scopes in map(int, chosen.scopes.split(",")):
                for command in COMMANDS if scopes <= 1000 else ["check"]:
                    fastest = measure(crates, shape, scopes, command, chosen.runs)
                    hand = fastest["hand"]
                    cells = [f"{s:9.2f} {s / hand[0]:5.2f} {cpu / hand[1]:5.2f}" for s, cpu in fastest.values()]
                    print(f"{shape:26} {scopes:6} {command:8}", *cells, flush=True)
                    for style, (seconds, processor) in fastest.items() if rows else ():
                        row = (shape, style, scopes, command, f"{seconds:.3f}", f"{processor:.3f}")
                        print(*row, sep=",", file=rows, flush=True)  # What was measured stays if the rest is cut off.


if __name__ == "__main__":
    main()
