#![deny(unused)]

use with_cleanup::{ExitStack, guard};

fn main() {
    let stack = ExitStack::new();
    stack.defer(|| ());
    guard(1, drop);
}
