//! `cargo graph`: generates Rust declarations for the types of Microsoft Graph from its metadata.

mod arguments;
mod declare;
mod diagnostics;
mod output;
mod progress;

use std::process::ExitCode;

use clap::Parser as _;

use arguments::{Arguments, Command};

fn main() -> ExitCode {
    // cargo runs `cargo-graph graph declare ..`
    let mut arguments: Vec<_> = std::env::args_os().collect();
    if arguments.get(1).is_some_and(|argument| argument == "graph") {
        arguments.remove(1);
    }
    let Command::Declare(arguments) = Arguments::parse_from(arguments).command;
    match declare::run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}", error.message.trim_end());
            ExitCode::from(error.exit_code)
        }
    }
}
