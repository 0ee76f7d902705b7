use with_cleanup::{context_manager, try_finally};

#[context_manager]
fn text() -> String {
    let mut text = String::new();
    try_finally!(<&mut text> {
        text.push('a');
    } finally {
        yield_!(*text);
    });
}

fn main() {}
