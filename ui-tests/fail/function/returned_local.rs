use with_cleanup::{defer, with_cleanup};

#[with_cleanup]
fn function() -> &'static str {
    let text = String::new();
    defer!(println!("deferred"));
    &text
}

fn main() {
    function();
}
