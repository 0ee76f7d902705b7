//! Every kind of what a function returns.

use core::{
    error,
    fmt::{self, Write},
    future::pending,
};
use std::io;

use with_cleanup::{Error, defer, defer_on_failure, defer_on_success, with_cleanup};

use crate::log::Log;

/// An alias of the user's own.
pub type Answer<T = usize> = Result<T, Error>;

/// Nothing.
#[with_cleanup]
pub fn nothing(log: &Log, early: bool) {
    defer!(log.note('d'));
    defer_on_success!(log.note('s'));
    if early {
        return;
    }
    log.note('b');
}

/// A plain value.
#[with_cleanup]
pub fn plain(log: &Log, early: bool) -> usize {
    defer!(log.note('d'));
    defer_on_success!(log.note('s'));
    if early {
        return 1;
    }
    2
}

/// An `Option`, of which `None` is a success too, unless `?` makes it.
#[with_cleanup]
pub fn option(log: &Log, number: Option<usize>) -> Option<usize> {
    defer_on_success!(log.note('s'));
    defer_on_failure!(log.note('f'));
    let found = number?;
    if found == 0 {
        return None;
    }
    Some(found)
}

/// `!`
#[with_cleanup]
pub fn never(log: &Log) -> ! {
    defer!(log.note('d'));
    defer_on_failure!(log.note('f'));
    unreachable!("never")
}

/// `!` of a future.
#[with_cleanup]
pub async fn never_future(log: &Log) -> ! {
    defer!(log.note('d'));
    pending().await
}

/// `io::Result`
#[with_cleanup]
pub fn input(log: &Log, fails: bool) -> io::Result<usize> {
    defer!(log.close('d')?);
    defer_on_failure!(log.note('f'));
    if fails {
        return Err(io::ErrorKind::NotFound.into());
    }
    Ok(1)
}

/// An alias with the type that it has by default.
#[with_cleanup]
pub fn alias(log: &Log) -> Answer {
    defer!(log.close('d')?);
    Ok(1)
}

/// An alias with a type.
#[with_cleanup]
pub fn alias_of(log: &Log) -> Answer<()> {
    defer!(log.close('d')?);
    Ok(())
}

/// An error in a box.
#[with_cleanup]
pub fn boxed(log: &Log) -> Result<usize, Box<dyn error::Error + Send + Sync>> {
    defer!(log.close('d')?);
    Ok(1)
}

/// `fmt::Result`, which cannot be made of a failure, so that its cleanups cannot fail.
#[derive(Debug)]
pub struct Shown<'l>(pub &'l Log, pub bool);

impl fmt::Display for Shown<'_> {
    #[with_cleanup]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        defer_on_success!(self.0.note('s'));
        defer_on_failure!(self.0.note('f'));
        f.write_char('[')?;
        if self.1 { Err(fmt::Error) } else { f.write_char(']') }
    }
}

/// A reference into `self`, which is unique.
#[derive(Debug, Default)]
pub struct Store {
    items: Vec<String>,
    name: String,
}

impl Store {
    /// `&mut T` of `&mut self`
    #[with_cleanup]
    pub fn first(&mut self, log: &Log) -> &mut String {
        defer!(log.note('d'));
        if self.items.is_empty() {
            self.items.push(String::from("new"));
        }
        match self.items.first_mut() {
            Some(first) => first,
            None => &mut self.name,
        }
    }

    /// The same, or an error.
    #[with_cleanup]
    pub fn second(&mut self, log: &Log) -> Result<&mut String, Error> {
        defer!(log.close('d')?);
        if self.items.is_empty() {
            return Ok(&mut self.name);
        }
        Ok(self.items.get_mut(1).unwrap_or(&mut self.name))
    }

    /// The same behind `?`, as an option.
    #[with_cleanup]
    pub fn third(&mut self, log: &Log) -> Option<&mut String> {
        defer!(log.note('d'));
        let third = self.items.get_mut(2)?;
        third.push('3');
        Some(third)
    }

    /// All of it.
    #[with_cleanup]
    pub fn chained(&mut self, log: &Log, item: &str) -> Result<&mut Self, Error> {
        defer!(log.close('d')?);
        self.items.push(item.to_owned());
        Ok(self)
    }

    /// An iterator over parts of it.
    #[with_cleanup]
    pub fn iter(&mut self, log: &Log) -> impl Iterator<Item = &mut String> {
        defer!(log.note('d'));
        self.items.iter_mut()
    }

    /// `&str` of `&self`
    #[with_cleanup]
    pub fn name(&self, log: &Log) -> &str {
        defer!(log.note('d'));
        &self.name
    }
}

/// A part of an argument.
#[with_cleanup]
pub fn trimmed<'t>(log: &Log, text: &'t str) -> &'t str {
    defer!(log.note('d'));
    text.trim()
}

/// Two lifetimes.
#[with_cleanup]
pub fn both<'first, 'second>(
    log: &Log,
    first: &'first mut [usize],
    second: &'second str,
) -> Result<(&'first mut [usize], &'second str), Error> {
    defer!(log.close('d')?);
    Ok((first, second))
}

/// Anything that borrows from an argument.
#[with_cleanup]
pub fn borrowed<'t, T, U: ?Sized>(log: &Log, value: &'t mut T) -> Result<&'t mut U, Error>
where
    T: AsMut<U> + ?Sized,
{
    defer!(log.close('d')?);
    Ok(value.as_mut())
}

/// An iterator.
#[with_cleanup]
pub fn iterator(log: &Log, end: usize) -> impl Iterator<Item = usize> + '_ {
    defer!(log.note('d'));
    (0..end).inspect(|_| log.note('i'))
}

/// An iterator, or an error.
#[with_cleanup]
pub fn try_iterator(log: &Log, end: usize) -> Result<impl Iterator<Item = usize>, Error> {
    defer!(log.close('d')?);
    if end == 0 {
        return Ok(0..1);
    }
    Ok(0..end)
}

/// A closure. The type of its parameter has to be said: through a function, what the attribute calls too, the compiler
/// does not pass on what it expects of an `impl Trait`.
#[with_cleanup]
pub fn closure(log: &Log, by: usize) -> impl Fn(usize) -> usize + Send + 'static {
    defer!(log.note('d'));
    move |number: usize| number.saturating_add(by)
}

/// A future.
#[with_cleanup]
pub fn future(log: &Log) -> impl Future<Output = usize> + Send {
    defer!(log.note('d'));
    async {
        log.note('f');
        1
    }
}

/// `impl Trait` in a tuple.
#[with_cleanup]
pub fn pair(log: &Log) -> (impl Fn() -> usize, impl Iterator<Item = char>) {
    defer!(log.note('d'));
    (|| 1, "ab".chars())
}
