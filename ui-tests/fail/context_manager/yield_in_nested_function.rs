use with_cleanup::context_manager;

#[context_manager]
fn text() -> String {
    fn lend() {
        let mut text = String::new();
        yield_!(text);
    }
    lend();
}

fn main() {}
