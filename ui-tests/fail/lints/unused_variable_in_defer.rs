#![deny(unused_variables)]

use with_cleanup::defer;

fn main() {
    defer! { let unused = 1; }
}
