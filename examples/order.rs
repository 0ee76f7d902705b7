//! Two managers in one `with!`: entered from left to right, exited from right to left.
//!
//! ```sh
//! cargo run --example order
//! ```

use std::cell::RefCell;

use with_cleanup::{context_manager, with};

type Log = RefCell<Vec<String>>;

#[context_manager]
fn step(name: &str, log: &Log) -> () {
    log.borrow_mut().push(format!("in:{name}"));
    yield_!();
    log.borrow_mut().push(format!("out:{name}"));
}

fn main() {
    let log = Log::default();
    with!(_ = step("A", &log), _ = step("B", &log) => {
        log.borrow_mut().push("body".to_owned());
    });
    println!("{:?}", log.into_inner());
}
