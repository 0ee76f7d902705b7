use std::io;

use with_cleanup::{guard, with};

fn answer() -> io::Result<u32> {
    with!(_file = guard((), |()| Err::<(), io::Error>(io::ErrorKind::Other.into())) => 42)
}

fn main() {
    answer().unwrap();
}
