#![deny(unused_variables)]

use with_cleanup::with;

fn main() {
    with!(unused = [1], list = [2] => list.len());
}
