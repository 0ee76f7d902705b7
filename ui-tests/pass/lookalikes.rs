//! What looks like a mistake that has a message, and is none.

use std::{cell::Cell, error::Error, io};

use with_cleanup::{context_manager, defer, try_finally, with};

mod library {
    pub(crate) use with_cleanup::try_finally as ensure;
}

/// A parameter that can be borrowed like what it is.
#[context_manager]
fn reference<'a>(mut text: &'a mut String) -> &'a mut String {
    yield_!(text);
    text.push('.');
}

/// A parameter that is shadowed.
#[context_manager]
fn copy(text: &mut String) -> String {
    let mut text = text.clone();
    yield_!(text);
}

/// An array has a size, unlike a slice.
#[context_manager]
fn array() -> io::Result<[u8; 2]> {
    let mut array = [1, 2];
    yield_!(array);
}

/// Beside the branch that lends, the function never ends.
#[context_manager]
fn some(text: Option<String>) -> String {
    if let Some(mut text) = text {
        yield_!(text);
        return;
    }
    panic!("no text")
}

struct Steps;

impl Steps {
    fn count(success: bool) {
        assert!(success);
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut text = String::from("a");
    with!(text = reference(&mut text) => text.push('b'));
    with!(copy = copy(&mut text) => copy.push('c'));
    assert_eq!(text, "ab.");
    assert_eq!(with!(array = array()? => array.len())?, 2);
    with!(text = some(Some(text)) => {
        // No captures, but a path.
        defer!(|outcome| <Steps>::count(outcome.is_success()));
        text.push('d');
    });
    // No `ensure!` of an error library.
    let steps = Cell::new(0);
    let step = || steps.set(steps.get() + 1);
    try_finally!({ step() } finally {
        library::ensure!({ step(); } finally { step(); });
    });
    assert_eq!(steps.get(), 3);
    // No heads in parentheses, and none that lacks a comma.
    let text = Some("e");
    with!((text, 1), held = if let Some(text) = text { text } else { "f" } => assert_eq!(*held, "e"));
    Ok(())
}
