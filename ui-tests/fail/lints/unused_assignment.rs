#![deny(unused_assignments)]

use with_cleanup::with;

fn main() {
    let mut length = 0;
    with!(list = [1] => {
        length = 1;
        length = list.len();
    });
    assert_eq!(length, 1);
}
