//! The records, one per feature of documented writes.

use graph_conformance::operations::record::{self, Record};
use serde_json::{Value, json};

/// The kinds of the records.
pub(crate) const KINDS: [&str; 6] = ["create", "update", "put", "delete", "ref-add", "ref-remove"];

const KEEPER: &[[&str; 2]] = &[["keepers", "set"], ["k/1", "key"]];
const TOYS: &[[&str; 2]] = &[["animals", "set"], ["{id}", "key"], ["toys", "navigation"]];
const FRIENDS: &[[&str; 2]] = &[["animals", "set"], ["1", "key"], ["friends", "navigation"], ["$ref", "ref"]];
const FRIEND: &[[&str; 2]] =
    &[["animals", "set"], ["1", "key"], ["friends", "navigation"], ["2", "key"], ["$ref", "ref"]];
const KEEPER_OF_ANIMAL: &[[&str; 2]] = &[["animals", "set"], ["1", "key"], ["keeper", "navigation"], ["$ref", "ref"]];

struct Write<'a> {
    id: &'a str,
    kind: &'a str,
    segments: &'a [[&'a str; 2]],
    type_name: &'a str,
    body: Value,
    /// The response; null if it has no body.
    response: Value,
}

impl Write<'_> {
    fn record(&self) -> Record {
        let method = match self.kind {
            "create" => "POST",
            "update" => "PATCH",
            "ref-add" if self.segments == FRIENDS => "POST",
            "put" | "ref-add" => "PUT",
            _ => "DELETE",
        };
        let segments: Vec<_> =
            self.segments.iter().map(|[text, role]| [text.replace('/', "%2F"), (*role).to_owned()]).collect();
        let path: String = segments.iter().flat_map(|[text, _]| ["/", text]).collect();
        let status = if self.response.is_null() { 204 } else { 200 };
        let record = json!({
            "id": self.id, "version": "v1.0", "kind": self.kind, "clean": true,
            "request": {"method": method, "path": path, "body": self.body},
            "response": {"status": status, "body": self.response},
            "check": {"verdict": "exact", "url": {"segments": segments, "type": self.type_name}},
        });
        record::read(&record.to_string()).expect("a record").remove(0)
    }
}

fn with_header(mut record: Record, name: &str, value: &str) -> Record {
    record.request.headers.insert(name.to_owned(), value.to_owned());
    record
}

fn link(id: &str) -> Value {
    json!({"@odata.id": format!("https://graph.microsoft.com/v1.0/{id}")})
}

/// Returns records that are reproduced.
pub(crate) fn valid() -> Vec<Record> {
    let keepers = &KEEPER[..1];
    let keeper = Write {
        id: "",
        kind: "create",
        segments: keepers,
        type_name: "example.zoo.keeper",
        body: json!({"displayName": "A"}),
        response: json!({"@odata.context": "https://example.com/$metadata#keepers", "id": "1", "displayName": "A"}),
    };
    let bird = json!({
        "@odata.type": "#example.zoo.bird", "wingSpan": 1.5, "name": null, "diet": "meat", "open": "sunday,monday",
        "home": {"@odata.type": "#example.zoo.cage", "isLocked": true}, "notes": ["a"], "photo": "aWNvbg==",
        "keeper@odata.bind": "https://graph.microsoft.com/v1.0/keepers/1", "toys": [{"sound": "beep", "wheels": 4}],
    });
    let toy = json!({"sound": "beep", "wheels": 4});
    let toys = Write {
        id: "a dynamic property",
        segments: TOYS,
        type_name: "example.zoo.toy",
        body: toy.clone(),
        response: toy,
        ..keeper
    };
    let animal = |id, kind, segments| Write {
        id,
        kind,
        segments,
        type_name: "example.zoo.animal",
        body: Value::Null,
        response: Value::Null,
    };
    let one_keeper = |id, kind, body| Write {
        id,
        kind,
        segments: KEEPER,
        type_name: "example.zoo.keeper",
        body,
        response: Value::Null,
    };
    vec![
        with_header(
            Write { id: "a creation", body: keeper.body.clone(), response: keeper.response.clone(), ..keeper }.record(),
            "Prefer",
            "return=representation",
        ),
        Write {
            body: bird.clone(),
            response: bird,
            ..animal("an entity of a derived type", "create", &[["animals", "set"]])
        }
        .record(),
        toys.record(),
        with_header(
            one_keeper("an update with an ETag", "update", json!({"displayName": "B"})).record(),
            "If-Match",
            "W/\"1\"",
        ),
        one_keeper("an update without properties", "update", json!({})).record(),
        Write {
            response: json!({"id": "k/1", "displayName": "C"}),
            ..one_keeper("a replacement", "put", json!({"displayName": "C"}))
        }
        .record(),
        one_keeper("a deletion", "delete", Value::Null).record(),
        Write { body: link("animals/2"), ..animal("a new link", "ref-add", FRIENDS) }.record(),
        Write { body: link("keepers/k%2F1"), ..animal("a single link", "ref-add", KEEPER_OF_ANIMAL) }.record(),
        animal("a removed link", "ref-remove", FRIEND).record(),
        animal("a cleared link", "ref-remove", KEEPER_OF_ANIMAL).record(),
    ]
}

/// Returns records that cannot be reproduced.
pub(crate) fn invalid() -> Vec<Record> {
    let create = |id, body| {
        let response = json!({"id": "1", "displayName": "A"});
        Write { id, kind: "create", segments: &KEEPER[..1], type_name: "example.zoo.keeper", body, response }.record()
    };
    let friends = |id, kind, body| {
        Write { id, kind, segments: FRIENDS, type_name: "example.zoo.animal", body, response: Value::Null }.record()
    };
    let mut text = create("a body of text", Value::Null);
    text.request.body_text = Some("A".to_owned());
    let mut loss = create("a response with an undeclared property", json!({"displayName": "A"}));
    let body = serde_json::from_str(r#"{"displayName":"A","age":7}"#).expect("JSON");
    if let Some(response) = &mut loss.response {
        response.body = Some(body);
    }
    vec![
        text,
        create("an undeclared property", json!({"displayName": "A", "age": 7})),
        create("a value of another type", json!({"displayName": 1})),
        with_header(create("another preference", json!({"displayName": "A"})), "Prefer", "respond-async"),
        loss,
        friends("a link to another service", "ref-add", json!({"@odata.id": "https://example.com/animals/2"})),
        friends("links without a target", "ref-remove", Value::Null),
        Write {
            segments: &[["animals", "set"], ["1", "key"], ["name", "property"]],
            type_name: "Edm.String",
            id: "a primitive value",
            kind: "delete",
            body: Value::Null,
            response: Value::Null,
        }
        .record(),
    ]
}

/// The reported failures of the invalid records.
pub(crate) const FAILURES: &[&str] = &[
    "a body of text: request /: the documented body is not an object",
    "a body of text: response /: the documented body is not an object",
    "an undeclared property: request /: `Keeper` has no property `age`",
    "an undeclared property: response /: `Keeper` has no property `age`",
    "a value of another type: request /displayName: expected `Edm.String`, found a number (at byte 0)",
    "a value of another type: response /displayName: expected `Edm.String`, found a number (at byte 0)",
    "another preference: request /: the preference `respond-async` has no typed call",
    "another preference: response /: the preference `respond-async` has no typed call",
    "a response with an undeclared property: response /age: is missing",
    "a link to another service: request /: the link `https://example.com/animals/2` is not a URL of `v1.0`",
    "links without a target: request /: the typed calls do not compile: error[E0308]: mismatched types",
    "a primitive value: request /: the path leads to a value of type `Edm.String`, and only structured types are declared",
];

/// The counts of each kind.
pub(crate) const COUNTS: &[&str] = &[
    "create       requests    4 of    8, responses    3 of    8",
    "update       requests    2 of    2, responses    0 of    0",
    "put          requests    1 of    1, responses    1 of    1",
    "delete       requests    1 of    2, responses    0 of    0",
    "ref-add      requests    2 of    3, responses    0 of    0",
    "ref-remove   requests    2 of    3, responses    0 of    0",
];
