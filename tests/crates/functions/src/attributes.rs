//! Other attributes, before and after ours. Each function closes its log when it ends, and a failure reaches the caller
//! through all of them.
#![allow(
    clippy::min_ident_chars,
    clippy::missing_panics_doc,
    reason = "what the other attributes write is their own"
)]
#![allow(clippy::mixed_attributes_style, reason = "attributes in a body are a case")]

use core::panic::Location;

use async_trait::async_trait;
use tokio::task::yield_now as wait;
use tracing::instrument;
use with_cleanup::{Error, defer, with_cleanup};

use crate::log::Log;

/// Before.
#[must_use = "the log may refuse"]
#[inline]
#[cfg(not(any()))]
#[with_cleanup]
pub fn before(log: &Log) -> Result<usize, Error> {
    defer!(log.close('d')?);
    Ok(1)
}

#[with_cleanup]
/// After.
#[must_use = "the log may refuse"]
#[inline]
#[cfg(not(any()))]
pub fn after(log: &Log) -> Result<usize, Error> {
    defer!(log.close('d')?);
    Ok(2)
}

/// Around.
#[cold]
#[cfg_attr(all(), with_cleanup)]
#[doc = "More of it."]
#[cfg_attr(any(), must_use)]
#[expect(unused_variables, reason = "a lint's level is for the body too")]
pub async fn around(log: &Log, number: usize) -> Result<usize, Error> {
    let unused = 1;
    defer!(log.close('d')?);
    Ok(3)
}

/// Attributes of the body and of parameters.
#[with_cleanup]
pub fn inside(
    log: &Log,
    #[cfg(any())] missing: usize,
    #[cfg(not(any()))] present: usize,
) -> Result<usize, Error> {
    //! The rest of the documentation.
    #![expect(unused_variables, reason = "an inner attribute is for the body too")]
    let unused = 1;
    defer!(log.close('d')?);
    Ok(present)
}

/// One that is there only where `cfg` says so, before.
#[cfg(any())]
#[with_cleanup]
pub fn configured() -> Missing {
    missing!()
}

/// One that is there only where `cfg` says so, after.
#[with_cleanup]
#[cfg(any())]
pub fn configured() -> Missing {
    missing!()
}

/// Where neither of those is.
#[with_cleanup]
#[cfg(not(any()))]
pub fn configured(log: &Log) -> Result<usize, Error> {
    defer!(log.close('d')?);
    Ok(4)
}

/// The caller's place is known to the function itself, but not in its body, which is a closure: those cannot be
/// `#[track_caller]` on stable. So the body gets a place inside itself.
#[track_caller]
#[with_cleanup]
pub fn tracked(log: &Log) -> Result<&'static Location<'static>, Error> {
    defer!(log.close('d')?);
    Ok(Location::caller())
}

/// The same the other way round.
#[with_cleanup]
#[track_caller]
pub fn tracked_after(log: &Log) -> Result<&'static Location<'static>, Error> {
    defer!(log.close('d')?);
    Ok(Location::caller())
}

/// Where the functions above think that they were called.
pub const TRACKED_IN: &str = file!();

/// A program's `main`, before.
#[tokio::main(flavor = "current_thread")]
#[with_cleanup]
pub async fn main_before(log: &Log) -> Result<usize, Error> {
    defer!(log.close('d')?);
    wait().await;
    Ok(5)
}

/// A program's `main`, after.
#[with_cleanup]
#[tokio::main(flavor = "current_thread")]
pub async fn main_after(log: &Log) -> Result<usize, Error> {
    defer!(log.close('d')?);
    wait().await;
    Ok(6)
}

/// A trait with futures in boxes.
#[async_trait]
pub trait Service {
    /// Has no body.
    async fn call(&mut self, log: &Log, by: usize) -> Result<usize, Error>;

    /// Has one.
    #[with_cleanup]
    async fn twice(&mut self, log: &Log) -> Result<usize, Error> {
        defer!(log.close('t')?);
        let first = self.call(log, 1).await?;
        Ok(self.call(log, 2).await?.saturating_add(first))
    }

    /// Borrows from `self`.
    async fn name<'s>(&'s mut self, log: &Log) -> Result<&'s mut String, Error>;

    /// Is generic, and takes `self`.
    async fn end<T>(self, log: &Log, value: T) -> Result<(T, String), Error>
    where
        T: Send + 'static,
        Self: Sized;
}

/// What serves.
#[derive(Debug, Default)]
pub struct Server {
    count: usize,
    name: String,
}

#[async_trait]
impl Service for Server {
    #[with_cleanup]
    async fn call(&mut self, log: &Log, by: usize) -> Result<usize, Error> {
        defer!(log.close('d')?);
        wait().await;
        self.count = self.count.saturating_add(by);
        if self.count == 0 {
            return Ok(100);
        }
        Ok(self.count)
    }

    #[with_cleanup]
    async fn name<'s>(&'s mut self, log: &Log) -> Result<&'s mut String, Error> {
        defer!(log.close('n')?);
        Ok(&mut self.name)
    }

    #[with_cleanup(_ = log.closing('h'))]
    async fn end<T>(self, log: &Log, value: T) -> Result<(T, String), Error>
    where
        T: Send + 'static,
    {
        defer!(log.close('e')?);
        Ok((value, self.name))
    }
}

/// A trait whose futures stay on their thread.
#[async_trait(?Send)]
pub trait Local {
    /// Waits.
    async fn wait(&self, log: &Log) -> Result<usize, Error>;
}

#[async_trait(?Send)]
impl Local for Server {
    #[with_cleanup]
    async fn wait(&self, log: &Log) -> Result<usize, Error> {
        defer!(log.close('d')?);
        wait().await;
        Ok(self.count)
    }
}

/// A span around it, before.
#[instrument(skip_all)]
#[with_cleanup]
pub fn instrumented(log: &Log) -> Result<usize, Error> {
    defer!(log.close('d')?);
    Ok(7)
}

/// A span around it, after.
#[with_cleanup]
#[instrument(skip_all)]
pub fn instrumented_after(log: &Log) -> Result<usize, Error> {
    defer!(log.close('d')?);
    Ok(8)
}

/// A span and an event for an error, before.
#[instrument(skip_all, err)]
#[with_cleanup]
pub fn traced(log: &Log) -> Result<usize, Error> {
    defer!(log.close('d')?);
    Ok(9)
}

/// A span and an event for an error, after.
#[with_cleanup]
#[instrument(skip_all, err)]
pub fn traced_after(log: &Log) -> Result<usize, Error> {
    defer!(log.close('d')?);
    Ok(10)
}

/// A span and an event for each result, before.
#[instrument(skip_all, err, ret)]
#[with_cleanup]
pub fn traced_result(log: &Log) -> Result<usize, Error> {
    defer!(log.close('d')?);
    Ok(11)
}

/// A span and an event for each result, after.
#[with_cleanup]
#[instrument(skip_all, err, ret)]
pub fn traced_result_after(log: &Log) -> Result<usize, Error> {
    defer!(log.close('d')?);
    Ok(12)
}

/// All of them, in boxes.
#[async_trait]
pub trait Traced {
    /// Runs.
    async fn run(&self, log: &Log) -> Result<usize, Error>;
}

#[async_trait]
impl Traced for Server {
    #[with_cleanup]
    #[instrument(skip_all, err)]
    async fn run(&self, log: &Log) -> Result<usize, Error> {
        defer!(log.close('d')?);
        wait().await;
        Ok(19)
    }
}

/// Ours twice, each with a head.
#[with_cleanup(_ = log.closing('b'))]
#[with_cleanup(_ = log.closing('a'))]
pub fn twice(log: &Log) -> Result<usize, Error> {
    defer!(log.close('d')?);
    Ok(20)
}
