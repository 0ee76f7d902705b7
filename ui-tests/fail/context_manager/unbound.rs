use with_cleanup::context_manager;

#[context_manager]
fn number() -> i32 {
    let mut number = 0;
    yield_!(number);
}

#[deny(unused_must_use)]
fn unbound() {
    number();
}

fn main() {}
