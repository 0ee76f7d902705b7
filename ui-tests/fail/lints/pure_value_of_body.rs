#![deny(unused_must_use)]

use with_cleanup::with;

fn main() {
    with!(list = [1] => {
        list.len() == 1;
    });
}
