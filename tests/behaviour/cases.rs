//! The property test: every combination of managers, ways to leave a body, and entries and exits that fail or panic,
//! against the [model](crate::model).
//!
//! What is static in a program (how many managers of which kinds, in how many scopes, sync or async) is stamped by
//! macros; what can change when it runs is looped over.

use std::{
    future::Future,
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
};

use with_cleanup::{Error, try_finally, with};

use crate::{
    model::{Story, expected},
    support::{Does, Fallible, Fault, Infallible, Raii, Record, Token, fails, log, record},
};

/// How a manager exits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Raii,
    Infallible,
    Fallible,
}

/// How the body is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    End,
    EndErr,
    ReturnOk,
    ReturnErr,
    ReturnComputedErr,
    Question,
    Break,
    Continue,
    BreakLoop,
    ContinueLoop,
    BreakBlock,
    Hidden,
    Panic,
    Dropped,
}

/// What a body is able to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    /// Its value is a number. The failure of a scope in it leaves it by `?`.
    Plain,
    /// Its value is a `Result`, and so is that of a scope in it.
    Value,
    /// The same, and it has jumps, over which no exit can fail (R8).
    Jumps,
}

impl Body {
    fn ways(self) -> &'static [Way] {
        use Way::{
            Break, BreakBlock, BreakLoop, Continue, ContinueLoop, Dropped, End, EndErr, Hidden, Panic,
            Question, ReturnComputedErr, ReturnErr, ReturnOk,
        };
        match self {
            Self::Plain => &[End, ReturnErr, Question, Hidden, Panic, Dropped],
            Self::Value => &[End, EndErr, ReturnErr, Question, Hidden, Panic, Dropped],
            Self::Jumps => &[
                End,
                EndErr,
                ReturnOk,
                ReturnErr,
                ReturnComputedErr,
                Question,
                Break,
                Continue,
                BreakLoop,
                ContinueLoop,
                BreakBlock,
                Hidden,
                Panic,
                Dropped,
            ],
        }
    }
}

/// One stamped function.
pub(crate) struct Program {
    pub(crate) kinds: &'static [Kind],
    /// How many managers each scope has, the outermost scope first.
    pub(crate) scopes: &'static [usize],
    pub(crate) body: Body,
    /// Whether the innermost scope is a `try_finally!`.
    pub(crate) finally: bool,
    run: Run,
}

enum Run {
    Sync(fn(&Case) -> Result<u32, Fault>),
    Async(for<'c> fn(&'c Case<'c>) -> Running<'c>),
}

type Running<'c> = Pin<Box<dyn Future<Output = Result<u32, Fault>> + 'c>>;

/// One run of a program.
pub(crate) struct Case<'p> {
    pub(crate) program: &'p Program,
    pub(crate) way: Way,
    /// What the entry of one of the managers does.
    pub(crate) entry: Does,
    pub(crate) entry_at: usize,
    pub(crate) exits: Vec<Does>,
}

impl Case<'_> {
    pub(crate) fn names(&self) -> &'static [&'static str] {
        &["m0", "m1", "m2", "m3"][..self.program.kinds.len()]
    }

    /// What errors and reports call a cleanup.
    pub(crate) fn cleanup(&self, at: usize) -> &'static str {
        let innermost = at + 1 == self.names().len();
        if innermost && self.program.finally { "finally" } else { self.names()[at] }
    }

    /// What a manager does when it is entered, and when it exits.
    fn does(&self, name: &str) -> (Does, Does) {
        let at = self.names().iter().position(|other| *other == name).expect("the name of a head");
        (if at == self.entry_at { self.entry } else { Does::Well }, self.exits[at])
    }

    fn run(&self) -> Option<Result<u32, Fault>> {
        match self.program.run {
            Run::Sync(run) => Some(run(self)),
            Run::Async(run) => poll(run(self), self.way == Way::Dropped),
        }
    }
}

/// Polls a future to its end, or drops it where it first waits.
pub(crate) fn poll<T>(future: impl Future<Output = T>, drop_it: bool) -> Option<T> {
    let mut context = Context::from_waker(Waker::noop());
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(value) => return Some(value),
            Poll::Pending if drop_it => return None,
            Poll::Pending => {}
        }
    }
}

/// Waits once.
pub(crate) async fn pause() {
    let mut waited = false;
    std::future::poll_fn(|_| {
        if waited {
            return Poll::Ready(());
        }
        waited = true;
        Poll::Pending
    })
    .await;
}

/// A local variable of the body.
struct Local(#[expect(dead_code, reason = "counts")] Token);

impl Drop for Local {
    fn drop(&mut self) {
        log("drop local");
    }
}

/// What scopes of all types come to.
trait Settle {
    fn settle(self) -> Result<u32, Fault>;
}

impl Settle for u32 {
    fn settle(self) -> Result<u32, Fault> {
        Ok(self)
    }
}

impl Settle for Result<u32, Fault> {
    fn settle(self) -> Result<u32, Fault> {
        self
    }
}

impl<T: Settle> Settle for Result<T, Error> {
    fn settle(self) -> Result<u32, Fault> {
        self?.settle()
    }
}

/// Does not fail, with a type that says it might have.
#[expect(clippy::unnecessary_wraps, reason = "the type is the point")]
fn fine(way: Way) -> Result<u32, Fault> {
    Ok(way as u32)
}

/// A jump that no scope sees.
macro_rules! hidden_return {
    ($value:expr) => {
        return $value
    };
}

/// Wraps a body into scopes, of which the innermost is listed first. Inner scopes are wrapped before they expand, so
/// that the outer ones see their tokens.
macro_rules! scopes {
    ($case:ident $end:tt $body:tt with[$($head:ident: $kind:ident,)+]) => {
        with!($($head = enter!($case $head: $kind)),+ => $body)
    };
    ($case:ident $end:tt $body:tt finally[$head:ident: $kind:ident,]) => {
        try_finally!(<$head = enter!($case $head: $kind)> $body finally |outcome| { $head.clean(outcome) })
    };
    ($case:ident ($($end:tt)+) $body:tt with[$($head:ident: $kind:ident,)+] $($outer:tt)+) => {
        scopes!($case ($($end)+) { with!($($head = enter!($case $head: $kind)),+ => $body)$($end)+ } $($outer)+)
    };
    ($case:ident ($($end:tt)+) $body:tt finally[$head:ident: $kind:ident,] $($outer:tt)+) => {
        scopes!($case ($($end)+) {
            try_finally!(<$head = enter!($case $head: $kind)> $body finally |outcome| { $head.clean(outcome) })
            $($end)+
        } $($outer)+)
    };
}

macro_rules! enter {
    ($case:ident $head:ident: $kind:ident) => {{
        let (enter, exit) = $case.does(stringify!($head));
        $kind::enter(stringify!($head), enter, exit)?
    }};
}

/// A function whose body is in the given scopes. `$pause` is where it waits, if it can.
macro_rules! function {
    (($($asyncness:tt)?) ($($pause:tt)*) Plain [$($head:ident)+] $($scopes:tt)+) => {
        $($asyncness)? fn run(case: &Case<'_>) -> Result<u32, Fault> {
            scopes!(case (.settle()?) {
                let _local = Local(Token::new());
                $($head.touch();)+
                $($pause)*
                match case.way {
                    Way::ReturnErr => return Err(Fault::Of("body")),
                    Way::Question => fails("body")?,
                    Way::Hidden => hidden_return!(fine(Way::Hidden)),
                    Way::Panic => panic!("body panicked"),
                    _ => Way::End as u32,
                }
            } $($scopes)+).settle()
        }
    };
    (($($asyncness:tt)?) ($($pause:tt)*) Value [$($head:ident)+] $($scopes:tt)+) => {
        $($asyncness)? fn run(case: &Case<'_>) -> Result<u32, Fault> {
            scopes!(case (.settle()) {
                let _local = Local(Token::new());
                $($head.touch();)+
                $($pause)*
                match case.way {
                    Way::EndErr => fails("body"),
                    Way::ReturnErr => return Err(Fault::Of("body")),
                    Way::Question => Ok(fails("body")?),
                    Way::Hidden => hidden_return!(fine(Way::Hidden)),
                    Way::Panic => panic!("body panicked"),
                    _ => fine(Way::End),
                }
            } $($scopes)+).settle()
        }
    };
    (($($asyncness:tt)?) ($($pause:tt)*) Jumps [$($head:ident)+] $($scopes:tt)+) => {
        $($asyncness)? fn run(case: &Case<'_>) -> Result<u32, Fault> {
            let mut outer_round = 0;
            let from_loop = 'outer: loop {
                outer_round += 1;
                if outer_round == 2 {
                    return fine(Way::ContinueLoop);
                }
                let from_block = 'block: {
                    for inner_round in 1.. {
                        if inner_round == 2 {
                            return fine(Way::Continue);
                        }
                        return scopes!(case (.settle()) {
                            let _local = Local(Token::new());
                            $($head.touch();)+
                            $($pause)*
                            match case.way {
                                Way::EndErr => fails("body"),
                                Way::ReturnOk => return Ok(Way::ReturnOk as u32),
                                Way::ReturnErr => return Err(Fault::Of("body")),
                                Way::ReturnComputedErr => return fails("body"),
                                Way::Question => Ok(fails("body")?),
                                Way::Break => break,
                                Way::Continue => continue,
                                Way::BreakLoop => break 'outer Way::BreakLoop,
                                Way::ContinueLoop => continue 'outer,
                                Way::BreakBlock => break 'block Way::BreakBlock,
                                Way::Hidden => hidden_return!(fine(Way::Hidden)),
                                Way::Panic => panic!("body panicked"),
                                _ => fine(Way::End),
                            }
                        } $($scopes)+).settle();
                    }
                    return fine(Way::Break);
                };
                return fine(from_block);
            };
            fine(from_loop)
        }
    };
}

/// Adds a program to a list.
macro_rules! add {
    ($all:ident $body:ident $finally:tt [$($head:ident: $kind:ident,)+] [$($size:expr),+] $($scopes:tt)+) => {
        $all.push(Program {
            kinds: &[$(Kind::$kind),+],
            scopes: const { &[$($size),+] },
            body: Body::$body,
            finally: $finally,
            run: Run::Sync({
                function!(() () $body [$($head)+] $($scopes)+);
                run
            }),
        });
        $all.push(Program {
            kinds: &[$(Kind::$kind),+],
            scopes: const { &[$($size),+] },
            body: Body::$body,
            finally: $finally,
            run: Run::Async({
                function!((async) (pause().await;) $body [$($head)+] $($scopes)+);
                |case| Box::pin(run(case))
            }),
        });
    };
}

/// All in one scope.
macro_rules! flat {
    ($all:ident $body:ident [$($head:tt)+]) => {
        add!($all $body false [$($head)+] [count!($($head)+)] with[$($head)+]);
    };
}

macro_rules! count {
    ($($head:ident: $kind:ident,)+) => { [$(Kind::$kind),+].len() };
}

/// A scope for each.
macro_rules! nested {
    ($all:ident $body:ident [$a:ident: $ka:ident, $b:ident: $kb:ident,]) => {
        add!($all $body false [$a: $ka, $b: $kb,] [1, 1] with[$b: $kb,] with[$a: $ka,]);
    };
    ($all:ident $body:ident [$a:ident: $ka:ident, $b:ident: $kb:ident, $c:ident: $kc:ident,]) => {
        add!($all $body false [$a: $ka, $b: $kb, $c: $kc,] [1, 1, 1]
            with[$c: $kc,] with[$b: $kb,] with[$a: $ka,]);
    };
    ($all:ident $body:ident [$a:ident: $ka:ident, $b:ident: $kb:ident, $c:ident: $kc:ident, $d:ident: $kd:ident,]) => {
        add!($all $body false [$a: $ka, $b: $kb, $c: $kc, $d: $kd,] [1, 1, 1, 1]
            with[$d: $kd,] with[$c: $kc,] with[$b: $kb,] with[$a: $ka,]);
    };
}

/// Two and two.
macro_rules! mixed {
    ($all:ident $body:ident [$a:ident: $ka:ident, $b:ident: $kb:ident, $c:ident: $kc:ident, $d:ident: $kd:ident,]) => {
        add!($all $body false [$a: $ka, $b: $kb, $c: $kc, $d: $kd,] [2, 2]
            with[$c: $kc, $d: $kd,] with[$a: $ka, $b: $kb,]);
    };
}

/// A `try_finally!` in one scope with the others. A plain value has nothing to do in a `finally`, so that kind is left
/// out.
macro_rules! finally {
    ($all:ident $body:ident [$a:ident: Raii,]) => {};
    ($all:ident $body:ident [$a:ident: $ka:ident,]) => {
        add!($all $body true [$a: $ka,] [1] finally[$a: $ka,]);
    };
    ($all:ident $body:ident [$a:ident: $ka:ident, $b:ident: Raii,]) => {};
    ($all:ident $body:ident [$a:ident: $ka:ident, $b:ident: $kb:ident,]) => {
        add!($all $body true [$a: $ka, $b: $kb,] [1, 1] finally[$b: $kb,] with[$a: $ka,]);
    };
    ($all:ident $body:ident [$a:ident: $ka:ident, $b:ident: $kb:ident, $c:ident: Raii,]) => {};
    ($all:ident $body:ident [$a:ident: $ka:ident, $b:ident: $kb:ident, $c:ident: $kc:ident,]) => {
        add!($all $body true [$a: $ka, $b: $kb, $c: $kc,] [2, 1] finally[$c: $kc,] with[$a: $ka, $b: $kb,]);
    };
}

/// Calls `$shape` with every vector of kinds for the given heads.
macro_rules! each_kinds {
    ($all:ident $shape:ident $body:ident $kinds:tt [] [$($chosen:tt)+]) => {
        $shape!($all $body [$($chosen)+]);
    };
    ($all:ident $shape:ident $body:ident $kinds:tt [$head:ident $($rest:ident)*] $chosen:tt) => {
        each_kinds!(@choose $all $shape $body $kinds $kinds $head [$($rest)*] $chosen);
    };
    (@choose $all:ident $shape:ident $body:ident ($($kind:ident)+) $kinds:tt $head:ident $rest:tt $chosen:tt) => {
        $(each_kinds!(@add $all $shape $body $kinds $head $kind $rest $chosen);)+
    };
    (@add $all:ident $shape:ident $body:ident $kinds:tt $head:ident $kind:ident $rest:tt [$($chosen:tt)*]) => {
        each_kinds!($all $shape $body $kinds $rest [$($chosen)* $head: $kind,]);
    };
}

/// The test of all programs of a shape.
macro_rules! test {
    ($name:ident: $shape:ident $([$($head:ident)+])+) => {
        #[test]
        fn $name() {
            let mut programs = Vec::new();
            $(
                each_kinds!(programs $shape Plain (Raii Infallible Fallible) [$($head)+] []);
                each_kinds!(programs $shape Value (Raii Infallible Fallible) [$($head)+] []);
                each_kinds!(programs $shape Jumps (Raii Infallible) [$($head)+] []);
            )+
            check(stringify!($name), &programs);
        }
    };
}

test!(flat_1_to_3: flat [m0] [m0 m1] [m0 m1 m2]);
test!(flat_4: flat [m0 m1 m2 m3]);
test!(nested_2_to_3: nested [m0 m1] [m0 m1 m2]);
test!(nested_4: nested [m0 m1 m2 m3]);
test!(mixed_4: mixed [m0 m1 m2 m3]);
test!(finally_1_to_3: finally [m0] [m0 m1] [m0 m1 m2]);

/// Runs every case of the programs.
fn check(name: &str, programs: &[Program]) {
    let mut count = 0;
    // Miri takes its time: it runs some cases of some programs.
    let (programs_by, cases_by) = if cfg!(miri) { (131, 17) } else { (1, 1) };
    for program in programs.iter().step_by(programs_by) {
        for_each_case(program, |case| {
            if count % cases_by == 0 {
                compare(case);
            }
            count += 1;
        });
    }
    assert!(cfg!(miri) || count > 10_000, "{count} cases");
    println!("{name}: {count} cases of {} programs", programs.len());
}

/// Every way to leave the body, and every entry that does not enter, each with every set of exits that do not end well.
fn for_each_case(program: &Program, mut run: impl FnMut(&Case<'_>)) {
    let asynchronous = matches!(program.run, Run::Async(_));
    for exits in all_exits(program.kinds) {
        let case = |way, entry, entry_at| Case { program, way, entry, entry_at, exits: exits.clone() };
        for &way in program.body.ways() {
            if way != Way::Dropped || asynchronous {
                run(&case(way, Does::Well, 0));
            }
        }
        for entry_at in 0..program.kinds.len() {
            for entry in [Does::Fail, Does::Panic] {
                run(&case(Way::End, entry, entry_at));
            }
        }
    }
}

/// What the exits can do together.
fn all_exits(kinds: &[Kind]) -> Vec<Vec<Does>> {
    let mut all = vec![Vec::new()];
    for kind in kinds {
        let can: &[Does] = match kind {
            Kind::Raii | Kind::Infallible => &[Does::Well, Does::Panic],
            Kind::Fallible => &[Does::Well, Does::Fail, Does::Panic],
        };
        let with = |exits: &Vec<Does>, &does| exits.iter().copied().chain([does]).collect();
        all = all.iter().flat_map(|exits| can.iter().map(move |does| with(exits, does))).collect();
    }
    all
}

#[track_caller]
fn compare(case: &Case<'_>) {
    let Record { ended, events, reports, .. } =
        record(|| case.run().map(|result| result.map_err(|fault| told(&fault))));
    let end = match ended {
        Ok(Some(Ok(value))) => format!("ok {value}"),
        Ok(Some(Err(fault))) => format!("err {fault}"),
        Ok(None) => "dropped".to_owned(),
        Err(message) => format!("panic {message}"),
    };
    let expected = expected(case);
    let Program { kinds, scopes, body, .. } = case.program;
    assert_eq!(
        Story { events, end, reports },
        expected,
        "{kinds:?} in scopes {scopes:?}, {body:?}, left by {:?}, entry {} does {:?}, exits do {:?}",
        case.way,
        case.entry_at,
        case.entry,
        case.exits,
    );
}

/// A cleanup's failure with its name, and those that it suppresses.
fn told(fault: &Fault) -> String {
    let name =
        |error: &Error| format!("{}: {}", error.name(), error.downcast_ref::<Fault>().expect("a fault"));
    match fault {
        Fault::Of(_) => fault.to_string(),
        Fault::Cleanup(error) => {
            format!("{} {:?}", name(error), error.suppressed().iter().map(name).collect::<Vec<_>>())
        }
    }
}
