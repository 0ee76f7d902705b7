#![forbid(unsafe_code)]

use with_cleanup::{defer, with_cleanup};

#[with_cleanup]
fn function(list: &[u8]) -> u8 {
    defer!(println!("deferred"));
    unsafe { *list.get_unchecked(0) }
}

fn main() {
    function(&[1]);
}
