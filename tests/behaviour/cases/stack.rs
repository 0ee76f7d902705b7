//! The differential test: a stack with so many entries does what a scope of `with!` with so many heads does, which is
//! what as many nested scopes do. It is the same model that all of them are compared with, in all of its cases.
//!
//! `ExitStack` of Python fails such a test: what its managers see of an exception is not what they see in nested `with`
//! statements (<https://github.com/python/cpython/issues/102201>).
//!
//! A stack differs in two things that the model knows of. Its entries have no names of their own; and when failures go to the
//! hook, they go together when it has closed.

use with_cleanup::{BodyError, Error, ExitStack, Outcome, null_context, with};

use super::{
    Body, Carries, Case, Ended, Kind, Layer, Local, Program, Run, Settle as _, Told, Way, bad, check, fine,
    named,
};
use crate::support::{Core, Fallible, Fault, Infallible, Laden, Raii, Token, fails};

/// What an entry lends.
enum Target<'s> {
    Core(&'s mut Core),
    Raii(&'s mut Raii),
}

/// Enters all managers of a case.
fn enter_all<'s>(stack: &'s ExitStack<'_>, case: &Case) -> Result<Vec<Target<'s>>, Fault> {
    let enter = |(&name, kind): (&&'static str, &Kind)| {
        let (enter, exit) = case.does(name);
        Ok(match kind {
            Kind::Raii => Target::Raii(stack.enter(null_context(Raii::enter(name, enter, exit)?))),
            Kind::Infallible => Target::Core(stack.enter(Infallible::enter(name, enter, exit)?)),
            Kind::Fallible => Target::Core(stack.enter(Fallible::enter(name, enter, exit)?)),
        })
    };
    case.names().iter().zip(case.program.kinds).map(enter).collect()
}

fn touch_all(targets: Vec<Target<'_>>) {
    for target in targets {
        match target {
            Target::Core(target) => target.touch(),
            Target::Raii(target) => target.touch(),
        }
    }
}

/// The body of a case, as a function of the stack.
fn body<E: From<Fault>>(stack: &ExitStack<'_>, case: &Case) -> Result<u32, E> {
    let targets = enter_all(stack, case)?;
    let _local = Local(Token::new());
    touch_all(targets);
    match case.way {
        Way::EndErr => bad(),
        Way::Question => Ok(fails("body")?),
        Way::Panic => panic!("body panicked"),
        _ => fine(Way::End),
    }
}

/// `ExitStack::run`, with an error that carries failures or does not.
fn run<E: BodyError + From<Fault> + Told>(case: &Case) -> Ended {
    ExitStack::new().run(|stack| body::<E>(stack, case)).map_err(Told::told)
}

/// What `run` does, written by hand with `close_with`.
fn close_with(case: &Case) -> Ended {
    let stack = ExitStack::new();
    match body::<Fault>(&stack, case) {
        Ok(value) => {
            stack.close_with(Outcome::success()).map(|()| value).map_err(|error| Fault::from(error).told())
        }
        Err(fault) => {
            let closed = stack.close_with(Outcome::failure(Some(&fault)));
            Err(match closed {
                Ok(()) => fault.told(),
                Err(failure) => format!("{fault} + {:?}", all(&failure)),
            })
        }
    }
}

/// A failure and those that it suppresses.
fn all(failure: &Error) -> Vec<String> {
    [failure].into_iter().chain(failure.suppressed()).map(named).collect()
}

/// As a manager. The body is the scope's, so that it can be left by jumps.
fn in_with(case: &Case) -> Ended {
    fn run(case: &Case) -> Result<u32, Fault> {
        with!(stack = ExitStack::new() => {
            let targets = enter_all(stack, case)?;
            let _local = Local(Token::new());
            touch_all(targets);
            match case.way {
                Way::EndErr => bad::<Fault>(),
                Way::ReturnErr => return Err(Fault::Of("body")),
                Way::Question => Ok(fails("body")?),
                Way::Hidden => hidden_return!(fine(Way::Hidden)),
                Way::Bail => bail!(Fault::Of("body")),
                Way::Panic => panic!("body panicked"),
                _ => fine::<Fault>(Way::End),
            }
        })
        .settle()
    }

    run(case).map_err(Told::told)
}

/// Adds a program to a list.
macro_rules! on_stack {
    ($all:ident $run:tt $carries:ident [$($head:ident: $kind:ident,)+]) => {
        $all.push(on_stack!(@ $run $carries [$(Kind::$kind),+]));
    };
    (@ in_with $carries:ident $kinds:tt) => { on_stack!(@ in_with, Value $carries $kinds) };
    (@ close_with $carries:ident $kinds:tt) => { on_stack!(@ close_with, Closure $carries $kinds) };
    (@ carrying $carries:ident $kinds:tt) => { on_stack!(@ run::<Laden>, Closure $carries $kinds) };
    (@ reporting $carries:ident $kinds:tt) => {
        on_stack!(@ run::<Box<dyn std::error::Error + Send + Sync>>, Closure $carries $kinds)
    };
    (@ $run:expr, $body:ident $carries:ident $kinds:tt) => {
        Program {
            kinds: &$kinds,
            layers: const { &[Layer::Stack($kinds.len())] },
            // An error that carries failures is like that of a function.
            function: carries!($carries),
            body: Body::$body,
            finally: false,
            run: Run::Sync($run),
        }
    };
}

/// The test of one way to use a stack, with entries of all kinds.
macro_rules! test_on_stack {
    ($name:ident: $run:ident $carries:ident) => {
        #[test]
        fn $name() {
            let mut programs = Vec::new();
            each_kinds!(programs on_stack $run $carries (Raii Infallible Fallible) [m0 m1 m2] []);
            each_kinds!(programs on_stack $run $carries (Raii Infallible Fallible) [m0 m1 m2 m3] []);
            each_kinds!(programs on_stack $run $carries (Raii Infallible Fallible) [m0 m1] []);
            each_kinds!(programs on_stack $run $carries (Raii Infallible Fallible) [m0] []);
            check(concat!("stack, ", stringify!($run)), &programs);
        }
    };
}

test_on_stack!(run_with_an_error_that_carries: carrying Others);
test_on_stack!(run_with_another_error: reporting plain);
test_on_stack!(closed_by_hand: close_with Others);
test_on_stack!(in_a_scope: in_with plain);
