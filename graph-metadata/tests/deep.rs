//! Deeply nested files lead to an error or a model, without a stack overflow.

use graph_metadata::Model;

#[test]
fn nested_elements_do_not_overflow_the_stack() {
    for (levels, element) in [(10_000, "Schema"), (10_000, "Collection"), (10_000, "If"), (1_000_000, "Annotation")] {
        let (open, close) = (format!("<{element}>"), format!("</{element}>"));
        let unclosed = Model::read_bytes(open.repeat(levels).as_bytes()).expect_err("unclosed elements");
        assert!(unclosed.to_string().contains("unexpected end of file"), "{unclosed}");
        let body = format!("{}{}", open.repeat(levels), close.repeat(levels));
        assert!(Model::read_bytes(body.as_bytes()).is_err(), "`{element}` is not the root element of a metadata file");
    }
    for parent in ["schema", "type", "property"] {
        // unknown elements are ignored
        let body = format!("{}{}", "<a>".repeat(10_000), "</a>".repeat(10_000));
        let model = Model::read_bytes(inside(parent, &body).as_bytes());
        assert!(model.is_ok_and(|model| model.types().count() == 1), "{parent}");
    }
}

/// Returns a valid file with `body` inside the element `parent`.
fn inside(parent: &str, body: &str) -> String {
    let at = |wanted: &str| if parent == wanted { body } else { "" };
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
fn nested_collections_and_long_chains_of_base_types_are_rejected() {
    for levels in [10_000, 100_000] {
        let ty = format!("{}Edm.String{}", "Collection(".repeat(levels), ")".repeat(levels));
        let text = inside("", "").replace("Edm.String", &ty);
        assert!(Model::read_bytes(text.as_bytes()).is_err(), "a collection of collections");
    }
    // a long chain of base types, and a cycle
    let chain = |count: usize, last: &str| {
        let types: Vec<String> = (1..=count)
            .map(|n| {
                let base = if n == count { last.to_owned() } else { format!("t{}", n + 1) };
                format!(r#"<ComplexType Name="t{n}" BaseType="a.{base}" />"#)
            })
            .collect();
        types.concat()
    };
    let long = Model::read_bytes(inside("schema", &chain(10_000, "b")).as_bytes());
    let error = long.expect_err("there is a limit").to_string();
    assert!(error.contains("more than 100 base types"), "{error}");
    let cycle = Model::read_bytes(inside("schema", &chain(10_000, "t1")).as_bytes());
    assert!(cycle.is_err(), "a cycle of base types");
}
