use with_cleanup::context_manager;

#[context_manager]
fn text(first: bool) -> String {
    let mut text = String::new();
    if first {
        yield_!(text);
    }
    text.push('a');
}

fn main() {}
