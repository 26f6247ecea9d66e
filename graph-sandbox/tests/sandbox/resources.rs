//! Resources for the tests, declared as any crate would.

use graph_core::json::{ReadError, Reader, Writer};
use graph_core::resource::{Facts, Resource};
use graph_core::value::{EdmType, PropertyType, TypeFacts, Value};
use graph_core::{DateTimeOffset, graph_enum, graph_resource};
use serde_json::json;

/// One property of each type.
#[graph_resource(
    path = "/samples/{sampleId}",
    paths(slashed = "/slashed/{sampleId}/", fixed = "/samples/fixed", item = "/drive/root:/{path}:/sample"),
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
    pub(crate) mood: Mood,
    pub(crate) tags: Vec<String>,
    pub(crate) anything: serde_json::Value,
    pub(crate) place: Place,
    pub(crate) second_place: Option<Place>,
    pub(crate) places: Vec<Place>,
    #[graph(read_only)]
    pub(crate) revision: i32,
}

/// The same type elsewhere, with one property.
#[graph_resource(path = "/samples/{sampleId}", odata_type = "#sandbox.test.sample", version = "beta")]
pub(crate) struct BetaSample {
    #[graph(key)]
    pub(crate) id: String,
    pub(crate) int: i32,
}

/// Where [`Sample`] is already.
#[graph_resource(path = "/samples/{id}", odata_type = "#sandbox.test.intruder")]
pub(crate) struct Intruder {
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
#[graph_resource(path = "/unused/{id}", odata_type = "#sandbox.test.place")]
pub(crate) struct PlaceFacts {
    pub(crate) street: String,
    pub(crate) city: Option<String>,
    #[graph(read_only)]
    pub(crate) country: Option<String>,
}

/// A value of the complex type, as JSON.
pub(crate) struct Place(serde_json::Value);

fn place_facts() -> &'static Facts {
    PlaceFacts::FACTS
}

impl Value for Place {
    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
        self.0.read(json)
    }

    fn write(&self, json: &mut Writer) {
        self.0.write(json);
    }
}

impl PropertyType for Place {
    const TYPE: &'static TypeFacts = &TypeFacts::required(EdmType::Structured(place_facts));
    const BLANK: Self = Self(serde_json::Value::Null);
}

/// An entity of the type [`Sample`].
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
        "mood": "good",
        "tags": ["a", "b"],
        "anything": { "free": [1, null] },
        "place": { "street": "Main", "city": "Bern", "country": "CH" },
        "secondPlace": null,
        "places": [],
        "revision": 3,
    })
}
