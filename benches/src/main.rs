//! The program `graph-benches`: measures the cost of graph-core as ratios to hand-written code. See the README.md of the
//! package.

mod compile;
mod declare;
mod handwritten;
mod instructions;
mod list;
mod pacing;
mod probe;
mod report;
mod update;
mod usage;
mod wire;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use report::BenchReport;

type BenchResult<T> = Result<T, Box<dyn Error>>;

/// Measure the cost of graph-core and print it as ratios to hand-written code
#[derive(Debug, Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run all measurements except `declare` (about ten minutes on two cores)
    All,
    /// Measure instructions and time for writing an update, decoding a response and computing a difference
    Update,
    /// Measure instructions for one PATCH over loopback
    Wire,
    /// Measure instructions and memory for a list over loopback
    List,
    /// Measure CPU seconds for compiling resources
    Compile,
    /// Measure the delay of bulk work under a limit, and the share of rejected requests
    Pacing,
    /// Measure CPU seconds and memory for checking the declarations of a `$metadata` file (not part of `all`)
    Declare {
        /// Metadata file
        #[arg(long, value_name = "FILE")]
        metadata: PathBuf,
        /// Declare only every N-th type, with the types that it uses
        #[arg(long, value_name = "N", default_value_t = 1)]
        every: usize,
    },
    /// Measure one side of `declare`
    #[command(hide = true)]
    DeclareSide { package: PathBuf },
    /// Repeat one side of a measurement
    #[command(hide = true)]
    Probe { name: String, times: usize },
    /// Repeat one side of a measurement over a connection
    #[command(hide = true)]
    Client { side: wire::WireClient, address: String, times: usize },
    /// Read lists over a connection
    #[command(hide = true)]
    ListClient {
        side: list::ListClient,
        collection: list::ListedCollection,
        address: String,
        items: usize,
        times: usize,
        #[arg(long)]
        memory: bool,
    },
}

fn main() -> ExitCode {
    match run(&Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: &Command) -> BenchResult<()> {
    let steps = match command {
        Command::Probe { name, times } => return probe::run(name, *times),
        Command::Client { side, address, times } => return wire::client(*side, address, *times),
        Command::ListClient { side, collection, address, items, times, memory } => {
            return list::client(*side, *collection, address, *items, *times, *memory);
        }
        Command::All => update::STEPS + wire::STEPS + list::STEPS + compile::STEPS + pacing::STEPS,
        Command::DeclareSide { package } => return declare::one_side(package),
        Command::Declare { .. } => declare::STEPS,
        Command::Update => update::STEPS,
        Command::Wire => wire::STEPS,
        Command::List => list::STEPS,
        Command::Compile => compile::STEPS,
        Command::Pacing => pacing::STEPS,
    };
    let mut report = BenchReport::new(steps);
    if matches!(command, Command::All | Command::Update) {
        update::measure(&mut report)?;
    }
    if matches!(command, Command::All | Command::Wire) {
        wire::measure(&mut report)?;
    }
    if matches!(command, Command::All | Command::List) {
        list::measure(&mut report)?;
    }
    if matches!(command, Command::All | Command::Compile) {
        compile::measure(&mut report)?;
    }
    if matches!(command, Command::All | Command::Pacing) {
        pacing::measure(&mut report)?;
    }
    if let Command::Declare { metadata, every } = command {
        declare::measure(&mut report, metadata, *every)?;
    }
    report.print();
    Ok(())
}
