//! The arguments of the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Declares the types of Microsoft Graph in Rust from its metadata.
#[derive(Debug, Parser)]
#[command(name = "cargo graph", bin_name = "cargo graph", version, arg_required_else_help = true)]
pub(crate) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Print the declaration of a type, and of all that it reaches.
    Declare(Declare),
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo graph declare user --metadata metadata.xml --with-dependencies
  cargo graph declare '/deviceManagement/deviceConfigurations/{id}' --metadata metadata.xml
  cargo graph declare --all --metadata metadata.xml --output src/graph.rs

The metadata of the service is at https://graph.microsoft.com/v1.0/$metadata and /beta/$metadata.")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(crate) struct Declare {
    /// The type (`user`, `microsoft.graph.callRecords.session`), or a path to it (`/users/{id}`).
    #[arg(value_name = "TYPE-OR-PATH", required_unless_present = "all", conflicts_with = "all")]
    pub(crate) what: Option<String>,

    /// The metadata file (CSDL 4.0 in XML).
    #[arg(long, value_name = "FILE")]
    pub(crate) metadata: PathBuf,

    /// Declare all types that it reaches, too.
    #[arg(long)]
    pub(crate) with_dependencies: bool,

    /// Declare every type of the file.
    #[arg(long)]
    pub(crate) all: bool,

    /// Let every property be absent, and tell absent, null and value apart.
    #[arg(long)]
    pub(crate) partial: bool,

    /// Let the items of a collection be null only where the metadata says that they are. Without it, they may be null
    /// wherever the metadata does not say that they are not: `Vec<Option<_>>`.
    #[arg(long)]
    pub(crate) no_null_items: bool,

    /// A path of the type, from the service root; the first is the main one. Without it, the shortest is found.
    #[arg(long = "path", value_name = "[NAME=]TEMPLATE", conflicts_with = "all")]
    pub(crate) paths: Vec<String>,

    /// How many paths to look for if none are given.
    #[arg(long = "find-paths", value_name = "COUNT", default_value_t = 1)]
    pub(crate) find_paths: usize,

    /// The version of the API that the file is of.
    #[arg(long, value_enum, default_value_t = Version::V1)]
    pub(crate) version: Version,

    /// Where to write; standard output if not given.
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Version {
    #[value(name = "v1.0")]
    V1,
    Beta,
}
