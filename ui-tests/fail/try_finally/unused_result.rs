#![deny(unused_must_use)]

use with_cleanup::try_finally;

fn main() {
    try_finally!({ println!("body"); } finally { std::fs::remove_file("x")?; });
}
