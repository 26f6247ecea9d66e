//! A run with handwritten pages and metadata: one crate is generated, compiled and run.

mod pages;

use std::collections::BTreeMap;

use graph_conformance::run::run;
use graph_conformance::synthetic;
use graph_metadata::Model;

/// Valid pages are reproduced, and each difference is reported with its position.
#[test]
fn pages_are_replayed() {
    let read = || Model::read(include_str!("metadata.xml")).expect("metadata");
    let models = BTreeMap::from([("v1.0".to_owned(), read()), ("beta".to_owned(), read())]);
    let mut pages = pages::valid();
    pages.extend(synthetic::pages(&models, 24, 5));
    let valid = pages.len();
    pages.extend(pages::invalid());
    let requests = pages.iter().filter(|page| page.is_evaluated()).count();
    let responses = pages.iter().filter(|page| page.response_body().is_some()).count();

    let report = run(&pages, &models, "graph-replay-test", None, &mut |_| {}).expect("a run");

    let reported: Vec<String> = report.failures.iter().map(ToString::to_string).collect();
    assert_eq!(reported, pages::FAILURES);
    assert!(report.failures.iter().all(|failure| failure.nth >= valid));
    let failed_requests = pages::FAILURES.iter().filter(|failure| failure.contains(": request ")).count();
    let failed_responses = pages::FAILURES.len() - failed_requests;
    assert_eq!(report.requests, (requests - failed_requests, requests));
    assert_eq!(report.responses, (responses - failed_responses, responses));
    assert_eq!(
        report.to_string(),
        format!(
            "requests reproduced {} of {requests}, responses read {} of {responses}",
            requests - failed_requests,
            responses - failed_responses
        )
    );
}
