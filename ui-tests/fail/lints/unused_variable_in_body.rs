#![deny(unused_variables)]

use with_cleanup::with;

fn main() {
    with!(_ = [1] => {
        let unused = 1;
    });
}
