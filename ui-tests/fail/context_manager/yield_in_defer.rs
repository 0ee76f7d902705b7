use with_cleanup::{context_manager, defer};

#[context_manager]
fn text() -> String {
    let mut text = String::new();
    defer!(<&mut text> yield_!(*text));
}

fn main() {}
