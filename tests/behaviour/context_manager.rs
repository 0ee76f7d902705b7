//! `#[context_manager]`: setup, `yield_!`, cleanup.

use std::{error::Error as _, fmt, num::ParseIntError};

use with_cleanup::{
    ContextManager, ExitStack, Managed, Outcome, context_manager, defer, defer_on_failure, defer_on_success,
    guard, try_finally, with, with_cleanup,
};

use crate::support::{Does, Fallible, Fault, Record, Token, events, fails, log, record, seen};

/// Logs when it drops.
struct Named(&'static str, #[expect(dead_code, reason = "only its drop matters")] Token);

impl Named {
    fn new(name: &'static str) -> Self {
        Self(name, Token::new())
    }
}

impl Drop for Named {
    fn drop(&mut self) {
        log(format!("drop {}", self.0));
    }
}

/// Lends a text, and logs all that happens.
#[context_manager]
fn text(name: &'static str) -> String {
    log(format!("set up {name}"));
    let _token = Token::new();
    let mut text = name.to_owned();
    let outcome = yield_!(text);
    log(format!("{text}: {}", seen(outcome)));
}

/// The same, and fails where it is told to.
#[context_manager]
fn fallible(at: &'static str) -> Result<String, Fault> {
    let _token = Token::new();
    if at == "setup" {
        fails(at)?;
    }
    if at == "return" {
        return Err(Fault::Of(at));
    }
    assert_ne!(at, "setup panic");
    let mut text = at.to_owned();
    let outcome = yield_!(text);
    log(seen(outcome));
    match at {
        "cleanup" => drop(fails(at)?),
        "late return" => return Err(Fault::Of(at)),
        "good return" => return Ok(()),
        "bare return" => return,
        "cleanup panic" => panic!("{at}"),
        _ => {}
    }
    log("end");
}

#[test]
fn the_scope_ends_well() {
    let found = events(|| {
        let length = with!(text = text("a") => { text.push('b'); text.len() });
        log(length.to_string());
    });
    assert_eq!(found, ["set up a", "ab: success", "2"]);
}

#[test]
fn the_scope_fails_with_a_value() {
    let found = events(|| {
        let value: Result<u32, Fault> = with!(text = text("a") => { text.push('b'); fails("body") });
        assert!(value.is_err());
    });
    assert_eq!(found, ["set up a", "ab: failure(body failed)"]);
}

#[test]
fn the_scope_is_left_by_a_question_mark() {
    fn body() -> Result<(), Fault> {
        with!(text = text("a") => {
            text.push('b');
            fails("body")?;
        });
        Ok(())
    }
    assert_eq!(events(|| drop(body().unwrap_err())), ["set up a", "ab: failure"]);
}

#[test]
fn the_scope_panics() {
    let record = record(|| with!(text = text("a") => { text.push('b'); panic!("body") }));
    assert_eq!(record.panic(), "body");
    assert_eq!(record.events, ["set up a", "ab: panic"]);
}

#[test]
fn setup_fails() {
    for at in ["setup", "return"] {
        let record = record(|| fallible(at).map(drop).unwrap_err().to_string());
        assert_eq!(record.events, [""; 0]);
        assert_eq!(record.value(), format!("{at} failed"));
    }
}

#[test]
fn setup_panics() {
    let Record { ended, events, .. } = record(|| fallible("setup panic").map(drop).is_ok());
    assert!(ended.unwrap_err().contains("setup panic"));
    assert_eq!(events, [""; 0]);
}

fn run(at: &'static str) -> Record<String> {
    record(|| match with!(text = fallible(at).unwrap() => text.len()) {
        Ok(length) => length.to_string(),
        Err(error) => format!("{}: {}", error.name(), std::error::Error::source(&error).unwrap()),
    })
}

#[test]
fn the_cleanup_returns() {
    for (at, value, found) in [
        ("no", "2", &["success", "end"][..]),
        ("cleanup", "text: cleanup failed", &["success"]),
        ("late return", "text: late return failed", &["success"]),
        ("good return", "11", &["success"]),
        ("bare return", "11", &["success"]),
    ] {
        let record = run(at);
        assert_eq!(record.events, found);
        assert_eq!(record.value(), value);
    }
}

#[test]
fn the_cleanup_panics() {
    let record = run("cleanup panic");
    assert_eq!(record.panic(), "cleanup panic");
    assert_eq!(record.events, ["success"]);
}

#[test]
fn dropped_alone_it_fails_and_reports() {
    let line = line!() + 1;
    let record = record(|| drop(fallible("cleanup").unwrap()));
    assert_eq!(record.events, ["failure"]);
    assert_eq!(record.reports, ["fallible failure: cleanup failed"]);
    assert_eq!(record.report_lines, [line]);
}

#[test]
fn dropped_alone_its_panic_goes_on() {
    let record = record(|| drop(fallible("cleanup panic").unwrap()));
    assert_eq!(record.panic(), "cleanup panic");
    assert_eq!(record.reports, [""; 0]);
}

#[test]
fn dropped_while_unwinding_it_sees_a_panic() {
    let record = record(|| {
        let _first = fallible("cleanup").unwrap();
        let _second = text("a");
        panic!("around");
    });
    assert_eq!(record.panic(), "around");
    assert_eq!(record.events, ["set up a", "a: panic", "panic"]);
    assert_eq!(record.reports, ["fallible panic: cleanup failed"]);
}

#[test]
fn its_panic_while_unwinding_is_contained() {
    let record = record(|| {
        let _last = text("a");
        let _first = fallible("cleanup panic").unwrap();
        panic!("around");
    });
    assert_eq!(record.panic(), "around");
    assert_eq!(record.events, ["set up a", "panic", "a: panic"]);
    assert_eq!(record.reports, ["fallible panic: panicked: cleanup panic"]);
}

#[context_manager]
fn holds(_: Named, first: Named, (mut second, _third): (Named, Named), panics: bool) -> Named {
    let _local = Named::new("local");
    let mut lent = Named::new("lent");
    second.0 = "renamed";
    yield_!(lent);
    log("cleanup");
    assert!(!panics, "the cleanup panics");
    let _late = Named::new("late");
    log(first.0);
}

/// Like the one above, but with the body as its cleanup.
#[expect(clippy::needless_pass_by_value, reason = "it drops what it takes")]
fn plain(_: Named, first: Named, (mut second, _third): (Named, Named)) {
    let _local = Named::new("local");
    let _lent = Named::new("lent");
    second.0 = "renamed";
    log("cleanup");
    let _late = Named::new("late");
    log(first.0);
}

fn arguments() -> (Named, Named, (Named, Named)) {
    let named = Named::new;
    (named("wild"), named("first"), (named("second"), named("third")))
}

#[test]
fn locals_and_arguments_drop_after_the_cleanup_in_the_usual_order() {
    let found = events(|| {
        let (wild, first, rest) = arguments();
        with!(lent = holds(wild, first, rest, false) => log(lent.0));
    });
    let usual = events(|| {
        let (wild, first, rest) = arguments();
        plain(wild, first, rest);
    });
    assert_eq!(found[0], "lent");
    assert_eq!(found[1..], usual);
}

#[test]
fn locals_and_arguments_drop_where_the_cleanup_panics() {
    let record = record(|| {
        let (wild, first, rest) = arguments();
        with!(_ = holds(wild, first, rest, true) => {});
    });
    assert_eq!(record.panic(), "the cleanup panics");
    let drops = ["lent", "local", "third", "renamed", "first", "wild"].map(|name| format!("drop {name}"));
    assert_eq!(record.events[0], "cleanup");
    assert_eq!(record.events[1..], drops);
}

#[test]
fn managers_nest() {
    #[context_manager]
    fn outer(name: &'static str) -> (String, u32) {
        with!(inner = text(name) => {
            let mut both = (std::mem::take(inner), 1);
            let outcome = yield_!(both);
            log(format!("outer {}: {}", both.1, seen(outcome)));
            *inner = both.0;
        });
    }
    let found = events(|| {
        with!(both = outer("a") => {
            both.0.push('b');
            both.1 += 1;
        });
    });
    assert_eq!(found, ["set up a", "outer 2: success", "ab: success"]);
}

#[test]
fn own_macros_stand_around_the_yield() {
    #[context_manager]
    fn around(fail: bool) -> Result<u32, Fault> {
        defer!(log("deferred"));
        let mut number = 0;
        for step in 0..3 {
            if step == 1 {
                continue;
            }
            number += step;
        }
        try_finally!(<&mut number> {
            let outcome = yield_!(*number);
            log(seen(outcome));
            if fail {
                fails("body")?;
            }
        } finally {
            log(format!("finally {number}"));
        });
        while number < 10 {
            number += 7;
        }
        log(number.to_string());
    }
    let found = events(|| with!(number = around(false).unwrap() => *number += 1).unwrap());
    assert_eq!(found, ["success", "finally 3", "10", "deferred"]);
    let record = record(|| with!(_ = around(true).unwrap() => {}).is_err());
    assert_eq!(record.events, ["success", "finally 2", "deferred"]);
    assert!(record.value());
}

#[test]
fn the_yield_stands_in_a_branch() {
    #[context_manager]
    fn number(text: &str) -> Result<i32, ParseIntError> {
        match text.parse::<i32>() {
            Ok(mut number) if number > 0 => yield_!(number),
            Ok(_) => return Err("none".parse::<i32>().unwrap_err()),
            Err(error) => return Err(error),
        };
        log("cleanup");
    }
    let found = events(|| {
        with!(number = number("3").unwrap() => log(number.to_string())).unwrap();
        assert!(number("0").is_err());
        assert!(number("x").is_err());
    });
    assert_eq!(found, ["3", "cleanup"]);
}

#[test]
fn the_outcome_is_used_at_once() {
    #[context_manager]
    fn asks() -> () {
        if yield_!().is_success() {
            log("well");
        }
    }
    assert_eq!(events(|| with!(asks() => {})), ["well"]);
}

#[test]
fn errors_coerce_and_convert() {
    type Boxed = Box<dyn std::error::Error + Send + Sync>;
    #[context_manager]
    fn boxed(at: u32) -> Result<(), Boxed> {
        if at == 0 {
            return Err(Box::new(Fault::Of("before")));
        }
        yield_!();
        if at == 1 {
            return Err(Box::new(Fault::Of("after")));
        }
        "x".parse::<i32>()?;
    }
    assert_eq!(boxed(0).map(drop).unwrap_err().to_string(), "before failed");
    assert_eq!(boxed(1).unwrap().exit(Outcome::success()).unwrap_err().to_string(), "after failed");
    assert!(boxed(2).unwrap().exit(Outcome::success()).unwrap_err().is::<ParseIntError>());
}

#[test]
fn an_alias_of_any_name_can_fail() {
    type Fallible<T> = Result<T, Fault>;
    #[context_manager(fallible)]
    fn number(at: u32) -> Fallible<u32> {
        let mut number = at;
        yield_!(number);
        if number > 1 {
            fails("number")?;
        }
        Ok(())
    }
    assert!(number(1).unwrap().exit(Outcome::success()).is_ok());
    assert!(number(2).unwrap().exit(Outcome::success()).is_err());
}

#[test]
fn generic_functions_lend() {
    #[context_manager]
    fn pushed<'v, T, const N: usize>(
        list: &'v mut Vec<T>,
        values: [T; N],
        mut note: impl FnMut(usize) + 'v,
    ) -> [T]
    where
        T: fmt::Debug + Clone,
    {
        let before = list.len();
        list.extend(values);
        yield_!(list[before..]);
        list.truncate(before);
        note(list.len());
    }
    let mut list = vec![1];
    let mut noted = None;
    with!(slice = pushed(&mut list, [2, 3], |length| noted = Some(length)) => {
        slice.reverse();
        assert_eq!(slice, [3, 2]);
    });
    assert_eq!(list, [1]);
    assert_eq!(noted, Some(1));
}

#[test]
fn unsized_targets_are_lent() {
    #[context_manager]
    fn slice(mut text: String) -> str {
        yield_!(text);
        log(&*text);
    }
    #[context_manager]
    fn writer(out: &mut String) -> dyn fmt::Write + '_ {
        yield_!(*out);
        out.push('.');
    }
    #[context_manager]
    fn bytes() -> [u8] {
        let mut bytes = [1, 2, 3];
        yield_!(bytes);
        log(format!("{bytes:?}"));
    }
    let found = events(|| {
        with!(text = slice("abc".to_owned()) => text.make_ascii_uppercase());
        let mut out = String::new();
        with!(out = writer(&mut out) => write!(out, "{}", 7).unwrap());
        log(out);
        let mut manager = bytes();
        manager.reverse();
        assert_eq!(format!("{manager:?}"), "Managed { target: [3, 2, 1], .. }");
        manager.exit(Outcome::success());
    });
    assert_eq!(found, ["ABC", "7.", "[3, 2, 1]"]);
}

#[derive(Default)]
struct Account {
    balance: i64,
    open: bool,
}

trait Books {
    fn book(&mut self) -> impl ContextManager<Target = i64, Exit = ()>;
}

impl Account {
    #[context_manager]
    fn opened(&mut self) -> Self {
        self.open = true;
        yield_!(*self);
        self.open = false;
    }

    #[context_manager]
    fn owned(self, note: &str) -> i64 {
        let Self { mut balance, .. } = self;
        yield_!(balance);
        log(format!("{note} {balance}"));
    }

    #[context_manager]
    fn shared(&self) -> Result<i64, Fault> {
        if !self.open {
            return Err(Fault::Of("account"));
        }
        let mut copy = self.balance;
        yield_!(copy);
    }
}

impl Books for Account {
    #[context_manager]
    fn book(&mut self) -> i64 {
        let mut balance = self.balance;
        if yield_!(balance).is_success() {
            self.balance = balance;
        }
    }
}

#[test]
fn methods_lend() {
    let found = events(|| {
        let mut account = Account::default();
        assert!(account.shared().is_err());
        with!(account = account.opened() => {
            with!(balance = account.book() => *balance += 5);
            drop(account.book());
            with!(copy = account.shared().unwrap() => assert_eq!(*copy, 5)).unwrap();
        });
        assert!(!account.open);
        with!(balance = account.owned("is") => *balance += 1);
    });
    assert_eq!(found, ["is 6"]);
}

#[test]
fn a_method_owns_all_of_itself() {
    struct Pair(Named, #[expect(dead_code, reason = "only its drop matters")] Named);
    impl Pair {
        #[context_manager]
        fn first(mut self) -> Named {
            yield_!(self.0);
            log("cleanup");
        }
        #[context_manager]
        fn nothing(self) -> () {
            yield_!();
            log("cleanup");
        }
    }
    let pair = || Pair(Named::new("a"), Named::new("b"));
    assert_eq!(events(|| with!(_ = pair().first() => log("body"))), ["body", "cleanup", "drop a", "drop b"]);
    assert_eq!(
        events(|| with!(_ = pair().nothing() => log("body"))),
        ["body", "cleanup", "drop a", "drop b"]
    );
}

#[test]
fn managers_are_as_send_as_their_locals() {
    fn send<T: Send>(value: T) -> T {
        value
    }
    fn sync(_: &impl Sync) {}
    #[context_manager]
    fn list(values: &[u8]) -> Result<Vec<u8>, Fault> {
        let mut list = values.to_vec();
        let outcome = yield_!(list);
        drop(fails("list").err().filter(|_| outcome.error().is_some()));
    }
    let manager = send(list(&[1]).unwrap());
    let ended = std::thread::spawn(|| {
        let mut manager = manager;
        manager.push(2);
        manager.exit(Outcome::success())
    });
    assert!(ended.join().unwrap().is_ok());
    sync(&list(&[1]).unwrap());
}

#[test]
fn a_function_with_cleanup_has_them_as_heads() {
    #[with_cleanup(text = text(name), _ = fallible("cleanup")?)]
    fn length(name: &'static str) -> Result<usize, Fault> {
        text.push('!');
        Ok(text.len())
    }
    let record = record(|| length("a").unwrap_err().to_string());
    assert_eq!(record.events, ["set up a", "success", "a!: failure(cleanup failed)"]);
    assert_eq!(record.value(), "cleanup failed");
}

#[test]
fn the_error_is_seen_where_the_scope_knows_it() {
    let found = events(|| {
        let value: Result<(), with_cleanup::Error> = with!(
            _ = text("a"),
            _ = guard((), |()| Err::<(), _>(Fault::Of("guard"))) => {}
        );
        value.unwrap_err();
    });
    assert_eq!(found, ["set up a", "a: failure(guard failed)"]);
}

#[test]
fn the_type_can_be_named_but_for_its_future() {
    let found = events(|| {
        let mut manager: Managed<String, _> = text("a");
        manager.push('b');
        assert_eq!(manager.target(), "ab");
        drop(manager);
    });
    assert_eq!(found, ["set up a", "ab: failure"]);
}

#[test]
fn the_sketch_of_a_manager_compiles() {
    #[context_manager]
    fn later() -> String {
        todo!("later")
    }
    let record = record(|| drop(later()));
    assert_eq!(record.panic(), "not yet implemented: later");
}

#[test]
fn waiting_in_a_macro_panics() {
    macro_rules! wait {
        ($future:expr) => {
            $future.await
        };
    }
    #[context_manager]
    fn before(token: Named) -> () {
        wait!(std::future::ready(1));
        wait!(std::future::pending::<()>());
        yield_!();
        drop(token);
    }
    #[context_manager]
    fn after(_token: Named) -> () {
        let _local = Named::new("local");
        yield_!();
        wait!(std::future::pending::<()>());
    }
    let record = |manager: fn()| record(manager);
    let before = record(|| drop(before(Named::new("token"))));
    assert!(before.panic().contains("cannot wait"));
    assert_eq!(before.events, ["drop token"]);
    let after = record(|| drop(after(Named::new("token"))));
    assert!(after.panic().contains("cannot wait"));
    assert_eq!(after.events, ["drop local", "drop token"]);
}

#[context_manager]
fn bare(name: &'static str) -> Named {
    let mut named = Named::new(name);
    yield_!(named)
}

#[context_manager]
fn bare_fallible(name: &'static str) -> Result<Named, Fault> {
    let mut named = Named::new(name);
    yield_!(named)
}

#[test]
fn yield_may_be_the_end() {
    let found = events(|| with!(named = bare("a") => log(format!("lent {}", named.0))));
    assert_eq!(found, ["lent a", "drop a"]);
    let found = events(|| {
        with!(named = bare_fallible("b").unwrap() => log(format!("lent {}", named.0))).unwrap();
    });
    assert_eq!(found, ["lent b", "drop b"]);
}

/// Scopes of every kind around its `yield_!`, and one behind it.
#[context_manager]
fn within_scopes() -> String {
    with!(outer = text("outer"), beside = text("beside") => {
        beside.push_str(outer);
        try_finally!({
            defer_on_failure!(log("undo"));
            defer_on_success!(log("keep"));
            {
                defer_on_failure!(log("undo in a block"));
                yield_!(*beside);
            }
        } finally |outcome| {
            log(format!("finally: {}", seen(outcome)));
        });
        with!(behind = text("behind") => behind.push('!'));
    });
}

/// What these scopes see.
fn seen_around(use_it: impl FnOnce() + std::panic::UnwindSafe) -> Vec<String> {
    let found = record(|| drop(std::panic::catch_unwind(use_it)));
    found.events.into_iter().filter(|event| !event.starts_with("set up")).collect()
}

#[test]
fn scopes_around_the_yield_end_no_better_than_the_one_it_lends_to() {
    let well = ["keep", "finally: success", "behind!: success", "besideouter: success", "outer: success"];
    assert_eq!(seen_around(|| with!(_lent = within_scopes() => {})), well);

    let failed = [
        "undo in a block",
        "undo",
        "finally: failure",
        "behind!: success",
        "besideouter: failure",
        "outer: failure",
    ];
    let by_question_mark = || -> Result<(), ParseIntError> {
        with!(_lent = within_scopes() => { "x".parse::<i32>()?; });
        Ok(())
    };
    assert_eq!(seen_around(|| assert!(by_question_mark().is_err())), failed);
    assert_eq!(seen_around(|| drop(within_scopes())), failed);
    let on_a_stack = || {
        let stack = ExitStack::new();
        stack.enter(within_scopes());
        stack.close_with(Outcome::failure(None)).unwrap();
    };
    assert_eq!(seen_around(on_a_stack), failed);

    let panicked = failed.map(|event| event.replace(": failure", ": panic"));
    assert_eq!(seen_around(|| with!(_lent = within_scopes() => panic!("in the body"))), panicked);
    assert_eq!(seen_around(|| within_scopes().exit(Outcome::panic())), panicked);
}

/// A visible jump behind the `yield_!` is no success where the scope was none.
#[context_manager]
fn left_by_return() -> String {
    with!(around = text("around") => {
        yield_!(*around);
        return;
    });
}

#[test]
fn a_return_behind_the_yield_does_not_make_a_success() {
    assert_eq!(seen_around(|| with!(_lent = left_by_return() => {})), ["around: success"]);
    assert_eq!(seen_around(|| drop(left_by_return())), ["around: failure"]);
}

/// Is left behind its `yield_!` out of a scope whose exits fail and panic as they are told.
#[context_manager]
fn left_by_question_mark(first: Does, second: Does) -> Result<String, Fault> {
    with!(_second = entered("second", second), _first = entered("first", first) => {
        yield_!(String::new());
        fails("cleanup")?;
    })?;
    log("not reached");
}

fn entered(name: &'static str, exit: Does) -> Fallible {
    Fallible::enter(name, Does::Well, exit).expect("it enters")
}

#[test]
fn r7_scopes_around_the_yield_lose_nothing() {
    let run = |first, second| {
        let run = || with!(_lent = left_by_question_mark(first, second).unwrap() => {});
        record(move || run().unwrap_err().source().unwrap().to_string())
    };

    let found = run(Does::Fail, Does::Fail);
    assert_eq!(found.reports, ["_first failure: first failed", "_second failure: second failed"]);
    assert_eq!(found.value(), "cleanup failed");

    let found = run(Does::Panic, Does::Panic);
    assert_eq!(found.panic(), "first panicked");
    assert_eq!(found.reports, ["_second panic: panicked: second panicked"]);
}
