use with_cleanup::{defer, with_cleanup};

#[with_cleanup]
fn job() -> Result<(), with_cleanup::Error> {
    let each = |name: &str| {
        defer!(std::fs::remove_file(name)?);
    };
    each("x");
    Ok(())
}

fn main() {
    drop(job());
}
