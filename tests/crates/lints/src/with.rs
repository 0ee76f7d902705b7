//! `with!` in every form.

use core::cell::RefCell;

use with_cleanup::{Error, guard, guard_with, with};

use crate::log::{Log, Plain, Refused};

/// `name = expr`, and a block.
pub fn block(log: &Log) -> usize {
    with!(list = log.step('a') => {
        list.push(1);
        list.len()
    })
}

/// `name = expr`, and an expression.
pub fn expression(log: &Log) -> usize {
    with!(list = log.step('a') => list.len())
}

/// `name`, twice.
pub fn existing(log: &Log) {
    let first = log.step('a');
    let second = log.step('b');
    with!(first, second => {
        first.push(1);
        second.push(2);
    });
}

/// `_ = expr` and `expr`.
pub fn unnamed(log: &Log) {
    with!(_ = log.step('a'), log.step('b') => log.note(' ', 'c'));
}

/// A body without a statement.
pub fn empty(log: &Log) {
    with!(_ = log.step('a') => {});
}

/// Later heads use earlier ones.
pub fn later(log: &Log) -> usize {
    with!(list = log.step('a'), length = guard(list.len(), |_| log.note(' ', 'b')), log.step('c') => {
        list.push(*length);
        list.len()
    })
}

/// A later head borrows an earlier target for as long as the body uses it.
pub fn borrowing(log: &Log) -> usize {
    with!(list = log.step('a'), guarded = guard(list, |vec| vec.push(2)) => {
        guarded.push(1);
        guarded.len()
    })
}

/// The same, of a value whose destructor does nothing that the compiler knows of.
pub fn borrowing_plain(log: &Log) {
    with!(list = log.step('a'), drain = list.drain(..) => {
        assert_eq!(drain.next(), None);
    });
}

/// The form that rustfmt formats.
pub fn comma(log: &Log) -> usize {
    with!(list = log.step('a'), _ = log.step('b'), {
        list.push(1);
        list.len()
    })
}

/// Managers, guards and plain values mixed.
pub fn mixed(log: &Log) -> usize {
    let cell = RefCell::new(Vec::new());
    let total: usize = with!(
        list = log.step('a'),
        _ = Plain(log),
        kept = guard_with(String::new(), |_, outcome| log.ended('b', outcome)),
        borrowed = cell.borrow_mut(),
        => {
            kept.push('x');
            list.push(kept.len());
            borrowed.append(list);
            borrowed.len()
        }
    );
    total.max(cell.into_inner().len())
}

/// An exit that can fail.
pub fn fallible(log: &Log, refuses: bool) -> Result<usize, Error> {
    with!(list = log.fallible('a', refuses), _ = log.step('b') => list.len())
}

/// The same with `;` at its end.
pub fn fallible_unit(log: &Log, refuses: bool) -> Result<(), Error> {
    with!(list = log.fallible('a', refuses) => { list.push(1); })
}

/// `?` in a head and in a body, and a `Result` for a value.
pub fn question(log: &Log, refused: char) -> Result<usize, Refused> {
    with!(first = log.step('a'), second = log.try_step('b', refused == 'b')? => {
        let inner = log.try_step('c', refused == 'c')?;
        with!(inner => first.append(inner));
        Ok(second.len())
    })
}

/// A jump in a head, and one in an arm of the body.
pub fn jumps(log: &Log, number: Option<usize>) -> usize {
    with!(
        list = log.step('a'),
        _ = log.step(if number == Some(0) { return 0 } else { 'b' }),
        => {
            let Some(found) = number else { return 7 };
            list.push(found);
            match list.len() {
                1 => found,
                length => return length,
            }
        }
    )
}

/// A method's receivers.
#[derive(Debug, Default)]
pub struct Counter {
    log: Log,
    count: usize,
}

impl Counter {
    /// `&self`
    pub fn shared(&self) -> usize {
        with!(list = self.log.step('a') => list.len().max(self.count))
    }

    /// `&mut self`
    pub fn unique(&mut self) -> &mut Self {
        with!(list = self.log.step('a') => {
            list.push(self.count);
            self.count = list.len();
        });
        self
    }

    /// `self`
    pub fn owned(self) -> String {
        with!(log = self.log, _ = guard((), |()| ()) => log.take())
    }
}

/// Any manager, and any value.
pub fn generic<M, V>(manager: M, value: V) -> (bool, V)
where
    M: with_cleanup::ContextManager<Exit = ()>,
    M::Target: AsRef<[usize]>,
{
    with!(target = manager => (target.as_ref().is_empty(), value))
}

/// A manager behind `impl Trait`, one that is const-generic, and a closure around it all.
pub fn closure<const N: usize>(log: &Log) -> impl Fn() -> usize {
    move || {
        let array = [1; N];
        with!(list = log.step('a'), numbers = array => {
            list.extend(numbers.iter());
            list.iter().map(|number| number.saturating_add(N)).sum()
        })
    }
}

/// A value that borrows from outside the scope, and a coercion of it.
pub fn coerced<'t>(log: &Log, text: &'t Vec<usize>) -> &'t [usize] {
    with!(_ = log.step('a') => text)
}
