use with_cleanup::{defer, with_cleanup};

#[with_cleanup]
fn job() -> Result<(), with_cleanup::Error> {
    defer!(1 + 1);
    Ok(())
}

fn main() {
    drop(job());
}
