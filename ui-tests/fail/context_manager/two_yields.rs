use with_cleanup::context_manager;

#[context_manager]
fn text() -> String {
    let mut text = String::new();
    yield_!(text);
    text.push('a');
    yield_!(text);
}

fn main() {}
