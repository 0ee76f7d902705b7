//! The macros, as users call them. Each only puts the path of this crate before the user's tokens.

/// Runs a body with managers that exit when it ends, however it ends.
///
/// ```text
/// with!(head, head, .. => body)
/// with!(head, head, .., { body })     // the spelling that rustfmt formats
/// ```
///
/// | head | the body sees |
/// | --- | --- |
/// | `name = expr` | `name: &mut Target` |
/// | `name` | the same, of a variable that the scope takes |
/// | `_ = expr`, or `expr` | nothing; the manager is held all the same |
///
/// Heads are entered from left to right, each before the next one's expression is evaluated, and a later head may use
/// the names before it. Exits run from right to left, once each: at the end of the body, and when it is left by `return`,
/// `break`, `continue`, `?`, a panic, or the drop of its future. Inside the body all of these mean what they mean outside.
///
/// A head's value is a [`ContextManager`](crate::ContextManager), or anything else: then it is held, and dropped in its turn.
/// Only a `Result`, and an `Option` of a manager, is refused: the scope would not look into it, and its error or manager
/// would be lost.
///
/// What a head's expression borrows must live as long as the scope. A value that is made for it gets a head of its own:
/// `with!(path = dir.join("a"), file = open(path)? => ..)`.
///
/// # Examples
///
/// ```
/// use std::{fs, io::{self, Read as _, Write as _}};
/// use with_cleanup::{guard, with};
///
/// # fn main() -> io::Result<()> {
/// # let dir = tempfile::tempdir()?;
/// # let path = dir.path().join("notes");
/// let length = with!(
///     _ = guard(&path, |path| fs::remove_file(path)),
///     file = fs::File::create_new(&path)? => {
///         file.write_all(b"hello")?;
///         file.metadata()?.len()
///     }
/// )?; // an error of `remove_file` surfaces here
/// assert_eq!(length, 5);
/// assert!(!path.exists());
/// # Ok(())
/// # }
/// ```
///
/// # Type
///
/// The scope has the type of its body. If an exit can fail, it is `Result<T, Error>` of the body's type `T`. A body left by
/// `?` needs no `Ok(())` at its end, because a `?` leaves the function and not only the body.
///
/// # Errors
///
/// The first failure of an exit, with those that follow [suppressed](crate::Error::suppressed). If the body's own value
/// is an `Err`, or the body is left by `?`, the failures of exits go to the [report hook](crate::set_report_hook).
///
/// A `return`, `break` or `continue` that leaves a body whose exits can fail does not compile, because nothing would
/// return the failure; `?` and `return Err(..)` do. In a function with
/// [`#[with_cleanup]`](macro@crate::with_cleanup) it does: the function returns the failure, and others that nothing nearer
/// can return.
///
/// # Panics
///
/// A panic of the body or of an exit goes on when the other managers have exited. A second panic is contained, and
/// reported.
///
/// # Cost
///
/// Where the body reaches its end, that of a `Drop` written by hand. Where it is left in another way, a call for each
/// manager, and a written `return`, `break` or `continue` stores a byte.
///
/// # Source
///
/// Python's [`with` statement](https://docs.python.org/3/reference/compound_stmts.html#the-with-statement), Java's
/// [`try`-with-resources](https://docs.oracle.com/javase/specs/jls/se21/html/jls-14.html#jls-14.20.3).
#[macro_export]
macro_rules! with {
    ($($input:tt)*) => { $crate::__private::with!(($crate) $($input)*) };
}

/// Runs a body and then a cleanup, however the body ends.
///
/// ```text
/// try_finally!(<captures> { body } finally { cleanup })
/// try_finally!(<captures> { body } finally |outcome| { cleanup })
/// try_finally!({ body }, { cleanup })     // the spelling that rustfmt formats
/// ```
///
/// What both blocks use is listed in angle brackets, which stand first, and may be left out:
///
/// | capture | both blocks see |
/// | --- | --- |
/// | `&mut x` | `x: &mut _` |
/// | `&x` | `x: &_` |
/// | `x` | `x: &mut _`; the variable is moved, and dropped after the cleanup. To get a `&mut` variable back: `x = &mut *x` |
/// | `x = expr` | `x: &mut _`; a `<` or `>` in the expression that compares needs parentheses |
///
/// `return`, `break` and `continue` cannot leave the cleanup. Its value is `()` or a `Result<(), E>`; a `?` in it makes it
/// fallible, and then it needs no `Ok(())` at its end. `bail!` and `ensure!` of `anyhow` and `eyre` are a `return`, so in a
/// cleanup write `Err(anyhow!(..))?`.
///
/// It is [`with!`](crate::with) over one manager, so all that is said there of types, errors, panics and cost holds here.
///
/// # Examples
///
/// ```
/// use with_cleanup::{Outcome, try_finally};
///
/// # struct Conn { log: Vec<&'static str> }
/// # impl Conn {
/// #     fn send(&mut self, _: &[u8]) -> Result<(), String> { self.log.push("sent"); Ok(()) }
/// #     fn close(&mut self, _: bool) { self.log.push("closed"); }
/// # }
/// fn greet(conn: &mut Conn) -> Result<(), String> {
///     try_finally!(<conn> {
///         conn.send(b"hello")?;
///     } finally |outcome| {
///         conn.close(outcome.is_success());
///     });
///     Ok(())
/// }
/// # let mut conn = Conn { log: Vec::new() };
/// # greet(&mut conn).unwrap();
/// # assert_eq!(conn.log, ["sent", "closed"]);
/// ```
///
/// # Source
///
/// Python's [`try` statement](https://docs.python.org/3/reference/compound_stmts.html#finally-clause), without the
/// jumps out of `finally` that [PEP 765](https://peps.python.org/pep-0765/) warns of.
#[macro_export]
macro_rules! try_finally {
    ($($input:tt)*) => { $crate::__private::try_finally!(($crate) $($input)*) };
}

/// Runs a cleanup at the end of the block, however the block is left.
///
/// ```text
/// defer!(expr);
/// defer! { statements }
/// defer!(<captures> expr);                // what the rest of the block uses too
/// defer!(|outcome| expr);                 // in a scope that sees how it ends
/// defer!(<captures> |outcome| expr);
/// ```
///
/// It is a statement. Several run in reverse, among the drops of the block's other variables. The captures are those of
/// [`try_finally!`](crate::try_finally); they rebind the names for the rest of the block.
///
/// The outcome is known in the body of a [`with!`](crate::with) or [`try_finally!`](crate::try_finally), and in a function
/// with [`#[with_cleanup]`](macro@crate::with_cleanup).
///
/// # Examples
///
/// ```
/// use with_cleanup::defer;
///
/// let mut log = vec!["open"];
/// {
///     defer!(<&mut log> log.push("close"));
///     log.push("work");
/// }
/// assert_eq!(log, ["open", "work", "close"]);
/// ```
///
/// # Errors
///
/// In a function with [`#[with_cleanup]`](macro@crate::with_cleanup) the cleanup may fail, with a `?` or a `Result` at its
/// end, and the function returns the failure. Anywhere else that does not compile, because nothing would.
///
/// # Panics
///
/// A panic of the cleanup goes on, unless the thread already unwinds: then it is contained, and reported.
///
/// # Cost
///
/// That of a `Drop` written by hand.
///
/// # Source
///
/// Go's [`defer`](https://go.dev/ref/spec#Defer_statements), but at the end of the block, as in Zig and Swift.
#[macro_export]
macro_rules! defer {
    ($($input:tt)*) => { $crate::__private::defer! { ($crate) $($input)* } };
}

/// Runs a cleanup at the end of the block if the block succeeds.
///
/// ```text
/// defer_on_success!(expr);
/// defer_on_success! { statements }
/// defer_on_success!(<captures> |outcome| expr);       // either may be left out
/// ```
///
/// It stands in a function with [`#[with_cleanup]`](macro@crate::with_cleanup), or in the body of a [`with!`](crate::with) or
/// [`try_finally!`](crate::try_finally), or in a block in one of these, whose own end it then waits for. In all else it is
/// like [`defer!`](crate::defer). What a success is, [`Outcome::is_success`](crate::Outcome::is_success) tells.
///
/// # Examples
///
/// ```
/// use with_cleanup::{defer_on_failure, defer_on_success, try_finally};
///
/// let mut log = Vec::new();
/// let parsed: Result<i32, std::num::ParseIntError> = try_finally!(<&mut log> {
///     defer_on_success!(println!("parsed"));
///     defer_on_failure!(println!("no number"));
///     "seven".parse()
/// } finally {
///     log.push("done");
/// });
/// assert!(parsed.is_err());
/// assert_eq!(log, ["done"]);
/// ```
///
/// # Source
///
/// D's [`scope(success)`](https://dlang.org/spec/statement.html#scope-guard-statement).
#[macro_export]
macro_rules! defer_on_success {
    ($($input:tt)*) => { $crate::__private::defer_on_success! { ($crate) $($input)* } };
}

/// Runs a cleanup at the end of the block if the block fails or panics.
///
/// ```text
/// defer_on_failure!(expr);
/// defer_on_failure! { statements }
/// defer_on_failure!(<captures> |outcome| expr);       // either may be left out
/// ```
///
/// It stands in a function with [`#[with_cleanup]`](macro@crate::with_cleanup), or in the body of a [`with!`](crate::with) or
/// [`try_finally!`](crate::try_finally), or in a block in one of these, whose own end it then waits for. In all else it is
/// like [`defer!`](crate::defer).
///
/// # Examples
///
/// ```
/// use std::{fs, io, path::Path};
/// use with_cleanup::{defer_on_failure, with};
///
/// fn write(path: &Path, text: &str) -> io::Result<()> {
///     with!(file = fs::File::create(path)? => {
///         defer_on_failure!(drop(fs::remove_file(path)));
///         io::Write::write_all(file, text.as_bytes())
///     })
/// }
/// # let dir = tempfile::tempdir().unwrap();
/// # write(&dir.path().join("a"), "a").unwrap();
/// # assert!(dir.path().join("a").exists());
/// ```
///
/// # Source
///
/// Zig's [`errdefer`](https://ziglang.org/documentation/master/#errdefer), D's
/// [`scope(failure)`](https://dlang.org/spec/statement.html#scope-guard-statement).
#[macro_export]
macro_rules! defer_on_failure {
    ($($input:tt)*) => { $crate::__private::defer_on_failure! { ($crate) $($input)* } };
}

/// Lends a place from a function with [`#[context_manager]`](macro@crate::context_manager), until the scope has ended.
///
/// ```text
/// let outcome = yield_!(place);           // lends `&mut place`
/// yield_!();                              // lends nothing, as a function `-> ()`
/// ```
///
/// Its value is the [`Outcome`](crate::Outcome) of the scope. It stands exactly once in such a function, among its own
/// statements, and means nothing anywhere else: the attribute finds it by its name, alone or behind `with_cleanup::`, so that
/// no `use` is needed.
///
/// # Examples
///
/// ```
/// use with_cleanup::{context_manager, with};
///
/// #[context_manager]
/// fn counted(count: &mut u32) -> u32 {
///     *count += 1;
///     yield_!(*count);
///     *count -= 1;
/// }
///
/// let mut count = 0;
/// with!(count = counted(&mut count) => assert_eq!(*count, 1));
/// assert_eq!(count, 0);
/// ```
///
/// # Source
///
/// Python's [`yield` in a context manager](https://docs.python.org/3/library/contextlib.html#contextlib.contextmanager).
#[cfg(feature = "alloc")]
#[macro_export]
macro_rules! yield_ {
    ($($place:tt)*) => {
        ::core::compile_error!("`yield_!` stands in a function with `#[context_manager]`, once, among its own statements: it means nothing \
             elsewhere, and in another macro it is not seen")
    };
}
