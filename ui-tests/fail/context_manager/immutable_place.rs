use with_cleanup::{context_manager, yield_};

#[context_manager]
fn text() -> String {
    let text = String::new();
    yield_!(text);
}

fn main() {}
