use with_cleanup::{defer, with_cleanup};

#[with_cleanup]
#[with_cleanup::context_manager]
fn text() -> String {
    let mut text = String::new();
    defer!(println!("done"));
    yield_!(text);
}

fn main() {}
