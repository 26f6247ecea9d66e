//! Filters, from their text to the objects that match them.

use graph_core::{
    Binary, Date, DateTimeOffset, Decimal, Duration, DynamicProperties, Flags, Resource as _, TimeOfDay, UntypedObject,
    graph_complex, graph_enum, graph_resource, graph_union,
};

use super::FilterExpression;

/// A type with a property of each kind.
#[graph_resource(path = "/items/{itemId}", odata_type = "#microsoft.graph.item")]
struct Item {
    #[graph(key)]
    id: String,
    name: Option<String>,
    enabled: Option<bool>,
    count: i32,
    large: i64,
    ratio: f64,
    price: Decimal,
    seen: DateTimeOffset,
    day: Date,
    hour: TimeOfDay,
    length: Duration,
    guid: uuid::Uuid,
    icon: Binary,
    state: State,
    states: Flags<State>,
    tags: Vec<String>,
    place: Option<Place>,
    licenses: Vec<License>,
    shape: Option<Shape>,
    labels: Labels,
}

#[graph_enum]
enum State {
    Compliant,
    NonCompliant,
    #[graph(other)]
    Other(String),
}

#[graph_complex(odata_type = "#microsoft.graph.place", undeclared = drop)]
struct Place {
    city: Option<String>,
}

#[graph_complex(odata_type = "#microsoft.graph.license", undeclared = drop)]
struct License {
    sku_id: uuid::Uuid,
    plans: Vec<String>,
}

#[graph_union]
enum Shape {
    Circle(Circle),
    Square(Square),
    #[graph(other)]
    Other(UntypedObject),
}

#[graph_complex(odata_type = "#microsoft.graph.circle", undeclared = drop)]
struct Circle {
    color: Option<String>,
    radius: i32,
}

#[graph_complex(odata_type = "#microsoft.graph.square", undeclared = drop)]
struct Square {
    color: Option<String>,
}

#[graph_complex(odata_type = "#microsoft.graph.labels")]
struct Labels {
    #[graph(dynamic_properties)]
    rest: DynamicProperties,
}

const ITEM: &str = r##"{
    "id": "i1", "name": "O'Neil Ä", "enabled": null, "count": 5, "large": "9007199254740993", "ratio": 0.1,
    "price": "12.50", "seen": "2026-01-31T01:00:00.5+01:00", "day": "2026-01-31", "hour": "08:30:00.0000000",
    "length": "PT60M", "guid": "000e52d7-52d7-000e-d752-0e00d7520e00", "icon": "/+8=", "state": "compliant",
    "states": "compliant,nonCompliant", "tags": ["Red", "green"], "place": { "city": "Bern" },
    "licenses": [
        { "skuId": "00000000-0000-0000-0000-000000000001", "plans": ["a"] },
        { "skuId": "00000000-0000-0000-0000-000000000002", "plans": [] }
    ],
    "shape": { "@odata.type": "#microsoft.graph.circle", "radius": 7, "color": "red" },
    "labels": { "size": 5, "color": "Red", "none": null }
}"##;

fn matches(filter: &str) -> Result<bool, String> {
    let parsed = FilterExpression::parse(filter).map_err(|error| error.to_string())?;
    parsed.matches(Item::DESCRIPTOR, ITEM).map_err(|error| error.to_string())
}

#[track_caller]
fn assert_all(expected: bool, filters: &[&str]) {
    for filter in filters {
        assert_eq!(matches(filter), Ok(expected), "{filter}");
    }
}

#[test]
fn literals_have_the_form_of_their_type() {
    assert_all(
        true,
        &[
            "id eq 'I1'",
            "name eq 'o''neil ä'",
            "count eq 5",
            "count eq 5.0",
            "count ge -5",
            "-5 le count",
            "large eq 9007199254740993",
            "ratio eq 0.1",
            "ratio lt INF",
            "ratio gt -INF",
            "price eq 12.5",
            "seen eq 2026-01-31T00:00:00.5Z",
            "seen eq 2026-01-31T01:00:00.500+01:00",
            "seen gt 2026-01-31",
            "day eq 2026-01-31",
            "hour eq 08:30",
            "length eq duration'PT1H'",
            "guid eq 000E52D7-52D7-000E-D752-0E00D7520E00",
            "icon eq binary'_-8'",
            "state eq 'compliant'",
            "state eq microsoft.graph.state'compliant'",
            "states has 'nonCompliant'",
            "states eq 'nonCompliant,compliant'",
            "enabled eq null",
            "null eq enabled",
            "name ne null",
            "id in ('x','I1')",
            "count in (4, 5)",
            "count in [4,5]",
            "id in [\"i1\"]",
        ],
    );
    assert_all(
        false,
        &[
            "large eq 9007199254740992",
            "enabled eq false",
            "seen lt 2026-01-31T00:00:00.5Z",
            "ratio eq NaN",
            "states eq 'compliant'",
            "id in ()",
            "count eq null",
        ],
    );
}

#[test]
fn a_literal_of_another_type_is_an_error() {
    for (filter, types) in [
        ("guid eq '000e52d7-52d7-000e-d752-0e00d7520e00'", "'Edm.Guid' and 'Edm.String'"),
        ("count eq '5'", "'Edm.Int32' and 'Edm.String'"),
        ("name eq 5", "'Edm.String' and 'Edm.Int32'"),
        ("seen eq '2026-01-31T00:00:00Z'", "'Edm.DateTimeOffset' and 'Edm.String'"),
        ("length eq 'PT1H'", "'Edm.Duration' and 'Edm.String'"),
        ("icon eq '_-8'", "'Edm.Binary' and 'Edm.String'"),
        ("enabled lt true", "'Edm.Boolean' and 'Edm.Boolean'"),
        ("tags eq 'Red'", "'Collection(Edm.String)' and 'Edm.String'"),
        ("state eq 1", "'State' and 'Edm.Int32'"),
        ("name has 'a'", "'Edm.String' and 'Edm.String'"),
        ("place eq 'Bern'", "'microsoft.graph.place' and 'Edm.String'"),
        ("name and true", "'Edm.String' and 'Edm.Boolean'"),
    ] {
        let message = matches(filter).expect_err(filter);
        assert!(message.contains("incompatible types") && message.contains(types), "{filter}: {message}");
    }
    assert!(matches("not name eq 'a'").expect_err("`not` binds first").contains("A unary operator"));
    assert!(matches("name").expect_err("no condition").contains("single boolean value"));
    assert!(matches("count in ('5')").expect_err("a text").contains("'in' operator expects items of the type"));
}

#[test]
fn null_is_neither_true_nor_false() {
    // A condition that is not known does not match, nor does its negation.
    assert_all(false, &["enabled", "not enabled", "not(enabled)", "startswith(place/city,null)"]);
    assert_all(true, &["enabled or true", "not(enabled and false)", "enabled ne true", "not(count gt null)"]);
    assert_all(false, &["enabled and true", "enabled or false"]);
}

#[test]
fn operators_have_their_precedence() {
    assert_all(
        true,
        &[
            "count eq 5 or count eq 6 and count eq 7",
            "not startswith(name,'x') and count gt 4",
            "( count eq 6 or count eq 5 ) and not (count lt 5)",
            "count gt 4 eq true",
            "count EQ 5 AND NOT(count NE 5)",
        ],
    );
    assert_all(false, &["(count eq 5 or count eq 6) and count eq 7"]);
}

#[test]
fn functions_ignore_case() {
    assert_all(
        true,
        &[
            "startswith(name,'O''N')",
            "StartsWith(name,'o''neil')",
            "endswith(name,'Ä')",
            "contains(name,'NEIL')",
            "tolower(name) eq 'o''neil ä'",
            "length(name) eq 8",
            "indexof(name,'neil') eq 2",
            "indexof(name,'x') eq -1",
            "concat(id,name) eq 'i1O''Neil ä'",
            "trim('  a ') eq 'a'",
            "date(seen) eq 2026-01-31",
        ],
    );
    for (filter, message) in [
        ("startswith(name)", "No function signature for the function with name 'startswith'"),
        ("startswith(count,'5')", "No function signature"),
        ("starts_with(name,'a')", "An unknown function with name 'starts_with' was found."),
    ] {
        assert!(matches(filter).expect_err(filter).contains(message), "{filter}");
    }
}

#[test]
fn collections_are_searched() {
    assert_all(
        true,
        &[
            "tags/any(t:t eq 'red')",
            "tags/any()",
            "tags/all(t:length(t) gt 2)",
            "tags/$count eq 2",
            "licenses/any(l:l/skuId eq 00000000-0000-0000-0000-000000000002)",
            "licenses/any(l:l/plans/any(p:p eq 'a') and l/plans/$count eq 1)",
            "licenses/any(l:l/plans/any(p:p eq 'a' and $it/count eq 5))",
            "licenses/$count($filter=plans/any()) eq 1",
            "'RED' in tags",
        ],
    );
    assert_all(false, &["tags/any(t:t eq 'blue')", "tags/all(t:t eq 'red')", "not(tags/any(t:t eq 'red'))"]);
    for (filter, message) in [
        ("tags/any(t:x eq 'a')", "Could not find a property named 'x' on type 'microsoft.graph.item'."),
        (
            "licenses/any(l:l/skuid eq null)",
            "Could not find a property named 'skuid' on type 'microsoft.graph.license'.",
        ),
        ("name/any(n:n eq 'a')", "expect a collection, found 'Edm.String'"),
        ("tags/length eq 5", "cannot follow a value of the type 'Collection(Edm.String)'"),
        ("tags/all() eq true", "'all' requires a condition"),
    ] {
        let found = matches(filter).expect_err(filter);
        assert!(found.contains(message), "{filter}: {found}");
    }
}

#[test]
fn paths_lead_into_complex_values_and_derived_types() {
    assert_all(
        true,
        &[
            "place/city eq 'bern'",
            "place ne null",
            "shape/color eq 'red'",
            "shape/microsoft.graph.circle/radius eq 7",
            "isof(shape,'microsoft.graph.circle')",
            "isof(shape,microsoft.graph.circle)",
            "isof('microsoft.graph.item')",
            "microsoft.graph.item/count eq 5",
            "labels/size eq 5",
            "labels/color eq 'red'",
            "labels/missing eq null",
        ],
    );
    assert_all(
        false,
        &["place eq null", "isof(shape,'microsoft.graph.square')", "shape/microsoft.graph.square/color ne null"],
    );
    for (filter, message) in [
        ("shape/radius eq 7", "named 'radius' on type 'microsoft.graph.circle or microsoft.graph.square'."),
        ("place/town eq 'a'", "Could not find a property named 'town' on type 'microsoft.graph.place'."),
        ("isof('microsoft.graph.nothing')", "The child type 'microsoft.graph.nothing' in a cast"),
        ("shape/microsoft.graph.place/city eq 'a'", "'microsoft.graph.place' is not assignable from"),
    ] {
        let found = matches(filter).expect_err(filter);
        assert!(found.contains(message), "{filter}: {found}");
    }
}

#[test]
fn text_that_is_not_a_filter_is_an_error() {
    for filter in [
        "",
        " ",
        "count eq",
        "count  ",
        "eq 5",
        "count = 5",
        "count == 5",
        "count eq 5 &&",
        "(count eq 5",
        "count eq 5)",
        "name eq 'a",
        "name eq \"a\"",
        "name eq 'a''",
        "count eq5",
        "count eq 5and true",
        "count in (4,",
        "count in 4",
        "tags/any(t eq 'a')",
        "tags/any(:true)",
        "length eq duration'1h'",
        "icon eq binary'a'",
        "name eq a'b'",
        "startswith(name,'a'",
        "name/ eq 'a'",
        "/name eq 'a'",
        "$filter eq 5",
        "count eq 2026-13-01",
        "seen eq 2026-01-31T00:00:00 01:00",
    ] {
        let message = matches(filter).expect_err(filter);
        assert!(message.starts_with("Invalid filter clause: "), "{filter}: {message}");
    }
    assert_eq!(
        matches("count eq 5 or count = 6").expect_err("`=`"),
        "Invalid filter clause: Syntax error at position 19 in 'count eq 5 or count = 6'."
    );
}

#[test]
fn long_and_deep_filters_are_bounded() {
    let chain = |count: usize| vec!["count eq 4"; count].join(" or ");
    assert_eq!(matches(&chain(150)), Ok(false));
    assert!(matches(&chain(10_000)).expect_err("too long").contains("more than 300 operators"));
    let nested = |depth: usize| format!("{}true{}", "(".repeat(depth), ")".repeat(depth));
    assert_eq!(matches(&nested(50)), Ok(true));
    for deep in [nested(30_000), "not ".repeat(30_000) + "true", "-".repeat(30_000) + "count", "[".repeat(30_000)] {
        assert!(matches(&deep).expect_err("too deep").contains("recursion limit"));
    }
    let lambdas = "tags/any(t:".repeat(30_000);
    assert!(matches(&lambdas).expect_err("too deep").contains("recursion limit"));
}
