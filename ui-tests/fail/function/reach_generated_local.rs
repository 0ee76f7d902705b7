use with_cleanup::{defer, with_cleanup};

#[with_cleanup]
fn job() -> Result<(), with_cleanup::Error> {
    defer!(std::fs::remove_file("x")?);
    drop(function);
    Ok(())
}

fn main() {
    drop(job());
}
