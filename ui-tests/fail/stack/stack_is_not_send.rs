use std::thread;

use with_cleanup::ExitStack;

fn main() {
    let stack = ExitStack::new();
    thread::spawn(move || stack.close());
}
