//! The command line.

use std::path::PathBuf;

use clap::Parser;

/// Replays documented updates of Microsoft Graph: generates declarations for them, compiles these, builds each update
/// from typed values, sends it to a service on loopback, and compares what arrives. Ends with 0 if as many were
/// reproduced as are asked for, with 1 if fewer, with 2 if something else is wrong.
#[derive(Debug, Parser)]
#[command(name = "graph-conformance", version)]
pub(crate) struct Arguments {
    /// The pages, one JSON object a line
    #[arg(long, value_name = "FILE", required_unless_present = "synthetic")]
    pub(crate) pages: Vec<PathBuf>,
    /// The metadata for pages of v1.0
    #[arg(long, value_name = "FILE")]
    pub(crate) v1: Option<PathBuf>,
    /// The metadata for pages of beta
    #[arg(long, value_name = "FILE")]
    pub(crate) beta: Option<PathBuf>,
    /// Makes up so many pages from the metadata, of random types with random values
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) synthetic: usize,
    /// Makes up others for another number
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// How many requests must be reproduced
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) min_requests: usize,
    /// How many responses must be read
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) min_responses: usize,
    /// Where the generated crate is written, to be looked at
    #[arg(long, value_name = "DIR")]
    pub(crate) keep: Option<PathBuf>,
}
