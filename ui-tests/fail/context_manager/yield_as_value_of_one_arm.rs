use with_cleanup::context_manager;

#[context_manager]
fn text(first: Option<String>) -> String {
    match first {
        Some(mut text) => yield_!(text),
        None => {}
    }
}

fn main() {}
