//! Every kind of function. Each closes its log when it ends, which may fail.

use alloc::{rc::Rc, sync::Arc};
use core::{future::ready, iter::Sum, pin::Pin};

use with_cleanup::{Error, defer, with_cleanup};

use crate::log::Log;

/// A free function.
#[with_cleanup]
pub fn free(log: &Log, number: usize) -> Result<usize, Error> {
    defer!(log.close('d')?);
    if number == 0 {
        return Ok(7);
    }
    log.note('b');
    Ok(number)
}

/// An `async fn`.
#[with_cleanup]
pub async fn future(log: &Log, number: usize) -> Result<usize, Error> {
    defer!(log.close('d')?);
    ready(()).await;
    if number == 0 {
        return Ok(7);
    }
    log.note('b');
    Ok(number)
}

/// One that is seen in this crate only.
#[with_cleanup]
pub(crate) fn in_crate(log: &Log) -> Result<usize, Error> {
    defer!(log.close('d')?);
    Ok(1)
}

mod inner {
    use super::{Error, Log, defer, with_cleanup};

    /// One that is seen in this module only.
    #[with_cleanup]
    pub(in crate::kinds) fn in_path(log: &Log) -> Result<usize, Error> {
        defer!(log.close('d')?);
        Ok(2)
    }

    #[with_cleanup]
    pub(super) fn in_super(log: &Log) -> Result<usize, Error> {
        defer!(log.close('d')?);
        Ok(3)
    }
}

/// Calls those that others do not see.
pub fn hidden(log: &Log) -> [Result<usize, Error>; 3] {
    [in_crate(log), inner::in_path(log), inner::in_super(log)]
}

/// What has methods.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Counter {
    /// Where it is.
    pub count: usize,
    names: Vec<String>,
}

impl Counter {
    /// `&self`
    #[with_cleanup]
    pub fn shared(&self, log: &Log) -> Result<usize, Error> {
        defer!(log.close('d')?);
        Ok(self.count)
    }

    /// `&mut self`
    #[with_cleanup]
    pub fn unique(&mut self, log: &Log) -> Result<usize, Error> {
        defer!(log.close('d')?);
        self.count = self.count.saturating_add(1);
        Ok(self.count)
    }

    /// `self`
    #[with_cleanup]
    pub fn owned(self, log: &Log) -> Result<Vec<String>, Error> {
        defer!(log.close('d')?);
        Ok(self.names)
    }

    /// `mut self`
    #[with_cleanup]
    pub fn with(mut self, log: &Log, name: &str) -> Result<Self, Error> {
        defer!(log.close('d')?);
        self.names.push(name.to_owned());
        Ok(self)
    }

    /// `self: Pin<&mut Self>`
    #[with_cleanup]
    pub fn pinned(self: Pin<&mut Self>, log: &Log) -> Result<usize, Error> {
        defer!(log.close('d')?);
        let this = self.get_mut();
        this.count = this.count.saturating_add(1);
        Ok(this.count)
    }

    /// `self: Box<Self>`
    #[with_cleanup]
    pub fn boxed(self: Box<Self>, log: &Log) -> Result<Vec<String>, Error> {
        defer!(log.close('d')?);
        Ok(self.names)
    }

    /// `self: Rc<Self>`
    #[with_cleanup]
    pub fn counted(self: Rc<Self>, log: &Log) -> Result<Option<Self>, Error> {
        defer!(log.close('d')?);
        Ok(Rc::into_inner(self))
    }

    /// `self: &Arc<Self>`
    #[with_cleanup]
    pub fn shares(self: &Arc<Self>, log: &Log) -> Result<Arc<Self>, Error> {
        defer!(log.close('d')?);
        Ok(Self::clone_arc(self))
    }

    fn clone_arc(this: &Arc<Self>) -> Arc<Self> {
        Arc::clone(this)
    }

    /// An `async fn` with `&mut self`.
    #[with_cleanup]
    pub async fn future(&mut self, log: &Log) -> Result<&mut usize, Error> {
        defer!(log.close('d')?);
        ready(()).await;
        self.count = self.count.saturating_add(1);
        Ok(&mut self.count)
    }

    /// Without `self`, but with `Self`.
    #[with_cleanup]
    pub fn new(log: &Log, count: usize) -> Result<Self, Error> {
        defer!(log.close('d')?);
        Ok(Self { count, ..Self::default() })
    }

    /// A method with a head, which takes the field of `self`.
    #[with_cleanup(count = &mut self.count, _ = log.closing('c'))]
    pub fn headed(&mut self, log: &Log) -> Result<usize, Error> {
        **count = count.saturating_add(1);
        Ok(**count)
    }
}

/// A trait with methods of its own.
pub trait Visit {
    /// What is visited.
    type Item;

    /// Has no body, so the attribute stands on those that implement it.
    fn required(&mut self, log: &Log) -> Result<Self::Item, Error>;

    /// Has a body, and may be called behind `dyn`.
    #[with_cleanup]
    fn provided(&mut self, log: &Log) -> Result<(Self::Item, Self::Item), Error> {
        defer!(log.close('p')?);
        Ok((self.required(log)?, self.required(log)?))
    }

    /// Takes `self`.
    #[with_cleanup]
    fn last(mut self, log: &Log) -> Result<Self::Item, Error>
    where
        Self: Sized,
    {
        defer!(log.close('l')?);
        self.required(log)
    }

    /// Without `self`.
    #[with_cleanup]
    fn name(log: &Log) -> Result<&'static str, Error>
    where
        Self: Sized,
    {
        defer!(log.close('n')?);
        Ok("visit")
    }
}

impl Visit for Counter {
    type Item = usize;

    #[with_cleanup]
    fn required(&mut self, log: &Log) -> Result<usize, Error> {
        defer!(log.close('d')?);
        self.count = self.count.saturating_add(1);
        Ok(self.count)
    }
}

/// A trait with an `async fn` and a method that returns `impl Trait`.
pub trait Wait {
    /// Waits.
    fn wait(&self, log: &Log) -> impl Future<Output = Result<usize, Error>> + Send;

    /// Counts.
    fn items(&self, log: &Log) -> impl Iterator<Item = usize>;
}

impl Wait for Counter {
    #[with_cleanup]
    async fn wait(&self, log: &Log) -> Result<usize, Error> {
        defer!(log.close('d')?);
        ready(()).await;
        Ok(self.count)
    }

    #[with_cleanup]
    fn items(&self, log: &Log) -> impl Iterator<Item = usize> {
        defer!(log.note('d'));
        (0..self.count).map(|item| item.saturating_add(1))
    }
}

/// A type parameter, a bound, a const parameter and a `where` clause.
#[with_cleanup]
pub fn sums<'v, T, const N: usize>(log: &Log, values: &'v [T; N]) -> Result<(T, usize), Error>
where
    T: Sum<&'v T> + Copy + 'v,
{
    defer!(log.close('d')?);
    Ok((values.iter().sum(), N))
}

/// A `->` in the generics and in the `where` clause, and a shift in a const argument.
#[with_cleanup]
pub fn calls<F: Fn(usize) -> usize, G>(log: &Log, first: F, second: G) -> Result<[usize; 8 >> 2], Error>
where
    G: FnOnce(usize) -> usize,
{
    defer!(log.close('d')?);
    Ok([first(1), second(2)])
}

/// A value of any type, moved into a result of any type.
#[with_cleanup]
pub fn converts<T, U: From<T>>(log: &Log, value: T) -> Result<U, Error> {
    defer!(log.close('d')?);
    Ok(value.into())
}

/// `impl Trait` in the arguments.
#[with_cleanup]
pub fn arguments(
    log: &Log,
    items: impl IntoIterator<Item = impl AsRef<str>>,
    map: &mut dyn FnMut(&str) -> usize,
) -> Result<usize, Error> {
    defer!(log.close('d')?);
    Ok(items.into_iter().map(|item| map(item.as_ref())).sum())
}

/// An `unsafe fn`.
///
/// # Safety
///
/// The index has to be one of the list.
#[with_cleanup]
pub unsafe fn unchecked(log: &Log, list: &[usize], index: usize) -> Result<usize, Error> {
    defer!(log.close('d')?);
    // SAFETY: the caller says so.
    Ok(unsafe { *list.get_unchecked(index) })
}

/// A function of C's.
#[with_cleanup]
pub extern "C" fn foreign(log: &Log, number: u32) -> u32 {
    defer!(log.note('d'));
    number.saturating_add(1)
}

/// Both.
///
/// # Safety
///
/// The pointer has to be valid.
#[with_cleanup]
pub unsafe extern "C" fn unsafe_foreign(log: &Log, number: *const u32) -> u32 {
    defer!(log.note('d'));
    // SAFETY: the caller says so.
    unsafe { *number }
}

/// A function that calls itself.
#[with_cleanup]
pub fn recursive(log: &Log, number: usize) -> Result<usize, Error> {
    defer!(log.close('d')?);
    if number == 0 {
        return Ok(0);
    }
    Ok(recursive(log, number.saturating_sub(1))?.saturating_add(number))
}

/// The same, `async`.
#[with_cleanup]
pub async fn recursive_future(log: &Log, number: usize) -> Result<usize, Error> {
    defer!(log.close('d')?);
    if number == 0 {
        return Ok(0);
    }
    Ok(Box::pin(recursive_future(log, number.saturating_sub(1))).await?.saturating_add(number))
}

/// Functions in a function.
#[with_cleanup]
pub fn nested(log: &Log) -> Result<usize, Error> {
    #[with_cleanup]
    fn inner(log: &Log) -> Result<usize, Error> {
        defer!(log.close('i')?);
        return Ok(2);
    }

    defer!(log.close('o')?);
    let found = inner(log)?;
    return Ok(found);
}
