#![deny(unused_variables)]

use with_cleanup::try_finally;

fn main() {
    try_finally!({} finally |outcome| {});
}
