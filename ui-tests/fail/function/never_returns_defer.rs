use with_cleanup::{defer, with_cleanup};

#[with_cleanup]
fn job() -> ! {
    defer!(std::fs::remove_file("x")?);
    loop {}
}

fn main() {
    job();
}
