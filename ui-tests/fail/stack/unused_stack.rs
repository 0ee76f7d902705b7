#![deny(unused)]

use with_cleanup::ExitStack;

fn main() {
    ExitStack::new();
}
