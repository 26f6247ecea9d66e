//! Runs with handwritten records and metadata: for each, one crate is generated, compiled and run.

mod calls;
mod records;
mod writes;

use std::collections::BTreeMap;

use graph_conformance::operations::record::Record;
use graph_conformance::operations::run;
use graph_conformance::run::{ConformanceReport, KindCounts};
use graph_metadata::Model;

/// Runs valid records, followed by invalid ones, and checks that each invalid one fails and is counted.
fn replay(valid: Vec<Record>, invalid: Vec<Record>, kinds: &[&str], name: &str) -> ConformanceReport {
    let read = || Model::read(include_str!("../replay/metadata.xml")).expect("metadata");
    let models = BTreeMap::from([("v1.0".to_owned(), read()), ("beta".to_owned(), read())]);
    let kinds: Vec<String> = kinds.iter().map(|kind| (*kind).to_owned()).collect();
    let first_invalid = valid.len();
    let records: Vec<Record> = valid.into_iter().chain(invalid).collect();
    let replayed: Vec<_> = records.iter().filter(|record| record.is_replayed(&kinds)).collect();
    let requests = replayed.len();
    let responses = replayed.iter().filter(|record| record.response_body().is_some()).count();

    let report = run(&records, &kinds, &models, name, None, &mut |_| {}).expect("a run");

    assert!(report.failures.iter().all(|failure| failure.nth >= first_invalid), "{:#?}", report.failures);
    // each record fails once or not at all
    let failed = |is_request| {
        let mut numbers: Vec<_> = report
            .failures
            .iter()
            .filter(|failure| failure.is_request == is_request)
            .map(|failure| failure.nth)
            .collect();
        numbers.dedup();
        numbers.len()
    };
    assert_eq!(report.requests, (requests - failed(true), requests));
    assert_eq!(report.responses, (responses - failed(false), responses));
    let sum = |counts: fn(&KindCounts) -> (usize, usize)| {
        report.kinds.iter().map(counts).fold((0, 0), |(one, all), (two, more)| (one + two, all + more))
    };
    assert_eq!((sum(|kind| kind.requests), sum(|kind| kind.responses)), (report.requests, report.responses));
    report
}

fn reported(report: &ConformanceReport) -> Vec<String> {
    report.failures.iter().map(ToString::to_string).collect()
}

/// Documented reads are reproduced by typed calls, and each difference is reported with its position.
#[test]
fn reads_are_replayed() {
    let (valid, invalid) = (records::valid(), records::invalid());
    let expected = valid.len() + invalid.len() - records::SKIPPED;

    let report = replay(valid, invalid, &["get", "list", "count"], "graph-replay-reads-test");

    assert_eq!(reported(&report), records::FAILURES);
    assert_eq!(report.notes, records::NOTES);
    assert_eq!(report.requests.1, expected);
}

/// Documented writes are reproduced by builders and operations.
#[test]
fn writes_are_replayed() {
    let report = replay(writes::valid(), writes::invalid(), &writes::KINDS, "graph-replay-writes-test");

    assert_eq!(reported(&report), writes::FAILURES);
    let counts: Vec<String> = report.kinds.iter().map(ToString::to_string).collect();
    assert_eq!(counts, writes::COUNTS);
}

/// Documented actions, functions and media are reproduced by typed calls.
#[test]
fn calls_are_replayed() {
    let report = replay(calls::valid(), calls::invalid(), &calls::KINDS, "graph-replay-calls-test");

    assert_eq!(reported(&report), calls::FAILURES);
    let counts: Vec<String> = report.kinds.iter().map(ToString::to_string).collect();
    assert_eq!(counts, calls::COUNTS);
}
