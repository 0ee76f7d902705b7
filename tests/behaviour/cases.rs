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

use with_cleanup::{Error, defer, defer_on_failure, defer_on_success, try_finally, with, with_cleanup};

use crate::{
    model::{Story, expected},
    support::{Does, Fallible, Fault, Infallible, Laden, Raii, Record, Token, fails, log, record},
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
    Bail,
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
    /// The same, and it has `return`s.
    Returns,
    /// The same, and it has other jumps too, over which no exit can fail (R8) but in a function with `#[with_cleanup]`.
    Jumps,
    /// It is a closure, so whatever leaves it is its value.
    Closure,
}

/// What a manager is held by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layer {
    /// A `with!` or `try_finally!` with so many heads.
    Scope(usize),
    /// So many `defer!` in one block, between others that run on success or failure. A value without an exit of its own
    /// is a local variable there.
    Deferred(usize),
    /// So many heads on the attribute of the function.
    Heads(usize),
    /// An `ExitStack` with so many entries.
    Stack(usize),
}

/// The error type of a function with `#[with_cleanup]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Carries {
    /// It is made of one failure.
    One,
    /// It can also carry others.
    Others,
}

impl Body {
    fn ways(self) -> &'static [Way] {
        use Way::{
            Bail, Break, BreakBlock, BreakLoop, Continue, ContinueLoop, Dropped, End, EndErr, Hidden, Panic,
            Question, ReturnComputedErr, ReturnErr, ReturnOk,
        };
        match self {
            Self::Plain => &[End, ReturnErr, Question, Hidden, Bail, Panic, Dropped],
            Self::Value => &[End, EndErr, ReturnErr, Question, Hidden, Bail, Panic, Dropped],
            Self::Returns => {
                &[End, EndErr, ReturnOk, ReturnErr, ReturnComputedErr, Question, Hidden, Bail, Panic, Dropped]
            }
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
                Bail,
                Panic,
                Dropped,
            ],
            Self::Closure => &[End, EndErr, Question, Panic],
        }
    }
}

/// One stamped function.
pub(crate) struct Program {
    pub(crate) kinds: &'static [Kind],
    /// What the managers are held by, the outermost first.
    pub(crate) layers: &'static [Layer],
    /// Of a function with `#[with_cleanup]`.
    pub(crate) function: Option<Carries>,
    pub(crate) body: Body,
    /// Whether the innermost scope is a `try_finally!`.
    pub(crate) finally: bool,
    run: Run,
}

enum Run {
    Sync(fn(&Case) -> Ended),
    Async(for<'c> fn(&'c Case<'c>) -> Running<'c>),
}

type Running<'c> = Pin<Box<dyn Future<Output = Ended> + 'c>>;

/// What a program returned, as the model tells it.
type Ended = Result<u32, String>;

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
    pub(crate) fn cleanup(&self, at: usize, layer: Layer) -> &'static str {
        let innermost = at + 1 == self.names().len();
        match layer {
            Layer::Deferred(_) => "defer",
            Layer::Scope(_) if innermost && self.program.finally => "finally",
            Layer::Scope(_) | Layer::Heads(_) => self.names()[at],
            Layer::Stack(_) => "enter",
        }
    }

    /// What a manager does when it is entered, and when it exits.
    fn does(&self, name: &str) -> (Does, Does) {
        let at = self.names().iter().position(|other| *other == name).expect("the name of a head");
        (if at == self.entry_at { self.entry } else { Does::Well }, self.exits[at])
    }

    fn run(&self) -> Option<Ended> {
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
trait Settle<E> {
    fn settle(self) -> Result<u32, E>;
}

macro_rules! settle {
    ($error:ty) => {
        impl Settle<$error> for u32 {
            fn settle(self) -> Result<u32, $error> {
                Ok(self)
            }
        }

        impl Settle<$error> for Result<u32, $error> {
            fn settle(self) -> Result<u32, $error> {
                self
            }
        }

        impl<T: Settle<$error>> Settle<$error> for Result<T, Error> {
            fn settle(self) -> Result<u32, $error> {
                self?.settle()
            }
        }
    };
}

settle!(Fault);
settle!(Laden);

/// [`Settle`], where the error has to be said.
trait SettleAs: Sized {
    fn settle_as<E>(self) -> Result<u32, E>
    where
        Self: Settle<E>,
    {
        self.settle()
    }
}

impl<T> SettleAs for T {}

/// Does not fail, with a type that says it might have.
#[expect(clippy::unnecessary_wraps, reason = "the type is the point")]
fn fine<E>(way: Way) -> Result<u32, E> {
    Ok(way as u32)
}

/// Fails.
fn bad<E: From<Fault>>() -> Result<u32, E> {
    Err(Fault::Of("body").into())
}

/// A jump that no scope sees.
macro_rules! hidden_return {
    ($value:expr) => {
        return $value
    };
}

/// One that is known by its name to leave, and seen no more than the other.
macro_rules! bail {
    ($error:expr) => {
        return Err($error.into())
    };
}

/// Wraps a body into layers, of which the innermost is listed first, and makes a function of it. Inner layers are wrapped
/// before they expand, so that the outer ones and the function's attribute see their tokens.
macro_rules! layers {
    ($function:tt $case:ident $end:tt $body:tt heads[$($head:ident: $kind:ident,)+]) => {
        function!(@finish $function (with_cleanup($($head = enter!($case $head: $kind)),+)) $body);
    };
    ($function:tt $case:ident $end:tt $body:tt) => {
        function!(@finish $function (with_cleanup) $body);
    };
    ($function:tt $case:ident ($($end:tt)+) $body:tt with[$($head:ident: $kind:ident,)+] $($outer:tt)*) => {
        layers!($function $case ($($end)+) {
            with!($($head = enter!($case $head: $kind)),+ => $body)$($end)+
        } $($outer)*);
    };
    ($function:tt $case:ident ($($end:tt)+) $body:tt finally[$head:ident: $kind:ident,] $($outer:tt)*) => {
        layers!($function $case ($($end)+) {
            try_finally!(<$head = enter!($case $head: $kind)> $body finally |outcome| { $head.clean(outcome) })
            $($end)+
        } $($outer)*);
    };
    ($function:tt $case:ident $end:tt $body:tt deferred[$($heads:tt)+] $($outer:tt)*) => {
        layers!(@defer $function $case $end $body [
            defer_on_success!(log("on success last"));
            defer_on_failure!(log("on failure last"));
        ] [$($heads)+] $($outer)*);
    };
    (@defer $function:tt $case:ident $end:tt $body:tt [$($done:tt)+] [] $($outer:tt)*) => {
        layers!($function $case $end {
            $($done)+
            defer_on_success!(log("on success first"));
            defer_on_failure!(log("on failure first"));
            $body
        } $($outer)*);
    };
    (@defer $function:tt $case:ident $end:tt $body:tt [$($done:tt)+] [$head:ident: Raii, $($heads:tt)*] $($outer:tt)*) => {
        layers!(@defer $function $case $end $body [
            $($done)+
            let mut $head = enter!($case $head: Raii);
        ] [$($heads)*] $($outer)*);
    };
    (@defer $function:tt $case:ident $end:tt $body:tt [$($done:tt)+] [$head:ident: Infallible, $($heads:tt)*] $($outer:tt)*) => {
        layers!(@defer $function $case $end $body [
            $($done)+
            defer!(<$head = enter!($case $head: Infallible)> |outcome| $head.clean(outcome));
        ] [$($heads)*] $($outer)*);
    };
    (@defer $function:tt $case:ident $end:tt $body:tt [$($done:tt)+] [$head:ident: Fallible, $($heads:tt)*] $($outer:tt)*) => {
        layers!(@defer $function $case $end $body [
            $($done)+
            defer!(<$head = enter!($case $head: Fallible)> |outcome| $head.clean(outcome)?);
        ] [$($heads)*] $($outer)*);
    };
}

macro_rules! enter {
    ($case:ident $head:ident: $kind:ident) => {{
        let (enter, exit) = $case.does(stringify!($head));
        $kind::enter(stringify!($head), enter, exit)?
    }};
}

/// A function whose body is in the given layers. `$pause` is where it waits, if it can; `E` is its error.
macro_rules! function {
    ($function:tt ($($pause:tt)*) Plain [$($head:ident)+] $($layers:tt)+) => {
        layers!(($function Plain case) case (.settle_as::<E>()?) {
            let _local = Local(Token::new());
            $($head.touch();)+
            $($pause)*
            match case.way {
                Way::ReturnErr => return Err(Fault::Of("body").into()),
                Way::Question => fails("body")?,
                Way::Hidden => hidden_return!(fine(Way::Hidden)),
                Way::Bail => bail!(Fault::Of("body")),
                Way::Panic => panic!("body panicked"),
                _ => Way::End as u32,
            }
        } $($layers)+);
    };
    ($function:tt ($($pause:tt)*) Value [$($head:ident)+] $($layers:tt)+) => {
        layers!(($function Value case) case (.settle()) {
            let _local = Local(Token::new());
            $($head.touch();)+
            $($pause)*
            match case.way {
                Way::EndErr => bad::<E>(),
                Way::ReturnErr => return Err(Fault::Of("body").into()),
                Way::Question => Ok(fails("body")?),
                Way::Hidden => hidden_return!(fine(Way::Hidden)),
                Way::Bail => bail!(Fault::Of("body")),
                Way::Panic => panic!("body panicked"),
                _ => fine::<E>(Way::End),
            }
        } $($layers)+);
    };
    ($function:tt ($($pause:tt)*) Returns [$($head:ident)+] $($layers:tt)+) => {
        layers!(($function Value case) case (.settle()) {
            let _local = Local(Token::new());
            $($head.touch();)+
            $($pause)*
            match case.way {
                Way::EndErr => bad::<E>(),
                Way::ReturnOk => return Ok(Way::ReturnOk as u32),
                Way::ReturnErr => return Err(Fault::Of("body").into()),
                Way::ReturnComputedErr => return bad::<E>(),
                Way::Question => Ok(fails("body")?),
                Way::Hidden => hidden_return!(fine(Way::Hidden)),
                Way::Bail => bail!(Fault::Of("body")),
                Way::Panic => panic!("body panicked"),
                _ => fine::<E>(Way::End),
            }
        } $($layers)+);
    };
    ($function:tt ($($pause:tt)*) Jumps [$($head:ident)+] $($layers:tt)+) => {
        layers!(($function Jumps case 'outer 'block) case (.settle()) {
            let _local = Local(Token::new());
            $($head.touch();)+
            $($pause)*
            match case.way {
                Way::EndErr => bad::<E>(),
                Way::ReturnOk => return Ok(Way::ReturnOk as u32),
                Way::ReturnErr => return Err(Fault::Of("body").into()),
                Way::ReturnComputedErr => return bad::<E>(),
                Way::Question => Ok(fails("body")?),
                Way::Break => break,
                Way::Continue => continue,
                Way::BreakLoop => break 'outer Way::BreakLoop,
                Way::ContinueLoop => continue 'outer,
                Way::BreakBlock => break 'block Way::BreakBlock,
                Way::Hidden => hidden_return!(fine(Way::Hidden)),
                Way::Bail => bail!(Fault::Of("body")),
                Way::Panic => panic!("body panicked"),
                _ => fine::<E>(Way::End),
            }
        } $($layers)+);
    };
    (@finish ((($($asyncness:tt)?) plain) $($body:tt)+) $attribute:tt $content:tt) => {
        function!(@write ($($asyncness)?) () $($body)+ $content);
    };
    (@finish ((($($asyncness:tt)?) $carries:ident) $($body:tt)+) ($($attribute:tt)+) $content:tt) => {
        function!(@write ($($asyncness)?) (#[$($attribute)+]) $($body)+ $content);
    };
    (@write ($($asyncness:tt)?) ($($attribute:tt)*) Plain $case:ident $content:tt) => {
        $($attribute)*
        $($asyncness)? fn run($case: &Case<'_>) -> Result<u32, E> {
            Ok($content)
        }
    };
    (@write ($($asyncness:tt)?) ($($attribute:tt)*) Value $case:ident $content:tt) => {
        $($attribute)*
        $($asyncness)? fn run($case: &Case<'_>) -> Result<u32, E> $content
    };
    (@write ($($asyncness:tt)?) ($($attribute:tt)*) Jumps $case:ident $outer:lifetime $block:lifetime $content:tt) => {
        $($attribute)*
        $($asyncness)? fn run($case: &Case<'_>) -> Result<u32, E> {
            let mut outer_round = 0;
            let from_loop = $outer: loop {
                outer_round += 1;
                if outer_round == 2 {
                    return fine(Way::ContinueLoop);
                }
                let from_block = $block: {
                    for inner_round in 1.. {
                        if inner_round == 2 {
                            return fine(Way::Continue);
                        }
                        return $content;
                    }
                    return fine(Way::Break);
                };
                return fine(from_block);
            };
            fine(from_loop)
        }
    };
}

/// Adds a program to a list, sync and async.
macro_rules! add {
    ($all:ident $body:ident $carries:ident $finally:tt [$($head:ident: $kind:ident,)+] [$($layer:ident $size:expr),+] $($layers:tt)+) => {
        add!(@one $all $body $carries $finally [$($kind),+] [$($layer $size),+] {
            function!((() $carries) () $body [$($head)+] $($layers)+);
            Run::Sync(|case| run(case).map_err(Told::told))
        });
        add!(@one $all $body $carries $finally [$($kind),+] [$($layer $size),+] {
            function!(((async) $carries) (pause().await;) $body [$($head)+] $($layers)+);
            Run::Async(|case| Box::pin(async move { run(case).await.map_err(Told::told) }))
        });
    };
    (@one $all:ident $body:ident $carries:ident $finally:tt [$($kind:ident),+] [$($layer:ident $size:expr),+] {$($run:tt)+}) => {
        $all.push(Program {
            kinds: &[$(Kind::$kind),+],
            layers: const { &[$(Layer::$layer($size)),+] },
            function: carries!($carries),
            body: Body::$body,
            finally: $finally,
            run: {
                type E = error!($carries);
                $($run)+
            },
        });
    };
}

macro_rules! carries {
    (plain) => {
        None
    };
    ($carries:ident) => {
        Some(Carries::$carries)
    };
}

macro_rules! error {
    (Others) => {
        Laden
    };
    ($carries:ident) => {
        Fault
    };
}

/// All in one scope.
macro_rules! flat {
    ($all:ident $body:ident $carries:ident [$($head:tt)+]) => {
        add!($all $body $carries false [$($head)+] [Scope count!($($head)+)] with[$($head)+]);
    };
}

macro_rules! count {
    ($($head:ident: $kind:ident,)+) => { [$(Kind::$kind),+].len() };
}

/// A scope for each.
macro_rules! nested {
    ($all:ident $body:ident $carries:ident [$a:ident: $ka:ident, $b:ident: $kb:ident,]) => {
        add!($all $body $carries false [$a: $ka, $b: $kb,] [Scope 1, Scope 1] with[$b: $kb,] with[$a: $ka,]);
    };
    ($all:ident $body:ident $carries:ident [$a:ident: $ka:ident, $b:ident: $kb:ident, $c:ident: $kc:ident,]) => {
        add!($all $body $carries false [$a: $ka, $b: $kb, $c: $kc,] [Scope 1, Scope 1, Scope 1]
            with[$c: $kc,] with[$b: $kb,] with[$a: $ka,]);
    };
    ($all:ident $body:ident $carries:ident [$a:ident: $ka:ident, $b:ident: $kb:ident, $c:ident: $kc:ident, $d:ident: $kd:ident,]) => {
        add!($all $body $carries false [$a: $ka, $b: $kb, $c: $kc, $d: $kd,] [Scope 1, Scope 1, Scope 1, Scope 1]
            with[$d: $kd,] with[$c: $kc,] with[$b: $kb,] with[$a: $ka,]);
    };
}

/// Two and two.
macro_rules! mixed {
    ($all:ident $body:ident $carries:ident [$a:ident: $ka:ident, $b:ident: $kb:ident, $c:ident: $kc:ident, $d:ident: $kd:ident,]) => {
        add!($all $body $carries false [$a: $ka, $b: $kb, $c: $kc, $d: $kd,] [Scope 2, Scope 2]
            with[$c: $kc, $d: $kd,] with[$a: $ka, $b: $kb,]);
    };
}

/// A `try_finally!` in one scope with the others. A plain value has nothing to do in a `finally`, so that kind is left
/// out.
macro_rules! finally {
    ($all:ident $body:ident $carries:ident [$a:ident: Raii,]) => {};
    ($all:ident $body:ident $carries:ident [$a:ident: $ka:ident,]) => {
        add!($all $body $carries true [$a: $ka,] [Scope 1] finally[$a: $ka,]);
    };
    ($all:ident $body:ident $carries:ident [$a:ident: $ka:ident, $b:ident: Raii,]) => {};
    ($all:ident $body:ident $carries:ident [$a:ident: $ka:ident, $b:ident: $kb:ident,]) => {
        add!($all $body $carries true [$a: $ka, $b: $kb,] [Scope 1, Scope 1] finally[$b: $kb,] with[$a: $ka,]);
    };
    ($all:ident $body:ident $carries:ident [$a:ident: $ka:ident, $b:ident: $kb:ident, $c:ident: Raii,]) => {};
    ($all:ident $body:ident $carries:ident [$a:ident: $ka:ident, $b:ident: $kb:ident, $c:ident: $kc:ident,]) => {
        add!($all $body $carries true [$a: $ka, $b: $kb, $c: $kc,] [Scope 2, Scope 1]
            finally[$c: $kc,] with[$a: $ka, $b: $kb,]);
    };
}

/// Deferred in the function.
macro_rules! deferred {
    ($all:ident $body:ident $carries:ident [$($head:tt)+]) => {
        add!($all $body $carries false [$($head)+] [Deferred count!($($head)+)] deferred[$($head)+]);
    };
}

/// Deferred, each in a block of its own.
macro_rules! blocks {
    ($all:ident $body:ident $carries:ident [$a:ident: $ka:ident, $b:ident: $kb:ident,]) => {
        add!($all $body $carries false [$a: $ka, $b: $kb,] [Deferred 1, Deferred 1]
            deferred[$b: $kb,] deferred[$a: $ka,]);
    };
}

/// Heads of the function.
macro_rules! heads {
    ($all:ident $body:ident $carries:ident [$($head:tt)+]) => {
        add!($all $body $carries false [$($head)+] [Heads count!($($head)+)] heads[$($head)+]);
    };
}

/// One of each, and a scope in a deferring block the other way round.
macro_rules! each_layer {
    ($all:ident $body:ident $carries:ident [$a:ident: $ka:ident, $b:ident: $kb:ident, $c:ident: $kc:ident,]) => {
        add!($all $body $carries false [$a: $ka, $b: $kb, $c: $kc,] [Heads 1, Deferred 1, Scope 1]
            with[$c: $kc,] deferred[$b: $kb,] heads[$a: $ka,]);
        add!($all $body $carries false [$a: $ka, $b: $kb, $c: $kc,] [Heads 1, Scope 1, Deferred 1]
            deferred[$c: $kc,] with[$b: $kb,] heads[$a: $ka,]);
    };
}

/// Calls `$shape` with every vector of kinds for the given heads.
macro_rules! each_kinds {
    ($all:ident $shape:ident $body:ident $carries:ident $kinds:tt [] [$($chosen:tt)+]) => {
        $shape!($all $body $carries [$($chosen)+]);
    };
    ($all:ident $shape:ident $body:ident $carries:ident $kinds:tt [$head:ident $($rest:ident)*] $chosen:tt) => {
        each_kinds!(@choose $all $shape $body $carries $kinds $kinds $head [$($rest)*] $chosen);
    };
    (@choose $all:ident $shape:ident $body:ident $carries:ident ($($kind:ident)+) $kinds:tt $head:ident $rest:tt $chosen:tt) => {
        $(each_kinds!(@add $all $shape $body $carries $kinds $head $kind $rest $chosen);)+
    };
    (@add $all:ident $shape:ident $body:ident $carries:ident $kinds:tt $head:ident $kind:ident $rest:tt [$($chosen:tt)*]) => {
        each_kinds!($all $shape $body $carries $kinds $rest [$($chosen)* $head: $kind,]);
    };
}

/// The test of all programs of a shape, outside functions with `#[with_cleanup]`.
macro_rules! test {
    ($name:ident: $shape:ident $([$($head:ident)+])+) => {
        #[test]
        fn $name() {
            let mut programs = Vec::new();
            $(
                each_kinds!(programs $shape Plain plain (Raii Infallible Fallible) [$($head)+] []);
                each_kinds!(programs $shape Value plain (Raii Infallible Fallible) [$($head)+] []);
                each_kinds!(programs $shape Jumps plain (Raii Infallible) [$($head)+] []);
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

/// The test of all programs of a shape, in functions with `#[with_cleanup]`.
macro_rules! test_in_function {
    ($name:ident: $shape:ident ($($body:ident)+) $kinds:tt $heads:tt) => {
        #[test]
        fn $name() {
            let mut programs = Vec::new();
            $(
                each_kinds!(programs $shape $body One $kinds $heads []);
                each_kinds!(programs $shape $body Others $kinds $heads []);
            )+
            check(stringify!($name), &programs);
        }
    };
}

test_in_function!(function_flat_1: flat (Plain Returns Jumps) (Raii Infallible Fallible) [m0]);
test_in_function!(function_flat_2: flat (Plain Returns Jumps) (Raii Infallible Fallible) [m0 m1]);
test_in_function!(function_nested_2: nested (Plain Returns Jumps) (Raii Infallible Fallible) [m0 m1]);
test_in_function!(function_nested_3: nested (Returns Jumps) (Infallible Fallible) [m0 m1 m2]);
test_in_function!(function_finally_2: finally (Plain Returns Jumps) (Infallible Fallible) [m0 m1]);
test_in_function!(function_deferred_1: deferred (Returns Jumps) (Raii Infallible Fallible) [m0]);
test_in_function!(function_deferred_2: deferred (Returns Jumps) (Raii Infallible Fallible) [m0 m1]);
test_in_function!(function_deferred_3: deferred (Returns Jumps) (Infallible Fallible) [m0 m1 m2]);
test_in_function!(function_blocks_2: blocks (Returns Jumps) (Raii Infallible Fallible) [m0 m1]);
test_in_function!(function_heads_1: heads (Returns) (Raii Infallible Fallible) [m0]);
test_in_function!(function_heads_2: heads (Returns) (Raii Infallible Fallible) [m0 m1]);
test_in_function!(function_heads_3: heads (Returns) (Infallible Fallible) [m0 m1 m2]);
test_in_function!(function_each_layer: each_layer (Returns Jumps) (Infallible Fallible) [m0 m1 m2]);

mod stack;

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
    assert!(cfg!(miri) || count > 300, "{count} cases");
    println!("{name}: {count} cases of {} programs", programs.len());
}

/// Every way to leave the body, and every entry that does not enter, each with every set of exits that do not end well.
fn for_each_case(program: &Program, mut run: impl FnMut(&Case<'_>)) {
    let asynchronous = matches!(program.run, Run::Async(_));
    for exits in all_exits(program) {
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
fn all_exits(program: &Program) -> Vec<Vec<Does>> {
    let mut all = vec![Vec::new()];
    // Two local variables whose drops panic would abort, as they do anywhere.
    let has_locals = program.layers.iter().any(|layer| matches!(layer, Layer::Deferred(_)));
    for kind in program.kinds {
        let can: &[Does] = match kind {
            Kind::Raii if has_locals => &[Does::Well],
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
    let Record { ended, events, mut reports, .. } = record(|| case.run());
    let end = match ended {
        Ok(Some(Ok(value))) => format!("ok {value}"),
        Ok(Some(Err(error))) => format!("err {error}"),
        Ok(None) => "dropped".to_owned(),
        Err(message) => format!("panic {message}"),
    };
    let mut expected = expected(case);
    if case.program.function.is_some() {
        // A second panic is reported at once, a failure when it is clear that the function will not return it: which of the
        // reports comes first is not promised.
        reports.sort();
        expected.reports.sort();
    }
    let Program { kinds, layers, function, body, .. } = case.program;
    assert_eq!(
        Story { events, end, reports },
        expected,
        "{kinds:?} in {layers:?}, {function:?}, {body:?}, left by {:?}, entry {} does {:?}, exits do {:?}",
        case.way,
        case.entry_at,
        case.entry,
        case.exits,
    );
}

/// An error as the model tells it.
trait Told {
    fn told(self) -> String;
}

fn named(error: &Error) -> String {
    format!("{}: {}", error.name(), error.downcast_ref::<Fault>().expect("a fault"))
}

impl Told for Fault {
    fn told(self) -> String {
        match self {
            Self::Of(_) => self.to_string(),
            Self::Cleanup(error) => {
                format!("{} {:?}", named(&error), error.suppressed().iter().map(named).collect::<Vec<_>>())
            }
        }
    }
}

impl Told for Box<dyn std::error::Error + Send + Sync> {
    fn told(self) -> String {
        match self.downcast::<Fault>() {
            Ok(fault) => fault.told(),
            Err(error) => Fault::Cleanup(*error.downcast().expect("a fault or a failure")).told(),
        }
    }
}

impl Told for Laden {
    fn told(self) -> String {
        let Self { fault, failures } = self;
        if failures.is_empty() {
            return fault.told();
        }
        format!("{} + {:?}", fault.told(), failures.iter().map(named).collect::<Vec<_>>())
    }
}
