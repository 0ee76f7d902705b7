use with_cleanup::{context_manager, yield_};

macro_rules! lend {
    ($place:expr) => {
        yield_!($place)
    };
}

#[context_manager]
fn text() -> String {
    let mut text = String::new();
    lend!(text);
}

fn main() {}
