//! Locals of a user's that have the names of generated ones.

use ::core::{assert_eq, prelude::v1::test};
use ::with_cleanup::{Error, defer, defer_on_success, guard, try_finally, with, with_cleanup};

#[test]
fn outside() {
    let (scope, witness, slot, guard0, guard1) = (1, 2, 3, 4, 5);
    let (value, shared, _shared, deferred, part0, part1, exits, outcome) = (6, 7, 8, 9, 10, 11, 12, 13);
    let sum = || {
        scope + witness + slot + guard0 + guard1 + value + shared + _shared + deferred + part0 + part1 + exits
    };
    let expected = sum();

    let found = with!(number = guard(sum(), |_| assert_eq!(sum(), expected)), _ = [sum()] => {
        if outcome == 0 {
            return;
        }
        defer_on_success!(assert_eq!(scope + witness + value, 9));
        {
            defer_on_success!(assert_eq!(sum(), expected));
        }
        *number + sum() - (scope + witness + slot + guard0 + value)
    });
    assert_eq!(found, 2 * expected - 16);

    let found = try_finally!(<extra = sum()> {
        *extra + scope + shared + _shared + part0 + guard0
    } finally {
        assert_eq!(*extra + value + shared + part0 + exits, expected + 35);
    });
    assert_eq!(found, expected + 30);

    defer!(<extra = sum()> assert_eq!(*extra, deferred + part0 + expected));
    *extra = deferred + part0 + sum();
}

#[test]
fn heads_and_captures() {
    let sum = with!(scope = [1], witness = [2], slot = [3], guard0 = [4], guard1 = [5], value = [6], exits = [7] => {
        scope[0] + witness[0] + slot[0] + guard0[0] + guard1[0] + value[0] + exits[0]
    });
    assert_eq!(sum, 28);

    let (part1, mut shared, value) = (2, 3, 4);
    let sum = try_finally!(<part0 = 1, &part1, &mut shared, value, slot = 5, outcome = 6, deferred = 7> {
        *shared += 1;
        *part0 + *part1 + *shared + *value + *slot + *outcome + *deferred
    } finally |exits| {
        ::core::assert!(exits.is_success());
        *shared += *part0 + *part1 + *value + *slot + *outcome + *deferred;
    });
    assert_eq!((sum, shared), (29, 29));

    let log = ::core::cell::Cell::new(0);
    {
        defer!(<part1 = 1, deferred = 2> log.set(log.get() + *part1 + *deferred));
        defer!(<part0 = 3, part1> log.set(log.get() + *part0 + **part1));
        *deferred += **part1 + *part0;
        **part1 += 1;
    }
    assert_eq!(log.get(), 13);
}

#[test]
fn names_of_cleanup_outcomes() {
    let log = ::core::cell::Cell::new(0);
    with!(value = [1] => {
        let scope = 1;
        defer!(|value| if value.is_success() { log.set(log.get() + scope); });
        defer!(<scope = 2> |witness| if witness.is_success() { log.set(log.get() + *scope + value[0]); });
        *scope += 1;
    });
    assert_eq!(log.get(), 5);
}

#[test]
fn raw_names() {
    let r#loop = 1;
    let found = with!(r#fn = [r#loop], r#loop = [2] => r#fn[0] + r#loop[0]);
    let sum = try_finally!(<&r#loop, r#type = 2> { *r#loop + *r#type } finally { assert_eq!(*r#loop, *r#type - 1); });
    assert_eq!((found, sum), (3, 3));
}

#[with_cleanup(witness = [scope + state], guard1 = [witness[0]], slot0 = [guard1[0] + ended])]
#[expect(clippy::too_many_arguments, reason = "each has the name of a generated local")]
fn parameters(
    function: u32,
    merge: u32,
    ended: u32,
    scope: u32,
    state: u32,
    unsettled: u32,
    value: u32,
    guard0: &::core::cell::Cell<u32>,
) -> ::core::result::Result<u32, Error> {
    defer!(guard0.set(function + merge + ended + scope + state + unsettled + value + witness[0]));
    defer_on_success!(guard0.set(0));
    let probe = function + merge;
    if probe == 0 {
        return ::core::result::Result::Ok(scope + state + slot0[0]);
    }
    ::core::result::Result::Ok(probe + ended + scope + state + unsettled + value + guard1[0])
}

#[with_cleanup]
async fn future(function: u32, merge: u32, scope: u32) -> ::core::result::Result<u32, Error> {
    let (ended, unsettled, state) = (function, merge, scope);
    defer!(assert_eq!(ended + unsettled, function + merge));
    if state == 0 {
        return ::core::result::Result::Ok(function + merge + ended);
    }
    ::core::result::Result::Ok(state)
}

#[test]
fn functions() {
    let cell = ::core::cell::Cell::new(0);
    assert_eq!(parameters(1, 2, 3, 4, 5, 6, 7, &cell).unwrap(), 37);
    assert_eq!(cell.get(), 37);
    assert_eq!(parameters(0, 0, 3, 4, 5, 6, 7, &cell).unwrap(), 21);
    assert_eq!(cell.get(), 34);
    ::core::mem::drop(future(1, 2, 3));
}
