use with_cleanup::context_manager;

#[context_manager]
fn texts(texts: Vec<String>) -> String {
    for mut text in texts {
        yield_!(text);
    }
}

fn main() {}
