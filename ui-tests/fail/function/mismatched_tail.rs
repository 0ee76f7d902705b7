use with_cleanup::{defer, with_cleanup};

#[with_cleanup]
fn job() -> Result<u8, with_cleanup::Error> {
    defer!(std::fs::remove_file("x")?);
    1
}

fn main() {
    drop(job());
}
