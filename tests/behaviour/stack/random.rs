//! The property test: whatever is done with a stack of either type, it does what a vector of boxed closures would do.
//!
//! A [`Plan`](plan::Plan) is made at random: here from a seed that failures print, and in `fuzz/` from what a fuzzer has
//! found to matter. [`perform`] follows it with a stack, [`expected`] with a vector.

use std::fmt::Display;

use with_cleanup::{Entry, ExitStack, Outcome, SendExitStack, guard_with};

use self::{
    model::{Story, expected},
    payload::{Aligned, Bytes, Owning, Payload},
    plan::{Between, End, Kind, Op, Plan, Push, Size},
    stacks::Stack,
};
use crate::support::{Does, Fault, log, record, seen, told, while_unwinding};

mod model;
mod payload;
mod plan;
mod stacks;

#[test]
fn a_stack_does_what_a_vector_of_closures_would_do() {
    let seeds = if cfg!(miri) { 1..7 } else { 1_u64..10_001 };
    let mut entries = 0;
    for seed in seeds.clone() {
        let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        entries += compare(format_args!("seed {seed}"), &mut |limit| random.below(limit));
    }
    println!("random stacks: {} cases, with {entries} entries", seeds.count());
}

/// Xorshift, which is random enough to choose what to do.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 32).expect("32 bits") % limit
    }
}

/// Compares on the plan that these choices, each below a limit, make. Returns the number of its entries.
#[track_caller]
pub(crate) fn compare(name: impl Display, below: &mut dyn FnMut(usize) -> usize) -> usize {
    let plan = Plan::new(below);
    let expected = expected(&plan);
    assert_eq!(found::<ExitStack<'_>>(&plan), expected, "ExitStack, {name}: {plan:#?}");
    assert_eq!(found::<SendExitStack<'_>>(&plan), expected, "SendExitStack, {name}: {plan:#?}");
    plan.entries()
}

#[track_caller]
fn found<'env, S: Stack<'env>>(plan: &'env Plan) -> Story {
    let record = record(|| perform::<S>(plan));
    Story { events: record.events, reports: record.reports, panic: record.ended.err() }
}

/// Follows a plan. What the stack returns is logged.
fn perform<'env, S: Stack<'env>>(plan: &'env Plan) {
    let mut stack = S::default();
    for (ops, between) in &plan.phases {
        fill(&stack, ops);
        stack = match between {
            Between::Stay => stack,
            Between::Take => {
                let taken = stack.take();
                assert!(stack.is_empty());
                drop(stack);
                taken
            }
            Between::Move => *vec![Box::new(stack)].remove(0),
        };
    }
    end(stack, plan.end);
}

fn fill<'env>(stack: &impl Stack<'env>, ops: &'env [Op]) {
    let (mut entries, mut targets) = (Vec::new(), Vec::new());
    for op in ops {
        let len = match op {
            Op::Push(push, len) => {
                match push_of_size(stack, push) {
                    Pushed::Entry(entry) => entries.push(Some(entry)),
                    Pushed::Target(target) => targets.push((target, push.id)),
                }
                len
            }
            Op::Dismiss(at, len) => {
                stack.dismiss(entries[*at].take().expect("it is dismissed once"));
                len
            }
        };
        assert_eq!((stack.len(), stack.is_empty()), (*len, *len == 0));
    }
    for (target, id) in targets {
        target.check(id);
        target.change();
    }
}

fn end<'env, S: Stack<'env>>(stack: S, end: End) {
    let close = |stack: S, outcome: Outcome<'_>| {
        let closed = stack.close_with(outcome);
        log(closed.map_or_else(|error| told(&error).join(", "), |()| "closed".to_owned()));
    };
    match end {
        End::Success => close(stack, Outcome::success()),
        End::Error => close(stack, Outcome::failure(Some(&Fault::Of("body")))),
        End::Failure => close(stack, Outcome::failure(None)),
        End::Panic => close(stack, Outcome::panic()),
        End::SuccessWhileUnwinding => while_unwinding(|| close(stack, Outcome::success())),
        End::Drop => drop(stack),
        End::DropWhileUnwinding => while_unwinding(|| drop(stack)),
    }
}

enum Pushed<'s> {
    Entry(Entry<'s>),
    Target(&'s mut dyn Payload),
}

fn push_of_size<'s, 'env>(stack: &'s impl Stack<'env>, push: &'env Push) -> Pushed<'s> {
    match push.size {
        Size::Zero => push_with::<Bytes<0>>(stack, push),
        Size::Byte => push_with::<Bytes<1>>(stack, push),
        Size::Words => push_with::<Bytes<24>>(stack, push),
        Size::Odd => push_with::<Bytes<101>>(stack, push),
        Size::Limit => push_with::<Bytes<248>>(stack, push),
        Size::Large => push_with::<Bytes<1000>>(stack, push),
        Size::Aligned => push_with::<Aligned>(stack, push),
        Size::Owning => push_with::<Owning>(stack, push),
    }
}

fn push_with<'s, 'env, P: Payload>(stack: &'s impl Stack<'env>, push: &'env Push) -> Pushed<'s> {
    let payload = P::new(push.id);
    let use_up = move |payload: P| {
        payload.check(push.id + u32::from(push.kind.has_target()));
        drop(payload);
    };
    match push.kind {
        Kind::Enter => Pushed::Target(stack.enter(guard_with(payload, move |payload, outcome| {
            use_up(payload);
            log(format!("{} {}", push.id, seen(outcome)));
            finish(push)
        }))),
        Kind::Adopt => Pushed::Target(stack.adopt(payload, move |payload| {
            use_up(payload);
            log(push.id.to_string());
            finish(push)
        })),
        Kind::Defer => Pushed::Entry(stack.defer(move || {
            use_up(payload);
            log(push.id.to_string());
            finish(push)
        })),
        Kind::DeferInfallible => Pushed::Entry(stack.defer(move || {
            use_up(payload);
            log(push.id.to_string());
            finish(push).expect("such an entry is not told to fail");
        })),
        Kind::DeferWith => Pushed::Entry(stack.defer_with(move |stack, outcome| {
            use_up(payload);
            log(format!("{} {}", push.id, seen(outcome)));
            add(stack, push);
            finish(push)
        })),
    }
}

/// Adds what a running entry is to add, and dismisses some of that.
fn add<'env>(stack: &impl Stack<'env>, push: &'env Push) {
    let before = stack.len();
    let mut dismissed = Vec::new();
    for added in &push.adds {
        match push_of_size(stack, added) {
            Pushed::Entry(entry) if added.dismissed => dismissed.push(entry),
            Pushed::Entry(_) => {}
            Pushed::Target(target) => target.change(),
        }
    }
    assert_eq!(stack.len(), before + push.adds.len());
    for entry in dismissed {
        stack.dismiss(entry);
    }
}

fn finish(push: &Push) -> Result<(), String> {
    match push.does {
        Does::Well => Ok(()),
        Does::Fail => Err(format!("{} failed", push.id)),
        Does::Panic => panic!("{} panicked", push.id),
    }
}
