//! Updates many entities within the limits of the service. It can be stopped at any moment and run again.
//!
//! `cargo run --example bulk_update` needs no account: it updates a sandbox inside the process. Stopping it is safe:
//!
//! - A journal records the ids that are updated. The program does not read or update them again.
//! - An id whose update was in progress may or may not be updated. The program therefore reads each entity first, and
//!   sends nothing if the entity already has the new values.
//! - An update is sent with the `ETag` that was read. A request of a killed process that is still on its way cannot take
//!   effect twice: the service rejects the later one of the two. (If a service sends no `ETag`, such a request can write
//!   the same values a second time, and has no other effect.)

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
    let arguments = match Arguments::parse() {
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

/// Returns whether every entity is updated.
async fn run(arguments: Arguments) -> Result<bool, Box<dyn Error>> {
    let (graph, _sandbox) = service::connect(&arguments).await?;
    let ids = service::ids(&arguments)?;
    let (journal, recorded) = Journal::open(&arguments.journal)?;
    let remaining: Vec<String> = ids.iter().filter(|id| !recorded.contains(*id)).cloned().collect();
    if remaining.len() < ids.len() {
        let journal = arguments.journal.display();
        println!(
            "{} of {} are already updated according to {journal}; delete it to start over",
            ids.len() - remaining.len(),
            ids.len()
        );
    }

    let bar = progress(ids.len(), ids.len() - remaining.len());
    let mut updates = Updates::start(
        graph,
        service::configuration(&arguments),
        Arc::new(journal),
        unique(remaining),
        arguments.tasks,
    );
    let (mut failed, mut stopped) = (0, false);
    loop {
        tokio::select! {
            next = updates.next() => match next {
                Some(Outcome::Updated) => bar.inc(1),
                Some(Outcome::Failed { id, error }) => {
                    failed += 1;
                    bar.suspend(|| eprintln!("{id}: {error}"));
                }
                None => break,
            },
            _ = tokio::signal::ctrl_c(), if !stopped => {
                stopped = true;
                updates.stop();
                bar.set_message("finishing the updates that are in progress");
            }
        }
    }
    bar.abandon();
    println!("{} of {} are updated according to {}", bar.position(), ids.len(), arguments.journal.display());
    if stopped {
        println!("stopped; run the program again to continue");
    }
    if failed > 0 {
        println!("{failed} failed; run the program again to retry them");
    }
    Ok(failed == 0 && !stopped)
}

/// Removes repeated ids and retains the order.
fn unique(ids: Vec<String>) -> Vec<String> {
    let mut seen = HashSet::new();
    ids.into_iter().filter(|id| seen.insert(id.clone())).collect()
}

fn progress(all: usize, done: usize) -> ProgressBar {
    let bar = ProgressBar::new(all as u64).with_position(done as u64);
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {per_sec} {eta} remaining {msg}");
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar.reset_eta();
    bar
}
