use with_cleanup::{defer, with_cleanup};

#[with_cleanup]
fn job() -> Result<(), with_cleanup::Error> {
    defer! {
        if true {
            return Ok(());
        }
        std::fs::remove_file("x")?;
    }
    Ok(())
}

fn main() {
    drop(job());
}
