use with_cleanup::context_manager;

#[context_manager]
fn text() {
    let mut text = String::new();
    yield_!(text);
}

fn main() {}
