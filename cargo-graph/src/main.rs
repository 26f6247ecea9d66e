//! `cargo graph`: declares the types of Microsoft Graph in Rust from its metadata.

mod arguments;
mod declare;
mod progress;
mod report;

use std::process::ExitCode;

use clap::Parser as _;

use arguments::{Arguments, Command};

fn main() -> ExitCode {
    // cargo calls `cargo-graph graph declare ..`
    let mut words: Vec<_> = std::env::args_os().collect();
    if words.get(1).is_some_and(|word| word == "graph") {
        words.remove(1);
    }
    let Command::Declare(arguments) = Arguments::parse_from(words).command;
    match declare::run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{}", failure.message.trim_end());
            ExitCode::from(failure.code)
        }
    }
}
