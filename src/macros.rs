//! The macros, as users call them. Each only puts the path of this crate before the user's tokens.

/// W
#[macro_export]
macro_rules! with {
    ($($input:tt)*) => { $crate::__private::with!(($crate) $($input)*) };
}

/// T
#[macro_export]
macro_rules! try_finally {
    ($($input:tt)*) => { $crate::__private::try_finally!(($crate) $($input)*) };
}

/// D
#[macro_export]
macro_rules! defer {
    ($($input:tt)*) => { $crate::__private::defer! { ($crate) $($input)* } };
}

/// D
#[macro_export]
macro_rules! defer_on_success {
    ($($input:tt)*) => { $crate::__private::defer_on_success! { ($crate) $($input)* } };
}

/// D
#[macro_export]
macro_rules! defer_on_failure {
    ($($input:tt)*) => { $crate::__private::defer_on_failure! { ($crate) $($input)* } };
}
