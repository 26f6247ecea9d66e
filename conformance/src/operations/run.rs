//! A replay of documented requests, from records to a report.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use graph_metadata::Model;
use graph_metadata::declare::Declarations;
use serde_json::Value;

use super::call_plan::{PlannedCall, arguments};
use super::differences::{request_differences, response_differences};
use super::plan::{OperationPlan, PlannedRead, ReadKind};
use super::record::{ParsedQuery, Record};
use super::source::{RecordFunctions, program};
use super::write_plan::PlannedWrite;
use crate::case::Mismatch;
use crate::compile::{CompileError, GeneratedCrate, cpu_seconds, rejected_lines};
use crate::generate::without_extras;
use crate::replay::ServedResponse;
use crate::replay::records::{ReplayInput, ReplayObservation, ReplayedCase};
use crate::run::{ConformanceReport, Failure, KindCounts, Stage};

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
    let plan = OperationPlan::new(records, kinds, models);
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
                _ = functions.add_read(&read.without_options(), declarations);
            }
        }
    }
    report.compile_seconds = cpu_seconds().1 - before;

    let reads = plan.reads.iter().filter_map(|read| read_case(read, records.get(read.record)?));
    let writes = plan.writes.iter().filter_map(|write| write_case(write, records.get(write.record)?));
    let calls = plan.calls.iter().filter_map(|call| Some(call_case(call, records.get(call.record)?)));
    let cases: Vec<ReplayedCase> = reads.chain(writes).chain(calls).collect();
    let mut done = 0;
    let observations = generated.run(&cases, &mut || {
        done += 1;
        on_stage(Stage::Replaying(done, cases.len()));
    })?;

    report.kinds = kinds.iter().map(|kind| KindCounts { kind: kind.clone(), ..KindCounts::default() }).collect();
    for record in records.iter().filter(|record| record.is_replayed(kinds)) {
        let has_response = usize::from(record.response_body().is_some());
        report.requests.1 += 1;
        report.responses.1 += has_response;
        if let Some(counts) = report.kinds.iter_mut().find(|counts| counts.kind == record.kind) {
            counts.requests.1 += 1;
            counts.responses.1 += has_response;
        }
    }
    let mut outcome = Outcome { records, report: &mut report };
    for (record, mismatch) in &plan.rejected {
        outcome.add(*record, true, vec![mismatch.clone()]);
        outcome.add(*record, false, vec![mismatch.clone()]);
    }
    for ReplayObservation { record: number, received, read, is_unchecked } in observations {
        let Some(record) = records.get(number) else { continue };
        let read_kind = plan.reads.iter().find(|read| read.record == number).map(|read| read.kind);
        let call_kind = || plan.calls.iter().find(|call| call.record == number).map(|call| call.read_kind(record));
        let read_kind = read_kind.or_else(call_kind).unwrap_or(ReadKind::Entity);
        let request = match (unwritten.get(&number), received, &read) {
            (Some(reason), ..) => vec![Mismatch::of_body(reason)],
            (None, Some(received), _) => request_differences(record, &received),
            (None, None, Err(mismatch)) => vec![mismatch.clone()],
            (None, None, Ok(_)) => vec![Mismatch::of_body("the service received no request")],
        };
        outcome.add(number, true, request);
        let response = match (read, unwritten.get(&number)) {
            (Ok(read), _) => response_differences(record, read_kind, &read),
            // nothing was sent, so there was no response
            (Err(_), Some(reason)) if !functions.contains(number) => vec![Mismatch::of_body(reason)],
            (Err(mismatch), _) => vec![mismatch],
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
const FUNCTIONS: &str = "records.rs";

/// Writes the functions of the reads, and returns the reasons why a function has not all query options.
fn write_functions(
    plan: &OperationPlan,
    declared: &BTreeMap<&str, Declarations>,
) -> (RecordFunctions, BTreeMap<usize, String>) {
    let mut functions = RecordFunctions::default();
    let mut unwritten = BTreeMap::new();
    for read in &plan.reads {
        let Some(declarations) = declared.get(read.module.as_str()) else { continue };
        if let Err(reason) = functions.add_read(read, declarations) {
            // the response can be read nevertheless
            if let Err(reason) = functions.add_read(&read.without_options(), declarations) {
                unwritten.insert(read.record, reason);
            }
            unwritten.insert(read.record, reason);
        }
    }
    for write in &plan.writes {
        let Some(declarations) = declared.get(write.module.as_str()) else { continue };
        if let Err(reason) = functions.add_write(write, declarations) {
            unwritten.insert(write.record, reason);
        }
    }
    for call in &plan.calls {
        let Some(declarations) = declared.get(call.module.as_str()) else { continue };
        if let Err(reason) = functions.add_call(call, declarations) {
            unwritten.insert(call.record, reason);
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

fn read_case(read: &PlannedRead, record: &Record) -> Option<ReplayedCase> {
    let body = record.response_body().map_or("{}", |body| body.get());
    let text = serde_json::from_str::<Value>(body).ok().and_then(|body| body.as_str().map(str::to_owned));
    let response = ServedResponse {
        status: record.response.as_ref()?.status.unwrap_or(200),
        content_type: if text.is_some() { "text/plain" } else { "application/json" }.to_owned(),
        body: text.unwrap_or_else(|| body.to_owned()),
    };
    let input = ReplayInput { is_checked: true, ..ReplayInput::default() };
    Some(ReplayedCase { record: read.record, values: read.route.values.clone(), input, response })
}

fn write_case(write: &PlannedWrite, record: &Record) -> Option<ReplayedCase> {
    let members = record.request.body.as_ref().and_then(|body| serde_json::from_str(body.get()).ok());
    let input = ReplayInput {
        is_checked: true,
        members: members.unwrap_or_default(),
        etag: record.if_match().map(|etag| etag.as_str().to_owned()),
        ..ReplayInput::default()
    };
    let response = match record.response_body() {
        Some(body) => ServedResponse {
            status: record.response.as_ref()?.status.unwrap_or(200),
            content_type: "application/json".to_owned(),
            body: body.get().to_owned(),
        },
        None => ServedResponse::default(),
    };
    Some(ReplayedCase { record: write.record, values: write.values(), input, response })
}

fn call_case(call: &PlannedCall, record: &Record) -> ReplayedCase {
    let input = ReplayInput {
        members: arguments(record).unwrap_or_default(),
        bytes: record.request.body_text.clone().unwrap_or_default(),
        etag: record.if_match().map(|etag| etag.as_str().to_owned()),
        ..ReplayInput::default()
    };
    // A redirect to other bytes is followed by downloads; the other tests of the client have it.
    let status = record.response.as_ref().and_then(|response| response.status).filter(|status| *status < 300);
    let response = match record.response_body() {
        Some(body) => ServedResponse {
            status: status.unwrap_or(200),
            content_type: "application/json".to_owned(),
            body: body.get().to_owned(),
        },
        None => ServedResponse { status: status.unwrap_or(200), ..ServedResponse::default() },
    };
    ReplayedCase { record: call.record, values: call.route.values.clone(), input, response }
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
            let kind = self.report.kinds.iter_mut().find(|counts| counts.kind == record.kind);
            let (requests, responses) = kind.map(|counts| (&mut counts.requests.0, &mut counts.responses.0)).unzip();
            let (total, of_kind) = if is_request {
                (&mut self.report.requests.0, requests)
            } else {
                (&mut self.report.responses.0, responses)
            };
            *total += 1;
            if let Some(of_kind) = of_kind {
                *of_kind += 1;
            }
        }
        for mismatch in mismatches {
            self.report.failures.push(Failure { nth: number, is_request, page: record.id.clone(), mismatch });
        }
    }
}
