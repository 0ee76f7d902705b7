use with_cleanup::{defer, with_cleanup};

#[with_cleanup]
fn job() -> Result<(), with_cleanup::Error> {
    loop {
        defer! {
            std::fs::remove_file("x")?;
            break;
        }
    }
}

fn main() {
    drop(job());
}
