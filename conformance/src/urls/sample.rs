//! The declared type of the queries: a property per Edm type.

use graph_core::{
    Binary, Date, DateTimeOffset, Decimal, Duration, Flags, Guid, TimeOfDay, graph_complex, graph_enum, graph_resource,
};

/// An entity with a property of each type.
#[graph_resource(path = "/users/{userId}/samples/{sampleId}", odata_type = "#microsoft.graph.sample")]
#[derive(Debug)]
pub(super) struct Sample {
    #[graph(key)]
    pub(super) id: String,
    pub(super) title: String,
    pub(super) note: Option<String>,
    pub(super) tiny: u8,
    pub(super) short: i8,
    pub(super) medium: i16,
    pub(super) whole: Option<i32>,
    pub(super) long: i64,
    pub(super) single: f32,
    pub(super) double: f64,
    pub(super) price: Decimal,
    pub(super) is_on: Option<bool>,
    pub(super) moment: DateTimeOffset,
    pub(super) day: Option<Date>,
    pub(super) clock: TimeOfDay,
    pub(super) span: Duration,
    pub(super) chip: Guid,
    pub(super) sku: Option<uuid::Uuid>,
    pub(super) photo: Binary,
    pub(super) state: State,
    pub(super) platforms: Option<Flags<Platform>>,
    pub(super) home: Place,
    pub(super) office: Option<Place>,
    pub(super) tags: Vec<String>,
    pub(super) places: Vec<Place>,
    #[graph(expand)]
    pub(super) owner: Option<Owner>,
    #[graph(expand)]
    pub(super) parts: Vec<Part>,
}

/// A complex value.
#[graph_complex(odata_type = "#microsoft.graph.place", undeclared = drop)]
#[derive(Debug)]
pub(super) struct Place {
    pub(super) city: Option<String>,
    pub(super) visits: i32,
}

/// An entity at a navigation property with one value.
#[graph_resource(path = "/owners/{ownerId}", odata_type = "#microsoft.graph.owner")]
#[derive(Debug)]
pub(super) struct Owner {
    #[graph(key)]
    pub(super) id: String,
    pub(super) display_name: Option<String>,
}

/// An entity at a navigation property with several values.
#[graph_resource(path = "/parts/{partId}", odata_type = "#microsoft.graph.part")]
#[derive(Debug)]
pub(super) struct Part {
    #[graph(key)]
    pub(super) id: String,
    pub(super) label: Option<String>,
}

/// A type derived from that of the entity.
#[graph_complex(odata_type = "#microsoft.graph.specialSample")]
#[derive(Debug)]
pub(super) struct SpecialSample {
    pub(super) speciality: Option<String>,
}

#[graph_enum]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum State {
    On,
    Off,
    #[graph(other)]
    Other(String),
}

#[graph_enum]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Platform {
    Windows10,
    #[graph(name = "macOS")]
    MacOs,
    #[graph(other)]
    Other(String),
}

/// The names that rules of the grammar can match: the data model of the sample.
pub(super) const NAMES: &[(&str, &[&str])] = &[
    ("entitySetName", &["users"]),
    ("namespacePart", &["microsoft", "graph"]),
    ("entityTypeName", &["sample", "specialSample"]),
    ("complexTypeName", &["place"]),
    ("primitiveKeyProperty", &["id"]),
    (
        "primitiveNonKeyProperty",
        &[
            "title",
            "note",
            "tiny",
            "short",
            "medium",
            "whole",
            "long",
            "single",
            "double",
            "price",
            "isOn",
            "moment",
            "day",
            "clock",
            "span",
            "chip",
            "sku",
            "photo",
            "state",
            "platforms",
            "city",
            "visits",
            "displayName",
            "label",
            "speciality",
        ],
    ),
    ("primitiveColProperty", &["tags"]),
    ("complexProperty", &["home", "office"]),
    ("complexColProperty", &["places"]),
    ("entityNavigationProperty", &["owner"]),
    ("entityColNavigationProperty", &["samples", "parts"]),
    // none of these occurs in the queries
    ("singletonEntity", &[]),
    ("streamProperty", &[]),
    ("entityFunction", &[]),
    ("entityColFunction", &[]),
    ("complexFunction", &[]),
    ("complexColFunction", &[]),
    ("primitiveFunction", &[]),
    ("primitiveColFunction", &[]),
    ("action", &[]),
    ("typeDefinitionName", &[]),
    ("enumerationTypeName", &[]),
];
