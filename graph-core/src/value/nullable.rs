use crate::json_text::{ReadError, Reader, Writer};
use crate::schema::{Collection, EdmTypeInfo, Element, Object, PropertyType, Value};

/// A nullable property that distinguishes absent and null.
///
/// An `Option` is enough if `None` may mean both. This type is for values that are sent inside others, where an absent property keeps its
/// value in the service, and null removes it.
///
/// ```
/// use graph_core::{Nullable, graph_complex};
///
/// #[graph_complex(odata_type = "#microsoft.graph.physicalAddress", tag = never)]
/// #[derive(Debug, Default)]
/// struct PhysicalAddress {
///     city: Nullable<String>,
///     street: Nullable<String>,
/// }
///
/// let moved = PhysicalAddress { city: "Cork".to_owned().into(), ..Default::default() };
/// assert_eq!(graph_core::json::to_string(&moved), r#"{"city":"Cork"}"#);
/// let gone = PhysicalAddress { city: Nullable::Null, ..Default::default() };
/// assert_eq!(graph_core::json::to_string(&gone), r#"{"city":null}"#);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Nullable<T> {
    /// The property is absent: it is not written.
    #[default]
    Absent,
    /// The property is null.
    Null,
    /// The property has a value.
    Value(T),
}

impl<T> Nullable<T> {
    /// Returns the value, if there is one.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Returns a mutable reference to the value, if there is one.
    pub const fn value_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Converts to the value, if there is one.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Returns whether the property is null.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Returns whether the property is absent.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// Converts `None` to null.
impl<T> From<Option<T>> for Nullable<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

/// Converts both null and absent to `None`.
impl<T> From<Nullable<T>> for Option<T> {
    fn from(value: Nullable<T>) -> Self {
        value.into_value()
    }
}

impl<T: Element> Value for Nullable<T> {
    fn type_info(&self) -> &'static EdmTypeInfo {
        <Self as Element>::TYPE
    }

    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
        if json.null()? {
            *self = Self::Null;
            return Ok(());
        }
        let mut value = T::blank();
        value.read(json)?;
        *self = Self::Value(value);
        Ok(())
    }

    fn write(&self, json: &mut Writer) {
        match self {
            Self::Value(value) => value.write(json),
            Self::Absent | Self::Null => json.null(),
        }
    }

    fn write_tagged(&self, json: &mut Writer) {
        match self {
            Self::Value(value) => value.write_tagged(json),
            Self::Absent | Self::Null => json.null(),
        }
    }

    fn as_object(&self) -> Option<&dyn Object> {
        self.value()?.as_object()
    }

    fn as_collection(&self) -> Option<&dyn Collection> {
        self.value()?.as_collection()
    }

    fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

impl<T: Element> PropertyType for Nullable<T> {
    const BLANK: Self = Self::Absent;
}

impl<T: Element> Element for Nullable<T> {
    const TYPE: &'static EdmTypeInfo = &T::TYPE.absent_or_null();
    const KEEPS_UNDECLARED: bool = T::KEEPS_UNDECLARED;

    fn blank() -> Self {
        Self::Absent
    }
}

impl<T: Element> serde::Serialize for Nullable<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        crate::json::interop::serialize_value(self, serializer)
    }
}

impl<'de, T: Element> serde::Deserialize<'de> for Nullable<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::json::interop::deserialize_value(deserializer)
    }
}
