#![deny(unused_must_use)]

use with_cleanup::guard;

fn main() {
    guard(1, drop);
}
