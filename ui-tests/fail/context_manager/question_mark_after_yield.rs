use with_cleanup::{context_manager, with};

#[context_manager]
fn text() -> String {
    let mut text = String::new();
    yield_!(text)?;
    println!("{text}");
}

fn main() {
    with!(text = text() => text.push('x'));
}
