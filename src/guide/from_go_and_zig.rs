//! Coming from Go or Zig; and in short from Swift, D and Java.
//!
//! # Go
//!
//! | Go | here |
//! | --- | --- |
//! | [`defer f()`](https://go.dev/ref/spec#Defer_statements), to the end of the function | [`defer!(f())`](defer!), to the end of the block |
//! | `defer` in a loop | [`ExitStack::defer`]: see [below](#loops) |
//! | `defer f(x)`, with the `x` of now | a [capture](#arguments): `defer!(<x = x.clone()> ..)` |
//! | a named result that the deferred function sets | the error of the cleanup: see [below](#named-results) |
//! | `if err != nil { undo() }` in a deferred function | [`defer_on_failure!(undo())`](defer_on_failure!) |
//! | [`recover()`](https://go.dev/ref/spec#Handling_panics) | [`catch_unwind`](std::panic::catch_unwind) |
//!
//! Both run deferred calls in reverse, on a return and on a panic, and not on `os.Exit` or
//! [`process::exit`](super::where_nothing_runs).
//!
//! ## Loops
//!
//! In Go what a loop defers piles up until the function returns. In Rust the body of the loop is a block, and its end
//! is the end of each round. For the other meaning there is a stack:
//!
//! ```go
//! func merge(names []string) error {
//!     for _, name := range names {
//!         file, err := os.Open(name)
//!         if err != nil {
//!             return err
//!         }
//!         defer file.Close() // all at the end of the function
//!     }
//!     ...
//! }
//! ```
//!
//! ```
//! use with_cleanup::{Error, ExitStack, defer};
//! # use std::cell::RefCell;
//!
//! # fn main() -> Result<(), Error> {
//! # let log = RefCell::new(Vec::new());
//! let stack = ExitStack::new();
//! for name in ["a", "b"] {
//!     defer!(log.borrow_mut().push(format!("end of round {name}")));
//!     let log = &log;
//!     stack.defer(move || log.borrow_mut().push(format!("close {name}")));
//! }
//! stack.close()?;
//! assert_eq!(*log.borrow(), ["end of round a", "end of round b", "close b", "close a"]);
//! # Ok(())
//! # }
//! ```
//!
//! ## Arguments
//!
//! Go evaluates the arguments of a deferred call at the `defer`, and the call at the end. `defer!` evaluates all at the
//! end. What is to be of now goes into a capture, which is evaluated at once:
//!
//! ```go
//! start := time.Now()
//! defer log(time.Since(start)) // not what is meant: this is about zero
//! ```
//!
//! ```
//! # use std::time::Instant;
//! use with_cleanup::defer;
//! # fn log(_: std::time::Duration) {}
//!
//! let start = Instant::now();
//! defer!(log(start.elapsed())); // the time at the end of the block
//!
//! let level = 3;
//! defer!(<level = level + 1> assert_eq!(*level, 4)); // the value of now
//! ```
//!
//! ## Named results
//!
//! The error of a deferred `Close` is lost in Go, unless a deferred function sets the named result. In a function with
//! [`#[with_cleanup]`](macro@with_cleanup) it is returned:
//!
//! ```go
//! func save(name string, text []byte) (err error) {
//!     file, err := os.Create(name)
//!     if err != nil {
//!         return err
//!     }
//!     defer func() {
//!         if e := file.Close(); e != nil && err == nil {
//!             err = e
//!         }
//!     }()
//!     _, err = file.Write(text)
//!     return err
//! }
//! ```
//!
//! ```
//! use std::{fs::File, io::{self, Write}, path::Path};
//! use with_cleanup::{defer, with_cleanup};
//!
//! #[with_cleanup]
//! fn save(name: &Path, text: &[u8]) -> io::Result<()> {
//!     let mut file = File::create(name)?;
//!     defer!(<&mut file> file.sync_all()?);
//!     file.write_all(text)
//! }
//! # let dir = tempfile::tempdir()?;
//! # save(&dir.path().join("a"), b"hello")?;
//! # Ok::<(), io::Error>(())
//! ```
//!
//! Where both fail, the error of the body is returned, as in the Go code; but that of the cleanup is not lost: see
//! [errors](super::errors). A cleanup cannot replace the value that a function returns with another one.
//!
//! ## `recover`
//!
//! A deferred function in Go may stop a panic. No cleanup can do that here; it sees a [panic](Outcome::is_panic), and
//! the panic goes on. [`catch_unwind`](std::panic::catch_unwind) stops it, around the code that may panic: see
//! [panics](super::panics#catch_unwind).
//!
//! # Zig
//!
//! | Zig | here |
//! | --- | --- |
//! | [`defer`](https://ziglang.org/documentation/master/#defer) | [`defer!`] |
//! | [`errdefer`](https://ziglang.org/documentation/master/#errdefer) | [`defer_on_failure!`] |
//! | `errdefer \|err\|` | [`Outcome::error`], where the scope can know it |
//!
//! Both belong to the block, run in reverse, and cannot be left by `return`. What differs: a cleanup here may fail,
//! where Zig allows no `try`. And `defer_on_failure!` also runs for a panic, on which Zig runs nothing.
//!
//! ```zig
//! fn create(allocator: Allocator) !*Pair {
//!     const pair = try allocator.create(Pair);
//!     errdefer allocator.destroy(pair);
//!     try pair.init();
//!     return pair;
//! }
//! ```
//!
//! ```
//! use std::{fs, io, path::Path};
//! use with_cleanup::{defer_on_failure, with_cleanup};
//!
//! #[with_cleanup]
//! fn create(dir: &Path) -> io::Result<()> {
//!     fs::create_dir(dir)?;
//!     defer_on_failure!(fs::remove_dir_all(dir)?);
//!     init(dir)
//! }
//! # fn init(dir: &Path) -> io::Result<()> { fs::write(dir.join("no/such/dir"), "") }
//! # let base = tempfile::tempdir()?;
//! # assert!(create(&base.path().join("a")).is_err());
//! # assert!(!base.path().join("a").exists());
//! # Ok::<(), io::Error>(())
//! ```
//!
//! # Swift
//!
//! [`defer`](https://docs.swift.org/swift-book/documentation/the-swift-programming-language/statements/#Defer-Statement)
//! is [`defer!`]: at the end of the block, in reverse, and not to be left by a jump. There it may not throw; here it
//! may fail, in a function with `#[with_cleanup]`.
//!
//! # D
//!
//! [`scope(exit)`, `scope(success)` and `scope(failure)`](https://dlang.org/spec/statement.html#scope-guard-statement)
//! are [`defer!`], [`defer_on_success!`] and [`defer_on_failure!`]. In D a failure is an exception; here it is an `Err`
//! or a panic.
//!
//! # Java
//!
//! [`try`-with-resources](https://docs.oracle.com/javase/specs/jls/se21/html/jls-14.html#jls-14.20.3) is [`with!`]:
//! resources close in reverse, the exception of the body comes first, and those of `close` are
//! [suppressed](https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/lang/Throwable.html#getSuppressed())
//! in it. What is new here is that an exit knows how the body ended. `try` and `finally` are [`try_finally!`]; a
//! `finally` that throws or returns makes Java forget the exception of the body. Here what it fails with comes second,
//! and a `return` in it does not compile.

use crate::*;
