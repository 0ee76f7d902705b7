use with_cleanup::{defer, with_cleanup};

#[with_cleanup]
const fn job() -> Result<(), with_cleanup::Error> {
    defer!(std::fs::remove_file("x")?);
    Ok(())
}

fn main() {
    drop(job());
}
