//! What is declared of the small files compiles without a warning.

#![deny(missing_docs, warnings, clippy::all, clippy::pedantic)]

/// As `declare` writes them; `golden.rs` keeps the files true.
pub mod shapes {
    include!("golden/shapes.rs");
}

/// With absent properties.
pub mod partial {
    include!("golden/shapes-partial.rs");
}

/// Names that need care.
pub mod names {
    include!("golden/names.rs");
}

#[test]
fn declared_types_work() {
    use graph_core::resource::Resource as _;
    assert_eq!(shapes::Everything::FACTS.odata_type(), "#example.everything");
    let read = graph_core::json::from_slice::<partial::Everything>(br##"{"shape":{"@odata.type":"#example.circle"}}"##);
    let everything = read.expect("every property may be absent");
    assert!(matches!(everything.shape.value(), Some(partial::AnyShape::Circle(_))));
    let user = names::User::update().r#type("a").self_("b").min_os_version("c");
    assert_eq!(
        graph_core::Update::body(&user).to_json(),
        r##"{"@odata.type":"#example.graph.user","type":"a","self":"b","minOSVersion":"c"}"##
    );
}
