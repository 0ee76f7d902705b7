//! Managers that are there already: `ClosingTestCase`, `NullcontextTestCase`, `FileContextTestCase`, `LockContextTestCase`,
//! `TestSuppress` and `TestRedirectStream`.

use std::{
    cell::RefCell,
    io::{self, Write as _},
    sync::{Condvar, Mutex, RwLock},
};

use with_cleanup::{Error, closing, guard, null_context, suppress, with};

use crate::support::{Fault, events, fails, log, record};

struct C;

impl C {
    #[expect(clippy::unused_self, reason = "as in the Python test")]
    fn close(&mut self) {
        log("closed");
    }
}

#[test]
fn closing_() {
    let events = events(|| {
        let x = C;
        log("not yet");
        with!(_y = closing(x, C::close) => log("body"));
    });
    assert_eq!(events, ["not yet", "body", "closed"]);
}

#[test]
fn closing_error() {
    fn run() -> Result<(), Fault> {
        with!(_y = closing(C, C::close) => { fails("body")?; });
        Ok(())
    }

    let record = record(|| run().unwrap_err().to_string());
    assert_eq!(record.events, ["closed"]);
    assert_eq!(record.value(), "body failed");
}

#[test]
fn nullcontext() {
    let c = Box::new(1);
    let address = std::ptr::from_ref(&*c);
    with!(c_in = null_context(c) => assert!(std::ptr::eq(&raw const **c_in, address)));
}

#[test]
#[cfg_attr(miri, ignore = "no file system")]
fn with_open() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = &directory.path().join("a");
    let written = with!(file = std::fs::File::create(path).expect("it is new") => file.write_all(b"Booh\n"));
    written.expect("it is written");
    assert_eq!(std::fs::read(path).expect("it is there"), b"Booh\n");
}

/// Locks, and fails while the lock is held.
fn boiler_plate<G>(lock: impl Fn() -> G, locked: impl Fn() -> bool) {
    let fail = || -> Result<(), Fault> {
        with!(_ = lock() => {
            assert!(locked());
            fails("body")?;
        });
        Ok(())
    };
    assert!(!locked());
    with!(_ = lock() => assert!(locked()));
    assert!(!locked());
    assert!(fail().is_err());
    assert!(!locked());
}

#[test]
fn with_lock() {
    let lock = Mutex::new(());
    boiler_plate(|| lock.lock().expect("not poisoned"), || lock.try_lock().is_err());
}

#[test]
fn with_r_lock() {
    let lock = RwLock::new(());
    boiler_plate(|| lock.write().expect("not poisoned"), || lock.try_read().is_err());
    boiler_plate(|| lock.read().expect("not poisoned"), || lock.try_write().is_err());
}

#[test]
fn with_condition() {
    let (lock, condition) = (Mutex::new(true), Condvar::new());
    let wait =
        || condition.wait_while(lock.lock().expect("not poisoned"), |ready| !*ready).expect("not poisoned");
    boiler_plate(wait, || lock.try_lock().is_err());
}

#[test]
fn with_semaphore() {
    // There is none in `std`; two lines make one.
    let free = RefCell::new(2);
    let acquire = || {
        *free.borrow_mut() -= 1;
        guard((), |()| *free.borrow_mut() += 1)
    };
    with!(_ = acquire() => boiler_plate(acquire, || *free.borrow() == 0));
    assert_eq!(*free.borrow(), 2);
}

fn io_error(kind: io::ErrorKind) -> io::Result<u8> {
    Err(kind.into())
}

#[test]
fn no_exception() {
    let ended = suppress(|_: &io::Error| true, || Ok(2_u32.pow(5)));
    assert_eq!(ended.expect("no error"), Some(32));
}

#[test]
fn exact_exception() {
    let ended = suppress(
        |error: &io::Error| error.kind() == io::ErrorKind::NotFound,
        || io_error(io::ErrorKind::NotFound),
    );
    assert_eq!(ended.expect("it is ignored"), None);
}

#[test]
fn exception_hierarchy() {
    // A predicate says which: there is no hierarchy of types.
    let not_there =
        |error: &io::Error| matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotConnected);
    assert_eq!(suppress(not_there, || io_error(io::ErrorKind::NotConnected)).expect("it is ignored"), None);
}

#[test]
fn other_exception() {
    let ended = suppress(
        |error: &io::Error| error.kind() == io::ErrorKind::NotFound,
        || io_error(io::ErrorKind::StorageFull),
    );
    assert_eq!(ended.unwrap_err().kind(), io::ErrorKind::StorageFull);
}

#[test]
fn no_args() {
    let ended = suppress(|_| false, || io_error(io::ErrorKind::NotFound));
    assert_eq!(ended.unwrap_err().kind(), io::ErrorKind::NotFound);
}

#[test]
fn multiple_exception_args() {
    type Boxed = Box<dyn std::error::Error>;
    let ignores = |error: &Boxed| error.is::<std::num::ParseIntError>() || error.is::<Fault>();
    assert_eq!(suppress(ignores, || Ok::<u8, Boxed>("x".parse()?)).expect("it is ignored"), None);
    assert_eq!(suppress(ignores, || Ok(fails("body")?)).expect("it is ignored"), None);
    assert!(suppress(ignores, || Ok(io_error(io::ErrorKind::NotFound)?)).is_err());
}

#[test]
fn cm_is_reentrant() {
    let ignores = |error: &Fault| matches!(error, Fault::Of("body"));
    let record = record(|| {
        suppress(ignores, || {
            suppress(ignores, || fails("body"))?;
            log("outer continued");
            fails("body")
        })
    });
    assert_eq!(record.events, ["outer continued"]);
    assert_eq!(record.value().expect("both are ignored"), None);
}

#[test]
fn exception_groups() {
    // What comes nearest to a group is an error with those that it suppresses: the predicate sees all.
    let failing = || {
        let ended: Result<(), Error> =
            with!(_ = guard((), |()| fails("b").map(drop)), _ = guard((), |()| fails("a").map(drop)) => {});
        ended
    };
    let all = |texts: &'static [&str]| {
        move |error: &Error| {
            let of = |error: &Error| {
                error.downcast_ref::<Fault>().is_some_and(|fault| texts.contains(&&*fault.to_string()))
            };
            of(error) && error.suppressed().iter().all(of)
        }
    };
    assert_eq!(suppress(all(&["a failed", "b failed"]), failing).expect("it is ignored"), None);
    assert_eq!(suppress(all(&["a failed"]), failing).unwrap_err().suppressed().len(), 1);
}

/// What is redirected here is a place that writes: it is put back, whatever happens.
fn redirected<'a>(
    stream: &'a RefCell<Vec<u8>>,
    target: &'a mut Vec<u8>,
) -> impl with_cleanup::ContextManager<Target = (), Exit = ()> {
    let before = stream.replace(std::mem::take(target));
    with_cleanup::guard_with((), move |(), _| *target = stream.replace(before))
}

#[test]
fn redirect_to_string_io() {
    let stdout = RefCell::new(Vec::new());
    let mut f = Vec::new();
    with!(_ = redirected(&stdout, &mut f) => stdout.borrow_mut().extend(b"Hello"));
    stdout.borrow_mut().push(b'!');
    assert_eq!((&*f, &**stdout.borrow()), (&b"Hello"[..], &b"!"[..]));
}

#[test]
fn redirect_cm_is_reusable() {
    let stdout = RefCell::new(Vec::new());
    let mut f = Vec::new();
    for text in ["Hello ", "World!"] {
        with!(_ = redirected(&stdout, &mut f) => stdout.borrow_mut().extend(text.as_bytes()));
    }
    assert_eq!((&*f, stdout.borrow().len()), (&b"Hello World!"[..], 0));
}

#[test]
fn redirect_cm_is_reentrant() {
    let stdout = RefCell::new(Vec::new());
    let (mut f, mut g) = (Vec::new(), Vec::new());
    with!(_ = redirected(&stdout, &mut f) => {
        stdout.borrow_mut().extend(b"Hello ");
        with!(_ = redirected(&stdout, &mut g) => stdout.borrow_mut().extend(b"inner"));
        stdout.borrow_mut().extend(b"World!");
    });
    assert_eq!((&*f, &*g), (&b"Hello World!"[..], &b"inner"[..]));
}
