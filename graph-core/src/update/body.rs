use std::fmt;
use std::ops::Range;

use bytes::Bytes;

use super::apply::apply;
use crate::dynamic::is_property_name;
use crate::json::DecodeError;
use crate::json_text::{Writer, same};
use crate::property_set::PropertySet;
use crate::redact::excerpt;
use crate::schema::{Object, PropertyDescriptor, TypeDescriptor, Value, member_name};

/// The changes of an update, written as they are made.
#[derive(Clone)]
pub struct UpdateBody {
    descriptor: &'static TypeDescriptor,
    /// The object without its closing brace.
    json: Writer,
    set: PropertySet,
    /// Whether a member is set that is not declared.
    has_dynamic_properties: bool,
    /// The first name of such a member that cannot be one.
    refused: Option<Box<str>>,
}

impl UpdateBody {
    /// No changes.
    #[doc(hidden)]
    pub fn __start(descriptor: &'static TypeDescriptor) -> Self {
        Self {
            descriptor,
            json: Writer::starting(descriptor.opening(), 192),
            set: PropertySet::new(),
            has_dynamic_properties: false,
            refused: None,
        }
    }

    /// Sets a property. Setting it again replaces the value.
    #[must_use]
    pub(crate) fn set(mut self, index: usize, value: &dyn Value) -> Self {
        if value.is_absent() && value.type_info().keeps_absence {
            // absence says that the service keeps what it has
            return self;
        }
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
    pub(crate) fn set_dynamic_properties(mut self, name: &str, value: &dyn Value) -> Self {
        if self.accepts_dynamic_properties(name) {
            self.remove(&[name, "@odata.type"].concat());
            self.remove(name);
            self.json.name(name);
            value.write(&mut self.json);
        }
        self
    }

    /// Sets a property that is not declared and not set yet.
    pub(super) fn append_dynamic_properties(&mut self, name: &str, write: impl FnOnce(&mut Writer)) {
        if self.accepts_dynamic_properties(name) {
            write(&mut self.json);
        }
    }

    /// Whether a property of this name may be set as one that is not declared; keeps the first one that may not.
    fn accepts_dynamic_properties(&mut self, name: &str) -> bool {
        let accepts = is_property_name(name) && self.descriptor.properties().all(|other| other.name() != name);
        if accepts {
            self.has_dynamic_properties = true;
        } else {
            self.refused.get_or_insert_with(|| name.into());
        }
        accepts
    }

    /// Sets a property to null.
    #[must_use]
    pub(crate) fn clear(mut self, index: usize) -> Self {
        self.member(index);
        self.json.null();
        self
    }

    /// Whether the property at `index` is set.
    pub(super) fn is_set(&self, index: usize) -> bool {
        self.set.contains(index)
    }

    /// Sets a property to JSON text that was read as a value of its type.
    pub(super) fn set_json(&mut self, index: usize, json: &str) {
        self.member(index);
        self.json.raw(json);
    }

    /// Writes a member that is not declared, a property or the annotation of its type, as JSON text.
    pub(super) fn set_stored_dynamic_properties(&mut self, name: &str, json: &str) {
        self.json.name(name);
        self.json.raw(json);
        self.has_dynamic_properties = true;
    }

    /// Whether no property is set.
    pub fn is_empty(&self) -> bool {
        self.set.is_empty() && !self.has_dynamic_properties
    }

    /// Says why the update cannot be sent: a property that is not declared was set under a name that is empty, that of a
    /// declared property, or that of an annotation or operation.
    pub fn refusal(&self) -> Option<String> {
        let name = self.refused.as_deref().or(self.json.clash())?;
        Some(format!(
            "`{}` cannot be set as a property that is not declared: a declared property is set by its own setter or field, and an annotation or an operation is not a property",
            excerpt(name, 60)
        ))
    }

    /// The resource that is updated.
    pub fn descriptor(&self) -> &'static TypeDescriptor {
        self.descriptor
    }

    /// The wire names of the properties that are set, in the order of declaration.
    pub fn properties(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.set.iter().filter_map(|index| self.descriptor.property(index)).map(PropertyDescriptor::name)
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
        let Some(member) = self.descriptor.members().get(index) else { return };
        if !self.set.insert(index) {
            self.remove(member_name(member));
        }
        self.json.member(member);
    }

    /// Writes a change by `write`, and takes it back if that leaves the text in `unchanged`.
    pub(super) fn set_unless(&mut self, index: usize, unchanged: &str, write: impl FnOnce(&mut Writer)) {
        let Some(member) = self.descriptor.members().get(index) else { return };
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
        apply(&self.to_json(), target).map_err(|error| DecodeError::new(self.descriptor.odata_type(), error))
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

/// The text of the member `name` with one comma, in an object that is not closed yet.
fn member_range(object: &str, name: &str) -> Option<Range<usize>> {
    let bytes = object.as_bytes();
    let mut written = Writer::new();
    written.string(name);
    let name = written.as_str();
    let mut at = 1;
    while at < bytes.len() {
        let start = at;
        let end = member_end(bytes, at);
        let member = object.get(start..end).unwrap_or("");
        let member = member.strip_prefix(',').unwrap_or(member);
        if member.strip_prefix(name).is_some_and(|rest| rest.starts_with(':')) {
            // the first member gives up the comma after it, every other one the comma before it
            let is_first = bytes.get(start) != Some(&b',');
            return Some(start..end + usize::from(is_first && end < bytes.len()));
        }
        at = end;
    }
    None
}

/// The end of the member that begins at `at`, possibly with a comma. Values may be nested to any depth, because they need not
/// have been read.
fn member_end(object: &[u8], at: usize) -> usize {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for (end, byte) in object.iter().enumerate().skip(at) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_string,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b',' if depth == 0 && end > at => return end,
            _ => {}
        }
    }
    object.len()
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
            .field("resource", &self.descriptor.odata_type())
            .field("set", &Names(self))
            .finish_non_exhaustive()
    }
}

/// The same properties with the same values, in any order, and the same refusal.
impl PartialEq for UpdateBody {
    fn eq(&self, other: &Self) -> bool {
        self.set == other.set && self.refusal() == other.refusal() && same(&self.to_json(), &other.to_json())
    }
}
