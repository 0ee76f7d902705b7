//! Functions that a user's own `macro_rules!` make.

use with_cleanup::{Error, defer, defer_on_success, with_cleanup};

use crate::log::Log;

macro_rules! with_body {
    ($(#[$meta:meta])* $vis:vis fn $name:ident($log:ident) -> $returns:ty $body:block) => {
        $(#[$meta])*
        #[with_cleanup]
        $vis fn $name($log: &Log) -> $returns $body
    };
}

with_body! {
    /// A visibility, a name, a type and a body of the caller's.
    pub fn body(log) -> Result<usize, Error> {
        defer!(log.close('d')?);
        Ok(1)
    }
}

with_body! {
    /// The same with a body that leaves early.
    #[must_use]
    pub fn plain(log) -> usize {
        defer_on_success!(log.note('s'));
        return 2;
    }
}

with_body! {
    fn private(log) -> Result<usize, Error> {
        defer!(log.close('d')?);
        Ok(5)
    }
}

macro_rules! with_statements {
    ($name:ident, $argument:pat_param => $type:ty, $value:expr) => {
        /// A function that is the macro's, but for its value.
        #[with_cleanup]
        pub fn $name(log: &Log, $argument: $type) -> Result<usize, Error> {
            defer!(log.close('d')?);
            defer!({
                log.note('c');
            });
            Ok($value)
        }
    };
}

with_statements!(statements, number => usize, number);
with_statements!(more_statements, (one, two) => (usize, usize), one.saturating_add(two));

macro_rules! with_item {
    ($item:item) => {
        #[with_cleanup]
        $item
    };
}

with_item! {
    /// A whole item.
    pub fn item(log: &Log) -> Result<usize, Error> {
        defer!(log.close('d')?);
        Ok(3)
    }
}

macro_rules! with_tokens {
    ($($tokens:tt)*) => {
        #[with_cleanup]
        $($tokens)*
    };
}

with_tokens! {
    /// Tokens.
    pub async fn tokens(log: &Log) -> Result<usize, Error> {
        defer!(log.close('d')?);
        Ok(4)
    }
}

/// Calls the one that others do not see.
pub fn hidden(log: &Log) -> Result<usize, Error> {
    private(log)
}
