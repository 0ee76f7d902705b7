use with_cleanup::{guard, with_cleanup};

#[with_cleanup(_lock = guard("lock", std::fs::remove_file))]
fn job() -> Result<(), std::fmt::Error> {
    Ok(())
}

fn main() {
    job().unwrap();
}
