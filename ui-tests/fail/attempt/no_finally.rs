#![deny(unused_must_use)]

use with_cleanup::attempt;

fn main() {
    attempt(|| std::fs::remove_file("a"));
}
