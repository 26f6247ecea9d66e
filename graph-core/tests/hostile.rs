//! JSON that is made to cause harm leads to an error with its location, and not to a crash.

use graph_core::{
    Decimal, DynamicProperties, Flags, Nullable, Untyped, UntypedObject, graph_complex, graph_enum, graph_resource,
    graph_union, json,
};

#[graph_enum]
#[derive(Debug, Clone, PartialEq)]
enum Day {
    Sunday,
    #[graph(other)]
    Other(String),
}

#[graph_complex(odata_type = "#test.node", tag = never, undeclared = drop)]
#[derive(Debug, Clone, PartialEq)]
struct Node {
    byte: Option<u8>,
    int: Option<i32>,
    long: Option<i64>,
    decimal: Option<Decimal>,
    days: Option<Flags<Day>>,
    inner: Option<Box<Node>>,
    null_or: Nullable<Box<Node>>,
    children: Option<Vec<Node>>,
    any: Option<Box<AnyNode>>,
    untyped: Option<Untyped>,
}

#[graph_complex(odata_type = "#test.open", tag = never)]
#[derive(Debug, Clone, PartialEq)]
struct Open {
    any: Option<Box<AnyNode>>,
    #[graph(dynamic_properties)]
    rest: DynamicProperties,
}

#[graph_union]
#[derive(Debug, Clone, PartialEq)]
enum AnyNode {
    #[graph(base)]
    Node(Box<Node>),
    Open(Open),
    #[graph(other)]
    Other(UntypedObject),
}

#[graph_resource(path = "/roots/{rootId}", odata_type = "#test.root", tag = never)]
#[derive(Debug, Clone, PartialEq)]
struct Root {
    node: Option<Node>,
    any: Option<AnyNode>,
    #[graph(dynamic_properties)]
    rest: DynamicProperties,
}

fn error_of(text: &str) -> (String, String) {
    let error = json::from_str::<Root>(text).expect_err("an error");
    (error.pointer().to_owned(), error.to_string())
}

#[test]
fn nesting_is_limited_inside_every_kind_of_value() {
    for levels in [128, 10_000, 1_000_000] {
        for (before, open, close, after) in [
            (r#"{"node":"#, r#"{"inner":"#, "}", "}"),
            (r#"{"node":"#, r#"{"nullOr":"#, "}", "}"),
            (r#"{"node":"#, r#"{"children":["#, "]}", "}"),
            (r#"{"node":"#, r#"{"any":"#, "}", "}"),
            (r#"{"any":"#, r##"{"@odata.type":"#test.open","any":"##, "}", "}"),
            (r#"{"any":"#, r#"{"any":"#, r##","@odata.type":"#test.open"}"##, "}"),
            (r#"{"any":{"@odata.type":"other","a":"#, "[", "]", "}}"),
            (r#"{"node":{"untyped":"#, r#"{"a":"#, "}", "}}"),
            (r#"{"node":{"unknown":"#, "[", "]", "}}"),
            (r#"{"rest":"#, "[", "]", "}"),
            (r#"{"node":{"int":"#, "[", "]", "}}"),
        ] {
            let whole = format!("{before}{}{{}}{}{after}", open.repeat(levels), close.repeat(levels));
            let truncated = format!("{before}{}", open.repeat(levels));
            for text in [whole, truncated] {
                let (_, error) = error_of(&text);
                let expected = if text.contains("\"int\"") {
                    "expected `Edm.Int32`, found an array"
                } else {
                    "deeper than 127 levels"
                };
                assert!(error.contains(expected), "{levels} times {open}: {error}");
            }
        }
    }
}

#[test]
fn a_member_that_occurs_twice_is_an_error_at_every_depth() {
    for (text, pointer) in [
        (r#"{"node":{},"node":{}}"#, "/node"),
        (r#"{"node":{},"any":{},"node":null}"#, "/node"),
        (r#"{"node":{"inner":{"int":1,"int":1}}}"#, "/node/inner/int"),
        (r#"{"node":{"inner":{"int":1,"\u0069nt":1}}}"#, "/node/inner/int"),
        (r#"{"node":{"nullOr":{"nullOr":null,"nullOr":null}}}"#, "/node/nullOr/nullOr"),
        (r#"{"node":{"children":[{},{"byte":1,"byte":2}]}}"#, "/node/children/1/byte"),
        (r##"{"any":{"@odata.type":"#test.open","any":{"int":1,"int":2}}}"##, "/any/any/int"),
        (r##"{"any":{"@odata.type":"#test.open","x":1,"x":1}}"##, "/any/x"),
        (r#"{"x":1,"y":2,"x":1}"#, "/x"),
    ] {
        let (location, error) = error_of(text);
        assert_eq!(location, pointer, "{text}: {error}");
        assert!(error.contains("occurs twice"), "{text}: {error}");
    }
}

#[test]
fn a_number_out_of_range_is_an_error_at_its_location() {
    for (property, value) in [
        ("byte", "256"),
        ("byte", "-1"),
        ("int", "2147483648"),
        ("int", "-2147483649"),
        ("long", "9223372036854775808"),
        ("long", "-9223372036854775809"),
        ("long", "18446744073709551616"),
        ("long", "\"9223372036854775808\""),
        ("long", "100000000000000000000000000000000000000000"),
    ] {
        let (pointer, error) = error_of(&format!(r#"{{"node":{{"children":[{{"{property}":{value}}}]}}}}"#));
        assert_eq!(pointer, format!("/node/children/0/{property}"), "{error}");
    }
    let digits = "9".repeat(100_000);
    let text = format!(r#"{{"node":{{"decimal":{digits}}}}}"#);
    assert_eq!(json::to_string(&json::from_str::<Root>(&text).expect("a decimal may have any length")), text);
    assert!(json::from_str::<Root>(&text.replace("decimal", "long")).is_err());
}

#[test]
fn an_unpaired_surrogate_is_an_error_where_the_text_is_decoded() {
    for half in [r"\ud800", r"\udc00", r"\ud800\ud800", r"\ud800x", r"\ud800\n"] {
        let (pointer, error) = error_of(&format!(r#"{{"node":{{"days":"{half}"}}}}"#));
        assert!(pointer == "/node/days" && error.contains("surrogate"), "{half}: {error}");
        let untyped = format!(r#"{{"x":"{half}"}}"#);
        let root: Root = json::from_str(&untyped).expect("it is preserved");
        assert_eq!(json::to_string(&root), untyped);
        assert!(root.rest.get("x").is_some_and(|x| x.to_value().is_null()));
        assert_eq!(error_of(&format!(r#"{{"node":{{"{half}":1}}}}"#)).0, "/node");
        // skipped text is not decoded
        let skipped = json::from_str::<Root>(&format!(r#"{{"node":{{"unknown":"{half}"}}}}"#));
        assert_eq!(json::to_string(&skipped.expect("it is skipped")), r#"{"node":{}}"#);
        let preserved = format!(r#"{{"any":{{"@odata.type":"other","x":"{half}"}}}}"#);
        let root: Root = json::from_str(&preserved).expect("it is preserved");
        assert_eq!(json::to_string(&root), preserved);
        assert!(serde_json::to_value(&root.any).is_err(), "another format cannot represent it");
    }
}
