//! Attributes of other crates before, after and between those of this one.

use graph_core::schema::PropertyDescriptor;
use graph_core::{
    DynamicProperties, Resource as _, UntypedObject, Update as _, graph_complex, graph_enum, graph_resource,
    graph_union,
};

#[derive(Debug)]
#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a", tag = never,)]
#[derive(Clone)]
#[cfg_attr(all(), derive(PartialEq))]
#[non_exhaustive]
#[must_use]
#[allow(clippy::struct_excessive_bools)]
#[doc = "Documented by attribute."]
/// Documented by comment.
struct Between {
    /// Documented.
    #[cfg_attr(all(), graph(key))]
    id: String,
    #[cfg(any())]
    removed: UnknownType,
    #[cfg_attr(any(), graph(unknown_key))]
    #[cfg_attr(all(), graph(name = "there",), graph(read_only))]
    here: i32,
    #[expect(unused_qualifications, reason = "generated code must not repeat the warning")]
    #[graph()]
    unread: std::option::Option<i32>,
    #[doc = concat!("Documented ", "by macro.")]
    #[allow(deprecated)]
    old: Old,
    #[cfg(any(test, not(test)))]
    #[deprecated(since = "1.0.0", note = "use `here`")]
    older: Option<i32>,
}

#[deprecated]
#[graph_enum]
#[derive(Debug, Clone, PartialEq)]
enum Old {
    #[doc(hidden)]
    New,
    #[deprecated]
    Newest,
    #[cfg(any())]
    Gone(ThereIsNoSuchType),
    #[cfg_attr(all(), graph(other))]
    Other(String),
}

#[test]
fn cfg_attributes_of_fields_are_resolved_first() {
    let names: Vec<_> = Between::DESCRIPTOR.properties().map(PropertyDescriptor::name).collect();
    assert_eq!(names, ["id", "there", "unread", "old", "older"]);
    let between: Between = graph_core::json::from_str(r#"{"id":"1","there":2,"old":"new"}"#).unwrap();
    assert_eq!((&*between.id, between.here), ("1", 2));
    #[expect(deprecated, reason = "the field is deprecated")]
    let older = between.older;
    assert_eq!(older, None);
    assert_eq!(Between::update().old(between.old.clone()).unread(1).to_json(), r#"{"old":"new","unread":1}"#);
    assert_eq!(Between::diff(&between, &between.clone()), Between::update());
}

#[test]
fn setters_of_deprecated_fields_are_deprecated() {
    #[expect(deprecated, reason = "the field is deprecated")]
    let update = Between::update().older(1);
    #[expect(deprecated, reason = "the field is deprecated")]
    let update = update.clear_older();
    assert_eq!(update.to_json(), r#"{"older":null}"#);
}

#[deprecated(note = "as a whole")]
#[graph_resource(path = r"/a/{id}", odata_type = r#"#microsoft.graph.a"#, version = r##"beta"##, paths())]
#[derive(Debug, Clone, PartialEq)]
struct Deprecated {
    #[graph(key)]
    id: String,
    size: i32,
}

#[test]
#[expect(deprecated, reason = "the struct is deprecated")]
fn a_deprecated_struct_warns_only_where_it_is_used() {
    let before = Deprecated { id: "1".into(), size: 2 };
    let after = Deprecated { size: 3, ..before.clone() };
    assert_eq!(Deprecated::diff(&before, &after).to_json(), r##"{"@odata.type":"#microsoft.graph.a","size":3}"##);
    assert_eq!(Deprecated::DESCRIPTOR.paths()[0].as_str(), "/a/{id}");
}

#[deprecated]
#[non_exhaustive]
#[graph_complex(odata_type = "#microsoft.graph.b")]
#[derive(Debug, Clone, PartialEq)]
struct OldComplex {
    #[deprecated]
    #[allow(deprecated)]
    size: Option<Old>,
    #[cfg_attr(all(), graph(dynamic_properties))]
    more: DynamicProperties,
}

#[deprecated]
#[graph_union]
#[expect(deprecated, reason = "generated code must not repeat the warning")]
#[derive(Debug, Clone, PartialEq)]
enum OldUnion {
    #[deprecated]
    Complex(OldComplex),
    #[cfg(any())]
    Gone(ThereIsNoSuchType),
    #[cfg_attr(all(), graph(base))]
    Between(Box<Between>),
    #[cfg_attr(all(), graph(other))]
    Other(UntypedObject),
}

#[test]
#[expect(deprecated, reason = "the types are deprecated")]
fn a_deprecated_union_warns_only_where_it_is_used() {
    let json = r##"{"@odata.type":"#microsoft.graph.b","size":"new","x":1}"##;
    let union: OldUnion = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&union).unwrap(), json);
    let OldUnion::Complex(complex) = &union else { panic!("no complex type") };
    assert_eq!((&complex.size, complex.more.len()), (&Some(Old::New), 1));
}

mod own_serde {
    use graph_core::{graph_enum, graph_resource};
    use serde::{Deserialize, Serialize};

    #[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a", serde = false)]
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "SCREAMING-KEBAB-CASE")]
    pub(super) struct Own {
        #[graph(key)]
        pub(super) id: String,
        #[serde(rename = "colour", default)]
        pub(super) name_of_colour: Option<Colour>,
    }

    #[graph_enum(serde = false)]
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    pub(super) enum Colour {
        #[serde(rename = "rot")]
        Red,
        #[graph(other)]
        Other(String),
    }
}

#[test]
fn serde_false_allows_other_implementations() {
    use own_serde::{Colour, Own};

    let own = Own { id: "1".into(), name_of_colour: Some(Colour::Red) };
    assert_eq!(serde_json::to_string(&own).unwrap(), r#"{"ID":"1","colour":"rot"}"#);
    assert_eq!(serde_json::from_str::<Own>(r#"{"ID":"1","colour":"rot"}"#).unwrap(), own);
    assert_eq!(
        graph_core::json::to_string(&own),
        r##"{"@odata.type":"#microsoft.graph.a","id":"1","nameOfColour":"red"}"##
    );
}

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
#[derive(Debug, PartialEq)]
struct OurSerde {
    #[graph(key)]
    id: String,
    size: i32,
}

#[test]
fn serde_uses_the_wire_format() {
    let value = serde_json::json!({ "@odata.type": "#microsoft.graph.a", "id": "1", "size": 2 });
    assert_eq!(serde_json::to_value(OurSerde { id: "1".into(), size: 2 }).unwrap(), value);
    assert_eq!(serde_json::from_value::<OurSerde>(value).unwrap(), OurSerde { id: "1".into(), size: 2 });
}
