use with_cleanup::{context_manager, with};

#[context_manager]
fn emptied(text: &mut String) -> String {
    yield_!(text);
    text.clear();
}

fn main() {
    let mut text = String::new();
    with!(text = emptied(&mut text) => text.push('x'));
}
