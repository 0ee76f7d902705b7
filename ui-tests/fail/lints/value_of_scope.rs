#![deny(unused_must_use)]

use with_cleanup::with;

fn main() {
    with!(_ = [1] => Ok::<(), ()>(()));
}
