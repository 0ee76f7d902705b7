#![deny(unreachable_code)]

use with_cleanup::try_finally;

fn main() {
    try_finally!({} finally {
        panic!();
        println!("never");
    });
}
