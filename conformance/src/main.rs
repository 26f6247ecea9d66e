//! The program `graph-conformance`: replays documented updates against generated declarations.

mod arguments;
mod progress;

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser as _;
use graph_conformance::abnf::Grammar;
use graph_conformance::abnf::cases::CaseFile;
use graph_conformance::compile::cpu_seconds;
use graph_conformance::operations;
use graph_conformance::operations::record::{self, Record};
use graph_conformance::page::{self, Page};
use graph_conformance::run::{ConformanceReport, Stage, run};
use graph_conformance::urls::WrongUrl;
use graph_conformance::{agreement, synthetic, urls};
use graph_metadata::Model;

use arguments::{AbnfArguments, Arguments, Command, OperationArguments, UpdateArguments, UrlArguments};
use progress::Progress;

fn main() -> ExitCode {
    let Arguments { command, updates } = Arguments::parse();
    let outcome = match command {
        Some(Command::Abnf(arguments)) => decide_grammar_cases(&arguments),
        Some(Command::Urls(arguments)) => judge_urls(&arguments),
        Some(Command::Operations(arguments)) => replay_operations(&arguments),
        None => replay_updates(&updates),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn read_file(file: &Path) -> Result<String, Box<dyn Error>> {
    std::fs::read_to_string(file).map_err(|error| format!("failed to read `{}`: {error}", file.display()).into())
}

fn decide_grammar_cases(arguments: &AbnfArguments) -> Result<ExitCode, Box<dyn Error>> {
    let failed = |file: &Path, error: &dyn Error| format!("failed to parse `{}`: {error}", file.display());
    let mut grammar =
        Grammar::read(&read_file(&arguments.grammar)?).map_err(|error| failed(&arguments.grammar, &error))?;
    let cases = CaseFile::read(&read_file(&arguments.cases)?).map_err(|error| failed(&arguments.cases, &error))?;
    cases.restrict(&mut grammar);
    let (compared, disagreements) = agreement::compare(&cases);
    for disagreement in &disagreements {
        println!("{disagreement}");
    }
    println!("the sandbox agrees with the grammar on {} of {compared} cases", compared - disagreements.len());
    let undecided = cases.undecided(&grammar);
    for case in &undecided {
        println!("{case}");
    }
    let total = cases.cases.len();
    println!("grammar cases decided {} of {total}", total - undecided.len());
    Ok(if undecided.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The number of wrong URLs that are printed.
const MAX_WRONG_URLS: usize = 20;

fn judge_urls(arguments: &UrlArguments) -> Result<ExitCode, Box<dyn Error>> {
    let name = arguments.grammar.display();
    let grammar =
        urls::grammar(&read_file(&arguments.grammar)?).map_err(|error| format!("failed to parse `{name}`: {error}"))?;
    let progress = Progress::new();
    let wrong = urls::judge(&grammar, arguments.count, arguments.seed, &mut |done| {
        if done % 1_000 == 0 {
            progress.update(Stage::Replaying(done, arguments.count));
        }
    });
    progress.finish();
    let wrong = wrong?;
    for WrongUrl { number, url, reason } in wrong.iter().take(MAX_WRONG_URLS) {
        println!("query {number}: {reason}: {url}");
    }
    println!("URLs well-formed and decoded {} of {}", arguments.count - wrong.len(), arguments.count);
    Ok(if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Reads the metadata of each API version.
fn read_models(v1: Option<&PathBuf>, beta: Option<&PathBuf>) -> Result<BTreeMap<String, Model>, Box<dyn Error>> {
    let mut models = BTreeMap::new();
    for (version, file) in [("v1.0", v1), ("beta", beta)] {
        if let Some(file) = file {
            let name = file.display();
            let bytes = std::fs::read(file).map_err(|error| format!("failed to read `{name}`: {error}"))?;
            let model = Model::read_bytes(&bytes).map_err(|error| format!("failed to parse `{name}`: {error}"))?;
            models.insert(version.to_owned(), model);
        }
    }
    Ok(models)
}

fn replay_updates(arguments: &UpdateArguments) -> Result<ExitCode, Box<dyn Error>> {
    let models = read_models(arguments.v1.as_ref(), arguments.beta.as_ref())?;
    let mut pages: Vec<Page> = Vec::new();
    for file in &arguments.pages {
        let name = file.display();
        pages.extend(page::read(&read_file(file)?).map_err(|error| format!("failed to parse `{name}`: {error}"))?);
    }
    pages.extend(synthetic::pages(&models, arguments.synthetic, arguments.seed));
    let progress = Progress::new();
    let report = run(&pages, &models, "graph-replay", arguments.keep.as_deref(), &mut |stage| progress.update(stage));
    progress.finish();
    Ok(print(&report?, pages.len(), arguments.min_requests, arguments.min_responses))
}

fn replay_operations(arguments: &OperationArguments) -> Result<ExitCode, Box<dyn Error>> {
    let models = read_models(arguments.v1.as_ref(), arguments.beta.as_ref())?;
    let mut records: Vec<Record> = Vec::new();
    for file in &arguments.pages {
        let name = file.display();
        records.extend(record::read(&read_file(file)?).map_err(|error| format!("failed to parse `{name}`: {error}"))?);
    }
    let progress = Progress::new();
    let report = operations::run(
        &records,
        &arguments.kinds,
        &models,
        "graph-replay-reads",
        arguments.keep.as_deref(),
        &mut |stage| {
            progress.update(stage);
        },
    );
    progress.finish();
    let report = report?;
    Ok(print(&report, report.requests.1, arguments.min_requests, arguments.min_responses))
}

/// Prints the counts of each kind, the failures, the cost and the counts of a report.
fn print(report: &ConformanceReport, pages: usize, min_requests: usize, min_responses: usize) -> ExitCode {
    for kind in &report.kinds {
        println!("{kind}");
    }
    for failure in &report.failures {
        println!("{failure}");
    }
    for note in &report.notes {
        println!("note: {note}");
    }
    let (own, children) = cpu_seconds();
    eprintln!(
        "{pages} pages, {} declarations; CPU seconds: {:.1} to compile them, {:.1} in all",
        report.declared,
        report.compile_seconds,
        own + children
    );
    println!("{report}");
    let is_enough = report.requests.0 >= min_requests && report.responses.0 >= min_responses;
    if is_enough { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
