//! `ExitStack` and `SendExitStack`.

use std::cell::RefCell;

use with_cleanup::ExitStack;

#[test]
fn smoke() {
    let log = RefCell::new(Vec::new());
    let stack = ExitStack::new();
    for i in 0..100 {
        let log = &log;
        let big = [i; 100];
        stack.defer(move || log.borrow_mut().push(i));
        if i % 7 == 0 {
            stack.defer(move || log.borrow_mut().push(big[50]));
        }
        let entry = stack.defer_with(move |stack, _| {
            stack.defer(move || log.borrow_mut().push(-i));
        });
        if i % 3 == 0 {
            stack.dismiss(entry);
        }
    }
    stack.close().unwrap();
    assert_eq!(log.into_inner().len(), 100 + 15 + 66);
}
