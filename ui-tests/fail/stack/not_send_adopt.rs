use std::rc::Rc;

use with_cleanup::SendExitStack;

fn main() {
    let stack = SendExitStack::new();
    stack.adopt(Rc::new(1), drop);
}
