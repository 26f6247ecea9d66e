//! Files that are nested without end: an error or a model, and no overflow of the stack.

use graph_metadata::Model;

#[test]
fn elements_in_elements() {
    for (levels, element) in [(10_000, "Schema"), (10_000, "Collection"), (10_000, "If"), (1_000_000, "Annotation")] {
        let (open, close) = (format!("<{element}>"), format!("</{element}>"));
        let unclosed = Model::read_bytes(open.repeat(levels).as_bytes()).expect_err("the file ends too early");
        assert!(unclosed.to_string().contains("ends too early"), "{unclosed}");
        let body = format!("{}{}", open.repeat(levels), close.repeat(levels));
        assert!(Model::read_bytes(body.as_bytes()).is_err(), "{element} is no metadata file");
    }
    for place in ["schema", "type", "property"] {
        // what is not known there is passed over
        let body = format!("{}{}", "<a>".repeat(10_000), "</a>".repeat(10_000));
        let model = Model::read_bytes(inside(place, &body).as_bytes());
        assert!(model.is_ok_and(|model| model.types().count() == 1), "{place}");
    }
}

/// A file that is right but for `body`.
fn inside(place: &str, body: &str) -> String {
    let at = |wanted: &str| if place == wanted { body } else { "" };
    format!(
        r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
        <Schema Namespace="a" xmlns="http://docs.oasis-open.org/odata/ns/edm">{}
        <ComplexType Name="b">{}<Property Name="c" Type="Edm.String">{}</Property></ComplexType>
        </Schema></edmx:DataServices></edmx:Edmx>"#,
        at("schema"),
        at("type"),
        at("property"),
    )
}

#[test]
fn collections_of_collections_and_types_below_types() {
    for levels in [10_000, 100_000] {
        let ty = format!("{}Edm.String{}", "Collection(".repeat(levels), ")".repeat(levels));
        let text = inside("", "").replace("Edm.String", &ty);
        assert!(Model::read_bytes(text.as_bytes()).is_err(), "a collection of collections");
    }
    // one base type below another, and a circle of them
    let chain = |count: usize, last: &str| {
        let types: Vec<String> = (1..=count)
            .map(|n| {
                let base = if n == count { last.to_owned() } else { format!("t{}", n + 1) };
                format!(r#"<ComplexType Name="t{n}" BaseType="a.{base}" />"#)
            })
            .collect();
        types.concat()
    };
    let below = Model::read_bytes(inside("schema", &chain(10_000, "b")).as_bytes());
    let error = below.expect_err("there is a limit").to_string();
    assert!(error.contains("more than 100 base types"), "{error}");
    let circle = Model::read_bytes(inside("schema", &chain(10_000, "t1")).as_bytes());
    assert!(circle.is_err(), "a type that is its own base");
}
