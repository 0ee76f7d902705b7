//! Entries may be ignored; what they lend, too.

#![deny(warnings, unused)]

use with_cleanup::{ExitStack, SendExitStack, guard};

fn main() {
    let stack = ExitStack::new();
    stack.defer(|| ());
    stack.defer_with(|_, _| ());
    stack.enter(guard(1, drop));
    stack.adopt(1, drop);
    let _entry = stack.defer(|| ());
    stack.close().unwrap();

    let stack = SendExitStack::new();
    stack.defer(|| ());
    stack.defer_with(|stack, _| {
        stack.defer(|| ());
    });
    stack.enter(guard(1, drop));
    stack.adopt(1, drop);
    drop(stack);
}
