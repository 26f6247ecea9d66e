//! Updates many entities within the limits of the service, and can be stopped at any moment and run again.
//!
//! `cargo run --example bulk_update` needs no account: it updates a sandbox inside the process. What makes it safe to stop:
//!
//! - A journal keeps the ids that are done. What it holds is not touched again.
//! - An id that was begun and is not done may have been updated or not. Each id is therefore read first: where the values are
//!   there already, nothing is sent.
//! - An update is sent with the `ETag` that was read. One that a killed process left on its way cannot act twice: the service
//!   refuses whichever of the two comes second. (Where a service gives no `ETag`, such a straggler could write the same
//!   values once more. Nothing else can happen twice there.)

mod arguments;
mod journal;
mod service;
mod updates;

use std::collections::HashSet;
use std::error::Error;
use std::process::ExitCode;
use std::sync::Arc;

use indicatif::{ProgressBar, ProgressStyle};

use arguments::{Arguments, USAGE};
use journal::Journal;
use updates::{Outcome, Updates};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments = match Arguments::read() {
        Ok(Some(arguments)) => arguments,
        Ok(None) => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Err(message) => {
            eprintln!("bulk_update: {message}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(arguments).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            let mut text = error.to_string();
            let mut source = error.source();
            while let Some(cause) = source {
                text = format!("{text}: {cause}");
                source = cause.source();
            }
            eprintln!("bulk_update: {text}");
            ExitCode::FAILURE
        }
    }
}

/// Whether everything is done.
async fn run(arguments: Arguments) -> Result<bool, Box<dyn Error>> {
    let (graph, _sandbox) = service::connect(&arguments).await?;
    let ids = service::ids(&arguments)?;
    let (journal, done) = Journal::open(&arguments.journal)?;
    let left: Vec<String> = ids.iter().filter(|id| !done.contains(*id)).cloned().collect();
    if left.len() < ids.len() {
        let journal = arguments.journal.display();
        println!(
            "{} of {} are done already, says {journal}; remove it to begin anew",
            ids.len() - left.len(),
            ids.len()
        );
    }

    let bar = progress(ids.len(), ids.len() - left.len());
    let mut updates =
        Updates::start(graph, service::configuration(&arguments), Arc::new(journal), unique(left), arguments.tasks);
    let (mut failed, mut stopped) = (0, false);
    loop {
        tokio::select! {
            next = updates.next() => match next {
                Some(Outcome::Done) => bar.inc(1),
                Some(Outcome::Failed { id, error }) => {
                    failed += 1;
                    bar.suspend(|| eprintln!("{id}: {error}"));
                }
                None => break,
            },
            _ = tokio::signal::ctrl_c(), if !stopped => {
                stopped = true;
                updates.stop();
                bar.set_message("finishing what is under way");
            }
        }
    }
    bar.abandon();
    println!("{} of {} are updated, says {}", bar.position(), ids.len(), arguments.journal.display());
    if stopped {
        println!("stopped; run it again to go on");
    }
    if failed > 0 {
        println!("{failed} failed; run it again to try them again");
    }
    Ok(failed == 0 && !stopped)
}

/// The ids in their order, each once.
fn unique(ids: Vec<String>) -> Vec<String> {
    let mut seen = HashSet::new();
    ids.into_iter().filter(|id| seen.insert(id.clone())).collect()
}

fn progress(all: usize, done: usize) -> ProgressBar {
    let bar = ProgressBar::new(all as u64).with_position(done as u64);
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {per_sec} {eta} left {msg}");
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar.reset_eta();
    bar
}
