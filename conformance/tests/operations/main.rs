//! A run with handwritten records and metadata: one crate is generated, compiled and run.

mod records;

use std::collections::BTreeMap;

use graph_conformance::operations::run;
use graph_metadata::Model;

/// Documented reads are reproduced by typed calls, and each difference is reported with its position.
#[test]
fn records_are_replayed() {
    let read = || Model::read(include_str!("../replay/metadata.xml")).expect("metadata");
    let models = BTreeMap::from([("v1.0".to_owned(), read()), ("beta".to_owned(), read())]);
    let kinds = ["get", "list", "count"].map(str::to_owned);
    let mut records = records::valid();
    let valid = records.len();
    records.extend(records::invalid());
    let replayed: Vec<_> = records.iter().filter(|record| record.is_replayed(&kinds)).collect();
    let requests = replayed.len();
    let responses = replayed.iter().filter(|record| record.response_body().is_some()).count();
    assert_eq!(requests, records.len() - records::SKIPPED);

    let report = run(&records, &kinds, &models, "graph-replay-reads-test", None, &mut |_| {}).expect("a run");

    let reported: Vec<String> = report.failures.iter().map(ToString::to_string).collect();
    assert_eq!(reported, records::FAILURES);
    assert!(report.failures.iter().all(|failure| failure.nth >= valid));
    assert_eq!(report.notes, records::NOTES);
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
}
