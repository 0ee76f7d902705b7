use with_cleanup::yield_;

fn text() {
    let mut text = String::new();
    text.push('a');
    yield_!(text);
}

fn main() {}
