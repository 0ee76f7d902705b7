//! The messages of the compiler for every misuse of the macros, and what the macros expand to.
