//! Scopes in `async` code, whose futures have to be `Send`.

use core::future;

use with_cleanup::{Error, defer, defer_on_success, guard, try_finally, with};

use crate::log::{Log, Refused};

/// Is only called with futures that are `Send`.
pub fn send<T>(future: impl Future<Output = T> + Send) -> impl Future<Output = T> + Send {
    future
}

async fn number(number: usize) -> usize {
    future::ready(number).await
}

/// Awaits in heads and bodies.
pub async fn heads(log: &Log) -> usize {
    with!(
        list = log.step('a'),
        length = guard(number(1).await, |_| log.note(' ', 'b')),
        _ = log.step('c'),
        => {
            list.push(number(*length).await);
            defer_on_success!(log.note(' ', 's'));
            list.push(number(2).await);
            list.iter().sum()
        }
    )
}

/// Exits that can fail, and jumps.
pub async fn fallible(log: &Log, refuses: bool) -> Result<usize, Error> {
    for round in 0..3 {
        with!(_ = log.step('a') => {
            if number(round).await == 0 {
                continue;
            }
            if refuses {
                break;
            }
        });
    }
    with!(list = log.fallible('b', refuses) => {
        future::ready(()).await;
        list.len()
    })
}

/// `try_finally!` and `defer!`.
pub async fn finally(log: &Log, refuses: bool) -> Result<usize, Refused> {
    defer!(log.note(' ', 'a'));
    try_finally!({
        let count = number(2).await;
        drop(log.try_step('a', refuses)?);
        return Ok(number(count).await);
    } finally |outcome| {
        log.ended('b', outcome);
    })
}

/// A generic one, and `async` blocks and closures, in which jumps go no further than they do.
pub async fn blocks<T: Send + Sync + Clone>(log: &Log, value: T) -> Vec<T> {
    let block = async {
        with!(_ = log.step('a') => {
            future::ready(()).await;
            if log.take().is_empty() {
                return None;
            }
            Some(value.clone())
        })
    };
    let closure = async |extra: T| with!(list = vec![extra] => { future::ready(()).await; list.clone() });
    let mut found = send(closure(value.clone())).await;
    found.extend(send(block).await);
    found
}
