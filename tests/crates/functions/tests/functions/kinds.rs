use std::{pin::Pin, rc::Rc, sync::Arc};

use with_cleanup::Error;
use with_cleanup_functions::{
    kinds::{self, Counter, Visit, Wait},
    log::Log,
};

use crate::support::{closes, logs, ready, refusals};

#[test]
fn free() {
    closes(|log| kinds::free(log, 3), 3, "bd");
    closes(|log| kinds::free(log, 0), 7, "d");
    closes(|log| ready(kinds::future(log, 3)), 3, "bd");
    closes(|log| ready(kinds::future(log, 0)), 7, "d");
}

#[test]
fn visibility() {
    logs(|log| kinds::hidden(log).map(Result::unwrap), [1, 2, 3], "ddd");
    let log = Log::refusing();
    assert_eq!(kinds::hidden(&log).map(|result| refusals(&result.unwrap_err())), [1, 1, 1]);
}

fn counter() -> Counter {
    Counter::new(&Log::default(), 4).unwrap()
}

#[test]
fn receivers() {
    let named = |log: &Log| counter().with(&Log::default(), "a").unwrap().owned(log);
    let boxed = |log: &Log| Box::new(counter().with(&Log::default(), "b").unwrap()).boxed(log);
    closes(|log| counter().shared(log), 4, "d");
    closes(|log| counter().unique(log), 5, "d");
    closes(named, vec![String::from("a")], "d");
    closes(boxed, vec![String::from("b")], "d");
    closes(|log| counter().with(log, "c").map(|_| ()), (), "d");
    closes(|log| Pin::new(&mut counter()).pinned(log), 5, "d");
    closes(|log| Rc::new(counter()).counted(log), Some(counter()), "d");
    closes(|log| Arc::new(counter()).shares(log).map(|shared| shared.count), 4, "d");
    closes(|log| Counter::new(log, 4), counter(), "d");
    closes(|log| counter().headed(log), 5, "C");
    closes(|log| ready(counter().future(log)).copied(), 5, "d");
}

/// The reference that a method returns is as good as without the attribute.
#[test]
fn future_of_a_method() {
    let (log, mut counter) = (Log::default(), counter());
    *ready(counter.future(&log)).unwrap() += 10;
    assert_eq!(counter.count, 15);
}

#[test]
fn traits() {
    let dynamic = |log: &Log| {
        let visit: &mut dyn Visit<Item = usize> = &mut counter();
        visit.provided(log)
    };
    logs(|log| dynamic(log).unwrap(), (5, 6), "ddp");
    closes(Counter::name, "visit", "n");
    logs(|log| counter().last(log).unwrap(), 5, "dl");
    closes(|log| ready(counter().wait(log)), 4, "d");
    logs(|log| counter().items(log).sum::<usize>(), 10, "d");

    // The one that is called fails, and so does the caller, which comes second.
    let log = Log::refusing();
    let error = counter().last(&log).unwrap_err();
    assert_eq!((refusals(&error), log.take().as_str()), (2, "dl"));
}

#[test]
fn generics() {
    closes(|log| kinds::sums(log, &[1, 2, 3]), (6, 3), "d");
    closes(|log| kinds::sums(log, &[0.5]), (0.5, 1), "d");
    closes(|log| kinds::calls(log, |n| n + 1, |n| n * 10), [2, 20], "d");
    closes(|log| kinds::converts::<_, String>(log, "text"), String::from("text"), "d");
    closes(|log| kinds::arguments(log, ["a", "bc"], &mut |item| item.len()), 3, "d");
}

#[test]
fn qualified() {
    // The types are those that were written.
    let unchecked: unsafe fn(&Log, &[usize], usize) -> Result<usize, Error> = kinds::unchecked;
    let foreign: extern "C" fn(&Log, u32) -> u32 = kinds::foreign;
    let unsafe_foreign: unsafe extern "C" fn(&Log, *const u32) -> u32 = kinds::unsafe_foreign;
    closes(|log| unsafe { unchecked(log, &[1, 2], 1) }, 2, "d");
    logs(|log| foreign(log, 1), 2, "d");
    logs(|log| unsafe { unsafe_foreign(log, &3) }, 3, "d");
}

#[test]
fn recursion() {
    logs(|log| kinds::recursive(log, 3).unwrap(), 6, "dddd");
    logs(|log| ready_local(kinds::recursive_future(log, 3)).unwrap(), 6, "dddd");
    closes(|log| kinds::recursive(log, 0), 0, "d");
    logs(|log| kinds::nested(log).unwrap(), 2, "io");

    // Every level fails, and each has the failures of those that it called before its own.
    let log = Log::refusing();
    assert_eq!(refusals(&kinds::recursive(&log, 3).unwrap_err()), 4);
    assert_eq!(refusals(&ready_local(kinds::recursive_future(&log, 3)).unwrap_err()), 4);
    assert_eq!(refusals(&kinds::nested(&log).unwrap_err()), 2);
}

/// The output of a future that need not be `Send`, which of a recursive one is not known.
fn ready_local<T>(future: impl Future<Output = T>) -> T {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match std::pin::pin!(future).poll(&mut context) {
        std::task::Poll::Ready(output) => output,
        std::task::Poll::Pending => panic!("a future waits"),
    }
}
