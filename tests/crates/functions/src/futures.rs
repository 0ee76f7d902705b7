//! Futures: they stay `Send`, borrow what they borrowed, and clean up when they are dropped.

use alloc::rc::Rc;
use core::{
    cell::Cell,
    fmt::Debug,
    future::pending,
    pin::Pin,
    task::{Context, Poll},
};

use tokio::task::yield_now as wait;
use with_cleanup::{
    Error, defer, defer_on_failure, defer_on_success, guard, try_finally, with, with_cleanup,
};

use crate::log::Log;

/// Is only called with futures that are `Send`.
pub fn send<T>(future: impl Future<Output = T> + Send) -> impl Future<Output = T> + Send {
    future
}

/// Cleanups that wait while the function does.
#[with_cleanup]
pub async fn cleanups(log: &Log, early: bool) -> Result<usize, Error> {
    defer!(log.close('a')?);
    wait().await;
    defer_on_success!(log.note('s'));
    defer_on_failure!(log.note('f'));
    wait().await;
    if early {
        return Ok(1);
    }
    wait().await;
    Ok(2)
}

/// Heads, one of which waits to be made.
#[with_cleanup(list = guard(Vec::new(), |_| log.note('g')), number = made(log).await?, _ = log.closing('c'))]
pub async fn heads(log: &Log, early: bool) -> Result<usize, Error> {
    wait().await;
    list.push(*number);
    defer!(log.close('d')?);
    wait().await;
    if early {
        return Ok(list.len());
    }
    *number = number.saturating_add(1);
    Ok(*number)
}

async fn made(
    log: &Log,
) -> Result<impl with_cleanup::ContextManager<Target = usize, Exit = ()> + Send, Error> {
    wait().await;
    log.note('m');
    Ok(log.manager('n'))
}

/// Scopes in it, which it waits in and leaves in every way.
#[with_cleanup]
pub async fn scopes(log: &Log, rounds: usize) -> Result<usize, Error> {
    let mut count = 0_usize;
    for round in 0..rounds {
        with!(number = log.closing('c') => {
            wait().await;
            count = count.saturating_add(*number);
            match round {
                0 => continue,
                2 => break,
                3.. => return Ok(count),
                _ => wait().await,
            }
        })?;
        try_finally!({
            wait().await;
        } finally {
            log.close('t')?;
        })?;
    }
    Ok(count)
}

/// A `?` in a scope whose exit fails too.
#[with_cleanup]
pub async fn refused(log: &Log) -> Result<usize, Error> {
    let found = with!(number = log.closing('c') => {
        wait().await;
        defer!(log.close('d')?);
        *number
    })?;
    Ok(found)
}

/// A generic one.
#[with_cleanup]
pub async fn generic<T, F>(log: &Log, value: T, future: F) -> Result<(T, F::Output), Error>
where
    T: Debug + Send,
    F: Future + Send,
{
    defer!(log.close('d')?);
    let output = future.await;
    wait().await;
    Ok((value, output))
}

/// One with `impl Trait` in its arguments.
#[with_cleanup]
pub async fn calls(log: &Log, call: impl AsyncFnOnce(&Log) -> usize) -> Result<usize, Error> {
    defer!(log.close('d')?);
    Ok(call(log).await)
}

/// One that borrows uniquely, and returns what it borrows.
#[with_cleanup]
pub async fn borrows<'l>(log: &Log, list: &'l mut Vec<usize>, by: &[usize]) -> Result<&'l mut usize, Error> {
    defer!(log.close('d')?);
    wait().await;
    list.extend_from_slice(by);
    wait().await;
    let index = list.len().saturating_sub(1);
    Ok(list.get_mut(index).unwrap_or_else(|| unreachable!("the list is empty")))
}

/// One whose local must not be shared, which it does not do while it waits.
#[with_cleanup]
pub async fn unshared(log: &Log) -> Result<usize, Error> {
    defer!(log.close('d')?);
    let cell = Cell::new(1);
    wait().await;
    cell.set(2);
    wait().await;
    Ok(cell.get())
}

/// One whose result must not be sent, nor shared.
#[with_cleanup]
pub async fn local_result(log: &Log) -> Result<Rc<Cell<usize>>, Error> {
    defer!(log.close('d')?);
    wait().await;
    Ok(Rc::new(Cell::new(1)))
}

/// One that waits for ever, in scopes.
#[with_cleanup(_ = log.manager('m'))]
pub async fn forever(log: &Log) -> Result<(), Error> {
    defer!(log.close('d')?);
    defer_on_failure!(log.note('f'));
    defer_on_success!(log.note('s'));
    with!(_ = log.manager('n') => pending::<()>().await);
    Ok(())
}

/// A future that is written by hand, and its method that is polled.
#[derive(Debug)]
pub struct Ready<'l>(pub &'l Log);

impl Future for Ready<'_> {
    type Output = Result<usize, Error>;

    #[with_cleanup]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        defer!(self.0.note('p'));
        context.waker().wake_by_ref();
        Poll::Ready(Ok(1))
    }
}

/// Futures of functions that are called in turns.
#[with_cleanup]
pub async fn nested(log: &Log) -> Result<usize, Error> {
    defer!(log.close('o')?);
    let block = async {
        with!(_ = log.manager('b') => {
            wait().await;
            if log.take().is_empty() {
                return 1;
            }
            2
        })
    };
    let closure = async |number: usize| {
        wait().await;
        Ready(log).await.map(|one| number.saturating_add(one))
    };
    let first = send(cleanups(log, false)).await?;
    let second = send(block).await;
    Ok(closure(second).await?.saturating_add(first))
}

/// Parameters that threads may not share: the future owns them.
#[with_cleanup]
pub async fn owned(
    log: &Log,
    cell: Cell<usize>,
    (other, _): (Cell<usize>, Cell<usize>),
) -> Result<usize, Error> {
    defer!(log.close('a')?);
    wait().await;
    cell.set(other.get().saturating_add(1));
    Ok(cell.get())
}

/// The same beside a head.
#[with_cleanup(number = guard(1, |_| log.note('g')))]
pub async fn owned_beside_a_head<T: Send>(
    log: &Log,
    cell: Cell<usize>,
    value: T,
) -> Result<(usize, T), Error> {
    defer!(log.close('a')?);
    wait().await;
    cell.set(*number);
    Ok((cell.get(), value))
}
