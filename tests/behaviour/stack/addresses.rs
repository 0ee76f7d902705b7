//! What a stack lends stays where it is.

use std::{
    cell::{Cell, RefCell},
    io::Write,
    ptr,
};

use with_cleanup::{ContextManager, ExitStack, Outcome, guard, null_context};

use super::close;

#[test]
fn targets_stay_where_they_are_while_others_come_upon_them() {
    let count = if cfg!(miri) { 100 } else { 5_000 };
    let sum = Cell::new(0);
    let stack = ExitStack::new();
    let mut targets = Vec::new();
    for i in 0..count {
        let sum = &sum;
        targets.push(match i % 3 {
            0 => stack.enter(guard(i, |i: usize| sum.set(sum.get() + i))),
            1 => stack.adopt(i, |i| sum.set(sum.get() + i)),
            _ => stack.enter(null_context(i)),
        });
        if i % 7 == 0 {
            let big = [i; 32];
            let entry = stack.defer(move || sum.set(sum.get() + big[0]));
            stack.dismiss(entry);
        }
    }
    let places: Vec<_> = targets.iter().map(|target| ptr::from_ref::<usize>(target)).collect();
    for (i, target) in targets.iter_mut().enumerate() {
        assert_eq!(**target, i);
        **target += 1;
    }
    stack.defer(|| ());
    assert!(targets.iter().map(|target| ptr::from_ref::<usize>(target)).eq(places));
    close(stack);
    assert_eq!(sum.get(), (0..count).filter(|i| i % 3 != 2).map(|i| i + 1).sum());
}

#[test]
fn targets_stay_where_they_are_while_those_below_are_dismissed() {
    let stack = ExitStack::new();
    let mut entries = Vec::new();
    let mut targets = Vec::new();
    for i in 0..if cfg!(miri) { 30 } else { 100 } {
        entries.push(stack.defer_with(move |_, _| assert_ne!(i, i)));
        targets.push(stack.adopt(vec![i], drop));
    }
    for entry in entries {
        stack.dismiss(entry);
    }
    for (i, target) in targets.into_iter().enumerate() {
        target.push(i);
        assert_eq!(*target, [i, i]);
    }
    assert_eq!(stack.len(), if cfg!(miri) { 30 } else { 100 });
    close(stack);
}

#[test]
fn a_target_may_be_taken_out_of_the_stack_and_put_back() {
    let lasts = RefCell::new(Vec::new());
    let stack = ExitStack::new();
    let texts: Vec<&mut String> =
        ["a", "b"].map(|text| stack.adopt(text.to_owned(), |text| lasts.borrow_mut().push(text))).into();
    for text in texts {
        let taken = std::mem::take(text);
        *text = taken + "!";
    }
    close(stack);
    assert_eq!(lasts.into_inner(), ["b!", "a!"]);
}

/// A manager whose target is no type of known size.
struct Lends<T>(T);

impl ContextManager for Lends<Vec<u8>> {
    type Target = dyn Write;
    type Exit = Result<(), String>;

    fn target(&mut self) -> &mut (dyn Write + 'static) {
        &mut self.0
    }

    fn exit(self, _: Outcome<'_>) -> Result<(), String> {
        Err(String::from_utf8(self.0).expect("text"))
    }
}

impl ContextManager for Lends<String> {
    type Target = str;
    type Exit = Result<(), String>;

    fn target(&mut self) -> &mut str {
        &mut self.0
    }

    fn exit(self, _: Outcome<'_>) -> Result<(), String> {
        Err(self.0)
    }
}

#[test]
fn targets_may_be_of_unknown_size() {
    let stack = ExitStack::new();
    let bytes: &mut dyn Write = stack.enter(Lends(Vec::new()));
    let text: &mut str = stack.enter(Lends("text".to_owned()));
    text.make_ascii_uppercase();
    write!(bytes, "some {text}").expect("a vector");
    let error = stack.close().unwrap_err();
    assert_eq!(super::told(&error), ["enter: TEXT", "enter: some TEXT"]);
}

/// A manager whose target lies somewhere else.
struct Borrows<'a>(&'a mut Vec<u8>);

impl ContextManager for Borrows<'_> {
    type Target = [u8];
    type Exit = ();

    fn target(&mut self) -> &mut [u8] {
        self.0
    }

    fn exit(self, _: Outcome<'_>) {
        self.0.reverse();
    }
}

#[test]
fn targets_may_lie_outside() {
    let mut numbers = vec![1, 2, 3];
    let stack = ExitStack::new();
    stack.enter(Borrows(&mut numbers))[0] = 9;
    close(stack);
    assert_eq!(numbers, [3, 2, 9]);
}
