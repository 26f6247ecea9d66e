//! Replays documented updates of Microsoft Graph against declarations that are generated from its metadata.
//!
//! A run goes through these stations, one module each:
//!
//! 1. [`page`] reads the pages, one JSON object a line.
//! 2. [`plan`] decides which type each body has and where it is sent, and what is to be declared ([`reach`], [`route`]).
//! 3. [`generate`] writes a crate: the declarations, and for each type a few lines that lead to its typed setters.
//! 4. [`compile`] has cargo build it, as any downstream crate, and runs it.
//! 5. There, [`replay`] builds each update from typed values, sends it to an [`echo`](replay::Echo) on loopback, reads each
//!    response and writes it again, and says what came of it ([`case`]).
//! 6. [`compare`] holds that against the page.
//!
//! No page and no type is known by name here.

pub mod case;
pub mod compare;
pub mod compile;
pub mod generate;
pub mod page;
pub mod plan;
pub mod reach;
pub mod replay;
pub mod route;
pub mod run;
pub mod synthetic;
