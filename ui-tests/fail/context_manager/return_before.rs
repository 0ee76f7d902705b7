use with_cleanup::context_manager;

#[context_manager]
fn text(name: &str) -> String {
    if name.is_empty() {
        return;
    }
    let mut text = name.to_owned();
    yield_!(text);
}

fn main() {}
