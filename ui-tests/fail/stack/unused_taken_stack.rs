#![deny(unused)]

use with_cleanup::ExitStack;

fn main() {
    let mut stack = ExitStack::new();
    stack.take();
}
