use with_cleanup::{context_manager, defer};

#[context_manager]
#[with_cleanup::with_cleanup]
fn text() -> String {
    let mut text = String::new();
    defer!(println!("done"));
    yield_!(text);
}

fn main() {}
