#![deny(unused_variables)]

use with_cleanup::try_finally;

fn main() {
    let mut list = vec![1];
    try_finally!(<&mut list> { list.push(2); } finally {});
}
