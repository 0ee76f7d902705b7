#![deny(unused_must_use)]

use std::fs;

use with_cleanup::try_finally;

fn main() {
    try_finally!({} finally { fs::remove_file("file"); });
}
