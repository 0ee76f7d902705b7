use with_cleanup as wc;

#[wc::context_manager]
fn text() -> String {
    let mut text = String::new();
    wc::yield_!(text);
}

fn main() {}
