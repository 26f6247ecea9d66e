//! The records, one per feature of documented actions, functions and media.

use graph_conformance::operations::record::{self, Record};
use serde_json::{Value, json};

/// The kinds of the records.
pub(crate) const KINDS: [&str; 3] = ["action", "function", "media"];

/// A record of a call on `/animals/1`, or on the collection that `on` names.
struct Call<'a> {
    id: &'a str,
    kind: &'a str,
    /// The last segment with its role, and the text in the path.
    last: [&'a str; 3],
    on: &'a [[&'a str; 2]],
    method: &'a str,
    arguments: Value,
    is_collection: bool,
    body: Value,
    /// The response; null if it has no body.
    response: Value,
}

const ANIMAL: &[[&str; 2]] = &[["animals", "set"], ["1", "key"]];

impl Call<'_> {
    fn record(&self) -> Record {
        let [name, role, text] = self.last;
        let segments: Vec<[&str; 2]> = self.on.iter().copied().chain([[name, role]]).collect();
        let path: String = self.on.iter().map(|[text, _]| *text).chain([text]).flat_map(|text| ["/", text]).collect();
        let status = if self.response.is_null() { 204 } else { 200 };
        let record = json!({
            "id": self.id, "version": "v1.0", "kind": self.kind, "clean": true,
            "request": {"method": self.method, "path": path, "body": self.body},
            "response": {"status": status, "body": self.response},
            "check": {"verdict": "exact", "url": {
                "segments": segments, "operation": format!("example.zoo.{name}"), "collection": self.is_collection,
                "arguments": self.arguments,
            }},
        });
        record::read(&record.to_string()).expect("a record").remove(0)
    }
}

fn action<'a>(id: &'a str, name: &'a str, body: Value) -> Call<'a> {
    Call {
        id,
        kind: "action",
        last: [name, "action", name],
        on: ANIMAL,
        method: "POST",
        arguments: json!([]),
        is_collection: false,
        body,
        response: Value::Null,
    }
}

fn function<'a>(id: &'a str, [name, text]: [&'a str; 2], arguments: Value, response: Value) -> Call<'a> {
    Call {
        kind: "function",
        last: [name, "function", text],
        method: "GET",
        arguments,
        response,
        ..action(id, name, Value::Null)
    }
}

fn media<'a>(id: &'a str, method: &'a str, [name, role]: [&'a str; 2]) -> Call<'a> {
    Call { kind: "media", last: [name, role, name], method, ..action(id, name, Value::Null) }
}

/// Returns records that are reproduced.
pub(crate) fn valid() -> Vec<Record> {
    let relatives = json!({"value": [{"name": "A", "parent": {"name": null}}, {"name": "B"}]});
    let since = json!([["name", "string", "'O''Neil'"], ["since", "date", "2026-01-31"]]);
    let cages = json!([{"@odata.type": "#example.zoo.cage", "isLocked": true}]);
    vec![
        action("an action with parameters", "feed", json!({"Amount": 3, "cages": cages})).record(),
        action("null", "feed", json!({"Amount": null})).record(),
        action("an action without a body", "rest", Value::Null).record(),
        Call {
            on: &[["keepers", "set"]],
            response: json!({"id": "2", "displayName": "B"}),
            ..action("an action on a collection", "adopt", Value::Null)
        }
        .record(),
        Call {
            is_collection: true,
            ..function(
                "a function with arguments",
                ["relatives", "relatives(name='O''Neil',since=2026-01-31)"],
                since,
                relatives.clone(),
            )
        }
        .record(),
        Call {
            is_collection: true,
            ..function(
                "an overload",
                ["relatives", "relatives(degree=2)"],
                json!([["degree", "integer", "2"]]),
                relatives,
            )
        }
        .record(),
        function("a number", ["weight", "weight"], json!([]), json!({"@odata.context": "x", "value": 1.5})).record(),
        function("bytes of a function", ["chart", "chart"], json!([]), Value::Null).record(),
        media("bytes of an entity", "GET", ["$value", "value"]).record(),
        media("bytes of a stream property", "GET", ["content", "stream"]).record(),
        media("bytes that are replaced", "PUT", ["$value", "value"]).record(),
    ]
}

/// Returns records that cannot be reproduced.
pub(crate) fn invalid() -> Vec<Record> {
    let mut text = action("a body of text", "rest", Value::Null).record();
    text.request.body_text = Some("A".to_owned());
    vec![
        text,
        action("an undeclared parameter", "feed", json!({"speed": 3})).record(),
        action("a value of another type", "feed", json!({"Amount": "3"})).record(),
        action("an unknown action", "sing", Value::Null).record(),
        function("a loss", ["weight", "weight"], json!([]), json!({"value": 1.5, "unit": "kg"})).record(),
        media("bytes that are sent by another method", "PATCH", ["$value", "value"]).record(),
    ]
}

/// The reported failures of the invalid records.
pub(crate) const FAILURES: &[&str] = &[
    "a body of text: request /: the documented body is not an object",
    "an undeclared parameter: request /: no overload of `example.zoo.feed` has the parameters `speed`",
    "a value of another type: request /Amount: expected `Edm.Int32`, found a string (at byte 0)",
    "an unknown action: request /: `example.zoo.animal` has no operation `example.zoo.sing`",
    "a loss: response /: function `weight` of `#example.zoo.animal`: the service responded with 200 OK, but `Edm.Double`: expected `Edm.Double`, found an object (at byte 0)",
    "bytes that are sent by another method: request /: bytes are not sent by PATCH",
];

/// The counts of each kind.
pub(crate) const COUNTS: &[&str] = &[
    "action       requests    4 of    8, responses    1 of    1",
    "function     requests    5 of    5, responses    3 of    4",
    "media        requests    3 of    4, responses    0 of    0",
];
