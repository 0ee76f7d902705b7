#![deny(unused)]

use with_cleanup::{ExitStack, with};

fn main() {
    with!(stack = ExitStack::new() => {}).unwrap();
}
