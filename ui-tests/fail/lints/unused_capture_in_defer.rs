#![deny(unused_variables)]

use with_cleanup::defer;

fn main() {
    let mut list = vec![1];
    defer!(<&mut list> {});
    list.push(2);
}
