//! The sandbox evaluates a filter as one of the services of the model does, and the client agrees with it.

use std::cell::Cell;

use graph_core::Resource as _;
use graph_sandbox::query::FilterExpression;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::filters::{Condition, build, condition};
use crate::model::Service;
use crate::rows::{Person, Row, row};
use crate::{Memory, cases};

/// Returns whether the row matches the text of the filter, according to the sandbox.
fn matches(memory: &Memory, row: &Row, condition: &Condition) -> bool {
    let list = memory.graph.list(Person::collection()).filter(|person| build(person, condition));
    let url = list.dry_run().expect("a request").url();
    let (_, query) = url.split_once('?').expect("a query");
    let filter = FilterExpression::of_query(query).unwrap_or_else(|error| panic!("{error}: {url}")).expect("a filter");
    let mut json = row.to_json();
    if row.days.is_empty() {
        // `enumValue` of the OData ABNF has at least one member.
        json["days"] = "none".into();
    }
    let matches = filter.matches(Person::DESCRIPTOR, &json.to_string());
    matches.unwrap_or_else(|error| panic!("{error}: {url}"))
}

#[test]
fn the_sandbox_and_the_client_agree() {
    let memory = Memory::new();
    let mut runner = TestRunner::new(Config { cases: cases(5_000), failure_persistence: None, ..Config::default() });
    let outcomes = [const { Cell::new(0_u32) }; 3];
    let outcome = runner.run(&(row(), condition()), |(row, condition)| {
        let is_match = matches(&memory, &row, &condition);
        prop_assert_eq!(is_match, Service::SANDBOX.evaluate(&row, &condition), "the sandbox and the model");
        let is_returned = memory.returns(&row, &condition);
        let number = match (is_match, is_returned) {
            (true, true) => 0,
            (false, false) => 1,
            (true, false) => return Err(TestCaseError::fail("the client rejects what the sandbox returns")),
            // The client does not know the collation of the service. The test of the model covers what it must reject.
            (false, true) => 2,
        };
        outcomes[number].update(|count| count + 1);
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
    let [matching, differing, undecided] = outcomes.map(Cell::into_inner);
    assert!(matching > undecided && differing > undecided, "{matching} {differing} {undecided}");
}
