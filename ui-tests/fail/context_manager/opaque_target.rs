use with_cleanup::context_manager;

#[context_manager]
fn text() -> impl std::fmt::Write {
    let mut text = String::new();
    yield_!(text);
}

fn main() {}
