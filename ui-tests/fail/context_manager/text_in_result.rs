use std::fs;

use with_cleanup::context_manager;

#[context_manager]
fn content(path: &str) -> std::io::Result<str> {
    let mut content = fs::read_to_string(path)?;
    yield_!(content);
    fs::write(path, content)?;
}

fn main() {
    drop(content("text"));
}
