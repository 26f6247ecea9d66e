//! The implementations of declared types.
//!
//! A derive passes what was declared to these macros, in labelled lists. The code around it is here, because the compiler expands
//! `macro_rules!` at full speed, and a procedural macro is compiled without optimisation in its users' builds and pays for each
//! token that it returns. `tests/expansion` contains the generated code in full.
//!
//! `__graph` is the `__private` module of this crate at the call site.

mod callable;
mod enumeration;
mod filter;
mod resource;
mod structure;
mod union;
