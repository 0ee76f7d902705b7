#![deny(unused_must_use)]

use std::fs;

use with_cleanup::defer;

fn main() {
    defer! { fs::remove_file("file"); }
}
