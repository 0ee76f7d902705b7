use with_cleanup::context_manager;

#[context_manager]
fn text() -> String {
    let (mut a, mut b) = (String::new(), String::new());
    yield_!(a, b);
}

fn main() {}
