use with_cleanup::{defer, guard, with_cleanup};

#[with_cleanup(guard(1, drop))]
fn job() -> Result<(), with_cleanup::Error> {
    defer!(std::fs::remove_file("x")?);
    Ok(())
}

fn main() {
    drop(job());
}
