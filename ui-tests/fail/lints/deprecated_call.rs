#![deny(deprecated)]

use with_cleanup::with;

fn main() {
    #[deprecated]
    fn old() {}
    with!(_ = [1] => old());
}
