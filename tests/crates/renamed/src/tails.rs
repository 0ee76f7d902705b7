//! Bodies whose tail makes a temporary that borrows a target. In this edition it lives until the end of the statement
//! around the scope, as it does where a block ends in it, unless the expansion ends its life.
#![allow(clippy::mut_mutex_lock, reason = "`get_mut` would make no temporary")]

use std::{
    cell::RefCell,
    sync::{Mutex, PoisonError},
};

use wc::{defer_on_success, guard, try_finally, with};

#[test]
fn expressions() {
    let number = with!(mutex = Mutex::new(1) => *mutex.lock().unwrap());
    let length = with!(list = RefCell::new(vec![1, 2]) => list.borrow().len());
    assert_eq!((number, length), (1, 2));
}

#[test]
fn blocks() {
    let number = with!(mutex = Mutex::new(1) => {
        *mutex.lock().unwrap() += 1;
        *mutex.lock().unwrap()
    });
    let length = with!(list = RefCell::new(vec![1, 2]) => {
        list.borrow_mut().push(3);
        list.borrow().len()
    });
    assert_eq!((number, length), (2, 3));
}

#[test]
fn several_heads() {
    let sum = with!(mutex = Mutex::new(1), list = guard(RefCell::new(vec![2]), drop), cell = RefCell::new(3) => {
        *mutex.lock().unwrap_or_else(PoisonError::into_inner) + list.borrow()[0] + *cell.borrow()
    });
    assert_eq!(sum, 6);
}

#[test]
fn matches() {
    let found = with!(list = RefCell::new(vec![1, 2]) => match list.borrow().first() {
        Some(&first) => first,
        None => 0,
    });
    let last = with!(list = RefCell::new(vec![1, 2]) => {
        if let Some(&last) = list.borrow().last() { last } else { 0 }
    });
    assert_eq!((found, last), (1, 2));
}

#[test]
fn captures() {
    let mutex = Mutex::new(1);
    let number = try_finally!(<&mutex, list = RefCell::new(vec![1])> {
        *mutex.lock().unwrap() + list.borrow().len()
    } finally {
        *mutex.lock().unwrap() += list.borrow().len();
    });
    assert_eq!((number, mutex.into_inner().unwrap()), (2, 2));
}

fn returned(leaves: bool) -> usize {
    with!(list = RefCell::new(vec![1, 2]) => {
        if leaves {
            return list.borrow().len();
        }
        list.borrow()[0]
    })
}

fn deferred() -> usize {
    let log = RefCell::new(vec![1]);
    let length = with!(list = RefCell::new(vec![1, 2, 3]) => {
        defer_on_success!(log.borrow_mut().push(2));
        list.borrow().len()
    });
    length + log.into_inner().len()
}

#[test]
fn jumps() {
    assert_eq!((returned(true), returned(false), deferred()), (2, 1, 5));
}

/// The scope is itself a tail.
fn tail(list: &RefCell<Vec<usize>>) -> usize {
    with!(first = RefCell::new(1), second = list.borrow_mut() => *first.borrow() + second.len())
}

#[test]
fn tails() {
    assert_eq!(tail(&RefCell::new(vec![1])), 2);
}
