use bytes::Bytes;

use super::copy::copy;
use crate::json::DecodeError;
use crate::schema::{PropertyType, TypeDescriptor};
use crate::update::stored;
use crate::update::{ForCreate, PropertyBuilder, WriteBody};

/// The properties of a new entity, created by `T::create()`.
///
/// The setters are methods of the generated type. All other methods are in this trait, so that they cannot have the same name as a
/// setter: import it with `use graph_core::Create as _;`. The module [`create`](crate::create) has an example.
///
/// This trait is sealed: only the macros and this crate implement it.
pub trait Create: PropertyBuilder<Purpose = ForCreate> {
    /// Creates a copy of an entity, for example to create it in another tenant.
    ///
    /// It has the properties that a creation can set, and that are not null. It leaves out the key, read-only properties, also those
    /// inside complex values and collections, and related entities. References in the values, such as ids of groups, are copied as they are.
    ///
    /// ```
    /// # use graph_core::{Create, graph_resource};
    /// # #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer", tag = never)]
    /// # struct Printer { #[graph(key)] id: String, name: String, #[graph(read_only)] job_count: i32, location: Option<String> }
    /// let printer = Printer { id: "1".into(), name: "a".into(), job_count: 7, location: None };
    /// assert_eq!(PrinterCreate::from_entity(&printer).name("b").to_json(), r#"{"name":"b"}"#);
    /// ```
    fn from_entity(entity: &Self::Resource) -> Self {
        Self::__from_body(copy(entity))
    }

    /// Returns the properties without the type of the creation.
    fn body(&self) -> &WriteBody {
        self.__body()
    }

    /// Returns an iterator over the wire names of the declared properties that are set.
    ///
    /// They are in the order of declaration.
    fn properties(&self) -> impl Iterator<Item = &'static str> {
        self.__body().properties()
    }

    /// Returns the JSON text. The URLs of links start with the version; a client adds its endpoint.
    fn to_json(&self) -> String {
        self.__body().to_json()
    }

    /// Converts the creation to its JSON text as bytes.
    fn into_bytes(self) -> Bytes {
        self.__into_body().into_bytes()
    }

    /// Reads a creation from the text of [`to_json`](Self::to_json).
    ///
    /// Creations implement `Serialize` as a string of this text in every format, as [updates](crate::Update::from_json) do.
    ///
    /// # Errors
    /// If the text is not a JSON object, is a creation of another resource, or contains what no setter accepts.
    fn from_json(json: &str) -> Result<Self, DecodeError> {
        let mut blank = <Self::Resource as PropertyType>::BLANK;
        stored::from_json(&mut blank, json, TypeDescriptor::is_creatable)
            .map(|body| Self::__from_body(body.into_create()))
    }
}

#[diagnostic::do_not_recommend]
impl<B: PropertyBuilder<Purpose = ForCreate>> Create for B {}
