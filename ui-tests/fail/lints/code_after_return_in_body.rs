#![deny(unreachable_code)]

use with_cleanup::with;

fn main() {
    with!(_ = [1] => {
        return;
        println!("never");
    });
}
