//! Replays documented requests of Microsoft Graph against declarations generated from its metadata.
//!
//! A run of updates has these stages, one module each:
//!
//! 1. [`page`] reads the pages, one JSON object per line.
//! 2. [`plan`] determines the type of each body, its address, and the necessary declarations ([`extras`], [`route`]).
//! 3. [`generate`] writes a crate: the declarations, and for each type a few lines that call its typed setters.
//! 4. [`compile`] builds the crate with cargo, like any downstream crate, and runs it.
//! 5. In that program, [`replay`] builds each update from typed values, sends it to a
//!    [`RecordingServer`](replay::RecordingServer) on loopback, reads each response, writes it back, and reports the outcome
//!    ([`case`]).
//! 6. [`compare`] compares the outcome with the page.
//!
//! [`operations`] replays reads in the same way. [`abnf`] is an interpreter of grammars. It decides whether a URL is well-formed:
//! [`urls`] judges those of random queries, and [`agreement`] the sandbox's parser.
//!
//! No module refers to a page or a type by name.

pub mod abnf;
pub mod agreement;
pub mod case;
pub mod compare;
pub mod compile;
pub mod extras;
pub mod generate;
pub mod operations;
pub mod page;
pub mod plan;
pub mod replay;
mod rng;
pub mod route;
pub mod run;
pub mod synthetic;
pub mod urls;
