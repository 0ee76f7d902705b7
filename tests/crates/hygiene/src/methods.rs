//! Methods that every type has, of the names that ours have: by value, which the compiler finds before one of ours that
//! borrows, and by reference, which it finds before one of ours behind a `Deref`.

macro_rules! decoys {
    ($receiver:ty: $($name:ident)*) => {
        trait Decoys: ::core::marker::Sized {
            $(fn $name(self: $receiver) -> Decoy { Decoy })*
        }

        impl<T> Decoys for T {}

        struct Decoy;
    };
    ($receiver:ty) => {
        decoys! {
            $receiver: and and_return any body call collecting defer end end_function end_with ended enter exit fail failure function_body here jump leave lend lender of_cleanup of_deferred
            merge nested open outcome pin probe refuse settle slot start target unit unsettled within
        }
    };
}

mod by_reference;
mod by_unique_reference;
mod by_value;
