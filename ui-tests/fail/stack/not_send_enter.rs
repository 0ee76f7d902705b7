use std::rc::Rc;

use with_cleanup::{SendExitStack, guard};

fn main() {
    let stack = SendExitStack::new();
    stack.enter(guard(Rc::new(1), drop));
}
