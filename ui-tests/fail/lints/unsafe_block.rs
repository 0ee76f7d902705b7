#![deny(unsafe_code)]

use with_cleanup::with;

fn main() {
    with!(list = [1] => unsafe { *list.get_unchecked(0) });
}
