use with_cleanup::context_manager;

#[context_manager]
fn text<'a>(text: &'a mut &'a str) -> &'a str {
    yield_!(*text);
}

fn shorten<'a>(long: &'a mut &'static str, short: &'a str) {
    let mut manager = text(long);
    *manager = short;
}

fn main() {}
