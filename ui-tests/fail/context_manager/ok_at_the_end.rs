use with_cleanup::context_manager;

#[context_manager]
fn text() -> String {
    let mut text = String::new();
    yield_!(text);
    Ok(())
}

fn main() {}
