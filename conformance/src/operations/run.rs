//! A replay of documented reads, from records to a report.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use graph_metadata::Model;
use graph_metadata::declare::Declarations;
use serde_json::Value;

use super::differences::{request_differences, response_differences};
use super::plan::{PlannedRead, ReadPlan};
use super::record::{ParsedQuery, Record};
use super::source::{ReadFunctions, program};
use crate::case::Mismatch;
use crate::compile::{CompileError, GeneratedCrate, cpu_seconds, rejected_lines};
use crate::generate::without_extras;
use crate::replay::ServedResponse;
use crate::replay::reads::{ReadCase, ReadObservation};
use crate::run::{ConformanceReport, Failure, Stage};

/// Replays the records of the wanted kinds.
///
/// `models` contains the metadata of each API version; `name` and `folder` belong to the generated crate.
///
/// # Errors
/// If the declarations cannot be generated, compiled or run. A difference from the documentation is not an error; the report
/// contains it.
pub fn run(
    records: &[Record],
    kinds: &[String],
    models: &BTreeMap<String, Model>,
    name: &str,
    folder: Option<&Path>,
    on_stage: &mut dyn FnMut(Stage),
) -> Result<ConformanceReport, Box<dyn Error>> {
    on_stage(Stage::Declaring);
    let plan = ReadPlan::new(records, kinds, models);
    let mut report = ConformanceReport::default();
    let mut files = Vec::new();
    let mut declared = BTreeMap::new();
    for (module, needs) in &plan.modules {
        let Some(model) = models.get(&needs.version) else { continue };
        let declarations = needs.declare(model)?;
        report.declared += declarations.items.len();
        files.push((format!("{module}.rs"), without_extras(&declarations.to_string())));
        declared.insert(module.as_str(), declarations);
    }
    let (mut functions, mut unwritten) = write_functions(&plan, &declared);
    let modules: Vec<&str> = declared.keys().copied().collect();
    files.push(("main.rs".to_owned(), program(&modules)));

    let generated = GeneratedCrate::new(name, folder)?;
    on_stage(Stage::Compiling(report.declared));
    let (_, before) = cpu_seconds();
    loop {
        files.push((FUNCTIONS.to_owned(), functions.module()));
        generated.write(&files)?;
        files.pop();
        let Err(error) = generated.build() else { break };
        // typed calls that do not compile are a difference from the documentation
        let removed = match &error {
            CompileError::Rejected { messages, .. } => functions.remove(&rejected_lines(messages, FUNCTIONS)),
            _ => Vec::new(),
        };
        if removed.is_empty() {
            return Err(error.into());
        }
        for (record, message) in removed {
            let is_first = unwritten.insert(record, format!("the typed calls do not compile: {message}")).is_none();
            if is_first
                && let Some(read) = plan.reads.iter().find(|read| read.record == record)
                && let Some(declarations) = declared.get(read.module.as_str())
                && read.has_options()
            {
                // the response can be read nevertheless
                _ = functions.add(&read.without_options(), declarations);
            }
        }
    }
    report.compile_seconds = cpu_seconds().1 - before;

    let cases: Vec<ReadCase> = plan.reads.iter().filter_map(|read| case(read, records.get(read.record)?)).collect();
    let mut done = 0;
    let observations = generated.run(&cases, &mut || {
        done += 1;
        on_stage(Stage::Replaying(done, cases.len()));
    })?;

    let replayed = || records.iter().filter(|record| record.is_replayed(kinds));
    report.requests.1 = replayed().count();
    report.responses.1 = replayed().filter(|record| record.response_body().is_some()).count();
    let mut outcome = Outcome { records, report: &mut report };
    for (record, mismatch) in &plan.rejected {
        outcome.add(*record, true, vec![mismatch.clone()]);
        outcome.add(*record, false, vec![mismatch.clone()]);
    }
    for ReadObservation { record: number, received, read, is_unchecked } in observations {
        let (Some(record), Some(planned)) = (records.get(number), plan.reads.iter().find(|read| read.record == number))
        else {
            continue;
        };
        let request = match (unwritten.get(&number), received, &read) {
            (Some(reason), ..) => vec![Mismatch::of_body(reason)],
            (None, Some(received), _) => request_differences(record, &received),
            (None, None, Err(mismatch)) => vec![mismatch.clone()],
            (None, None, Ok(_)) => vec![Mismatch::of_body("the service received no request")],
        };
        outcome.add(number, true, request);
        let response = match read {
            Ok(read) => response_differences(record, planned.kind, &read),
            Err(mismatch) => vec![mismatch],
        };
        outcome.add(number, false, response);
        if is_unchecked {
            let note = "the documented entities do not match the filter, so they are read without that check";
            outcome.report.notes.push(format!("{}: {note}", record.id));
        }
    }
    report.failures.sort_by_key(|failure| (failure.nth, !failure.is_request));
    Ok(report)
}

/// The file of the functions.
const FUNCTIONS: &str = "reads.rs";

/// Writes the functions of the reads, and returns the reasons why a function has not all query options.
fn write_functions(
    plan: &ReadPlan,
    declared: &BTreeMap<&str, Declarations>,
) -> (ReadFunctions, BTreeMap<usize, String>) {
    let mut functions = ReadFunctions::default();
    let mut unwritten = BTreeMap::new();
    for read in &plan.reads {
        let Some(declarations) = declared.get(read.module.as_str()) else { continue };
        if let Err(reason) = functions.add(read, declarations) {
            // the response can be read nevertheless
            if let Err(reason) = functions.add(&read.without_options(), declarations) {
                unwritten.insert(read.record, reason);
            }
            unwritten.insert(read.record, reason);
        }
    }
    (functions, unwritten)
}

impl PlannedRead {
    fn has_options(&self) -> bool {
        let ParsedQuery { filter, orderby, select, expand, search, top, skip, count } = &self.query;
        filter.is_some()
            || !(orderby.is_empty() && select.is_empty() && expand.is_empty() && search.is_empty())
            || top.or(*skip).is_some()
            || count.is_some()
    }

    fn without_options(&self) -> Self {
        Self {
            module: self.module.clone(),
            type_name: self.type_name.clone(),
            route: self.route.clone(),
            query: ParsedQuery::default(),
            ..*self
        }
    }
}

fn case(read: &PlannedRead, record: &Record) -> Option<ReadCase> {
    let body = record.response_body().map_or("{}", |body| body.get());
    let text = serde_json::from_str::<Value>(body).ok().and_then(|body| body.as_str().map(str::to_owned));
    let response = ServedResponse {
        status: record.response.as_ref()?.status.unwrap_or(200),
        content_type: if text.is_some() { "text/plain" } else { "application/json" }.to_owned(),
        body: text.unwrap_or_else(|| body.to_owned()),
    };
    Some(ReadCase { record: read.record, values: read.route.values.clone(), response })
}

struct Outcome<'a> {
    records: &'a [Record],
    report: &'a mut ConformanceReport,
}

impl Outcome<'_> {
    /// Counts a request or a response without mismatches, and reports the others.
    fn add(&mut self, number: usize, is_request: bool, mismatches: Vec<Mismatch>) {
        let Some(record) = self.records.get(number) else { return };
        if !is_request && record.response_body().is_none() {
            return;
        }
        if mismatches.is_empty() {
            let counter = if is_request { &mut self.report.requests.0 } else { &mut self.report.responses.0 };
            *counter += 1;
        }
        for mismatch in mismatches {
            self.report.failures.push(Failure { nth: number, is_request, page: record.id.clone(), mismatch });
        }
    }
}
