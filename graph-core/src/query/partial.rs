use std::fmt;

use super::operand::property_index;
use crate::json::{DecodeError, read_partial};
use crate::json_text::{Reader, Writer};
use crate::property_set::PropertySet;
use crate::schema::{Object, PropertyDescriptor, PropertyType};
use crate::update::Resource;

/// An entity whose properties are known as far as a response contained them.
///
/// [`select`](crate::operation::ListOperation::select) returns partial entities. An unknown property is neither null nor a default value.
///
/// ```
/// use graph_core::graph_resource;
/// use graph_core::query::Partial;
///
/// #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
/// #[derive(Debug, Clone)]
/// struct Printer {
///     #[graph(key)]
///     id: String,
///     job_count: i32,
///     location: Option<String>,
/// }
///
/// let partial: Partial<Printer> = Partial::from_json(r#"{"id":"1","location":null}"#)?;
/// assert_eq!(partial.get(|printer| &printer.location), Some(&None)); // null
/// assert_eq!(partial.get(|printer| &printer.job_count), None); // unknown
/// assert_eq!(partial.missing_properties(), ["jobCount"]);
///
/// let mut known = Printer { id: "1".into(), job_count: 4, location: Some("2nd floor".into()) };
/// partial.merge_into(&mut known);
/// assert!(known.job_count == 4 && known.location.is_none());
/// # Ok::<(), graph_core::json::DecodeError>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Partial<T> {
    value: T,
    known: PropertySet,
}

impl<T: Resource> Partial<T> {
    /// Reads the properties that JSON text contains.
    ///
    /// # Errors
    /// If the text is not JSON, a value has the wrong type, or `@odata.type` is not the declared type.
    pub fn from_json(json: &str) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(json);
        Self::read(&mut reader)
            .and_then(|partial| reader.end().map(|()| partial))
            .map_err(|error| DecodeError::new(T::DESCRIPTOR.odata_type(), error))
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, crate::json::ReadError> {
        let mut value = T::BLANK;
        let known = read_partial(&mut value, reader)?;
        Ok(Self { value, known })
    }

    /// Returns a property, if it is known: `partial.get(|user| &user.department)`.
    ///
    /// A property of a complex value is known if the complex value is.
    pub fn get<P: PropertyType>(&self, property: impl for<'a> FnOnce(&'a T) -> &'a P) -> Option<&P> {
        let found = property(&self.value);
        let index = property_index(&self.value, found)?;
        self.known.contains(index).then_some(found)
    }

    /// Returns the names of the properties that a whole entity has and that are not known.
    ///
    /// Navigation properties, and those that a response may omit, are not among them: `Nullable`, `OnRequest` and `#[graph(optional)]`.
    pub fn missing_properties(&self) -> Vec<&'static str> {
        self.missing().map(PropertyDescriptor::name).collect()
    }

    fn missing(&self) -> impl Iterator<Item = PropertyDescriptor> {
        T::DESCRIPTOR.properties().filter(|property| is_essential(*property) && !self.known.contains(property.index()))
    }

    /// Converts to the whole entity, if its properties are known, so that `None` means null.
    ///
    /// # Errors
    /// The partial entity, if one of [`missing_properties`](Self::missing_properties) is not known.
    pub fn whole(self) -> Result<T, Self> {
        if self.missing().next().is_some() { Err(self) } else { Ok(self.value) }
    }

    /// Sets the known properties of `target`, and leaves all others unchanged.
    pub fn merge_into(&self, target: &mut T) {
        merge(&self.value, &self.known, target);
    }

    /// Returns the entity, in which unknown properties are blank.
    pub(crate) fn as_blank_filled(&self) -> &T {
        &self.value
    }

    pub(crate) fn knows(&self, index: usize) -> bool {
        self.known.contains(index)
    }
}

/// Returns whether a value of the property cannot state that it is not known.
fn is_essential(property: PropertyDescriptor) -> bool {
    let may_be_absent =
        property.type_info().distinguishes_absent || (!property.is_required() && !property.is_nullable());
    !property.is_expanded() && !may_be_absent
}

fn merge(source: &dyn Object, known: &PropertySet, target: &mut dyn Object) {
    let mut json = Writer::new();
    for index in known.iter() {
        json.truncate(0);
        source.property(index).write(&mut json);
        // what was just written is a value of the property
        _ = target.property_mut(index).read(&mut Reader::new(json.as_str()));
    }
}

/// Shows the names of the known properties, and never their values.
impl<T: Resource> fmt::Debug for Partial<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = T::DESCRIPTOR.properties().filter(|property| self.known.contains(property.index()));
        f.debug_struct("Partial")
            .field("known", &known.map(PropertyDescriptor::name).collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}
