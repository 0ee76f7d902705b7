#![deny(unused_must_use)]

use std::fs;

use with_cleanup::with;

fn main() {
    with!(_ = [1] => {
        fs::remove_file("file");
    });
}
