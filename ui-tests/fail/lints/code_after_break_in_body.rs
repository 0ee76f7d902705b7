#![deny(unreachable_code)]

use with_cleanup::with;

fn main() {
    loop {
        with!(_ = [1] => {
            break;
            println!("never");
        });
    }
}
