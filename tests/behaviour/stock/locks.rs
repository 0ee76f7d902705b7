//! Locks and `RefMut` lend what they deref to.

use std::{
    cell::{RefCell, RefMut},
    sync::{Mutex, MutexGuard, RwLock},
};

use with_cleanup::{ContextManager, Outcome, with};

use crate::support::{fails, log, manager, record};

#[test]
fn a_lock_lends_what_it_locks_and_is_free_after() {
    let (mutex, lock, cell) = (Mutex::new(1), RwLock::new(2), RefCell::new(3));
    let sum: i32 = with!(
        a = mutex.lock().expect("no poison"),
        b = lock.write().expect("no poison"),
        c = cell.borrow_mut() => {
            let (a, b, c): (&mut i32, &mut i32, &mut i32) = (a, b, c);
            assert!(mutex.try_lock().is_err() && lock.try_read().is_err() && cell.try_borrow().is_err());
            *a += 10;
            *b += *a;
            *c += *b;
            *c
        }
    );
    assert_eq!(sum, 16);
    assert_eq!((*mutex.try_lock().unwrap(), *lock.try_read().unwrap(), *cell.borrow()), (11, 13, 16));
}

#[test]
fn what_it_locks_may_be_unsized() {
    let mutex: &Mutex<[i32]> = &Mutex::new([1, 2]);
    with!(numbers = mutex.lock().expect("no poison") => numbers.reverse());
    assert_eq!(*mutex.lock().unwrap(), [2, 1]);

    let cell = RefCell::new((1, String::from("a")));
    with!(text = RefMut::map(cell.borrow_mut(), |pair| pair.1.as_mut_str()) => text.make_ascii_uppercase());
    assert_eq!(cell.into_inner().1, "A");
}

#[test]
fn a_read_lock_stays_a_plain_value() {
    let lock = RwLock::new(2);
    let cell = RefCell::new(3);
    with!(read = lock.read().expect("no poison"), shared = cell.borrow() => {
        assert_eq!(**read + **shared, 5);
        assert!(lock.try_write().is_err() && cell.try_borrow_mut().is_err());
    });
    assert!(lock.try_write().is_ok() && cell.try_borrow_mut().is_ok());
}

#[test]
fn r1_a_lock_is_held_until_its_turn() {
    let mutex = Mutex::new(());
    let record = record(|| {
        with!(
            _first = with_cleanup::guard((), |()| log(format!("locked {}", mutex.try_lock().is_err()))),
            _lock = mutex.lock().expect("no poison"),
            _last = with_cleanup::guard((), |()| log(format!("locked {}", mutex.try_lock().is_err()))) => {}
        );
    });
    assert_eq!(record.events, ["locked true", "locked false"]);
}

#[test]
fn a_panic_poisons_the_lock_and_a_failure_does_not() {
    let (failed, panicked) = (Mutex::new(()), Mutex::new(()));
    assert!(with!(_lock = failed.lock().expect("no poison") => fails("body")).is_err());
    assert!(!failed.is_poisoned());
    let record = record(
        || with!(_first = manager("a"), _lock = panicked.lock().expect("no poison") => panic!("body panicked")),
    );
    assert_eq!(record.panic(), "body panicked");
    assert!(panicked.is_poisoned());
}

#[test]
fn it_is_a_manager_for_generic_code() {
    fn add(mut number: impl ContextManager<Target = i32, Exit = ()>) {
        *number.target() += 1;
        number.exit(Outcome::success());
    }

    let (mutex, cell) = (Mutex::new(1), RefCell::new(1));
    let lock: MutexGuard<'_, i32> = mutex.lock().unwrap();
    add(lock);
    add(cell.borrow_mut());
    assert_eq!((*mutex.lock().unwrap(), cell.into_inner()), (2, 2));
}
