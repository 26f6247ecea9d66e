use std::fmt;
use std::ops::Range;

use bytes::Bytes;

use super::apply::{apply, members};
use super::error::{UpdateError, UpdateErrorKind};
use super::links::BoundLinks;
use crate::dynamic::is_property_name;
use crate::json::DecodeError;
use crate::json_text::{Writer, json_eq};
use crate::property_set::PropertySet;
use crate::schema::{Object, PropertyDescriptor, TypeDescriptor, Value, member_name};

/// The properties of an update or a creation as JSON text, which setters write.
///
/// [`Update::body`](crate::Update::body) and [`Create::body`](crate::Create::body) return it.
#[derive(Clone)]
pub struct WriteBody {
    descriptor: &'static TypeDescriptor,
    /// The JSON object without its closing brace.
    json: Writer,
    set: PropertySet,
    /// Whether it is a creation, for `Debug`.
    is_create: bool,
    /// Whether an undeclared property is set.
    has_dynamic_properties: bool,
    links: Vec<BoundLinks>,
    /// Why it cannot be sent: the first error of a setter.
    error: Option<Box<UpdateError>>,
}

impl WriteBody {
    /// Creates an update without changes.
    #[doc(hidden)]
    pub fn __start(descriptor: &'static TypeDescriptor) -> Self {
        Self {
            descriptor,
            json: Writer::starting(descriptor.opening(), 192),
            set: PropertySet::new(),
            is_create: false,
            has_dynamic_properties: false,
            links: Vec::new(),
            error: None,
        }
    }

    /// Creates a creation without properties.
    pub(crate) fn start_create(descriptor: &'static TypeDescriptor) -> Self {
        Self { is_create: true, ..Self::__start(descriptor) }
    }

    pub(crate) fn into_create(self) -> Self {
        Self { is_create: true, ..self }
    }

    /// Sets a property. Setting it again replaces the value.
    #[must_use]
    pub(crate) fn set(mut self, index: usize, value: &dyn Value) -> Self {
        if value.is_absent() && value.type_info().distinguishes_absent {
            // the service preserves the value of an absent property
            return self;
        }
        self.write_name(index);
        value.write(&mut self.json);
        self
    }

    /// Sets a property to text.
    #[must_use]
    pub(crate) fn set_text(mut self, index: usize, value: &str) -> Self {
        self.write_name(index);
        self.json.string(value);
        self
    }

    /// Sets a property to text or null.
    #[must_use]
    pub(crate) fn set_nullable_text(self, index: usize, value: Option<&str>) -> Self {
        match value {
            Some(text) => self.set_text(index, text),
            None => self.clear(index),
        }
    }

    /// Starts to set a property to a collection of texts.
    pub(super) fn start_collection(mut self, index: usize) -> TextCollection {
        self.write_name(index);
        self.json.raw("[");
        TextCollection { body: self, is_empty: true }
    }

    /// Sets an undeclared property of an open type. A name that cannot be one is an error when the update is sent.
    #[must_use]
    pub(crate) fn set_dynamic_property(mut self, name: &str, value: &dyn Value) -> Self {
        if self.accepts_dynamic_property(name) {
            self.remove(&[name, "@odata.type"].concat());
            self.remove(name);
            self.json.name(name);
            value.write(&mut self.json);
        }
        self
    }

    /// Sets an undeclared property that is not set yet.
    pub(crate) fn append_dynamic_property(&mut self, name: &str, write: impl FnOnce(&mut Writer)) {
        if self.accepts_dynamic_property(name) {
            write(&mut self.json);
        }
    }

    /// Returns whether the name can be the name of an undeclared property, and stores the first one that cannot.
    fn accepts_dynamic_property(&mut self, name: &str) -> bool {
        let accepts = is_property_name(name) && self.descriptor.properties().all(|other| other.name() != name);
        if accepts {
            self.has_dynamic_properties = true;
        } else {
            self.reject(UpdateError::new(name, UpdateErrorKind::Name));
        }
        accepts
    }

    /// Sets a property to null.
    #[must_use]
    pub(crate) fn clear(mut self, index: usize) -> Self {
        self.write_name(index);
        self.json.null();
        self
    }

    /// Returns whether the property at `index` is set.
    pub(super) fn is_set(&self, index: usize) -> bool {
        self.set.contains(index)
    }

    /// Sets a property to JSON text that was read as a value of its type.
    pub(crate) fn set_json(&mut self, index: usize, json: &str) {
        self.write_name(index);
        self.json.raw(json);
    }

    /// Sets an undeclared member, a property or a type annotation, to JSON text.
    pub(super) fn set_stored_member(&mut self, name: &str, json: &str) {
        self.json.name(name);
        self.json.raw(json);
        self.has_dynamic_properties = true;
    }

    /// Sets the related entities that are created together with the entity, from their JSON text.
    pub(super) fn set_related(mut self, index: usize, json: &str, has_links: bool, error: Option<UpdateError>) -> Self {
        let name = self.descriptor.property(index).map_or("", PropertyDescriptor::name);
        if has_links {
            self.reject(UpdateError::new(name, UpdateErrorKind::NestedLinks));
        }
        if let Some(error) = error {
            self.reject(error);
        }
        self.set_json(index, json);
        self
    }

    /// Links a navigation property. Linking it again replaces the entities.
    pub(super) fn bind(mut self, links: BoundLinks) -> Self {
        self.links.retain(|other| other.name != links.name);
        self.links.push(links);
        self
    }

    pub(super) fn is_bound(&self, name: &str) -> bool {
        self.links.iter().any(|links| links.name == name)
    }

    pub(super) fn has_links(&self) -> bool {
        !self.links.is_empty()
    }

    fn reject(&mut self, error: UpdateError) {
        self.error.get_or_insert_with(|| Box::new(error));
    }

    /// Returns whether no property is set and nothing is linked.
    pub fn is_empty(&self) -> bool {
        self.set.is_empty() && !self.has_dynamic_properties && self.links.is_empty()
    }

    /// Checks that it can be sent.
    ///
    /// # Errors
    /// See [`UpdateError`].
    pub fn check(&self) -> Result<(), UpdateError> {
        if let Some(error) = &self.error {
            return Err(UpdateError::clone(error));
        }
        if let Some(name) = self.json.conflicting_name() {
            return Err(UpdateError::new(name, UpdateErrorKind::Name));
        }
        self.links.iter().try_for_each(BoundLinks::check)
    }

    /// Returns the names of the properties that are not nullable, that a creation can set, and that are not set.
    pub(crate) fn missing_properties(&self) -> Vec<&'static str> {
        let required = self.descriptor.properties().filter(|property| {
            let is_required = property.is_required() && !property.is_nullable();
            is_required && self.descriptor.is_creatable(property.index()) && !property.is_expanded()
        });
        required.filter(|property| !self.set.contains(property.index())).map(PropertyDescriptor::name).collect()
    }

    /// Returns the descriptor of the resource.
    pub fn descriptor(&self) -> &'static TypeDescriptor {
        self.descriptor
    }

    /// Returns an iterator over the wire names of the declared properties that are set.
    ///
    /// They are in the order of declaration.
    pub fn properties(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.set.iter().filter_map(|index| self.descriptor.property(index)).map(PropertyDescriptor::name)
    }

    /// Returns the names of the properties with the JSON text of their values, without annotations and links.
    pub(crate) fn properties_json(&self) -> Vec<(Box<str>, Box<str>)> {
        let json = self.to_json();
        let members = members(&json).unwrap_or_default().into_iter();
        let properties = members.filter(|(name, _)| !name.contains('@'));
        properties.map(|(name, value)| (Box::from(&*name), Box::from(value))).collect()
    }

    /// Returns the JSON text. The URLs of links start with the version, such as `/v1.0/users/1`; a client adds its endpoint.
    pub fn to_json(&self) -> String {
        self.clone().finish()
    }

    /// Converts it to its JSON text as bytes.
    pub fn into_bytes(self) -> Bytes {
        Bytes::from(self.finish())
    }

    /// Converts it to the JSON text of the properties, without the closing brace, and the links.
    pub(crate) fn into_parts(self) -> (String, Vec<BoundLinks>) {
        (self.json.into_string(), self.links)
    }

    /// Writes the name of a property, before its value. A previous value is removed.
    fn write_name(&mut self, index: usize) {
        let Some(member) = self.descriptor.members().get(index) else { return };
        if !self.set.insert(index) {
            self.remove(member_name(member));
        }
        self.json.member(member);
    }

    /// Sets a property to the value that `write` writes, unless its text is `unchanged`.
    pub(super) fn set_if_changed(&mut self, index: usize, unchanged: &str, write: impl FnOnce(&mut Writer)) {
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

    /// Removes the member `name`, which occurs once.
    #[cold]
    fn remove(&mut self, name: &str) {
        if let Some(range) = member_range(self.json.as_str(), name) {
            self.json.remove(range);
        }
    }

    fn finish(mut self) -> String {
        for links in &self.links {
            links.write("", &mut self.json);
        }
        self.json.raw("}");
        self.json.into_string()
    }
}

/// An update whose last value is a collection that is not closed.
pub(super) struct TextCollection {
    body: WriteBody,
    is_empty: bool,
}

impl TextCollection {
    /// Writes a text or null.
    pub(super) fn push(&mut self, item: Option<&str>) {
        if !std::mem::take(&mut self.is_empty) {
            self.body.json.raw(",");
        }
        match item {
            Some(text) => self.body.json.string(text),
            None => self.body.json.null(),
        }
    }

    pub(super) fn finish(mut self) -> WriteBody {
        self.body.json.raw("]");
        self.body
    }
}

/// Returns the range of the member `name` with one comma, in an object without its closing brace.
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
            // the range includes the comma after the first member, or the comma before any other one
            let is_first = bytes.get(start) != Some(&b',');
            return Some(start..end + usize::from(is_first && end < bytes.len()));
        }
        at = end;
    }
    None
}

/// Returns the end of the member that starts at `at`, possibly with a comma.
///
/// Values may be nested to any depth, because they need not have been read.
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

/// Shows names, and never values, which may be personal data.
impl fmt::Debug for WriteBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        struct Names<'a>(&'a WriteBody);
        impl fmt::Debug for Names<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let links = self.0.links.iter().map(|links| links.name);
                f.debug_list().entries(self.0.properties()).entries(links).finish()
            }
        }
        f.debug_struct(if self.is_create { "Create" } else { "Update" })
            .field("resource", &self.descriptor.odata_type())
            .field("set", &Names(self))
            .finish_non_exhaustive()
    }
}

/// Two are equal if they set the same properties to the same values, in any order, and have the same error.
impl PartialEq for WriteBody {
    fn eq(&self, other: &Self) -> bool {
        self.set == other.set
            && self.links == other.links
            && self.check() == other.check()
            && json_eq(&self.to_json(), &other.to_json())
    }
}
