use std::fmt;
use std::ops::Range;

use bytes::Bytes;

use super::apply::apply;
use crate::json::{DecodeError, Name, Reader, Writer};
use crate::resource::{Facts, Object, Property, PropertySet, member_name};
use crate::value::Value;

/// The changes of an update, written as they are made.
#[derive(Clone)]
pub struct UpdateBody {
    facts: &'static Facts,
    /// The object without its closing brace.
    json: Writer,
    set: PropertySet,
    /// Whether a member is set that is not declared.
    has_additional: bool,
    /// The first name of such a member that cannot be one.
    refused: Option<Box<str>>,
}

impl UpdateBody {
    /// No changes.
    #[doc(hidden)]
    pub fn __start(facts: &'static Facts) -> Self {
        Self {
            facts,
            json: Writer::starting(facts.opening(), 192),
            set: PropertySet::new(),
            has_additional: false,
            refused: None,
        }
    }

    /// Sets a property. Setting it again replaces the value.
    #[must_use]
    pub(crate) fn set(mut self, index: usize, value: &dyn Value) -> Self {
        self.member(index);
        value.write(&mut self.json);
        self
    }

    /// Sets a property of text.
    #[must_use]
    pub(crate) fn set_text(mut self, index: usize, value: &str) -> Self {
        self.member(index);
        self.json.string(value);
        self
    }

    /// Sets a property of text or null.
    #[must_use]
    pub(crate) fn set_nullable_text(self, index: usize, value: Option<&str>) -> Self {
        match value {
            Some(text) => self.set_text(index, text),
            None => self.clear(index),
        }
    }

    /// Sets a member of an open type that is not declared. A name that is refused is kept until the update is sent.
    #[must_use]
    pub(crate) fn set_additional(mut self, name: &str, value: &dyn Value) -> Self {
        if name.is_empty() || name.contains('@') || self.facts.properties().any(|other| other.name() == name) {
            self.refused.get_or_insert_with(|| name.into());
            return self;
        }
        self.remove(name);
        self.json.name(name);
        value.write(&mut self.json);
        self.has_additional = true;
        self
    }

    /// Sets a property to null.
    #[must_use]
    pub(crate) fn clear(mut self, index: usize) -> Self {
        self.member(index);
        self.json.null();
        self
    }

    /// Whether no property is set.
    pub fn is_empty(&self) -> bool {
        self.set.is_empty() && !self.has_additional
    }

    /// Why the update cannot be sent: a member was set as one that is not declared whose name is that of a property, of an
    /// annotation, or empty.
    pub fn refusal(&self) -> Option<String> {
        let name = self.refused.as_deref()?;
        Some(format!(
            "`{name}` cannot be set as an additional member: a declared property has a setter of its own, and an annotation is none"
        ))
    }

    /// The resource that is updated.
    pub fn facts(&self) -> &'static Facts {
        self.facts
    }

    /// The wire names of the properties that are set, in the order of declaration.
    pub fn properties(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.set.iter().filter_map(|index| self.facts.property(index)).map(Property::name)
    }

    /// The JSON text.
    pub fn to_json(&self) -> String {
        self.clone().finish()
    }

    /// The JSON text as bytes.
    pub fn into_bytes(self) -> Bytes {
        Bytes::from(self.finish())
    }

    /// The place where the value of a property is to be written.
    fn member(&mut self, index: usize) {
        let Some(member) = self.facts.members().get(index) else { return };
        if !self.set.insert(index) {
            self.remove(member_name(member));
        }
        self.json.member(member);
    }

    /// Writes a change by `write`, and takes it back if that leaves the text in `unchanged`.
    pub(super) fn set_unless(&mut self, index: usize, unchanged: &str, write: impl FnOnce(&mut Writer)) {
        let Some(member) = self.facts.members().get(index) else { return };
        let before = self.json.len();
        self.json.member(member);
        let start = self.json.len();
        write(&mut self.json);
        if self.json.as_str().get(start..) == Some(unchanged) {
            self.json.truncate(before);
        } else {
            self.set.insert(index);
        }
    }

    pub(super) fn apply_to(&self, target: &mut dyn Object) -> Result<(), DecodeError> {
        apply(&self.to_json(), target).map_err(|error| DecodeError::new(self.facts.odata_type(), error))
    }

    /// Takes out the member `name`, which is there once.
    #[cold]
    fn remove(&mut self, name: &str) {
        if let Some(range) = member_range(self.json.as_str(), name) {
            self.json.remove(range);
        }
    }

    fn finish(mut self) -> String {
        self.json.raw("}");
        self.json.into_string()
    }
}

/// The place of the member `name` and one comma in an object that is not closed yet.
fn member_range(object: &str, name: &str) -> Option<Range<usize>> {
    let mut reader = Reader::new(object);
    reader.open(b'{', "an object").ok()?;
    let mut first = true;
    loop {
        let (start, is_first) = (reader.offset(), first);
        let found = matches!(reader.name(&mut first, "").ok()?, Name::Other(found) if found == name);
        reader.skip().ok()?;
        if found {
            // the first member gives up the comma after it, every other one the comma before it
            let comma = is_first && object.as_bytes().get(reader.offset()) == Some(&b',');
            return Some(start..reader.offset() + usize::from(comma));
        }
    }
}

/// Names, never values: they may be personal.
impl fmt::Debug for UpdateBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        struct Names<'a>(&'a UpdateBody);
        impl fmt::Debug for Names<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_list().entries(self.0.properties()).finish()
            }
        }
        f.debug_struct("Update")
            .field("resource", &self.facts.odata_type())
            .field("set", &Names(self))
            .finish_non_exhaustive()
    }
}

/// The same properties with the same values, in any order.
impl PartialEq for UpdateBody {
    fn eq(&self, other: &Self) -> bool {
        fn members(body: &UpdateBody) -> Option<std::collections::BTreeMap<String, Box<serde_json::value::RawValue>>> {
            serde_json::from_str(&body.to_json()).ok()
        }
        let (Some(left), Some(right)) = (members(self), members(other)) else { return false };
        self.set == other.set
            && left.len() == right.len()
            && left.iter().zip(&right).all(|(left, right)| left.0 == right.0 && left.1.get() == right.1.get())
    }
}
