use crate::json_text::{ReadError, Reader, Writer};
use crate::schema::{Collection, EdmTypeInfo, Element, Object, PropertyType, Value};

/// A property that collections do not contain: only reads of one entity return it.
///
/// Some properties are null in lists whatever their value is, such as `notes` of `managedDevice`. This type distinguishes them from
/// null. [`ListOperation::complete`](crate::operation::ListOperation::complete) reads them for the items of a list.
///
/// ```
/// use graph_core::{OnRequest, graph_resource};
///
/// #[graph_resource(path = "/deviceManagement/managedDevices/{managedDeviceId}", odata_type = "#microsoft.graph.managedDevice")]
/// struct ManagedDevice {
///     #[graph(key)]
///     id: String,
///     #[graph(on_request)]
///     notes: OnRequest<Option<String>>,
/// }
///
/// let device: ManagedDevice = graph_core::json::from_str(r#"{"id":"1"}"#)?;
/// assert_eq!(device.notes, OnRequest::NotLoaded);
/// let device: ManagedDevice = graph_core::json::from_str(r#"{"id":"1","notes":null}"#)?;
/// assert_eq!(device.notes.loaded(), Some(&None));
/// # Ok::<(), graph_core::json::DecodeError>(())
/// ```
///
/// Source: the descriptions of `managedDevice` in the `$metadata` of Microsoft Graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum OnRequest<T> {
    /// The response did not contain the property, as that of a list.
    #[default]
    NotLoaded,
    /// The property has a value, or is null if `T` allows it.
    Loaded(T),
}

impl<T> OnRequest<T> {
    /// Returns the value, if it was read.
    pub const fn loaded(&self) -> Option<&T> {
        match self {
            Self::Loaded(value) => Some(value),
            Self::NotLoaded => None,
        }
    }

    /// Converts to the value, if it was read.
    pub fn into_loaded(self) -> Option<T> {
        match self {
            Self::Loaded(value) => Some(value),
            Self::NotLoaded => None,
        }
    }

    /// Returns whether the value was read.
    pub const fn is_loaded(&self) -> bool {
        matches!(self, Self::Loaded(_))
    }
}

impl<T> From<T> for OnRequest<T> {
    fn from(value: T) -> Self {
        Self::Loaded(value)
    }
}

impl<T: Element> Value for OnRequest<T> {
    fn type_info(&self) -> &'static EdmTypeInfo {
        <Self as Element>::TYPE
    }

    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
        let mut value = T::blank();
        value.read(json)?;
        *self = Self::Loaded(value);
        Ok(())
    }

    fn write(&self, json: &mut Writer) {
        match self {
            Self::Loaded(value) => value.write(json),
            Self::NotLoaded => json.null(),
        }
    }

    fn write_tagged(&self, json: &mut Writer) {
        match self {
            Self::Loaded(value) => value.write_tagged(json),
            Self::NotLoaded => json.null(),
        }
    }

    fn as_object(&self) -> Option<&dyn Object> {
        self.loaded()?.as_object()
    }

    fn as_collection(&self) -> Option<&dyn Collection> {
        self.loaded()?.as_collection()
    }

    fn is_absent(&self) -> bool {
        !self.is_loaded()
    }
}

impl<T: Element> PropertyType for OnRequest<T> {
    const BLANK: Self = Self::NotLoaded;
}

impl<T: Element> Element for OnRequest<T> {
    const TYPE: &'static EdmTypeInfo = &T::TYPE.absent_if_not_requested();
    const KEEPS_UNDECLARED: bool = T::KEEPS_UNDECLARED;

    fn blank() -> Self {
        Self::NotLoaded
    }
}

impl<T: Element> serde::Serialize for OnRequest<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        crate::json::interop::serialize_value(self, serializer)
    }
}

impl<'de, T: Element> serde::Deserialize<'de> for OnRequest<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::json::interop::deserialize_value(deserializer)
    }
}
