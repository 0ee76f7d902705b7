//! Macros in the place of the prelude's.

macro_rules! decoys {
    ($($name:ident)*) => { $(macro_rules! $name { () => { a decoy }; })* };
}

decoys!(assert column compile_error concat file line matches module_path panic stringify unreachable write);

#[path = "uses.rs"]
mod uses;
