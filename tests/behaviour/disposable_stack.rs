//! TC39's `DisposableStack` (explicit resource management).
//!
//! | rule | test |
//! | --- | --- |
//! | `use` adds a resource and returns it | [`use_adds_a_resource_and_lends_it`] |
//! | `use` of `null` or `undefined` adds nothing | [`use_of_nothing_is_an_option`] |
//! | `use` of what is not disposable throws a `TypeError` | answered by the compiler: `ui-tests/fail/stack/enter_no_manager.rs` |
//! | `adopt` adds a value with a callback that is handed the value, and returns it | [`adopt_hands_the_value_to_its_callback`] |
//! | `defer` adds a callback | [`defer_adds_a_callback`] |
//! | a callback that is not callable throws a `TypeError` | answered by the compiler: the bound on `FnOnce` |
//! | resources are disposed of in the reverse order in which they were added | [`dispose_runs_in_reverse_order`] |
//! | `dispose` twice does nothing the second time; `disposed` is true then, and all methods throw a `ReferenceError` | answered by the compiler: `close` takes the stack, `ui-tests/fail/stack/entry_after_close.rs` |
//! | `move` hands all to a new stack, and disposes of the old one | [`move_hands_all_to_a_new_stack`] |
//! | a stack is disposable itself | [`a_stack_is_a_resource`] |
//! | one error is thrown as it is | [`one_error_is_the_error`] |
//! | of several the last is a `SuppressedError` with `error` and `suppressed` | otherwise here, as in Java: the first has the rest suppressed, [`of_several_errors_the_first_has_the_rest_suppressed`] |
//! | an error of the block is suppressed by one of a disposal | otherwise here: the error of the block is the primary one, [`the_error_of_the_block_is_primary`] |
//! | `new` is needed, `toStringTag`, property descriptors, subclassing | without meaning |

use std::cell::RefCell;

use with_cleanup::{ExitStack, guard, with};

use crate::support::{Fault, Laden, events, failing, fails, log, manager, record};

#[test]
fn use_adds_a_resource_and_lends_it() {
    let events = events(|| {
        let stack = ExitStack::new();
        stack.enter(manager("a")).touch();
        stack.close().expect("nothing fails");
    });
    assert_eq!(events, ["enter a", "use a", "exit a: success"]);
}

#[test]
fn use_of_nothing_is_an_option() {
    let stack = ExitStack::new();
    let nothing = None.map(|name| stack.enter(manager(name)));
    assert!(nothing.is_none() && stack.is_empty());
    stack.close().expect("nothing fails");
}

#[test]
fn adopt_hands_the_value_to_its_callback() {
    let returned = RefCell::new(None);
    let stack = ExitStack::new();
    let value = stack.adopt(Box::new(1), |value| *returned.borrow_mut() = Some(value));
    let address = std::ptr::from_ref(&**value);
    **value = 2;
    stack.close().expect("nothing fails");
    let returned = returned.into_inner().expect("it was handed back");
    assert!(std::ptr::eq(&raw const *returned, address));
    assert_eq!(*returned, 2);
}

#[test]
fn defer_adds_a_callback() {
    let events = events(|| {
        let stack = ExitStack::new();
        stack.defer(|| log("deferred"));
        log("before");
        stack.close().expect("nothing fails");
    });
    assert_eq!(events, ["before", "deferred"]);
}

#[test]
fn dispose_runs_in_reverse_order() {
    let events = events(|| {
        let stack = ExitStack::new();
        stack.enter(guard("use", log));
        stack.adopt("adopt", log);
        stack.defer(|| log("defer"));
        stack.close().expect("nothing fails");
    });
    assert_eq!(events, ["defer", "adopt", "use"]);
}

#[test]
fn move_hands_all_to_a_new_stack() {
    let events = events(|| {
        let mut stack = ExitStack::new();
        stack.defer(|| log("disposed"));
        let new_stack = stack.take();
        assert_eq!((stack.len(), new_stack.len()), (0, 1));
        stack.close().expect("nothing fails");
        log("moved");
        new_stack.close().expect("nothing fails");
    });
    assert_eq!(events, ["moved", "disposed"]);
}

/// The idiom that `move` is for: fields that a constructor opens one by one.
#[test]
fn move_at_the_end_of_a_constructor() {
    struct Plugin {
        _resources: ExitStack<'static>,
    }

    impl Plugin {
        fn new(fail: bool) -> Result<Self, Fault> {
            let mut stack = ExitStack::new();
            stack.enter(manager("channel"));
            if fail {
                fails("socket")?;
            }
            stack.enter(manager("socket"));
            Ok(Self { _resources: stack.take() })
        }
    }

    assert_eq!(record(|| Plugin::new(true).is_err()).events, ["enter channel", "exit channel: failure"]);
    let events = events(|| {
        let plugin = Plugin::new(false);
        log("made");
        drop(plugin);
    });
    assert_eq!(
        events,
        ["enter channel", "enter socket", "made", "exit socket: failure", "exit channel: failure"]
    );
}

#[test]
fn a_stack_is_a_resource() {
    let events = events(|| {
        let ended = with!(stack = ExitStack::new() => {
            stack.enter(ExitStack::new()).defer(|| log("inner"));
            stack.defer(|| log("outer"));
        });
        ended.expect("nothing fails");
    });
    assert_eq!(events, ["outer", "inner"]);
}

#[test]
fn one_error_is_the_error() {
    let record = record(|| {
        let stack = ExitStack::new();
        stack.enter(manager("a"));
        stack.enter(failing("b"));
        let error = stack.close().unwrap_err();
        (error.downcast_ref().map(Fault::to_string), error.suppressed().len())
    });
    assert_eq!(record.value(), (Some("b failed".to_owned()), 0));
}

#[test]
fn of_several_errors_the_first_has_the_rest_suppressed() {
    let record = record(|| {
        let stack = ExitStack::new();
        for name in ["a", "b", "c"] {
            stack.enter(failing(name)).touch();
        }
        let error = stack.close().unwrap_err();
        let all = [&error].into_iter().chain(error.suppressed());
        all.filter_map(|error| error.downcast_ref().map(Fault::to_string)).collect::<Vec<_>>()
    });
    assert_eq!(record.value(), ["c failed", "b failed", "a failed"]);
}

#[test]
fn the_error_of_the_block_is_primary() {
    let record = record(|| {
        let ended = ExitStack::new().run(|stack| {
            stack.enter(failing("a"));
            fails("block").map_err(Laden::from)
        });
        let Laden { fault, failures } = ended.unwrap_err();
        (fault.to_string(), failures.len())
    });
    assert_eq!(record.value(), ("block failed".to_owned(), 1));
}
