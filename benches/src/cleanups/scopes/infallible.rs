//! Scopes whose exits cannot fail.

use scopeguard::guard;
use with_cleanup::{ContextManager, Outcome, defer, try_finally, with, with_cleanup};

use super::{Stamped, close, open, touch, work};

struct Hand(u64);

impl Drop for Hand {
    #[inline]
    fn drop(&mut self) {
        close(self.0);
    }
}

struct Manager(u64);

impl ContextManager for Manager {
    type Target = u64;
    type Exit = ();

    #[inline]
    fn target(&mut self) -> &mut u64 {
        &mut self.0
    }

    #[inline]
    fn exit(self, _: Outcome<'_>) {
        close(self.0);
    }
}

macro_rules! by_hand {
    ($($name:ident)*) => {
        subject!(ending => {
            $(let $name = Hand(open(1));)*
            $(touch($name.0);)*
            work(ending)?;
            Ok(())
        })
    };
}

macro_rules! with_scopeguard {
    ($($name:ident)*) => {
        subject!(ending => {
            $(let $name = guard(open(1), close);)*
            $(touch(*$name);)*
            work(ending)?;
            Ok(())
        })
    };
}

macro_rules! with_managers {
    ($($name:ident)*) => {
        subject!(ending => {
            with!($($name = Manager(open(1))),* => {
                $(touch(*$name);)*
                work(ending)?;
            });
            Ok(())
        })
    };
}

/// One `try_finally!` in the other, with captures or without, around a body.
macro_rules! nested {
    (captures, [], $body:block) => { $body };
    (captures, [$first:ident $($rest:ident)*], $body:block) => {
        try_finally!(<$first = open(1)> { nested!(captures, [$($rest)*], $body) } finally { close(*$first); })
    };
    (plain, [], $body:block) => { $body };
    (plain, [$first:ident $($rest:ident)*], $body:block) => {{
        let $first = open(1);
        try_finally!({ nested!(plain, [$($rest)*], $body) } finally { close($first); })
    }};
}

macro_rules! deferred {
    ($($name:ident)*) => {
        subject!(ending => {
            $(
                let $name = open(1);
                defer!(close($name));
            )*
            $(touch($name);)*
            work(ending)?;
            Ok(())
        })
    };
}

macro_rules! function_that_defers {
    ($($name:ident)*) => {
        subject!(#[with_cleanup] ending => {
            $(
                let $name = open(1);
                defer!(close($name));
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
        ("defer!", stamp!(deferred)),
        ("#[with_cleanup], heads", stamp!(function_with_heads)),
        ("#[with_cleanup], defer!", stamp!(function_that_defers)),
    ]
}
