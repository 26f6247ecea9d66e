//! Updates from text that was stored, and back.

use serde::de::{Deserializer, Error as _};
use serde::ser::{Error as _, Serializer};

use super::{Update, UpdateBody};
use crate::json::interop::{json_text, transcode};
use crate::json::{DecodeError, Fault, Name, ReadError, Reader};
use crate::resource::{Object, member_name};
use crate::value::PropertyType;

/// Reads an update, with the values as they are in the text. `blank` is a value of the resource to read into.
pub(super) fn from_json(blank: &mut dyn Object, json: &str) -> Result<UpdateBody, DecodeError> {
    let odata_type = blank.facts().odata_type();
    let mut reader = Reader::new(json);
    read(blank, &mut reader)
        .and_then(|body| reader.end().map(|()| body))
        .map_err(|error| DecodeError::new(odata_type, error))
}

fn read(blank: &mut dyn Object, json: &mut Reader<'_>) -> Result<UpdateBody, ReadError> {
    let facts = blank.facts();
    let mut body = UpdateBody::__start(facts);
    let mut has_type = false;
    let mut first = true;
    json.open(b'{', "an object")?;
    loop {
        let name = match json.name(&mut first, "")? {
            Name::Other(name) => name,
            Name::End | Name::Expected => return Ok(body),
        };
        let at = json.position();
        if name == "@odata.type" {
            let found = json.string("a type").map_err(|error| error.within(&name))?;
            if std::mem::replace(&mut has_type, true) {
                return Err(ReadError::new(Fault::Duplicate, at).within(&name));
            }
            if !facts.is_named(&found) {
                let declared = facts.odata_type();
                return Err(ReadError::new(Fault::OtherType { declared, found: found.into() }, at));
            }
            continue;
        }
        let value = json.raw().map_err(|error| error.within(&name))?;
        let index = facts.members().iter().position(|member| member_name(member) == name);
        match index {
            Some(index) => set(blank, &mut body, index, value),
            None => body.set_stored_additional(&name, value),
        }
        // positions are those of the whole text
        .map_err(|error| error.moved(at).within(&name))?;
    }
}

/// Sets a declared property, if its setter would.
fn set(blank: &mut dyn Object, body: &mut UpdateBody, index: usize, value: &str) -> Result<(), ReadError> {
    let facts = blank.facts();
    if !facts.is_writable(index) {
        return Err(ReadError::new(Fault::NotWritable, 0));
    }
    if body.is_set(index) {
        return Err(ReadError::new(Fault::Duplicate, 0));
    }
    if value == "null" && !(blank.property(index).type_facts().nullable && facts.allows_null(index)) {
        return Err(ReadError::new(Fault::NeverNull, 0));
    }
    if value != "null" {
        blank.property_mut(index).read(&mut Reader::new(value))?;
    }
    body.set_json(index, value);
    Ok(())
}

/// An update in any serde format: as the JSON that is sent.
///
/// # Errors
/// Those of the serializer, and when the update cannot be sent.
pub fn serialize_update<S: Serializer>(update: &impl Update, serializer: S) -> Result<S::Ok, S::Error> {
    match update.body().refusal() {
        Some(refusal) => Err(S::Error::custom(refusal)),
        None => transcode(&update.to_json(), serializer),
    }
}

/// An update from any serde format.
///
/// # Errors
/// Those of the deserializer and of [`Update::from_json`].
pub fn deserialize_update<'de, U: Update, D: Deserializer<'de>>(deserializer: D) -> Result<U, D::Error> {
    U::from_json(&json_text(deserializer)?).map_err(D::Error::custom)
}

/// What [`Update::from_json`] calls.
pub(super) fn stored<U: Update>(json: &str) -> Result<U, DecodeError> {
    let mut blank = <U::Resource as PropertyType>::BLANK;
    from_json(&mut blank, json).map(U::__from_body)
}
