//! Scopes whose exits can fail, and don't.
//!
//! By hand, and with `scopeguard`, which has no such form: the guard stores the first failure where the function finds it.

use std::cell::Cell;

use scopeguard::guard;
use with_cleanup::{ContextManager, Outcome, defer, try_finally, with, with_cleanup};

use super::{Failed, Refused, Stamped, open, touch, try_close, work};

/// Where a guard leaves its failure.
type Failure = Cell<Option<Box<Refused>>>;

#[inline]
fn close_into(handle: u64, failure: &Failure) {
    if let Err(refused) = try_close(handle) {
        keep(refused, failure);
    }
}

#[cold]
#[inline(never)]
fn keep(refused: Refused, failure: &Failure) {
    let first = failure.take().unwrap_or_else(|| Box::new(refused));
    failure.set(Some(first));
}

struct Hand<'f>(u64, &'f Failure);

impl Drop for Hand<'_> {
    #[inline]
    fn drop(&mut self) {
        close_into(self.0, self.1);
    }
}

struct Manager(u64);

impl ContextManager for Manager {
    type Target = u64;
    type Exit = Result<(), Refused>;

    #[inline]
    fn target(&mut self) -> &mut u64 {
        &mut self.0
    }

    #[inline]
    fn exit(self, _: Outcome<'_>) -> Result<(), Refused> {
        try_close(self.0)
    }
}

macro_rules! by_hand {
    ($($name:ident)*) => {
        subject!(ending => {
            let failure = Failure::new(None);
            {
                $(let $name = Hand(open(1), &failure);)*
                $(touch($name.0);)*
                work(ending)?;
            }
            failure.into_inner().map_or(Ok(()), |refused| Err(Failed::ByHand(refused)))
        })
    };
}

macro_rules! with_scopeguard {
    ($($name:ident)*) => {
        subject!(ending => {
            let failure = Failure::new(None);
            {
                $(let $name = guard(open(1), |handle| close_into(handle, &failure));)*
                $(touch(*$name);)*
                work(ending)?;
            }
            failure.into_inner().map_or(Ok(()), |refused| Err(Failed::ByHand(refused)))
        })
    };
}

macro_rules! with_managers {
    ($($name:ident)*) => {
        subject!(ending => {
            with!($($name = Manager(open(1))),* => {
                $(touch(*$name);)*
                work(ending)?;
            })?;
            Ok(())
        })
    };
}

/// One `try_finally!` in the other, with captures or without, around a body.
macro_rules! nested {
    (captures, [], $body:block) => { $body };
    (captures, [$first:ident $($rest:ident)*], $body:block) => {
        try_finally!(<$first = open(1)> { nested!(captures, [$($rest)*], $body) } finally { try_close(*$first)? })?
    };
    (plain, [], $body:block) => { $body };
    (plain, [$first:ident $($rest:ident)*], $body:block) => {{
        let $first = open(1);
        try_finally!({ nested!(plain, [$($rest)*], $body) } finally { try_close($first)? })?
    }};
}

macro_rules! function_that_defers {
    ($($name:ident)*) => {
        subject!(#[with_cleanup] ending => {
            $(
                let $name = open(1);
                defer!(try_close($name)?);
            )*
            $(touch($name);)*
            work(ending)?;
            Ok(())
        })
    };
}

pub(super) fn subjects() -> Vec<Stamped> {
    vec![
        ("by hand", stamp!(by_hand)),
        ("scopeguard", stamp!(with_scopeguard)),
        ("with!", stamp!(with_managers)),
        ("try_finally!, captures", stamp!(with_captures)),
        ("try_finally!", stamp!(without_captures)),
        ("#[with_cleanup], heads", stamp!(function_with_heads)),
        ("#[with_cleanup], defer!", stamp!(function_that_defers)),
    ]
}
