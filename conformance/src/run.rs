//! A run, from pages to a report.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::path::Path;

use graph_metadata::Model;
use serde_json::Value;

use crate::case::{CaseOutcome, Mismatch, Observation};
use crate::compare::{differences, is_same_path};
use crate::compile::{GeneratedCrate, cpu_seconds};
use crate::generate;
use crate::page::Page;
use crate::plan::ReplayPlan;

/// The stage of a run, for a progress bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The declarations are generated.
    Declaring,
    /// This number of types is compiled.
    Compiling(usize),
    /// The number of replayed cases, and the total number.
    Replaying(usize, usize),
}

/// The result of a run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ConformanceReport {
    /// The counts of each kind of request, if there are several kinds.
    pub kinds: Vec<KindCounts>,
    /// The failures, in the order of the pages.
    pub failures: Vec<Failure>,
    /// What was noticed besides failures.
    pub notes: Vec<String>,
    /// The number of reproduced requests, and the total number.
    pub requests: (usize, usize),
    /// The number of responses that were read without loss, and the total number.
    pub responses: (usize, usize),
    /// The number of declarations.
    pub declared: usize,
    /// The CPU seconds for compiling the generated crate.
    pub compile_seconds: f64,
}

/// The counts of one kind of request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KindCounts {
    /// The kind.
    pub kind: String,
    /// The number of reproduced requests, and the total number.
    pub requests: (usize, usize),
    /// The number of responses that were read without loss, and the total number.
    pub responses: (usize, usize),
}

/// A difference from the documentation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The number of the page.
    pub nth: usize,
    /// Whether it concerns the request. If false, it concerns the response.
    pub is_request: bool,
    /// The page and its version.
    pub page: String,
    /// The difference.
    pub mismatch: Mismatch,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = if self.is_request { "request" } else { "response" };
        write!(f, "{}: {part} {}", self.page, self.mismatch)
    }
}

/// A row of a table.
impl fmt::Display for KindCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, requests: (sent, requests), responses: (read, responses) } = self;
        write!(f, "{kind:<12} requests {sent:>4} of {requests:>4}, responses {read:>4} of {responses:>4}")
    }
}

impl fmt::Display for ConformanceReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ((sent, requests), (read, responses)) = (self.requests, self.responses);
        write!(f, "requests reproduced {sent} of {requests}, responses read {read} of {responses}")
    }
}

/// Replays pages.
///
/// `models` contains the metadata of each API version; `name` and `folder` belong to the generated crate.
///
/// # Errors
/// If the declarations cannot be generated, compiled or run. A difference from the documentation is not an error; the report
/// contains it.
pub fn run(
    pages: &[Page],
    models: &BTreeMap<String, Model>,
    name: &str,
    folder: Option<&Path>,
    on_stage: &mut dyn FnMut(Stage),
) -> Result<ConformanceReport, Box<dyn Error>> {
    on_stage(Stage::Declaring);
    let plan = ReplayPlan::new(pages, models);
    let mut sources = Vec::new();
    let mut report = ConformanceReport::default();
    for (version, needs) in &plan.needs {
        let Some(model) = models.get(version) else { continue };
        let declarations = needs.declare(model, version != "v1.0")?;
        report.declared += declarations.items.len();
        sources.push((module_name(version), generate::module(&declarations, needs)));
    }
    let modules: Vec<&str> = sources.iter().map(|(name, _)| name.as_str()).collect();
    let main = generate::program(&modules);
    let mut files: Vec<_> = sources.into_iter().map(|(name, text)| (format!("{name}.rs"), text)).collect();
    files.push(("main.rs".to_owned(), main));
    let generated = GeneratedCrate::new(name, folder)?;
    generated.write(&files)?;
    on_stage(Stage::Compiling(report.declared));
    let (_, before) = cpu_seconds();
    generated.build()?;
    report.compile_seconds = cpu_seconds().1 - before;
    let mut done = 0;
    let observations = generated.run(&plan.cases, &mut || {
        done += 1;
        on_stage(Stage::Replaying(done, plan.cases.len()));
    })?;
    report.requests.1 = pages.iter().filter(|page| page.is_evaluated()).count();
    report.responses.1 = pages.iter().filter(|page| page.response_body().is_some()).count();
    report.evaluate(pages, &plan, &observations);
    Ok(report)
}

impl ConformanceReport {
    fn evaluate(&mut self, pages: &[Page], plan: &ReplayPlan, observations: &[Observation]) {
        for (nth, is_request, mismatch) in &plan.rejected {
            self.add_failure(pages, *nth, *is_request, mismatch.clone());
        }
        for Observation { page: nth, outcome } in observations {
            let Some(page) = pages.get(*nth) else { continue };
            let (is_request, mismatches) = match outcome {
                CaseOutcome::NotSent(mismatch) => (true, vec![mismatch.clone()]),
                CaseOutcome::NotRead(mismatch) => (false, vec![mismatch.clone()]),
                CaseOutcome::Received(received) => {
                    let mut mismatches = Vec::new();
                    let path = format!("/{}{}", page.version, page.request.path);
                    if received.method != page.request.method {
                        mismatches.push(Mismatch::of_body(format!("was sent by {}", received.method)));
                    }
                    if !is_same_path(&path, &received.path) {
                        mismatches.push(Mismatch::of_body(format!("was sent to `{}`", received.path)));
                    }
                    let body = page.request.body.as_ref().map_or("{}", |body| body.get());
                    mismatches.extend(compare_bodies(body, &received.body));
                    (true, mismatches)
                }
                CaseOutcome::Written(written) => {
                    (false, compare_bodies(page.response_body().map_or("", |body| body.get()), written.get()))
                }
            };
            if mismatches.is_empty() {
                let counter = if is_request { &mut self.requests.0 } else { &mut self.responses.0 };
                *counter += 1;
            }
            for mismatch in mismatches {
                self.add_failure(pages, *nth, is_request, mismatch);
            }
        }
        self.failures.sort_by_key(|failure| (failure.nth, !failure.is_request));
    }

    fn add_failure(&mut self, pages: &[Page], nth: usize, is_request: bool, mismatch: Mismatch) {
        let page = pages.get(nth).map_or_else(String::new, |page| format!("{} ({})", page.page, page.version));
        self.failures.push(Failure { nth, is_request, page, mismatch });
    }
}

fn compare_bodies(documented: &str, found: &str) -> Vec<Mismatch> {
    let read = |text: &str| serde_json::from_str::<Value>(text).map_err(Mismatch::of_body);
    match (read(documented), read(found)) {
        (Ok(documented), Ok(found)) => differences(&documented, &found),
        (Err(mismatch), _) | (_, Err(mismatch)) => vec![mismatch],
    }
}

/// Returns `v1` for `v1.0`.
fn module_name(version: &str) -> String {
    version.split('.').next().unwrap_or(version).chars().filter(char::is_ascii_alphanumeric).collect()
}
