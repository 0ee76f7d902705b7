//! What a function ends with has the type that its signature says, by coercion and by inference, at its end and at a
//! `return`.

use alloc::{borrow::Cow, rc::Rc, sync::Arc};
use core::{error, fmt::Display, future::ready, num::ParseIntError};
use std::collections::HashMap;

use with_cleanup::{Error, defer, defer_on_success, with_cleanup};

use crate::log::{Log, Refused};

/// Any error.
pub type AnyError = Box<dyn error::Error + Send + Sync>;

/// A box of a type into one of a trait.
#[with_cleanup]
pub fn boxes(log: &Log, early: bool) -> Box<dyn Display> {
    defer!(log.note('d'));
    if early {
        return Box::new("early");
    }
    Box::new(1)
}

/// The same in a result.
#[with_cleanup]
pub fn boxes_in_result(log: &Log, early: bool) -> Result<Box<dyn Display + Send>, Error> {
    defer!(log.close('d')?);
    if early {
        return Ok(Box::new("early"));
    }
    Ok(Box::new(1))
}

/// The same of branches.
#[with_cleanup]
pub fn boxes_in_branches(log: &Log, number: usize) -> Option<Rc<dyn Display>> {
    defer_on_success!(log.note('s'));
    match number {
        0 => None,
        1 => Some(Rc::new("one")),
        _ => return Some(Rc::new(number)),
    }
}

/// `&[T]` of a `&Vec`.
#[with_cleanup]
pub fn slice<'l>(log: &Log, list: &'l Vec<usize>, early: bool) -> &'l [usize] {
    defer!(log.note('d'));
    if early {
        return list;
    }
    list
}

/// `&str` of a `&String`, `&T` of a `&mut`, and `&dyn` of a `&`.
#[with_cleanup]
pub fn text<'l>(log: &Log, text: &'l mut String, early: bool) -> &'l str {
    defer_on_success!(log.note('s'));
    if early {
        return text;
    }
    text.push('1');
    text
}

/// `&dyn Trait` of a reference.
#[with_cleanup]
pub fn dynamic<'l>(log: &Log, number: &'l mut usize, early: bool) -> &'l dyn Display {
    defer!(log.note('d'));
    if early {
        return number;
    }
    number
}

/// A pointer to a function, of a function and of a closure.
#[with_cleanup]
pub fn function(log: &Log, early: bool) -> fn(usize) -> usize {
    const fn twice(number: usize) -> usize {
        number.saturating_mul(2)
    }

    defer!(log.note('d'));
    if early {
        return twice;
    }
    |number| number.saturating_add(1)
}

/// `&'static [T]` of an array.
#[with_cleanup]
pub fn array(log: &Log) -> &'static [usize] {
    defer_on_success!(log.note('s'));
    &[1, 2]
}

/// A closure whose parameter is known by what is returned.
#[with_cleanup]
pub fn closure(log: &Log) -> Box<dyn Fn(&str) -> usize> {
    defer!(log.note('d'));
    Box::new(|text| text.len().saturating_add(1))
}

/// `!` into anything.
#[with_cleanup]
pub fn diverges(log: &Log, number: usize) -> String {
    defer_on_success!(log.note('s'));
    if number == 0 {
        return String::from("zero");
    }
    unreachable!("{number}")
}

/// `?` of any error.
#[with_cleanup]
pub fn any_error(log: &Log, text: &str) -> Result<u8, AnyError> {
    defer!(log.close('d')?);
    if text.is_empty() {
        return Err("empty".into());
    }
    if text == "r" {
        return Err(Refused.into());
    }
    if text == "b" {
        return Err(Box::new(Refused));
    }
    let number: u8 = text.parse()?;
    Ok(number)
}

/// `parse` by the type that is returned.
#[with_cleanup]
pub fn parses(log: &Log, text: &str) -> Result<u16, AnyError> {
    defer!(log.close('d')?);
    if let Some(rest) = text.strip_prefix('+') {
        return Ok(rest.parse()?);
    }
    Ok(text.parse()?)
}

/// The same of a value that is the result.
#[with_cleanup]
pub fn parsed(log: &Log, text: &str) -> Result<i8, ParseIntError> {
    defer_on_success!(log.note('s'));
    text.parse()
}

/// `collect`
#[with_cleanup]
pub fn collects(log: &Log, items: &[(&'static str, usize)]) -> HashMap<&'static str, usize> {
    defer!(log.note('d'));
    items.iter().copied().collect()
}

/// `collect` of results.
#[with_cleanup]
pub fn collects_results(log: &Log, items: &[&str]) -> Result<Vec<u8>, AnyError> {
    defer!(log.close('d')?);
    Ok(items.iter().map(|item| item.parse()).collect::<Result<_, ParseIntError>>()?)
}

/// `Default::default`
#[with_cleanup]
pub fn defaults(log: &Log, early: bool) -> (String, Option<u8>, [usize; 2]) {
    defer_on_success!(log.note('s'));
    if early {
        return Default::default();
    }
    Default::default()
}

/// `into`
#[with_cleanup]
pub fn into(log: &Log, early: bool) -> Arc<str> {
    defer!(log.note('d'));
    if early {
        return String::from("early").into();
    }
    "end".into()
}

/// `into` in a result.
#[with_cleanup]
pub fn into_in_result(log: &Log) -> Result<Cow<'static, str>, Error> {
    defer!(log.close('d')?);
    Ok("end".into())
}

/// Numbers, lists and `None` whose types are known by what is returned alone.
#[with_cleanup]
pub fn literals(log: &Log, early: bool) -> Result<(u8, i64, Vec<f32>, Option<char>), Error> {
    defer!(log.close('d')?);
    if early {
        return Ok((0, -1, vec![], None));
    }
    Ok((255, 1 << 40_u8, Vec::new(), None))
}

/// All of it in a future.
#[with_cleanup]
pub async fn future(log: &Log, text: &str) -> Result<Box<dyn Display + Send>, AnyError> {
    defer!(log.close('d')?);
    ready(()).await;
    if text.is_empty() {
        return Ok(Box::new("early"));
    }
    let number: u8 = text.parse()?;
    Ok(Box::new(number))
}

/// Inference in a future.
#[with_cleanup]
pub async fn inferred_future(log: &Log, text: &str) -> Result<u16, AnyError> {
    defer!(log.close('d')?);
    ready(()).await;
    Ok(text.parse()?)
}

/// With heads around it.
#[with_cleanup(number = log.manager('m'), _ = log.closing('c'))]
pub fn headed(log: &Log, text: &str) -> Result<Box<dyn Display>, AnyError> {
    if text.is_empty() {
        return Ok(Box::new("early"));
    }
    *number = text.parse()?;
    Ok(Box::new(*number))
}

/// With heads around it that cannot fail.
#[with_cleanup(number = log.manager('m'))]
pub fn headed_plain<'l>(log: &Log, list: &'l Vec<usize>) -> &'l [usize] {
    if list.is_empty() {
        return &[1];
    }
    *number = list.len();
    list
}
