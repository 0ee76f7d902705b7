use std::fs;

use with_cleanup::context_manager;

#[context_manager]
fn content(path: &str) -> Result<[u8], std::io::Error> {
    let mut content = fs::read(path)?;
    yield_!(content);
    fs::write(path, content)?;
}

fn main() {
    drop(content("text"));
}
