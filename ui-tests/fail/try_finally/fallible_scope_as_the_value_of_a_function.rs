use std::io;

use with_cleanup::try_finally;

fn close() -> io::Result<()> {
    Ok(())
}

fn answer() -> io::Result<u32> {
    try_finally!({ 42 } finally { close()? })
}

fn main() {
    answer().unwrap();
}
