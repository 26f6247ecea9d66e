//! Updates in serde formats.

use ::serde::de::{Deserializer, Error as _};
use ::serde::ser::{Error as _, Serializer};

use super::resource::Update;
use crate::json::interop::json_text;
use crate::json_text::Reader;

/// An update in any serde format: as a string that holds the JSON text that is sent, because formats of serde have no
/// numbers of any precision.
///
/// # Errors
/// Those of the serializer, and when the update cannot be sent.
pub fn serialize_update<S: Serializer>(update: &impl Update, serializer: S) -> Result<S::Ok, S::Error> {
    match update.body().refusal() {
        Some(refusal) => Err(S::Error::custom(refusal)),
        None => serializer.serialize_str(&update.to_json()),
    }
}

/// Deserializes an update, for `#[serde(deserialize_with = "graph_core::update::deserialize")]` on a field.
///
/// Updates implement `Serialize`, and not `Deserialize`: an implementation per resource would cost each of them 2 % of the
/// time to check it. The text is checked as by [`Update::from_json`].
///
/// ```
/// # use graph_core::graph_resource;
/// # #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
/// # struct Printer { #[graph(key)] id: String, job_count: i32 }
/// #[derive(serde::Serialize, serde::Deserialize)]
/// struct Job {
///     printer: String,
///     #[serde(deserialize_with = "graph_core::update::deserialize")]
///     update: PrinterUpdate,
/// }
///
/// let job = Job { printer: "1".into(), update: Printer::update().job_count(4) };
/// let restored: Job = serde_json::from_str(&serde_json::to_string(&job)?)?;
/// assert_eq!(restored.update, job.update);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Errors
/// Those of the deserializer and of [`Update::from_json`].
pub fn deserialize<'de, U: Update, D: Deserializer<'de>>(deserializer: D) -> Result<U, D::Error> {
    let text = json_text(deserializer)?;
    // a string is what `Serialize` writes; an object is what somebody wrote by hand
    match Reader::new(&text).string("an update") {
        Ok(stored) => U::from_json(&stored),
        Err(_) => U::from_json(&text),
    }
    .map_err(D::Error::custom)
}
