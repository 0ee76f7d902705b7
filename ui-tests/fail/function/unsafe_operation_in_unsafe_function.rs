#![deny(unsafe_op_in_unsafe_fn)]

use with_cleanup::{defer, with_cleanup};

#[with_cleanup]
unsafe fn function(list: &[u8]) -> u8 {
    defer!(println!("deferred"));
    *list.get_unchecked(0)
}

fn main() {
    unsafe { function(&[1]) };
}
