//! The resources of the tests.

use graph_core::{
    Binary, Date, DateTimeOffset, Decimal, Duration, DynamicProperties, Flags, Nullable, TimeOfDay, Untyped,
    UntypedObject, graph_complex, graph_enum, graph_resource, graph_union,
};
use serde_json::json;

/// A resource with a property of each type.
#[graph_resource(
    path = "/samples/{sampleId}",
    paths(
        slashed = "/slashed/{sampleId}/",
        fixed = "/samples/fixed",
        item = "/drive/root:/{path}:/sample",
        found = "/found(name='pre-{name}',index={index})"
    ),
    odata_type = "#sandbox.test.sample"
)]
pub(crate) struct Sample {
    #[graph(key)]
    pub(crate) id: String,
    pub(crate) switch: bool,
    pub(crate) byte: u8,
    pub(crate) signed: i8,
    pub(crate) short: i16,
    pub(crate) int: i32,
    pub(crate) long: i64,
    pub(crate) single: f32,
    pub(crate) double: f64,
    pub(crate) text: Option<String>,
    pub(crate) moment: DateTimeOffset,
    pub(crate) guid: uuid::Uuid,
    pub(crate) price: Decimal,
    pub(crate) day: Date,
    pub(crate) hour: TimeOfDay,
    pub(crate) length: Duration,
    pub(crate) icon: Binary,
    pub(crate) mood: Mood,
    pub(crate) moods: Flags<Mood>,
    pub(crate) tags: Vec<String>,
    pub(crate) anything: Untyped,
    pub(crate) place: Place,
    pub(crate) second_place: Option<Place>,
    pub(crate) places: Vec<Place>,
    pub(crate) labels: Labels,
    pub(crate) shape: Option<Shape>,
    pub(crate) shapes: Vec<Shape>,
    pub(crate) only: Option<Only>,
    pub(crate) memo: Nullable<String>,
    #[graph(optional)]
    pub(crate) hint: Option<String>,
    #[graph(optional)]
    pub(crate) spare: Option<Place>,
    /// The type that is generated for a collection whose items may be null.
    #[graph(optional)]
    pub(crate) marks: Option<Vec<Option<f64>>>,
    #[graph(name = "owner@odata.bind", optional)]
    pub(crate) owner: Option<String>,
    #[graph(read_only)]
    pub(crate) revision: i32,
}

/// The same type in beta, with one property.
#[graph_resource(path = "/samples/{sampleId}", odata_type = "#sandbox.test.sample", version = "beta")]
pub(crate) struct BetaSample {
    #[graph(key)]
    pub(crate) id: String,
    pub(crate) int: i32,
}

/// Another type with the path of [`Sample`].
#[graph_resource(path = "/samples/{id}", odata_type = "#sandbox.test.samePath")]
pub(crate) struct SamePath {
    #[graph(key)]
    pub(crate) id: String,
}

#[graph_enum]
pub(crate) enum Mood {
    Good,
    Bad,
    #[graph(other)]
    Other(String),
}

/// A complex type.
#[graph_complex(odata_type = "#sandbox.test.place", undeclared = drop)]
pub(crate) struct Place {
    pub(crate) street: String,
    pub(crate) city: Option<String>,
    #[graph(read_only)]
    pub(crate) country: Option<String>,
}

/// An open complex type.
#[graph_complex(odata_type = "#sandbox.test.labels", tag = never)]
pub(crate) struct Labels {
    pub(crate) color: Option<String>,
    #[graph(dynamic_properties)]
    pub(crate) rest: DynamicProperties,
}

/// Values of two derived types.
#[graph_union]
pub(crate) enum Shape {
    Circle(Circle),
    Group(Box<Group>),
    #[graph(other)]
    Other(UntypedObject),
}

#[graph_complex(odata_type = "#sandbox.test.circle", undeclared = drop)]
pub(crate) struct Circle {
    pub(crate) radius: i32,
    pub(crate) note: Option<String>,
    #[graph(read_only)]
    pub(crate) area: Option<f64>,
}

#[graph_complex(odata_type = "#sandbox.test.group", undeclared = drop)]
pub(crate) struct Group {
    pub(crate) shapes: Vec<Shape>,
}

/// Values of a base type with one declared derived type.
#[graph_union]
pub(crate) enum Only {
    Circle(Circle),
    #[graph(other)]
    Other(UntypedObject),
}

/// An open entity type.
#[graph_resource(path = "/bags/{bagId}", odata_type = "#sandbox.test.bag")]
pub(crate) struct Bag {
    #[graph(key)]
    pub(crate) id: String,
    #[graph(name = "owner@odata.bind", optional)]
    pub(crate) owner: Option<String>,
    #[graph(dynamic_properties)]
    pub(crate) rest: DynamicProperties,
}

/// Returns an entity of the type [`Sample`].
pub(crate) fn sample() -> serde_json::Value {
    json!({
        "id": "1",
        "switch": true,
        "byte": 255,
        "signed": -128,
        "short": -32768,
        "int": 7,
        "long": 9_007_199_254_740_993_i64,
        "single": 1.5,
        "double": 0.1,
        "text": null,
        "moment": "2016-12-31T23:58:21.6459442-08:00",
        "guid": "000e52d7-52d7-000e-d752-0e00d7520e00",
        "price": 12.5,
        "day": "2024-02-29",
        "hour": "08:30:00.0000000",
        "length": "PT1H",
        "icon": "aWNvbg==",
        "mood": "good",
        "moods": "good,bad",
        "tags": ["a", "b"],
        "anything": { "free": [1, null] },
        "place": { "street": "Main", "city": "Bern", "country": "CH" },
        "secondPlace": null,
        "places": [],
        "marks": [],
        "labels": { "color": "red", "size": 5, "shape": { "sides": 4 } },
        "shape": { "@odata.type": "#sandbox.test.circle", "radius": 1, "note": null, "area": 3.5 },
        "shapes": [],
        "only": null,
        "memo": null,
        "revision": 3,
    })
}
