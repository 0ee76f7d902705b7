use with_cleanup::{defer, with_cleanup};

#[derive(Debug)]
pub struct JobError;

#[with_cleanup]
fn job() -> Result<(), JobError> {
    defer!(std::fs::remove_file("x")?);
    Ok(())
}

fn main() {
    job().unwrap();
}
