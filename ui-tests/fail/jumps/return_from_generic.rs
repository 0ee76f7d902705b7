use with_cleanup::{ContextManager, with};

fn main() {}

fn run<C: ContextManager>(manager: C) {
    with!(_ = manager => {
        if std::env::args().count() > 1 {
            return;
        }
    });
}
