//! The pages, one per feature of documented updates.

use graph_conformance::page::{self, Page};
use serde_json::{Value, json};

struct PageTemplate {
    entity: &'static str,
    version: &'static str,
    method: &'static str,
    template: Option<&'static str>,
    bindings: &'static [[&'static str; 2]],
    path: &'static str,
}

/// A page about an animal in its entity set.
const ANIMAL: PageTemplate = PageTemplate {
    entity: "animal",
    version: "v1.0",
    method: "PATCH",
    template: Some("/animals/{id}"),
    bindings: &[["id", "{id}"]],
    path: "/animals/{id}",
};

/// A page about a rule, whose type is abstract.
const RULE: PageTemplate = PageTemplate {
    entity: "rule",
    version: "v1.0",
    method: "PATCH",
    template: Some("/rules/{id}"),
    bindings: &[["id", "{id}"]],
    path: "/rules/{id}",
};

impl PageTemplate {
    fn page(&self, name: &str, body: &Value, response: &Value) -> Page {
        let record = json!({
            "page": name, "version": self.version, "namespace": "example.zoo", "entity": self.entity,
            "entity_kind": "entity", "paths": [{"template": self.template.unwrap_or("/other/{id}")}],
            "request": {
                "method": self.method, "path": self.path, "template": self.template.map(|_| 0),
                "bindings": self.bindings, "body": body,
            },
            "response": {"status": 200, "body": response, "annotated_type": "example.zoo.animal"},
            "check": {"request": {"departures": []}, "response": {"departures": []}},
        });
        page::read(&record.to_string()).expect("a page").remove(0)
    }
}

/// Returns nested objects.
fn nested(depth: usize) -> Value {
    let inside = if depth == 0 { Value::Null } else { nested(depth - 1) };
    json!({"name": format!("{depth}"), "parent": inside, "children": [{"name": null}]})
}

/// Returns pages that are reproduced.
pub(crate) fn valid() -> Vec<Page> {
    let whole = json!({
        "@odata.type": "#example.zoo.animal", "id": "1", "name": "größer \"A\"", "diet": "meat",
        "open": "sunday,iOSOnly", "legs": 4, "bornDateTime": "2016-12-31T23:58:21.6459442-08:00",
        "naps": "PT60M", "fedAt": "12:03:58.6050000", "weight": 4, "price": 1.10, "hairs": 9_007_199_254_740_993_i64,
        "chip": "b7c8a1d2-0000-4f00-8a00-00000000000f", "photo": "-_8", "film": null, "notes": ["", "b"],
        "type": "x", "v1_0": true, "home": null, "trips": [],
    });
    let places = json!({
        "home": {"@odata.type": "example.zoo.cage", "isLocked": true, "next": {"isLocked": false, "next": null}},
        "trips": [
            {"@odata.type": "#example.zoo.island", "bridges": [{"isLocked": true}], "label": null},
            {"label": "of no declared type"},
            {"@odata.type": "#example.zoo.moon", "craters": [1.5, null]},
        ],
    });
    let charts = json!({
        "chart": [[1, "a"], [null, {"b": {}}]], "charts": ["text", 1.5, null, {"@odata.type": "#x", "c": []}],
    });
    let fed = json!({"@odata.type": "#example.zoo.feedingRule", "target": "x", "hours": [7, null]});
    let named = json!({"@odata.type": "#example.zoo.rule", "target": "x"});
    let mut pages = vec![
        ANIMAL.page("any JSON", &charts, &charts),
        ANIMAL.page("null as a collection", &json!({"charts": null}), &json!({"trips": null, "charts": null})),
        RULE.page("a type derived from an abstract type", &fed, &fed),
        RULE.page("an abstract type with a type annotation", &named, &named),
        RULE.page("an abstract type without a type annotation", &json!({"target": null}), &json!({"id": "1"})),
        ANIMAL.page("every type of value", &whole, &whole),
        ANIMAL.page("nested and derived values", &places, &places),
        ANIMAL.page("an empty object", &json!({}), &json!({})),
        ANIMAL.page("only a type annotation", &json!({"@odata.type": "example.zoo.animal"}), &Value::Null),
        ANIMAL.page("no body", &Value::Null, &Value::Null),
        ANIMAL.page("deeply nested values", &json!({"family": nested(40)}), &json!({"family": nested(40)})),
        ANIMAL.page(
            "a derived type",
            &json!({"@odata.type": "#example.zoo.bird", "wingSpan": "INF", "name": null}),
            &json!({"@odata.type": "#example.zoo.bird", "wingSpan": 1.0}),
        ),
        ANIMAL.page(
            "references, annotations and values of navigation properties",
            &json!({
                "keeper@odata.bind": "https://example.com/keepers/1",
                "friends@odata.bind": ["https://example.com/animals/1"],
                "friends@delta": [{"id": "1", "@removed": {"reason": "deleted"}}],
                "toys": [{"id": "1", "@odata.etag": "W/\"1\"", "sound": "beep", "wheels": 4}],
            }),
            &json!({
                "@odata.context": "https://example.com/$metadata#animals/$entity", "@odata.etag": "W/\"2\"",
                "film@odata.mediaReadLink": "https://example.com/animals/1/film",
                "keeper": {"displayName": "A"}, "friends": [{"@odata.type": "#example.zoo.bird", "wingSpan": 2}],
            }),
        ),
        ANIMAL.page(
            "null for non-nullable properties",
            &json!({"legs": null, "notes": [null, "a"], "id": null}),
            &json!({"legs": null, "notes": null}),
        ),
        ANIMAL.page(
            "unknown members of enumerations",
            &json!({"diet": "fungi", "open": "monday,someday"}),
            &json!({"diet": "fungi", "open": "someday, monday"}),
        ),
    ];
    let toy = PageTemplate {
        entity: "toy",
        version: "beta",
        template: Some("/animals/{id}/zoo.bird/toys/{id}"),
        bindings: &[["id", "19%3Aa%40b"], ["id", "AQ=="]],
        path: "/animals/19%3Aa%40b/zoo.bird/toys/AQ==",
        ..ANIMAL
    };
    let open =
        json!({"sound": null, "wheels": {"@odata.type": "#example.zoo.cage", "count": [1, "2"]}, "Colour of it": null});
    pages.push(toy.page("an open type", &open, &open));
    let hours =
        PageTemplate { entity: "openingHours", method: "PUT", template: Some("/animals/{animal-id}/hours"), ..ANIMAL };
    let hours = PageTemplate { path: "/animals/{id}/hours", ..hours };
    let body = json!({"days": null, "timeZone": "UTC"});
    pages.push(hours.page("a complex type with its own address, by PUT", &body, &body));
    let keyed = PageTemplate { template: None, bindings: &[], path: "/Animals('19%3Aa')", ..ANIMAL };
    pages.push(keyed.page("no template", &json!({"legs": 2}), &Value::Null));
    pages
}

/// Returns pages that no declaration can reproduce.
pub(crate) fn invalid() -> Vec<Page> {
    let legs = json!({"legs": 1});
    vec![
        ANIMAL.page("an unknown member", &json!({"wheels": 4}), &json!({"wheels": 4})),
        ANIMAL.page(
            "a value of another type",
            &json!({"home": {"@odata.type": "#example.zoo.island", "bridges": [{}, {"isLocked": "no"}]}}),
            &json!({"family": {"children": [{}, {"name": 1}]}}),
        ),
        ANIMAL.page("not an object", &json!([1]), &json!("text")),
        PageTemplate { entity: "dragon", ..ANIMAL }.page("an unknown type", &legs, &legs),
        PageTemplate { version: "v9", ..ANIMAL }.page("an unknown version", &legs, &Value::Null),
        PageTemplate { bindings: &[["id", ".."]], path: "/animals/..", ..ANIMAL }.page(
            "a path to another resource",
            &legs,
            &legs,
        ),
        ANIMAL.page("another type", &json!({"@odata.type": "#example.zoo.dragon"}), &Value::Null),
    ]
}

/// The reported failures of the invalid pages.
pub(crate) const FAILURES: &[&str] = &[
    "an unknown member (v1.0): request /wheels: the type has no such property",
    "a value of another type (v1.0): request /home/bridges/1/isLocked: expected a boolean, found a string (at byte 63)",
    "a value of another type (v1.0): response /family/children/1/name: expected `Edm.String`, found a number (at byte 34)",
    "not an object (v1.0): request /: the body is not an object",
    "not an object (v1.0): response /: the body is not an object",
    "an unknown type (v1.0): request /: the metadata has no type `example.zoo.dragon`",
    "an unknown type (v1.0): response /: the metadata has no type `example.zoo.dragon`",
    "an unknown version (v9): request /: no metadata is available for version `v9`",
    "a path to another resource (v1.0): request /: update of `#example.zoo.animal`: `..` for `{id}` would address another resource",
    "another type (v1.0): request /@odata.type: is `#example.zoo.animal` instead of \"#example.zoo.dragon\"",
];
