//! The records, one per feature of documented reads.

use graph_conformance::operations::record::{self, Record};
use serde_json::{Value, json};

struct RecordTemplate {
    kind: &'static str,
    path: &'static str,
    segments: &'static [[&'static str; 2]],
    type_name: &'static str,
}

const ANIMALS: RecordTemplate =
    RecordTemplate { kind: "list", path: "/animals", segments: &[["animals", "set"]], type_name: "example.zoo.animal" };

const ANIMAL: RecordTemplate = RecordTemplate {
    kind: "get",
    path: "/animals/19%3Aa",
    segments: &[["animals", "set"], ["19%3Aa", "key"]],
    type_name: "example.zoo.animal",
};

const KEEPERS: RecordTemplate =
    RecordTemplate { kind: "list", path: "/keepers", segments: &[["keepers", "set"]], type_name: "example.zoo.keeper" };

const TOYS: RecordTemplate = RecordTemplate {
    kind: "list",
    path: "/animals/{id}/toys",
    segments: &[["animals", "set"], ["{id}", "key"], ["toys", "navigation"]],
    type_name: "example.zoo.toy",
};

impl RecordTemplate {
    fn record(&self, id: &str, options: &[(&str, &str)], parsed: &Value, body: &Value) -> Record {
        let record = json!({
            "id": id, "version": "v1.0", "kind": self.kind, "clean": true,
            "request": {"method": "GET", "path": self.path, "options": options, "headers": {"Accept": "application/json"}},
            "response": {"status": 200, "body": body},
            "check": {
                "verdict": "exact", "url": {"segments": self.segments, "type": self.type_name}, "query": {"parsed": parsed},
            },
        });
        read(&record)
    }

    fn plain(&self, id: &str, body: &Value) -> Record {
        self.record(id, &[], &Value::Null, body)
    }
}

fn read(record: &Value) -> Record {
    record::read(&record.to_string()).expect("a record").remove(0)
}

fn compared(operator: &str, path: &str, kind: &str, literal: &str) -> Value {
    json!([operator, ["path", path.split('/').collect::<Vec<_>>()], ["literal", kind, literal]])
}

/// A condition of every kind of literal and operator, and its text.
fn condition() -> (String, Value) {
    let text = "(name eq 'O''Neil & Söhne') and diet eq 'meat' and open has 'iOSOnly' and open eq 'sunday,monday' and legs gt 2 and \
                bornDateTime le 2016-12-31T23:58:21.6459442-08:00 and naps ne duration'PT60M' and weight lt 1.5 and \
                chip eq b7c8a1d2-0000-4f00-8a00-00000000000f and type eq null and not startswith(name,'x') and \
                (notes/any(x: x eq 'a') or family/name eq 'b' or family/children/any(c: c/name ne null)) and legs in (1,2) and \
                keeper/displayName eq 'c' and example.zoo.bird/wingSpan ge 2";
    let any = |collection: &[&str], variable: &str, condition: Value| {
        json!(["any", ["path", collection], variable, condition])
    };
    let conditions = [
        compared("eq", "name", "string", "'O''Neil & Söhne'"),
        compared("eq", "diet", "string", "'meat'"),
        compared("has", "open", "string", "'iOSOnly'"),
        compared("eq", "open", "string", "'sunday,monday'"),
        compared("gt", "legs", "number", "2"),
        compared("le", "bornDateTime", "datetimeoffset", "2016-12-31T23:58:21.6459442-08:00"),
        compared("ne", "naps", "duration", "duration'PT60M'"),
        compared("lt", "weight", "number", "1.5"),
        compared("eq", "chip", "guid", "b7c8a1d2-0000-4f00-8a00-00000000000f"),
        compared("eq", "type", "null", "null"),
        json!(["not", ["call", "startswith", ["path", ["name"]], ["literal", "string", "'x'"]]]),
        json!([
            "or",
            [
                "or",
                any(&["notes"], "x", compared("eq", "x", "string", "'a'")),
                compared("eq", "family/name", "string", "'b'")
            ],
            any(&["family", "children"], "c", compared("ne", "c/name", "null", "null"))
        ]),
        json!(["in", ["path", ["legs"]], [["literal", "number", "1"], ["literal", "number", "2"]]]),
        compared("eq", "keeper/displayName", "string", "'c'"),
        json!(["ge", ["path", ["example.zoo.bird", "wingSpan"]], ["literal", "number", "2"]]),
    ];
    let all = conditions.into_iter().reduce(|one, other| json!(["and", one, other])).expect("a condition");
    (text.to_owned(), all)
}

/// Returns records that are reproduced.
pub(crate) fn valid() -> Vec<Record> {
    let (text, filter) = condition();
    let bird = json!({"@odata.type": "#example.zoo.bird", "id": "1", "wingSpan": 1.5, "legs": null});
    let animals = json!({
        "@odata.context": "https://example.com/$metadata#animals",
        "@odata.count": 7,
        "@odata.nextLink": "https://graph.microsoft.com/v1.0/animals?$skiptoken=a%2b",
        "value": [bird, {"id": "2", "name": "b", "notes": ["c"], "@odata.etag": "W/\"1\""}, {"@odata.type": "#example.zoo.whale"}],
    });
    let keepers = json!({"value": [{"id": "1", "displayName": "A"}, {"displayName": "B"}]});
    let mut records = vec![
        ANIMALS.plain("a collection of derived types", &animals),
        ANIMAL.plain("an entity of a derived type", &bird),
        ANIMALS.record(
            "a condition on a union",
            &[("$filter", &text)],
            &json!({"filter": filter}),
            &json!({"value": []}),
        ),
        KEEPERS.record(
            "all other options",
            &[
                ("$search", "\"displayName:A\""),
                ("$top", "5"),
                ("$skip", "2"),
                ("$count", "true"),
                ("$orderBy", "displayName desc, id"),
            ],
            &json!({
                "search": [["phrase", "displayName:A"]], "top": 5, "skip": 2, "count": true,
                "orderby": [[["path", ["displayName"]], "desc"], [["path", ["id"]], "asc"]],
            }),
            &keepers,
        ),
        KEEPERS.record(
            "selected properties",
            &[("$select", "displayName")],
            &json!({"select": [["displayName"]]}),
            &keepers,
        ),
        ANIMAL.record(
            "selected properties of a derived type",
            &[("$select", "wingSpan,name")],
            &json!({"select": [["wingSpan"], ["name"]]}),
            &json!({"@odata.type": "#example.zoo.bird", "wingSpan": 2.5, "name": null}),
        ),
        TOYS.record(
            "expanded navigation properties",
            &[],
            &json!({}),
            &json!({"value": [{"id": "1", "sound": "beep", "wheels": 4}]}),
        ),
        RecordTemplate {
            kind: "count",
            path: "/keepers/$count",
            segments: &[["keepers", "set"], ["$count", "count"]],
            ..KEEPERS
        }
        .plain("a number", &json!(3)),
    ];
    let expanded = RecordTemplate { type_name: "example.zoo.bird", path: "/animals/1/example.zoo.bird", ..ANIMAL };
    let expanded =
        RecordTemplate { segments: &[["animals", "set"], ["1", "key"], ["example.zoo.bird", "cast"]], ..expanded };
    let options = "toys($select=sound;$top=2;$orderby=sound desc;$filter=sound eq 'a'),keeper";
    records.push(expanded.record(
        "options of expanded navigation properties",
        &[("$expand", options)],
        &json!({"expand": [
            {"path": ["toys"], "options": {
                "select": [["sound"]], "top": 2, "orderby": [[["path", ["sound"]], "desc"]],
                "filter": compared("eq", "sound", "string", "'a'"),
            }},
            {"path": ["keeper"], "options": {}},
        ]}),
        &json!({"id": "1", "wingSpan": 1, "toys": [{"sound": "a"}], "keeper": {"id": "2", "displayName": "b"}}),
    ));
    let mut beta = ANIMALS.plain("another version than that of the page", &json!({"value": []}));
    beta.request.version = Some("beta".to_owned());
    records.push(beta);
    records
}

/// The number of records that are not replayed.
pub(crate) const SKIPPED: usize = 3;

/// Returns records that cannot be reproduced, and [`SKIPPED`] ones that are not replayed.
pub(crate) fn invalid() -> Vec<Record> {
    let keeper = json!({"id": "1", "displayName": "A"});
    let mut skipped = vec![
        RecordTemplate { kind: "create", ..KEEPERS }.plain("another kind", &keeper),
        KEEPERS.plain("a page with errors", &keeper),
        KEEPERS.plain("another verdict", &keeper),
    ];
    skipped[1].clean = false;
    if let Some(check) = &mut skipped[2].check {
        "liberal".clone_into(&mut check.verdict);
    }
    let mut headers = KEEPERS.plain("headers", &json!({"value": []}));
    headers.request.headers.insert("Prefer".to_owned(), "odata.maxpagesize=2".to_owned());
    let named = |name: &str, of: &str, body: Value| {
        let filter = compared("eq", "displayName", "string", &format!("'{of}'"));
        KEEPERS.record(name, &[("$filter", "displayName eq 'A'")], &json!({"filter": filter}), &body)
    };
    let mut invalid = vec![
        KEEPERS.plain("a value of another type", &json!({"value": [{"id": "1"}, {"displayName": 1}]})),
        KEEPERS.plain("an undeclared property", &json!({"value": [{"id": "1", "age": 7}]})),
        KEEPERS.record("an option without typed calls", &[("q", "1")], &json!({}), &json!({"value": []})),
        named("another condition", "B", json!({"value": []})),
        named("entities that do not match", "A", json!({"value": [{"displayName": "B"}]})),
        KEEPERS.record(
            "a function without a typed call",
            &[("$filter", "length(displayName) eq 1")],
            &json!({"filter": ["eq", ["call", "length", ["path", ["displayName"]]], ["literal", "number", "1"]]}),
            &json!({"value": [keeper]}),
        ),
        ANIMALS.record(
            "calls that do not compile",
            &[("$filter", "diet has 'meat'")],
            &json!({"filter": compared("has", "diet", "string", "'meat'")}),
            &json!({"value": [{"id": "1"}]}),
        ),
        RecordTemplate { type_name: "Edm.String", path: "/animals/1/name", ..ANIMAL }
            .plain("a primitive value", &json!("a")),
        RecordTemplate { path: "/animals/..", segments: &[["animals", "set"], ["..", "key"]], ..ANIMAL }
            .plain("a path to another resource", &keeper),
        headers,
    ];
    invalid.extend(skipped);
    invalid
}

/// The reported failures of the invalid records.
pub(crate) const FAILURES: &[&str] = &[
    "a value of another type: response /: list of `#example.zoo.keeper`: the service responded with 200 OK, but the entity at \
     index 1 cannot be decoded: `#example.zoo.keeper`: property `/value/1/displayName`: expected `Edm.String`, found a number \
     (at byte 36)",
    "an undeclared property: response /value/0/age: is missing",
    "an option without typed calls: request /: `q=1` is missing",
    "another condition: request /: `$filter` is `displayName eq 'B'` instead of `displayName eq 'A'`",
    "a function without a typed call: request /: a comparison of the function `length` has no typed call",
    "calls that do not compile: request /: the typed calls do not compile: error[E0277]: a property of type `Option<v1::Diet>` is not a \
     set of flags",
    "a primitive value: request /: the path leads to a value of type `Edm.String`, and only structured types are declared",
    "a primitive value: response /: the path leads to a value of type `Edm.String`, and only structured types are declared",
    "a path to another resource: request /: get of `#example.zoo.animal`: `..` for `{key1}` would address another resource",
    "a path to another resource: response /: get of `#example.zoo.animal`: `..` for `{key1}` would address another resource",
    "headers: request /: the header `prefer: odata.maxpagesize=2` is missing",
];

/// The reported notes.
pub(crate) const NOTES: &[&str] = &[
    "entities that do not match: the documented entities do not match the filter, so they are read without that check",
];
