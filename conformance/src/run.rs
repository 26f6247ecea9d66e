//! A run, from pages to a report.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::path::Path;

use graph_metadata::Model;
use serde_json::Value;

use crate::case::{Fault, Observation, Outcome};
use crate::compare::{differences, is_same_path};
use crate::compile::{Crate, cpu_seconds};
use crate::generate;
use crate::page::Page;
use crate::plan::Plan;

/// What is going on, for a progress bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Declarations are generated.
    Declaring,
    /// So many types are compiled.
    Compiling(usize),
    /// So many of so many cases are replayed.
    Replaying(usize, usize),
}

/// What came of the pages.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    /// What went wrong, in the order of the pages.
    pub failures: Vec<Failure>,
    /// Requests that arrived as documented, and all.
    pub requests: (usize, usize),
    /// Responses that were read and written again, and all.
    pub responses: (usize, usize),
    /// Declared structs, enumerations and unions.
    pub declared: usize,
    /// CPU seconds of compiling the generated crate.
    pub compile_seconds: f64,
}

/// Something that is not as documented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The number of the page.
    pub nth: usize,
    /// Whether it is about the request, else about the response.
    pub is_request: bool,
    /// The page and its version.
    pub page: String,
    /// What is wrong, and where.
    pub fault: Fault,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = if self.is_request { "request" } else { "response" };
        write!(f, "{}: {part} {}", self.page, self.fault)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ((sent, requests), (read, responses)) = (self.requests, self.responses);
        write!(f, "requests reproduced {sent} of {requests}, responses read {read} of {responses}")
    }
}

/// Replays pages. `models` are the metadata by version; `name` is that of the generated crate, and `folder` its place.
///
/// # Errors
/// When the declarations cannot be generated, compiled or run. What is not as documented is no error but in the report.
pub fn run(
    pages: &[Page],
    models: &BTreeMap<String, Model>,
    name: &str,
    folder: Option<&Path>,
    tell: &mut dyn FnMut(Step),
) -> Result<Report, Box<dyn Error>> {
    tell(Step::Declaring);
    let plan = Plan::new(pages, models);
    let mut sources = Vec::new();
    let mut report = Report::default();
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
    let generated = Crate::new(name, folder)?;
    generated.write(&files)?;
    tell(Step::Compiling(report.declared));
    let (_, before) = cpu_seconds();
    generated.build()?;
    report.compile_seconds = cpu_seconds().1 - before;
    let mut done = 0;
    let observations = generated.run(&plan.cases, &mut || {
        done += 1;
        tell(Step::Replaying(done, plan.cases.len()));
    })?;
    report.requests.1 = pages.iter().filter(|page| page.counts()).count();
    report.responses.1 = pages.iter().filter(|page| page.response_body().is_some()).count();
    report.judge(pages, &plan, &observations);
    Ok(report)
}

impl Report {
    fn judge(&mut self, pages: &[Page], plan: &Plan, observations: &[Observation]) {
        for (nth, is_request, fault) in &plan.refused {
            self.fail(pages, *nth, *is_request, fault.clone());
        }
        for Observation { page: nth, outcome } in observations {
            let Some(page) = pages.get(*nth) else { continue };
            let (is_request, faults) = match outcome {
                Outcome::NotSent(fault) => (true, vec![fault.clone()]),
                Outcome::NotRead(fault) => (false, vec![fault.clone()]),
                Outcome::Arrived(arrival) => {
                    let mut faults = Vec::new();
                    let path = format!("/{}{}", page.version, page.request.path);
                    if arrival.method != page.request.method {
                        faults.push(Fault::of_all(format!("was sent by {}", arrival.method)));
                    }
                    if !is_same_path(&path, &arrival.path) {
                        faults.push(Fault::of_all(format!("was sent to `{}`", arrival.path)));
                    }
                    let body = page.request.body.as_ref().map_or("{}", |body| body.get());
                    faults.extend(compared(body, &arrival.body));
                    (true, faults)
                }
                Outcome::Written(written) => {
                    (false, compared(page.response_body().map_or("", |body| body.get()), written.get()))
                }
            };
            if faults.is_empty() {
                let counter = if is_request { &mut self.requests.0 } else { &mut self.responses.0 };
                *counter += 1;
            }
            for fault in faults {
                self.fail(pages, *nth, is_request, fault);
            }
        }
        self.failures.sort_by_key(|failure| (failure.nth, !failure.is_request));
    }

    fn fail(&mut self, pages: &[Page], nth: usize, is_request: bool, fault: Fault) {
        let page = pages.get(nth).map_or_else(String::new, |page| format!("{} ({})", page.page, page.version));
        self.failures.push(Failure { nth, is_request, page, fault });
    }
}

fn compared(documented: &str, found: &str) -> Vec<Fault> {
    let read = |text: &str| serde_json::from_str::<Value>(text).map_err(Fault::of_all);
    match (read(documented), read(found)) {
        (Ok(documented), Ok(found)) => differences(&documented, &found),
        (Err(fault), _) | (_, Err(fault)) => vec![fault],
    }
}

/// `v1` for `v1.0`.
fn module_name(version: &str) -> String {
    version.split('.').next().unwrap_or(version).chars().filter(char::is_ascii_alphanumeric).collect()
}
