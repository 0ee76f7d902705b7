use std::rc::Rc;

use with_cleanup::SendExitStack;

fn main() {
    let (stack, count) = (SendExitStack::new(), Rc::new(1));
    stack.adopt(1, move |one| assert_eq!(one, *count));
}
