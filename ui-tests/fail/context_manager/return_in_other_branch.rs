use with_cleanup::context_manager;

#[context_manager]
fn text(name: &str) -> String {
    let mut text = name.to_owned();
    if !name.is_empty() {
        yield_!(text);
    } else {
        return;
    }
}

fn main() {}
