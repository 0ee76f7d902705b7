//! Parameters, and when they drop. Each function is there twice, without the attribute and with it.
#![allow(
    clippy::missing_const_for_fn,
    clippy::missing_panics_doc,
    clippy::needless_pass_by_value,
    clippy::ref_patterns,
    clippy::toplevel_ref_arg,
    reason = "how a parameter is passed is the topic"
)]

use core::mem;

use tokio::task::yield_now as wait;
use with_cleanup::{defer, with_cleanup};

use crate::log::{Dropped, Log, Refused};

/// A pair without a destructor of its own.
#[derive(Debug)]
pub struct Pair<'l> {
    /// The one.
    pub left: Dropped<'l>,
    /// The other.
    pub right: Dropped<'l>,
}

/// Takes a value.
fn take(value: Dropped<'_>) {
    value.touch();
}

macro_rules! twice {
    ($without:ident, $with:ident: $($item:item)*) => {
        /// Without the attribute.
        pub mod $without {
            use super::*;

            $($item)*
        }

        /// With it.
        pub mod $with {
            use super::*;

            $(#[with_cleanup] $item)*
        }
    };
}

twice! {
    without, with:

    /// Not used.
    pub fn unused(log: &Log, _one: Dropped<'_>, _two: Dropped<'_>) {
        defer!(log.note('d'));
    }

    /// Without a name, which drops as late as one that has one.
    pub fn unnamed(log: &Log, _: Dropped<'_>, _two: Dropped<'_>, _: Dropped<'_>) {
        defer!(log.note('d'));
    }

    /// Used by reference.
    pub fn referenced(log: &Log, one: Dropped<'_>, two: Dropped<'_>) {
        defer!(log.note('d'));
        two.touch();
        one.touch();
    }

    /// Used by the deferred cleanup too.
    pub fn deferred(log: &Log, one: Dropped<'_>, two: Dropped<'_>) {
        defer!(two.touch());
        defer!(<&one> one.touch());
        log.note('b');
    }

    /// Moved on every path.
    pub fn moved(log: &Log, one: Dropped<'_>, two: Dropped<'_>, three: Dropped<'_>) {
        defer!(log.note('d'));
        take(two);
        three.touch();
        let _kept = one;
    }

    /// Moved into the deferred cleanup.
    pub fn captured(log: &Log, one: Dropped<'_>, two: Dropped<'_>, _three: Dropped<'_>) {
        defer!(<one> one.touch());
        defer!(log.note('d'));
        two.touch();
    }

    /// Moved into what is returned.
    pub fn returned<'l>(log: &Log, one: Dropped<'l>, two: Dropped<'l>, _three: Dropped<'l>) -> [Dropped<'l>; 2] {
        defer!(log.note('d'));
        [two, one]
    }

    /// One is assigned, which drops what was there.
    pub fn assigned<'l>(log: &'l Log, mut one: Dropped<'l>, two: Dropped<'l>) {
        defer!(log.note('d'));
        one.touch();
        one = log.dropped('n');
        one.touch();
        two.touch();
    }

    /// One is replaced by a unique reference.
    pub fn replaced<'l>(log: &'l Log, mut one: Dropped<'l>, mut two: Dropped<'l>) {
        defer!(log.note('d'));
        mem::swap(&mut one, &mut two);
        drop(mem::replace(&mut two, log.dropped('n')));
    }

    /// A pattern that binds all of it.
    pub fn tuple(log: &Log, (one, two): (Dropped<'_>, Dropped<'_>), three: Dropped<'_>) {
        defer!(log.note('d'));
        one.touch();
        two.touch();
        three.touch();
    }

    /// A pattern that leaves a part where it is, which drops after those that it binds.
    pub fn partial(log: &Log, (one, _, _three): (Dropped<'_>, Dropped<'_>, Dropped<'_>), _four: Dropped<'_>) {
        defer!(log.note('d'));
        one.touch();
    }

    /// A pattern of a struct.
    pub fn fields(log: &Log, Pair { right, .. }: Pair<'_>, other: Pair<'_>) {
        defer!(log.note('d'));
        right.touch();
        other.left.touch();
    }

    /// A pattern of an array.
    pub fn array(log: &Log, [one, .., three]: [Dropped<'_>; 3], [_, rest @ ..]: [Dropped<'_>; 3]) {
        defer!(log.note('d'));
        three.touch();
        one.touch();
        rest.iter().for_each(Dropped::touch);
    }

    /// A pattern that borrows.
    pub fn by_reference(log: &Log, ref one: Dropped<'_>, (ref two, _three): (Dropped<'_>, Dropped<'_>)) {
        defer!(log.note('d'));
        two.touch();
        one.touch();
    }

    /// A pattern that borrows uniquely, and one that names the whole.
    pub fn by_unique_reference<'l>(log: &'l Log, ref mut one: Dropped<'l>, number @ (_, _): (usize, usize)) {
        defer!(log.note('d'));
        *one = log.dropped(if number.0 == number.1 { 'n' } else { 'o' });
    }

    /// A field is moved, and the rest stays.
    pub fn moved_field(log: &Log, one: Pair<'_>, two: Pair<'_>, _three: Dropped<'_>) {
        defer!(log.note('d'));
        take(one.right);
        two.left.touch();
        two.right.touch();
    }

    /// Fails before and after one is used.
    pub fn failing(log: &Log, one: Dropped<'_>, two: Dropped<'_>) -> Result<(), Refused> {
        defer!(log.note('d'));
        one.touch();
        log.close('?')?;
        two.touch();
        Ok(())
    }

    /// Panics.
    pub fn panicking(log: &Log, one: Dropped<'_>, (two, _): (Dropped<'_>, Dropped<'_>)) {
        defer!(log.note('d'));
        one.touch();
        two.touch();
        assert!(log.close('?').is_ok(), "it refuses");
    }

    /// Not used, `async`.
    pub async fn unused_future(log: &Log, _one: Dropped<'_>, _: Dropped<'_>, _three: Dropped<'_>) {
        defer!(log.note('d'));
        wait().await;
    }

    /// Used by reference, `async`.
    pub async fn referenced_future(log: &Log, one: Dropped<'_>, two: Dropped<'_>) {
        defer!(two.touch());
        one.touch();
        wait().await;
        log.note('w');
    }

    /// Moved, `async`.
    pub async fn moved_future(log: &Log, one: Dropped<'_>, two: Dropped<'_>, three: Dropped<'_>) {
        defer!(log.note('d'));
        take(two);
        let _kept = one;
        wait().await;
        three.touch();
    }

    /// Patterns, `async`.
    pub async fn patterns_future(
        log: &Log,
        (one, _, mut three): (Dropped<'_>, Dropped<'_>, Dropped<'_>),
        Pair { ref left, .. }: Pair<'_>,
        [_four, ..]: [Dropped<'_>; 2],
    ) {
        defer!(log.note('d'));
        drop(mem::replace(&mut three, one));
        wait().await;
        left.touch();
    }

    /// Fails, `async`.
    pub async fn failing_future(log: &Log, one: Dropped<'_>, two: Dropped<'_>) -> Result<(), Refused> {
        defer!(log.note('d'));
        one.touch();
        wait().await;
        log.close('?')?;
        two.touch();
        Ok(())
    }
}

// What the attribute changes in a function that is not `async`: a parameter that the body moves on some paths and not on others belongs to the body, because
// it has to be moved there before it is known whether it moves on. Where it does not, it drops when the body ends: after
// its locals, and before the other parameters, whose turn would else come first where they stand behind it. Several drop in
// the order in which the body first names them.
twice! {
    without_move, with_move:

    /// Moved on one path.
    pub fn sometimes(log: &Log, _one: Dropped<'_>, two: Dropped<'_>, _three: Dropped<'_>, moves: bool) {
        defer!(log.note('d'));
        if moves {
            take(two);
        }
    }

    /// Several.
    pub fn several(log: &Log, one: Dropped<'_>, two: Dropped<'_>, three: Dropped<'_>, moves: bool) {
        defer!(log.note('d'));
        if moves {
            take(two);
            take(one);
        }
        three.touch();
    }

    /// One of several is what is returned.
    pub fn either<'l>(log: &Log, one: Dropped<'l>, two: Dropped<'l>, _three: Dropped<'l>, first: bool) -> Dropped<'l> {
        defer!(log.note('d'));
        if first { one } else { two }
    }

    /// Left before a move.
    pub fn left(log: &Log, one: Dropped<'_>, _two: Dropped<'_>, leaves: bool) {
        defer!(log.note('d'));
        if leaves {
            return;
        }
        take(one);
    }

    /// Left by `?` before a move.
    pub fn refused(log: &Log, one: Dropped<'_>, _two: Dropped<'_>) -> Result<(), Refused> {
        defer!(log.note('d'));
        log.close('?')?;
        take(one);
        Ok(())
    }

    /// Left by a panic before a move.
    pub fn panicked(log: &Log, one: Dropped<'_>, _two: Dropped<'_>) {
        defer!(log.note('d'));
        assert!(log.close('?').is_ok(), "it refuses");
        take(one);
    }

    /// A field is moved on one path, and only that belongs to the body.
    pub fn field(log: &Log, one: Pair<'_>, _two: Dropped<'_>, moves: bool) {
        defer!(log.note('d'));
        if moves {
            take(one.left);
        }
    }

    /// A future, in which nothing changes.
    pub async fn sometimes_future(log: &Log, _one: Dropped<'_>, two: Dropped<'_>, _three: Dropped<'_>, moves: bool) {
        defer!(log.note('d'));
        wait().await;
        if moves {
            take(two);
        }
    }

    /// A future that waits before a move, and may be dropped there.
    pub async fn waiting_future<'l>(log: &Log, one: Dropped<'l>, two: Dropped<'l>) -> Dropped<'l> {
        defer!(log.note('d'));
        wait().await;
        two.touch();
        one
    }

    /// A future that is left by `?` before a move.
    pub async fn refused_future(log: &Log, one: Dropped<'_>, _two: Dropped<'_>) -> Result<(), Refused> {
        defer!(log.note('d'));
        wait().await;
        log.close('?')?;
        take(one);
        Ok(())
    }
}

/// A parameter that is a head exits before the other parameters drop.
#[with_cleanup(two)]
pub fn head(log: &Log, _one: Dropped<'_>, two: Dropped<'_>, _three: Dropped<'_>) {
    defer!(log.note('d'));
    two.touch();
}
