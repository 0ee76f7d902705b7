//! Coming from Python's [`with`](https://docs.python.org/3/reference/compound_stmts.html#the-with-statement),
//! [`try`](https://docs.python.org/3/reference/compound_stmts.html#the-try-statement) and
//! [`contextlib`](https://docs.python.org/3/library/contextlib.html).
//!
//! | Python | here |
//! | --- | --- |
//! | `with a() as x, b() as y:` | [`with!(x = a(), y = b() => { .. })`](with!) |
//! | `try: .. finally: ..` | [`try_finally!({ .. } finally { .. })`](try_finally!) |
//! | `except: undo(); raise` | [`defer_on_failure!(undo())`](defer_on_failure!) |
//! | `else:` of a `try` | [`defer_on_success!`], or the end of the body |
//! | `__enter__` | making the value: a function that returns it |
//! | `__exit__(self, exc_type, exc, tb)` | [`exit(self, outcome)`](ContextManager::exit) |
//! | `return True` in `__exit__` | [`suppress`] around the body: see [below](#swallowing-an-error) |
//! | `@contextmanager`, `yield` | [`#[context_manager]`](macro@context_manager), [`yield_!`] |
//! | `AbstractContextManager` | [`ContextManager`] |
//! | `ContextDecorator` | [`#[with_cleanup(name = manager())]`](macro@with_cleanup) |
//! | `ExitStack()` | [`ExitStack`] |
//! | … `.enter_context(cm)` | [`enter(manager)`](ExitStack::enter) |
//! | … `.callback(f, *args)` | [`defer(\|\| f(args))`](ExitStack::defer) |
//! | … `.push(exit)` | [`defer_with(\|stack, outcome\| ..)`](ExitStack::defer_with); of a value, [`adopt`](ExitStack::adopt) |
//! | … `.pop_all()` | [`take()`](ExitStack::take) |
//! | … `.close()` | [`close()`](ExitStack::close) |
//! | `closing(conn)` | [`closing(conn, Conn::close)`](closing()) |
//! | `suppress(FileNotFoundError)` | [`suppress(\|error: &io::Error\| .., \|\| ..)`](suppress()) |
//! | `nullcontext(value)` | [`null_context`]; a head of `with!` takes any value as it is |
//! | `TemporaryDirectory()`, `lock` | `tempfile::tempdir()?`, `mutex.lock().unwrap()`, as heads |
//! | `redirect_stdout(file)` | none; hand the code a `&mut dyn Write` |
//! | `async with`, `AsyncExitStack`, `aclosing` | `with!` in an `async fn`; its exits [cannot wait](#async) |
//! | `__context__` of an exception | [`Error::suppressed`], [`Suppressed`] |
//! | `sys.unraisablehook` | [`set_report_hook`] |
//!
//! # A manager from one function
//!
//! In Python the exception is raised at the `yield`, so the cleanup needs a `try` around it. A `yield_!` returns,
//! however the scope ended, and says how:
//!
//! ```python
//! @contextmanager
//! def draft(path):
//!     temporary = path + ".draft"
//!     file = open(temporary, "w")
//!     try:
//!         yield file
//!     except BaseException:
//!         file.close()
//!         os.remove(temporary)
//!         raise
//!     else:
//!         file.close()
//!         os.replace(temporary, path)
//! ```
//!
//! ```
//! use std::{fs::{self, File}, io, path::Path};
//! use with_cleanup::context_manager;
//!
//! #[context_manager]
//! fn draft(path: &Path) -> io::Result<File> {
//!     let temporary = path.with_extension("draft");
//!     let mut file = File::create(&temporary)?;
//!     if yield_!(file).is_success() {
//!         fs::rename(temporary, path)?;
//!     } else {
//!         fs::remove_file(temporary)?;
//!     }
//! }
//! # let dir = tempfile::tempdir()?;
//! # let path = dir.path().join("a");
//! # with_cleanup::with!(file = draft(&path)? => { file.metadata()?; })?;
//! # assert!(path.exists());
//! # Ok::<(), io::Error>(())
//! ```
//!
//! Both leave the draft where it is the rename that fails; how to remove it then too is in [writing
//! managers](super::writing_managers#a-commit-that-may-fail).
//!
//! A scope around a `yield_!`, such as a `with!` that it stands in, ends no better than the scope that the place is lent
//! to, as the exception would see to it in Python.
//!
//! # The outcome, not the exception
//!
//! `__exit__` is given the exception. A Rust function returns its error, so at a `?` the error is on its way to the
//! caller, and the scope does not see it. An exit is told an [`Outcome`]: success, failure or panic, and the
//! [error](Outcome::error) where the scope can know it, as the heads of `#[with_cleanup]` can.
//!
//! A `return`, `break` or `continue` is a success in both, unless it carries an `Err`. A panic is no exception: it is
//! for bugs, and it is seldom caught. But cleanups see it.
//!
//! # Swallowing an error
//!
//! An `__exit__` that returns true swallows the exception, and the code after the `with` goes on. No exit can do that
//! here: the reader of a body would not see that a `?` in it need not leave the function. [`suppress`] says it at the
//! place:
//!
//! ```python
//! with suppress(FileNotFoundError):
//!     os.remove(path)
//! ```
//!
//! ```
//! use std::{fs, io};
//! use with_cleanup::suppress;
//! # let path = "no such file";
//!
//! suppress(|error: &io::Error| error.kind() == io::ErrorKind::NotFound, || fs::remove_file(path))?;
//! # Ok::<(), io::Error>(())
//! ```
//!
//! # No jumps out of a `finally`
//!
//! A `return`, `break` or `continue` that leaves a `finally` makes Python forget the exception. Since 3.14 it warns of
//! that ([PEP 765](https://peps.python.org/pep-0765/)). Here it does not compile. A `?` may stand in a cleanup: it
//! fails the cleanup.
//!
//! # Two errors
//!
//! Where the body raises and then the cleanup does, Python raises the error of the cleanup, with that of the body as
//! its `__context__`. Here it is the other way round, as in Java: the body's error is the cause, and stays the error.
//! The failure of the cleanup is attached to it or reported; see [errors](super::errors).
//!
//! And where only the cleanup fails, the scope returns that, so the `?` after the scope is not optional:
//!
//! ```python
//! def save(path):
//!     with draft(path) as file:
//!         file.write("hello")
//! ```
//!
//! ```
//! # use std::{fs, io::{self, Write as _}, path::Path};
//! # use with_cleanup::with;
//! # fn draft(path: &Path) -> io::Result<impl with_cleanup::ContextManager<Target = fs::File, Exit = io::Result<()>>> {
//! #     Ok(with_cleanup::guard(fs::File::create(path)?, |file| file.sync_all()))
//! # }
//! fn save(path: &Path) -> io::Result<()> {
//!     with!(file = draft(path)? => {
//!         file.write_all(b"hello")?;
//!     })?;
//!     Ok(())
//! }
//! # let dir = tempfile::tempdir()?;
//! # save(&dir.path().join("a"))?;
//! # Ok::<(), io::Error>(())
//! ```
//!
//! # Stacks
//!
//! ```python
//! with ExitStack() as stack:
//!     files = [stack.enter_context(open(name)) for name in names]
//!     stack.callback(print, "last in, first out")
//!     merge(files)
//! ```
//!
//! ```
//! use std::{fs::File, io::{self, BufWriter}};
//! use with_cleanup::ExitStack;
//! # use std::path::{Path, PathBuf};
//!
//! fn run(names: &[PathBuf]) -> io::Result<()> {
//!     ExitStack::new().run(|stack| {
//!         let mut files = Vec::new();
//!         for name in names {
//!             files.push(stack.enter(BufWriter::new(File::create(name)?))); // flushed at the end, or an error
//!         }
//!         stack.defer(|| println!("last in, first out"));
//!         merge(&mut files)
//!     })
//! }
//! # fn merge(files: &mut [&mut BufWriter<File>]) -> io::Result<()> {
//! #     use io::Write as _;
//! #     files.iter_mut().try_for_each(|file| file.write_all(b"hello"))
//! # }
//! # let dir = tempfile::tempdir()?;
//! # let names = ["a", "b"].map(|name| dir.path().join(name));
//! # run(&names)?;
//! # assert_eq!(std::fs::read(&names[1])?, b"hello");
//! # Ok::<(), io::Error>(())
//! ```
//!
//! A manager that may not be there, `nullcontext()` in Python, is one entry more or less:
//!
//! ```
//! use std::cell::RefCell;
//! use with_cleanup::{Error, ExitStack, guard, with};
//!
//! fn work(timer: bool, log: &RefCell<Vec<&str>>) -> Result<(), Error> {
//!     with!(stack = ExitStack::new() => {
//!         if timer {
//!             stack.enter(guard("timer", |name| log.borrow_mut().push(name)));
//!         }
//!         log.borrow_mut().push("work");
//!     })
//! }
//! # let log = RefCell::default();
//! # work(false, &log).unwrap();
//! # work(true, &log).unwrap();
//! # assert_eq!(*log.borrow(), ["work", "work", "timer"]);
//! ```
//!
//! The type of an entry is kept: `files` are `&mut BufWriter<File>`, and not objects of any type. A file that is only
//! read needs no stack, but a `Vec`.
//!
//! # Async
//!
//! [`with!`] works in an `async fn`, and its body may wait. An exit may not: it also runs where the future is dropped,
//! and then nobody is there to poll it. An asynchronous close is awaited at the end of the body, and the manager does
//! what is left when that was not reached.
//!
//! # `sys.exit` and Ctrl-C
//!
//! In Python they are exceptions, and every `with` and `finally` runs. In Rust [nothing
//! runs](super::where_nothing_runs).

use crate::*;
