use with_cleanup::{defer, with_cleanup};

#[with_cleanup]
fn job() -> Option<()> {
    defer!(std::fs::remove_file("x")?);
    Some(())
}

fn main() {
    job();
}
