use with_cleanup::context_manager;

#[context_manager]
fn text() -> String {
    let mut text = String::new();
    let mut lend = || yield_!(text);
    lend();
}

fn main() {}
