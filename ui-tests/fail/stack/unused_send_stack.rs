#![deny(unused)]

use with_cleanup::SendExitStack;

fn main() {
    SendExitStack::new();
}
