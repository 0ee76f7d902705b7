//! The same cleanups by hand, with `scopeguard` and with the macros, for `instructions.py` to count.
//!
//! Each subject is a function of its own that is not inlined, run [`RUNS`] times. Its resource is a number that `open`
//! returns and `close` takes; neither is inlined. In the module `unwinding` they may panic, as far as the
//! compiler knows, which is what most cleanups are like; in `plain` they cannot.

use std::hint::black_box;

/// Calls a subject. The number it adds differs from call to call, so that the compiler does not merge two subjects
/// whose code is the same.
macro_rules! subject {
    (fn $name:ident($n:ident) $body:block) => {
        #[inline(never)]
        pub(crate) fn $name($n: u64) -> u64 {
            let sum = $body;
            sum.wrapping_add(const { $crate::unique(stringify!($name)) })
        }
    };
}

/// Makes a subject of a whole function that returns a `Result`, attributes and all.
macro_rules! function {
    ($(#[$attribute:meta])? fn $name:ident($n:ident) -> $result:ty $body:block) => {
        #[inline(never)]
        pub(crate) fn $name($n: u64) -> u64 {
            $(#[$attribute])?
            fn function($n: u64) -> $result $body

            // Through a pointer, so that the compiler knows nothing of what comes back.
            black_box(function as fn(u64) -> $result)($n).map_or(0, |sum| sum.wrapping_add(const { $crate::unique(stringify!($name)) }))
        }
    };
}

/// A number for each name.
const fn unique(name: &str) -> u64 {
    let mut sum = 0;
    let mut at = 0;
    while at < name.len() {
        sum = (sum * 31 + name.as_bytes()[at] as u64) % 100_003;
        at += 1;
    }
    sum
}

/// How often each subject runs.
const RUNS: u64 = 1000;

/// Stamps the subjects for one kind of resource.
macro_rules! subjects {
    ($module:ident, $check:expr) => {
        mod $module {
            use std::{
                cell::Cell,
                hint::black_box,
                panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
            };

            use scopeguard::{defer as scopeguard_defer, guard as scopeguard_guard};
            use with_cleanup::{ContextManager, Error, Outcome, defer, try_finally, with, with_cleanup};

            use crate::Refused;

            #[inline(never)]
            fn open(n: u64) -> u64 {
                $check(n);
                black_box(n)
            }

            #[inline(never)]
            fn close(n: u64) {
                $check(n);
                black_box(n);
            }

            #[inline(never)]
            fn try_close(n: u64) -> Result<(), Refused> {
                $check(n);
                if black_box(n) == u64::MAX { Err(Refused(n)) } else { Ok(()) }
            }

            #[inline(never)]
            fn work(n: &mut u64) -> u64 {
                $check(*n);
                *black_box(&mut *n) += 1;
                *n
            }

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

            subject! { fn one_hand(n) {
                let mut a = Hand(open(n));
                work(&mut a.0)
            } }

            subject! { fn one_scopeguard(n) {
                let mut a = scopeguard_guard(open(n), close);
                work(&mut a)
            } }

            subject! { fn one_with(n) {
                with!(a = Manager(open(n)) => work(a))
            } }

            subject! { fn one_with_plain(n) {
                with!(a = Hand(open(n)) => work(&mut a.0))
            } }

            subject! { fn one_try_finally(n) {
                try_finally!(<a = open(n)> { work(a) } finally { close(*a); })
            } }

            subject! { fn four_hand(n) {
                let mut a = Hand(open(n));
                let mut b = Hand(open(work(&mut a.0)));
                let mut c = Hand(open(work(&mut b.0)));
                let mut d = Hand(open(work(&mut c.0)));
                work(&mut d.0)
            } }

            subject! { fn four_scopeguard(n) {
                let mut a = scopeguard_guard(open(n), close);
                let mut b = scopeguard_guard(open(work(&mut a)), close);
                let mut c = scopeguard_guard(open(work(&mut b)), close);
                let mut d = scopeguard_guard(open(work(&mut c)), close);
                work(&mut d)
            } }

            subject! { fn four_with(n) {
                with!(
                    a = Manager(open(n)),
                    b = Manager(open(work(a))),
                    c = Manager(open(work(b))),
                    d = Manager(open(work(c))) => work(d)
                )
            } }

            subject! { fn defer_hand(n) {
                struct Deferred<'a>(&'a u64);
                impl Drop for Deferred<'_> {
                    #[inline]
                    fn drop(&mut self) {
                        close(*self.0);
                    }
                }
                let a = open(n);
                let _deferred = Deferred(&a);
                work(&mut { a })
            } }

            subject! { fn defer_scopeguard(n) {
                let a = open(n);
                scopeguard_defer!(close(a));
                work(&mut { a })
            } }

            subject! { fn defer_with_cleanup(n) {
                let a = open(n);
                defer!(close(a));
                work(&mut { a })
            } }

            /// The same as a manager.
            struct Fallible(u64);

            impl ContextManager for Fallible {
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

            function! { fn fallible_hand(n) -> Result<u64, Box<Refused>> {
                let failure = Cell::new(None);
                let value = {
                    let mut a = Storing(open(n), &failure);
                    work(&mut a.0)
                };
                failure.into_inner().map_or(Ok(value), Err)
            } }

            function! { fn fallible_with(n) -> Result<u64, Error> {
                with!(a = Fallible(open(n)) => work(a))
            } }

            function! { fn fallible_try_finally(n) -> Result<u64, Error> {
                try_finally!(<a = open(n)> { work(a) } finally { try_close(*a)?; })
            } }

            function! { fn fallible_four_hand(n) -> Result<u64, Box<Refused>> {
                let failure = Cell::new(None);
                let value = {
                    let mut a = Storing(open(n), &failure);
                    let mut b = Storing(open(work(&mut a.0)), &failure);
                    let mut c = Storing(open(work(&mut b.0)), &failure);
                    let mut d = Storing(open(work(&mut c.0)), &failure);
                    work(&mut d.0)
                };
                failure.into_inner().map_or(Ok(value), Err)
            } }

            function! { fn fallible_four_with(n) -> Result<u64, Error> {
                with!(
                    a = Fallible(open(n)),
                    b = Fallible(open(work(a))),
                    c = Fallible(open(work(b))),
                    d = Fallible(open(work(c))) => work(d)
                )
            } }

            /// What a body may fail with.
            #[inline(never)]
            fn refuse(n: u64) -> Result<u64, Box<Refused>> {
                if black_box(n) > 1 { Err(Box::new(Refused(n))) } else { Ok(n) }
            }

            function! { fn question_hand(n) -> Result<u64, Box<Refused>> {
                let mut a = Hand(open(n));
                let b = refuse(work(&mut a.0))?;
                Ok(b + 1)
            } }

            function! { fn question_scopeguard(n) -> Result<u64, Box<Refused>> {
                let mut a = scopeguard_guard(open(n), close);
                let b = refuse(work(&mut a))?;
                Ok(b + 1)
            } }

            function! { fn question_with(n) -> Result<u64, Box<Refused>> {
                Ok(with!(a = Manager(open(n)) => refuse(work(a))? + 1))
            } }

            function! { fn question_try_finally(n) -> Result<u64, Box<Refused>> {
                Ok(try_finally!(<a = open(n)> { refuse(work(a))? + 1 } finally { close(*a); }))
            } }

            function! { fn question_defer(n) -> Result<u64, Box<Refused>> {
                let mut a = open(n);
                defer!(<&mut a> close(*a));
                let b = refuse(work(a))?;
                Ok(b + 1)
            } }

            function! { #[with_cleanup] fn question_with_cleanup(n) -> Result<u64, Box<Refused>> {
                let mut a = open(n);
                defer!(<&mut a> close(*a));
                let b = refuse(work(a))?;
                Ok(b + 1)
            } }

            function! { fn question_four_hand(n) -> Result<u64, Box<Refused>> {
                let mut a = Hand(open(n));
                let mut b = Hand(open(work(&mut a.0)));
                let mut c = Hand(open(work(&mut b.0)));
                let mut d = Hand(open(work(&mut c.0)));
                Ok(refuse(work(&mut d.0))? + 1)
            } }

            function! { fn question_four_scopeguard(n) -> Result<u64, Box<Refused>> {
                let mut a = scopeguard_guard(open(n), close);
                let mut b = scopeguard_guard(open(work(&mut a)), close);
                let mut c = scopeguard_guard(open(work(&mut b)), close);
                let mut d = scopeguard_guard(open(work(&mut c)), close);
                Ok(refuse(work(&mut d))? + 1)
            } }

            function! { fn question_four_with(n) -> Result<u64, Box<Refused>> {
                Ok(with!(
                    a = Manager(open(n)),
                    b = Manager(open(work(a))),
                    c = Manager(open(work(b))),
                    d = Manager(open(work(c))) => refuse(work(d))? + 1
                ))
            } }

            /// A panic without the message, which costs more than all the rest.
            #[inline(never)]
            fn panics(n: u64) -> u64 {
                if black_box(n) > 1 { resume_unwind(Box::new(n)) } else { n }
            }

            #[inline]
            fn caught(subject: impl FnOnce() -> u64) -> u64 {
                catch_unwind(AssertUnwindSafe(subject)).unwrap_or(0)
            }

            subject! { fn panic_hand(n) {
                caught(|| {
                    let mut a = Hand(open(n));
                    panics(work(&mut a.0)) + 1
                })
            } }

            subject! { fn panic_scopeguard(n) {
                caught(|| {
                    let mut a = scopeguard_guard(open(n), close);
                    panics(work(&mut a)) + 1
                })
            } }

            subject! { fn panic_with(n) {
                caught(|| with!(a = Manager(open(n)) => panics(work(a)) + 1))
            } }

            subject! { fn panic_try_finally(n) {
                caught(|| try_finally!(<a = open(n)> { panics(work(a)) + 1 } finally { close(*a); }))
            } }

            subject! { fn panic_defer(n) {
                caught(|| {
                    let mut a = open(n);
                    defer!(<&mut a> close(*a));
                    panics(work(a)) + 1
                })
            } }

            subject! { fn panic_four_hand(n) {
                caught(|| {
                    let mut a = Hand(open(n));
                    let mut b = Hand(open(work(&mut a.0)));
                    let mut c = Hand(open(work(&mut b.0)));
                    let mut d = Hand(open(work(&mut c.0)));
                    panics(work(&mut d.0)) + 1
                })
            } }

            subject! { fn panic_four_with(n) {
                caught(|| {
                    with!(
                        a = Manager(open(n)),
                        b = Manager(open(work(a))),
                        c = Manager(open(work(b))),
                        d = Manager(open(work(c))) => panics(work(d)) + 1
                    )
                })
            } }

            subject! { fn return_hand(n) {
                let mut a = Hand(open(n));
                if work(&mut a.0) > 1 {
                    return 1;
                }
                work(&mut a.0)
            } }

            subject! { fn return_scopeguard(n) {
                let mut a = scopeguard_guard(open(n), close);
                if work(&mut a) > 1 {
                    return 1;
                }
                work(&mut a)
            } }

            subject! { fn return_with(n) {
                with!(a = Manager(open(n)) => {
                    if work(a) > 1 {
                        return 1;
                    }
                    work(a)
                })
            } }

            /// A `try_close` by hand. It stores its failure where the function finds it.
            struct Storing<'a>(u64, &'a Cell<Option<Box<Refused>>>);

            impl Drop for Storing<'_> {
                #[inline]
                fn drop(&mut self) {
                    if let Err(refused) = try_close(self.0) {
                        self.1.set(Some(Box::new(refused)));
                    }
                }
            }

            /// The same, deferred.
            struct Closing<'a>(&'a u64, &'a Cell<Option<Box<Refused>>>);

            impl Drop for Closing<'_> {
                #[inline]
                fn drop(&mut self) {
                    if let Err(refused) = try_close(*self.0) {
                        self.1.set(Some(Box::new(refused)));
                    }
                }
            }

            function! { fn function_hand(n) -> Result<u64, Box<Refused>> {
                let failure = Cell::new(None);
                let value = {
                    let a = open(n);
                    let _closing = Closing(&a, &failure);
                    work(&mut { a })
                };
                failure.into_inner().map_or(Ok(value), Err)
            } }

            function! { #[with_cleanup] fn function_with_cleanup(n) -> Result<u64, Error> {
                let a = open(n);
                defer!(try_close(a)?);
                Ok(work(&mut { a }))
            } }

            function! { fn function_four_hand(n) -> Result<u64, Box<Refused>> {
                let failure = Cell::new(None);
                let value = {
                    let a = open(n);
                    let _closing = Closing(&a, &failure);
                    let b = open(work(&mut { a }));
                    let _closing = Closing(&b, &failure);
                    let c = open(work(&mut { b }));
                    let _closing = Closing(&c, &failure);
                    let d = open(work(&mut { c }));
                    let _closing = Closing(&d, &failure);
                    work(&mut { d })
                };
                failure.into_inner().map_or(Ok(value), Err)
            } }

            function! { #[with_cleanup] fn function_four_with_cleanup(n) -> Result<u64, Error> {
                let a = open(n);
                defer!(try_close(a)?);
                let b = open(work(&mut { a }));
                defer!(try_close(b)?);
                let c = open(work(&mut { b }));
                defer!(try_close(c)?);
                let d = open(work(&mut { c }));
                defer!(try_close(d)?);
                Ok(work(&mut { d }))
            } }

            function! { fn infallible_hand(n) -> Result<u64, Box<Refused>> {
                struct Deferred<'a>(&'a u64);
                impl Drop for Deferred<'_> {
                    #[inline]
                    fn drop(&mut self) {
                        close(*self.0);
                    }
                }
                let a = open(n);
                let _deferred = Deferred(&a);
                Ok(work(&mut { a }))
            } }

            function! { #[with_cleanup] fn infallible_with_cleanup(n) -> Result<u64, Error> {
                let a = open(n);
                defer!(close(a));
                Ok(work(&mut { a }))
            } }

            function! { fn head_hand(n) -> Result<u64, Box<Refused>> {
                let mut a = Hand(open(n));
                Ok(work(&mut a.0))
            } }

            function! { #[with_cleanup(a = Manager(open(n)))] fn head_with_cleanup(n) -> Result<u64, Error> {
                Ok(work(a))
            } }

            function! { fn fallible_head_hand(n) -> Result<u64, Box<Refused>> {
                let failure = Cell::new(None);
                let value = {
                    let mut a = Storing(open(n), &failure);
                    let mut b = Storing(open(work(&mut a.0)), &failure);
                    work(&mut b.0)
                };
                failure.into_inner().map_or(Ok(value), Err)
            } }

            function! { #[with_cleanup(a = Fallible(open(n)), b = Fallible(open(work(a))))]
            fn fallible_head_with_cleanup(n) -> Result<u64, Error> {
                Ok(work(b))
            } }

            pub(crate) fn run(n: u64) -> u64 {
                one_hand(n)
                    + one_scopeguard(n)
                    + one_with(n)
                    + one_with_plain(n)
                    + one_try_finally(n)
                    + four_hand(n)
                    + four_scopeguard(n)
                    + four_with(n)
                    + defer_hand(n)
                    + defer_scopeguard(n)
                    + defer_with_cleanup(n)
                    + return_hand(n)
                    + return_scopeguard(n)
                    + return_with(n)
                    + function_hand(n)
                    + function_with_cleanup(n)
                    + function_four_hand(n)
                    + function_four_with_cleanup(n)
                    + infallible_hand(n)
                    + infallible_with_cleanup(n)
                    + head_hand(n)
                    + head_with_cleanup(n)
                    + fallible_head_hand(n)
                    + fallible_head_with_cleanup(n)
                    + fallible_hand(n)
                    + fallible_with(n)
                    + fallible_try_finally(n)
                    + fallible_four_hand(n)
                    + fallible_four_with(n)
                    + question_hand(n)
                    + question_scopeguard(n)
                    + question_with(n)
                    + question_try_finally(n)
                    + question_defer(n)
                    + question_with_cleanup(n)
                    + question_four_hand(n)
                    + question_four_scopeguard(n)
                    + question_four_with(n)
                    + panic_hand(n)
                    + panic_scopeguard(n)
                    + panic_with(n)
                    + panic_try_finally(n)
                    + panic_defer(n)
                    + panic_four_hand(n)
                    + panic_four_with(n)
            }
        }
    };
}

/// What closing can fail with.
#[derive(Debug)]
struct Refused(u64);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "refused {}", self.0)
    }
}

impl std::error::Error for Refused {}

subjects!(plain, |_: u64| {});
subjects!(unwinding, |n: u64| assert_ne!(n, u64::MAX));

fn main() {
    let mut sum = 0_u64;
    for n in 1..=RUNS {
        sum += plain::run(black_box(n)) + unwinding::run(black_box(n));
    }
    black_box(sum);
}
