//! Random filters over random rows: what the client takes for an ignored filter.
//!
//! [`model`] evaluates a filter as services may do it, independently of the client. A row that matches for one of them must be returned. A row
//! that does not match for any of them must be an error, unless the model says that a service may see more than the row shows.

mod filters;
mod model;
mod rows;
mod sandbox;

use std::cell::Cell;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use graph_core::{Cloud, ErrorKind, GraphClient};
use http::{Request, Response};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use filters::{Condition, build, condition};
use model::Service;
use rows::{Person, Row, row};

/// A client of a service in memory that responds to every request with the page that was set.
struct Memory {
    graph: GraphClient,
    page: Arc<Mutex<String>>,
    runtime: tokio::runtime::Runtime,
}

impl Memory {
    fn new() -> Self {
        let page = Arc::new(Mutex::new(String::new()));
        let body = Arc::clone(&page);
        let service = tower::service_fn(move |_: Request<Bytes>| {
            let body = body.lock().expect("one thread").clone();
            async move { Ok::<_, Infallible>(Response::new(body)) }
        });
        let graph = GraphClient::builder(Cloud::Global).token("eyJ0eXAi").service(service).build().expect("a client");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        Self { graph, page, runtime }
    }

    /// Returns whether the client returns the row, which is the only one of its page.
    fn returns(&self, row: &Row, condition: &Condition) -> bool {
        *self.page.lock().expect("one thread") = format!(r#"{{"value":[{}]}}"#, row.to_json());
        let list = self.graph.list(Person::collection()).filter(|person| build(person, condition));
        match self.runtime.block_on(list.try_collect()) {
            Ok(people) => {
                assert_eq!(people.len(), 1);
                true
            }
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::FilterIgnored, "{error}");
                false
            }
        }
    }
}

fn cases(default: u32) -> u32 {
    std::env::var("ROW_CHECK_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(default)
}

#[test]
fn rows_are_rejected_if_they_match_for_no_service() {
    let memory = Memory::new();
    let mut runner = TestRunner::new(Config { cases: cases(20_000), failure_persistence: None, ..Config::default() });
    let outcomes = [const { Cell::new(0_u32) }; 3];
    let outcome = runner.run(&(row(), condition()), |(row, condition)| {
        let verdicts: Vec<_> = Service::all().map(|service| service.evaluate(&row, &condition)).collect();
        let is_returned = memory.returns(&row, &condition);
        let number = if verdicts.contains(&true) {
            prop_assert!(is_returned, "a false alarm");
            0
        } else if Service::all_agree_on_parts(&row, &condition) {
            prop_assert!(!is_returned, "a row that does not match was returned");
            1
        } else {
            2
        };
        outcomes[number].update(|count| count + 1);
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
    // neither of the checks is empty
    let [matching, differing, undecided] = outcomes.map(Cell::into_inner);
    assert!(matching > undecided && differing > undecided, "{matching} {differing} {undecided}");
}
