//! The command-line arguments.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Generate Rust declarations for the types of Microsoft Graph from its metadata
#[derive(Debug, Parser)]
#[command(name = "cargo graph", bin_name = "cargo graph", version, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Generate the declaration of a type, and optionally of the types that it uses
    Declare(DeclareArguments),
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo graph declare user group --metadata metadata.xml --with-dependencies
  cargo graph declare '/deviceManagement/deviceConfigurations/{id}' --metadata metadata.xml
  cargo graph declare managedDevice --metadata metadata.xml --operation wipe --operation retire
  cargo graph declare --all --metadata metadata.xml --output src/graph.rs

The metadata of the service is available at https://graph.microsoft.com/v1.0/$metadata and /beta/$metadata.")]
#[expect(clippy::struct_excessive_bools, reason = "each is an independent flag")]
pub(crate) struct DeclareArguments {
    /// Types to declare (`user`, `microsoft.graph.callRecords.session`), or paths to them (`/users/{id}`)
    #[arg(value_name = "TYPE-OR-PATH", required_unless_present = "all", conflicts_with = "all")]
    pub(crate) types_or_paths: Vec<String>,

    /// Metadata file (CSDL 4.0 or 4.01 in XML)
    #[arg(long, value_name = "FILE")]
    pub(crate) metadata: PathBuf,

    /// Also declare the types that the type uses
    #[arg(long)]
    pub(crate) with_dependencies: bool,

    /// Declare the navigation properties and base types that are declared with a path, too (`links(..)`, `base = ..`)
    #[arg(long)]
    pub(crate) links: bool,

    /// Declare an action or a function of the types with paths, by its name (`wipe`); can be repeated
    ///
    /// The types of its parameters and of its result are declared with `--with-dependencies`.
    #[arg(long = "operation", value_name = "NAME", conflicts_with = "operations")]
    pub(crate) named_operations: Vec<String>,

    /// Declare all actions and functions of the types with paths
    #[arg(long)]
    pub(crate) operations: bool,

    /// Declare all types of the metadata file
    #[arg(long)]
    pub(crate) all: bool,

    /// Allow every property to be absent, and distinguish absent, null and a value
    #[arg(long)]
    pub(crate) partial: bool,

    /// Allow null items in collections only where the metadata states that they can be null
    ///
    /// By default, items can be null (`Vec<Option<_>>`) unless the metadata states that they cannot.
    #[arg(long)]
    pub(crate) no_null_items: bool,

    /// Path of the type, if there is one type; the first one is the main path [default: a note states which, and why]
    #[arg(long = "path", value_name = "[NAME=]TEMPLATE", conflicts_with = "all")]
    pub(crate) paths: Vec<String>,

    /// Maximum number of paths to find if `--path` is not given
    #[arg(long = "find-paths", value_name = "COUNT", default_value_t = 1)]
    pub(crate) find_paths: usize,

    /// API version that the metadata file describes
    #[arg(long, value_enum, default_value_t = ApiVersion::V1)]
    pub(crate) version: ApiVersion,

    /// Write the declarations to a file instead of standard output
    ///
    /// A file that was changed by hand is not overwritten.
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Overwrite a file that was changed by hand
    #[arg(long, requires = "output")]
    pub(crate) force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ApiVersion {
    #[value(name = "v1.0")]
    V1,
    Beta,
}
