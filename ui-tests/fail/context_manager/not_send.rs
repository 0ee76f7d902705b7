use with_cleanup::context_manager;

fn send(_: impl Send) {}

#[context_manager]
fn number() -> i32 {
    let shared = std::rc::Rc::new(());
    let mut number = 0;
    yield_!(number);
    drop(shared);
}

fn sends() {
    send(number());
}

fn main() {}
