use with_cleanup::{context_manager, with};

#[context_manager]
fn text() -> std::io::Result<String> {
    let mut text = String::new();
    with!(count = 1 => {
        let outcome = yield_!(text)?;
        println!("{count} {}", outcome.is_success());
    });
}

fn main() {
    drop(text());
}
