#![deny(unreachable_patterns)]

use with_cleanup::with;

fn main() {
    with!(list = [1] => match list.len() {
        _ => {}
        1 => {}
    });
}
