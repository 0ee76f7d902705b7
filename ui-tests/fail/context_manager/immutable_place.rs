use with_cleanup::context_manager;

#[context_manager]
fn text() -> String {
    let text = String::new();
    yield_!(text);
}

fn main() {}
