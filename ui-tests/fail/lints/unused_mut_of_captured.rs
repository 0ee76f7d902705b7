#![deny(unused_mut)]

use with_cleanup::try_finally;

fn main() {
    let mut list = vec![1];
    try_finally!(<&list> { assert_eq!(list.len(), 1); } finally { assert_eq!(list.len(), 1); });
}
