//! Serializes and deserializes updates and creations with serde.

use ::serde::de::{Deserializer, Error as _};
use ::serde::ser::{Error as _, Serializer};

use super::resource::{PropertyBuilder, Update};
use crate::json::interop::json_text;
use crate::json_text::Reader;

/// Serializes an update or a creation as a string of the JSON text that is sent, because formats of serde limit the precision of numbers.
///
/// # Errors
/// The errors of the serializer, and if the update cannot be sent.
pub fn serialize_update<S: Serializer>(update: &impl PropertyBuilder, serializer: S) -> Result<S::Ok, S::Error> {
    update.__body().check().map_err(S::Error::custom)?;
    serializer.serialize_str(&update.__body().to_json())
}

/// Deserializes an update, for `#[serde(deserialize_with = "graph_core::update::deserialize")]` on a field.
///
/// Updates implement `Serialize` and not `Deserialize`, which would cost 2 % of the time to compile each resource. The text is checked
/// as in [`Update::from_json`].
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
/// The errors of the deserializer and of [`Update::from_json`].
pub fn deserialize<'de, U: Update, D: Deserializer<'de>>(deserializer: D) -> Result<U, D::Error> {
    let text = json_text(deserializer)?;
    // `Serialize` writes a string; an object was written by hand
    match Reader::new(&text).string("an update") {
        Ok(stored) => U::from_json(&stored),
        Err(_) => U::from_json(&text),
    }
    .map_err(D::Error::custom)
}
