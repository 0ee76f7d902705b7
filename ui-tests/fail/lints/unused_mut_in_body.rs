#![deny(unused_mut)]

use with_cleanup::with;

fn main() {
    with!(list = [1] => {
        let mut length = list.len();
        assert_eq!(length, 1);
    });
}
