//! What several threads do at once. Miri runs it many times over, each time with the threads interleaved in another way,
//! and the sanitizer of threads watches it.

use std::{
    error::Error as _,
    io,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
};

use with_cleanup::{
    ContextManager, Error, Outcome, SendExitStack, context_manager, defer, guard, guard_with, joining, with,
    with_cleanup,
};

mod hook;

const TIMES: usize = if cfg!(miri) { 3 } else { 2_000 };

/// What has its panics to itself: no message of theirs is printed.
fn quietly<T>(run: impl FnOnce() -> T) -> Result<T, &'static str> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|payload| *payload.downcast().expect("a text"))
}

fn panic_quietly(text: &'static str) -> ! {
    resume_unwind(Box::new(text))
}

#[test]
fn r5_a_thread_that_does_well_beside_one_that_unwinds_sees_success() {
    let (unwinding, started) = mpsc::channel();
    let (done, ended) = mpsc::channel::<()>();
    let failing = thread::spawn(move || {
        quietly(|| {
            with!(_ = guard((), |()| {
                unwinding.send(()).expect("it is received");
                ended.recv().expect("the other ends");
            }) => {
                panic_quietly("the body");
            });
        })
    });
    started.recv().expect("it unwinds");
    let mut seen = None;
    {
        with!(_ = guard_with((), |(), outcome: Outcome<'_>| seen = Some(outcome.is_success())) => {});
    }
    done.send(()).expect("it is received");
    assert_eq!(seen, Some(true));
    assert_eq!(failing.join().expect("no other panic"), Err("the body"));
}

/// Stacks are filled on one thread, filled further on a second, and closed, dropped or panicked in on a third: what one
/// has allocated the other frees.
#[test]
fn r2_stacks_pass_from_thread_to_thread() {
    let ran = AtomicUsize::new(0);
    let ran = &ran;
    let cleanup = move || {
        let owned = Box::new(1);
        move || {
            ran.fetch_add(*owned, Ordering::Relaxed);
        }
    };
    thread::scope(|scope| {
        let (filled, to_fill_further) = mpsc::channel();
        let (full, to_close) = mpsc::channel();
        scope.spawn(move || {
            for _ in 0..TIMES {
                let stack = SendExitStack::new();
                **stack.adopt(Box::new(0), |number| assert_eq!(*number, 1)) += 1;
                for _ in 0..10 {
                    stack.defer(cleanup());
                }
                filled.send(stack).expect("it is received");
            }
        });
        scope.spawn(move || {
            for mut stack in to_fill_further {
                let dismissed = stack.defer(cleanup());
                stack.dismiss(dismissed);
                stack.defer_with(move |stack, _| {
                    stack.defer(cleanup());
                });
                full.send(stack.take()).expect("it is received");
            }
        });
        for (at, stack) in to_close.into_iter().enumerate() {
            match at % 3 {
                0 => assert!(stack.close().is_ok()),
                1 => drop(stack),
                _ => {
                    stack.defer(|| panic_quietly("an entry"));
                    assert_eq!(quietly(|| stack.close().is_ok()), Err("an entry"));
                }
            }
        }
    });
    assert_eq!(ran.load(Ordering::Relaxed), 11 * TIMES);
}

/// Each is set up here, and exits, drops, or drops while unwinding, there.
#[test]
fn r2_managers_of_one_function_end_on_another_thread() {
    #[context_manager]
    fn collecting(into: mpsc::Sender<(String, bool)>) -> Vec<u8> {
        let mut text = vec![b'a'];
        let outcome = yield_!(text);
        let success = outcome.is_success();
        into.send((String::from_utf8(text).expect("text"), success)).expect("it is received");
    }

    let (sender, ended) = mpsc::channel();
    for _ in 0..TIMES {
        let [mut exits, mut drops, mut unwinds] = [(); 3].map(|()| collecting(sender.clone()));
        let exiting = thread::spawn(move || {
            exits.push(b'b');
            exits.exit(Outcome::success());
        });
        let dropping = thread::spawn(move || drops.push(b'c'));
        let unwinding = thread::spawn(move || {
            quietly(move || {
                unwinds.push(b'd');
                panic_quietly("the thread")
            })
        });
        exiting.join().expect("no panic");
        dropping.join().expect("no panic");
        assert!(unwinding.join().expect("no other panic").is_err_and(|text| text == "the thread"));
        let mut ended: Vec<_> = ended.try_iter().collect();
        ended.sort();
        assert_eq!(
            ended,
            [("ab", true), ("ac", false), ("ad", false)].map(|(text, well)| (text.to_owned(), well))
        );
    }
}

/// A future may change threads between two polls, and drop on a third.
#[test]
fn r2_scopes_of_a_future_end_where_it_drops() {
    #[with_cleanup]
    async fn run(ran: Arc<Mutex<Vec<&'static str>>>) -> Result<(), io::Error> {
        defer!(ran.lock().expect("no panic").push("deferred"));
        with!(_ = guard(Box::new(0), |_| ran.lock().expect("no panic").push("manager")) => {
            std::future::pending::<()>().await;
        });
        Ok(())
    }

    for _ in 0..TIMES {
        let ran = Arc::new(Mutex::new(Vec::new()));
        let mut future = Box::pin(run(Arc::clone(&ran)));
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(future.as_mut().poll(&mut context).is_pending());
        let future = thread::spawn(move || {
            let mut future = future;
            let mut context = std::task::Context::from_waker(std::task::Waker::noop());
            assert!(future.as_mut().poll(&mut context).is_pending());
            future
        });
        let future = future.join().expect("no panic");
        thread::spawn(move || drop(future)).join().expect("no panic");
        assert_eq!(*ran.lock().expect("no panic"), ["manager", "deferred"]);
    }
}

#[test]
fn an_error_is_read_on_several_threads_at_once() {
    let failing = |text: &'static str| guard((), move |()| Err::<(), _>(text));
    let error = with!(_ = failing("second"), _ = failing("first") => {}).unwrap_err();
    let error: &Error = &error;
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let story = format!("{error:#}");
                assert!(story.contains("first") && story.contains("second"), "{story}");
                assert_eq!(error.suppressed().len(), 1);
            });
        }
    });
}

#[test]
fn r7_threads_are_joined_before_what_they_use_goes() {
    for _ in 0..TIMES {
        let sum = Arc::new(AtomicUsize::new(0));
        let (add, sent) = (Arc::clone(&sum), mpsc::channel::<usize>());
        let (sender, numbers) = sent;
        let joined = with!(
            _ = guard(Arc::clone(&sum), |sum| assert_eq!(sum.load(Ordering::Relaxed), 3)),
            _ = joining(thread::spawn(move || {
                for number in numbers {
                    add.fetch_add(number, Ordering::Relaxed);
                }
                Err::<(), _>("the thread")
            })),
            sender => {
                sender.send(1).expect("it is received");
                sender.send(2).expect("it is received");
            }
        );
        let error = joined.expect_err("the thread fails");
        assert_eq!(error.source().expect("it has").to_string(), "the thread");
    }
}
