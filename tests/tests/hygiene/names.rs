//! Names that are keywords, names of other methods, not ASCII, or not convertible to camel case.

use graph_core::{Resource as _, Update, graph_enum, graph_resource};

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a", tag = never)]
#[derive(Debug, Clone, PartialEq)]
struct Methods {
    #[graph(key)]
    id: String,
    new: i32,
    build: i32,
    send: i32,
    self_: i32,
    value: i32,
    index: i32,
    json: i32,
    clone: i32,
    fmt: i32,
    eq: i32,
    body: i32,
    into_body: i32,
    is_empty: i32,
    to_json: i32,
    update: i32,
    at: i32,
    diff: i32,
    drop: i32,
    from: i32,
    into: i32,
    descriptor: i32,
    property: i32,
    default: Option<i32>,
}

#[test]
fn every_field_name_is_available() {
    let update = Methods::update()
        .new(1)
        .build(2)
        .send(3)
        .self_(4)
        .value(5)
        .index(6)
        .json(7)
        .clone(8)
        .fmt(9)
        .eq(10)
        .body(11)
        .into_body(12)
        .is_empty(13)
        .to_json(14)
        .update(15)
        .at(16)
        .diff(17)
        .drop(18)
        .from(19)
        .into(20)
        .descriptor(21)
        .property(22)
        .default(23)
        .clear_default();
    assert_eq!(Update::properties(&update).count(), 23);
    assert!(!Update::is_empty(&update));
    assert_eq!(Clone::clone(&update), update);
    assert!(format!("{update:?}").contains("intoBody"));
    assert!(Update::to_json(&update).starts_with(r#"{"new":1,"build":2,"send":3,"self":4,"value":5,"#));
}

#[graph_resource(
    path = "/a/{type}/{self}/{in}/{zip-7}",
    odata_type = "#microsoft.graph.a",
    paths(r#for = "/b", r#in = "/c")
)]
#[expect(non_camel_case_types)]
struct r#struct {
    #[graph(key)]
    id: String,
    r#type: i32,
    r#fn: Option<String>,
    #[graph(name = "match")]
    r#match: Option<i32>,
}

#[test]
fn raw_identifiers_have_wire_names_without_the_prefix() {
    let update: structUpdate = r#struct::update().r#type(1).r#fn("f").clear_fn().r#match(2).clear_match();
    assert_eq!(update.to_json(), r##"{"@odata.type":"#microsoft.graph.a","type":1,"fn":null,"match":null}"##);
    assert_eq!(r#struct::at("1", "2", "3", "4").path().unwrap(), "/a/1/2/3/4");
    assert_eq!(r#struct::at_for().path().unwrap(), "/b");
    assert_eq!(r#struct::at_in().path().unwrap(), "/c");
    assert_eq!(r#struct::at_in().template().name(), Some("in"));
    let read: r#struct = graph_core::json::from_str(r#"{"id":"1","type":2}"#).unwrap();
    assert_eq!((&*read.id, read.r#type, read.r#fn, read.r#match), ("1", 2, None, None));
}

#[graph_resource(path = "/a/{gen}/{async}/{try}/{union}", odata_type = "#microsoft.graph.a", tag = never)]
struct Editions {
    #[graph(key)]
    id: String,
    r#gen: Option<i32>,
    r#async: i32,
    union: i32,
}

#[test]
fn keywords_of_any_edition_are_legal_names() {
    assert_eq!(Editions::at(1, 2, 3, 4).path().unwrap(), "/a/1/2/3/4");
    let update = Editions::update().r#gen(1).clear_gen().r#async(2).union(3);
    assert_eq!(update.to_json(), r#"{"gen":null,"async":2,"union":3}"#);
    let read: Editions = graph_core::json::from_str(r#"{"id":"1","async":2,"union":3}"#).unwrap();
    assert_eq!((&*read.id, read.r#gen, read.r#async, read.union), ("1", None, 2, 3));
}

#[graph_resource(path = "/{a}/{b}/{c}/{d}/{e}/{f}/{g}/{h}/{i}", odata_type = "#microsoft.graph.a")]
struct Deep {
    #[graph(key)]
    id: String,
}

#[test]
fn a_path_may_have_many_placeholders() {
    let Deep { id } = Deep { id: "1".into() };
    assert_eq!(Deep::at(&id, 2, 3, 4, 5, 6, 7, 8, 9).path().unwrap(), "/1/2/3/4/5/6/7/8/9");
}

#[graph_resource(path = "/sizes/{size}/{value}", odata_type = "#beispiel.größe")]
struct Größe {
    #[graph(key)]
    id: String,
    länge: i32,
    höhe_in_mm: Option<i32>,
    名: Option<Vec<Farbe>>,
}

#[graph_enum]
enum Farbe {
    Grün,
    #[graph(other)]
    Übrige(String),
}

#[test]
fn identifiers_may_be_non_ascii() {
    let update: GrößeUpdate = Größe::update().länge(1).höhe_in_mm(2).名(vec![Farbe::Grün, Farbe::from("blaß")]);
    assert_eq!(update.to_json(), r##"{"@odata.type":"#beispiel.größe","länge":1,"höheInMm":2,"名":["grün","blaß"]}"##);
    assert_eq!(Größe::at("1", "ü").path().unwrap(), "/sizes/1/%C3%BC");
    let read: Größe = graph_core::json::from_str(r#"{"id":"1","länge":2,"名":null}"#).unwrap();
    assert_eq!((&*read.id, read.länge, read.höhe_in_mm, read.名.is_none()), ("1", 2, None, true));
    assert_eq!(Größe::DESCRIPTOR.name(), "größe");
}

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a", tag = never)]
#[expect(non_snake_case)]
struct Reached {
    #[graph(key, name = "ID")]
    id: String,
    #[graph(name = "minOSVersion")]
    min_os_version: i32,
    #[graph(name = "v10_0")]
    v10_0: i32,
    #[graph(name = r"bundleID")]
    bundle_id: i32,
    #[graph(name = "Color")]
    color: i32,
    #[graph(name = "given_name")]
    given_name: i32,
    #[graph(name = "@microsoft.graph.note")]
    note: i32,
    camelCase: i32,
    SHOUTING_NAME: i32,
    _leading: i32,
    trailing_: i32,
    #[graph(name = "__")]
    __: i32,
}

#[test]
fn wire_names_that_camel_case_cannot_produce_are_declared() {
    let json = r#"{"ID":"1","minOSVersion":1,"v10_0":2,"bundleID":3,"Color":4,"given_name":5,"@microsoft.graph.note":6,"camelCase":7,"shoutingName":8,"leading":9,"trailing":10,"__":11}"#;
    let read: Reached = graph_core::json::from_str(json).unwrap();
    assert_eq!(graph_core::json::to_string(&read), json);
    let written = Reached::update()
        .min_os_version(read.min_os_version)
        .v10_0(read.v10_0)
        .bundle_id(read.bundle_id)
        .color(read.color)
        .given_name(read.given_name)
        .note(read.note)
        .camelCase(read.camelCase)
        .SHOUTING_NAME(read.SHOUTING_NAME)
        ._leading(read._leading)
        .trailing_(read.trailing_)
        .__(read.__);
    assert_eq!(written.to_json(), json.replace(r#""ID":"1","#, ""));
    assert_eq!(read.id, "1");
}

/// Has the name that the update would have.
#[derive(Debug)]
struct PrinterUpdate(i32);

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.printer", update = PrinterPatch)]
struct Printer {
    #[graph(key)]
    id: String,
    size: i32,
}

#[test]
fn the_update_can_have_another_name() {
    let patch: PrinterPatch = Printer::update().size(PrinterUpdate(3).0);
    assert_eq!(patch.to_json(), r##"{"@odata.type":"#microsoft.graph.printer","size":3}"##);
    assert_eq!(Printer { id: "1".into(), size: 1 }.id, "1");
}

#[graph_enum]
#[derive(Debug, PartialEq)]
#[allow(non_camel_case_types)]
enum Keyword {
    r#fn,
    Some,
    None,
    Ok,
    #[graph(name = "sha1_96")]
    Sha196,
    #[graph(name = "macOS")]
    MacOs,
    #[graph(name = "")]
    #[cfg(any())]
    Nothing,
    #[graph(other)]
    Err(String),
}

#[test]
fn variants_may_have_any_name() {
    for (variant, wire) in [
        (Keyword::r#fn, "fn"),
        (Keyword::Some, "some"),
        (Keyword::None, "none"),
        (Keyword::Ok, "ok"),
        (Keyword::Sha196, "sha1_96"),
        (Keyword::MacOs, "macOS"),
        (Keyword::Err("x".into()), "x"),
    ] {
        assert_eq!(variant.as_str(), wire);
        assert_eq!(Keyword::from(wire), variant);
    }
}
