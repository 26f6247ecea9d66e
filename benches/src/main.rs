//! What graph-core costs beside the best hand-written code, as ratios of one run. See README.md beside this package.

mod compile;
mod declare;
mod handwritten;
mod instructions;
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

use report::Report;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Measures what graph-core costs and prints each cost as a ratio to hand-written code.
#[derive(Debug, Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Everything, about ten minutes on two cores.
    All,
    /// Instructions and time to write an update, decode a response and take a difference.
    Update,
    /// Instructions for one PATCH over loopback.
    Wire,
    /// CPU seconds to compile resources.
    Compile,
    /// How late bulk work ends under a limit, and how much of it is refused.
    Pacing,
    /// CPU seconds and memory to check the declarations of a whole `$metadata` file; not part of `all`.
    Declare {
        /// The file
        #[arg(long, value_name = "FILE")]
        metadata: PathBuf,
        /// Asks for every N-th type only, and all that it reaches
        #[arg(long, value_name = "N", default_value_t = 1)]
        every: usize,
    },
    /// One side of `declare`.
    #[command(hide = true)]
    DeclareSide { package: PathBuf },
    /// One side of a measurement, a number of times.
    #[command(hide = true)]
    Probe { name: String, times: usize },
    /// One side of a measurement over a connection, a number of times.
    #[command(hide = true)]
    Client { side: wire::Side, address: String, times: usize },
}

fn main() -> ExitCode {
    match run(&Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("graph-benches: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: &Command) -> Outcome<()> {
    let steps = match command {
        Command::Probe { name, times } => return probe::run(name, *times),
        Command::Client { side, address, times } => return wire::client(*side, address, *times),
        Command::All => update::STEPS + wire::STEPS + compile::STEPS + pacing::STEPS,
        Command::DeclareSide { package } => return declare::one_side(package),
        Command::Declare { .. } => declare::STEPS,
        Command::Update => update::STEPS,
        Command::Wire => wire::STEPS,
        Command::Compile => compile::STEPS,
        Command::Pacing => pacing::STEPS,
    };
    let mut report = Report::new(steps);
    if matches!(command, Command::All | Command::Update) {
        update::measure(&mut report)?;
    }
    if matches!(command, Command::All | Command::Wire) {
        wire::measure(&mut report)?;
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
