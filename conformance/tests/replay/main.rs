//! Pages written for this test, of types written for it: one crate is generated, compiled and run.

mod pages;

use std::collections::BTreeMap;

use graph_conformance::run::run;
use graph_conformance::synthetic;
use graph_metadata::Model;

/// What documentation can say comes out as it says, and each mistake is told with its place.
#[test]
fn pages_are_replayed() {
    let read = || Model::read(include_str!("metadata.xml")).expect("metadata");
    let models = BTreeMap::from([("v1.0".to_owned(), read()), ("beta".to_owned(), read())]);
    let mut pages = pages::right();
    pages.extend(synthetic::pages(&models, 24, 5));
    let right = pages.len();
    pages.extend(pages::wrong());
    let requests = pages.iter().filter(|page| page.counts()).count();
    let responses = pages.iter().filter(|page| page.response_body().is_some()).count();

    let report = run(&pages, &models, "graph-replay-test", None, &mut |_| {}).expect("a run");

    let told: Vec<String> = report.failures.iter().map(ToString::to_string).collect();
    assert_eq!(told, pages::FAULTS);
    assert!(report.failures.iter().all(|failure| failure.nth >= right));
    let wrong_requests = pages::FAULTS.iter().filter(|fault| fault.contains(": request ")).count();
    let wrong_responses = pages::FAULTS.len() - wrong_requests;
    assert_eq!(report.requests, (requests - wrong_requests, requests));
    assert_eq!(report.responses, (responses - wrong_responses, responses));
    assert_eq!(
        report.to_string(),
        format!(
            "requests reproduced {} of {requests}, responses read {} of {responses}",
            requests - wrong_requests,
            responses - wrong_responses
        )
    );
}
