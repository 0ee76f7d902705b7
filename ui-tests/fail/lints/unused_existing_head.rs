#![deny(unused_variables)]

use with_cleanup::with;

fn main() {
    let unused = [1];
    with!(unused => {});
}
