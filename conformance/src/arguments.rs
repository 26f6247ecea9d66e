//! The command-line arguments.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Replay documented updates of Microsoft Graph
///
/// Generates declarations for the updates, compiles them, builds each update from typed values, sends it to a service on
/// loopback, and compares the received request with the documentation.
///
/// The exit code is 0 if the required numbers of requests and responses are reproduced, 1 if fewer are, and 2 after any other
/// error.
#[derive(Debug, Parser)]
#[command(name = "graph-conformance", version, args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) updates: UpdateArguments,
}

/// What to do instead of replaying updates.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Decide the test cases of an ABNF grammar
    Abnf(AbnfArguments),
    /// Judge the URLs of random queries by an ABNF grammar
    Urls(UrlArguments),
    /// Replay documented requests of other kinds: reads, writes, links, calls and media
    Operations(OperationArguments),
}

#[derive(Debug, Args)]
pub(crate) struct UrlArguments {
    /// The grammar of OData URLs
    #[arg(long, value_name = "FILE")]
    pub(crate) grammar: PathBuf,
    /// Number of queries
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    pub(crate) count: usize,
    /// Seed of the queries
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
}

#[derive(Debug, Args)]
pub(crate) struct OperationArguments {
    /// Records, one JSON object per line
    #[arg(long, value_name = "FILE", required = true)]
    pub(crate) pages: Vec<PathBuf>,
    /// Metadata file for requests to v1.0
    #[arg(long, value_name = "FILE")]
    pub(crate) v1: Option<PathBuf>,
    /// Metadata file for requests to beta
    #[arg(long, value_name = "FILE")]
    pub(crate) beta: Option<PathBuf>,
    /// Kinds of records to replay
    #[arg(long, value_name = "KIND", value_delimiter = ',', default_values = ["get", "list", "count"])]
    pub(crate) kinds: Vec<String>,
    /// Minimum number of requests that must be reproduced
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) min_requests: usize,
    /// Minimum number of responses that must be read
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) min_responses: usize,
    /// Write the generated crate to a directory, for inspection
    #[arg(long, value_name = "DIR")]
    pub(crate) keep: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct AbnfArguments {
    /// The grammar (RFC 5234 and RFC 7405)
    #[arg(long, value_name = "FILE")]
    pub(crate) grammar: PathBuf,
    /// The test cases, in YAML: `Constraints`, and `TestCases` with `Name`, `Rule`, `Input`, `FailAt` and `Expect`
    #[arg(long, value_name = "FILE")]
    pub(crate) cases: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct UpdateArguments {
    /// Pages, one JSON object per line
    #[arg(long, value_name = "FILE", required_unless_present = "synthetic")]
    pub(crate) pages: Vec<PathBuf>,
    /// Metadata file for pages of v1.0
    #[arg(long, value_name = "FILE")]
    pub(crate) v1: Option<PathBuf>,
    /// Metadata file for pages of beta
    #[arg(long, value_name = "FILE")]
    pub(crate) beta: Option<PathBuf>,
    /// Number of pages to generate from the metadata, of random types with random values
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) synthetic: usize,
    /// Seed of the generated pages
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Minimum number of requests that must be reproduced
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) min_requests: usize,
    /// Minimum number of responses that must be read
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) min_responses: usize,
    /// Write the generated crate to a directory, for inspection
    #[arg(long, value_name = "DIR")]
    pub(crate) keep: Option<PathBuf>,
}
