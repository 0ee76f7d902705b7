use with_cleanup::context_manager;

#[context_manager]
fn text() -> String {
    let mut text = String::new();
    let lend = async {
        yield_!(text);
    };
    drop(lend);
}

fn main() {}
