use std::{
    cell::Cell,
    pin::pin,
    task::{Context, Poll, Waker},
    thread,
};

use with_cleanup_functions::{
    futures::{self, send},
    log::Log,
};

use crate::support::{closes, logs, refusals};

/// The output of a future that is `Send`. It takes each of its turns on another thread.
fn run<T: Send>(future: impl Future<Output = T> + Send) -> T {
    let mut future = pin!(future);
    loop {
        let poll = || future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        if let Poll::Ready(output) = thread::scope(|scope| scope.spawn(poll).join()).unwrap() {
            return output;
        }
    }
}

/// Asks a future so many times, and drops it.
fn dropped<T>(future: impl Future<Output = T>, polls: usize) {
    let mut future = pin!(future);
    for _ in 0..polls {
        assert!(future.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    }
}

#[test]
fn cleanups() {
    closes(|log| run(futures::cleanups(log, false)), 2, "sa");
    closes(|log| run(futures::cleanups(log, true)), 1, "sa");
}

#[test]
fn heads() {
    logs(|log| run(futures::heads(log, false)).unwrap(), 2, "mdCNg");
    logs(|log| run(futures::heads(log, true)).unwrap(), 1, "mdCNg");
    let log = Log::refusing();
    assert_eq!(refusals(&run(futures::heads(&log, false)).unwrap_err()), 2);
    assert_eq!(log.take(), "mdcng");
}

#[test]
fn scopes() {
    logs(|log| run(futures::scopes(log, 0)).unwrap(), 0, "");
    logs(|log| run(futures::scopes(log, 2)).unwrap(), 2, "CCt");
    logs(|log| run(futures::scopes(log, 5)).unwrap(), 3, "CCtC");
    closes(|log| run(futures::scopes(log, 1)), 1, "C");
    logs(|log| run(futures::refused(log)).unwrap(), 1, "dC");
}

#[test]
fn generics() {
    closes(|log| run(futures::generic(log, 'v', async { 1 })), ('v', 1), "d");
    closes(|log| run(futures::calls(log, async |_: &Log| 3)), 3, "d");
    closes(|log| run(futures::unshared(log)), 2, "d");
}

#[test]
fn borrows() {
    let (log, mut list) = (Log::default(), vec![]);
    let last = run(futures::borrows(&log, &mut list, &[1, 2])).unwrap();
    *last += 10;
    assert_eq!((list, log.take().as_str()), (vec![1, 12], "d"));
    closes(|log| run(futures::borrows(log, &mut vec![3], &[])).copied(), 3, "d");
}

/// The future is `Send`, which its result is not.
#[test]
fn local_result() {
    let log = Log::default();
    let mut future = pin!(send(futures::local_result(&log)));
    let mut poll = || future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    assert!(poll().is_pending());
    let Poll::Ready(Ok(result)) = poll() else { panic!("it does not end") };
    assert_eq!((result.get(), log.take().as_str()), (1, "d"));
}

#[test]
fn nested() {
    logs(|log| run(futures::nested(log)).unwrap(), 5, "Bpo");
}

/// A future that is dropped runs the cleanups that it came to, with outcome failure.
#[test]
fn drops() {
    logs(|log| dropped(futures::forever(log), 0), (), "");
    logs(|log| dropped(futures::forever(log), 1), (), "nfdm");
    logs(|log| dropped(futures::cleanups(log, false), 1), (), "a");
    logs(|log| dropped(futures::cleanups(log, false), 2), (), "fa");
    logs(|log| dropped(futures::heads(log, false), 1), (), "g");
    logs(|log| dropped(futures::heads(log, false), 2), (), "mcng");
    logs(|log| dropped(futures::heads(log, false), 3), (), "mdcng");
}

/// `Cell` is `Send` and not `Sync`, so a future that held a reference to one would not be `Send`.
#[test]
fn parameters_that_threads_may_not_share() {
    let pair = || (Cell::new(1), Cell::new(0));
    closes(|log| run(futures::owned(log, Cell::new(0), pair())), 2, "a");
    closes(|log| run(futures::owned_beside_a_head(log, Cell::new(0), 'v')), (1, 'v'), "ag");
}
