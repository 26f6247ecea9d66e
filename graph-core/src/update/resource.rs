use std::fmt;

use bytes::Bytes;

use super::body::WriteBody;

use super::diff::diff;
use super::purpose::{ForCreate, ForUpdate};
use super::stored;
use crate::json::DecodeError;
use crate::schema::{Object, PropertyType, Readable, TypeDescriptor};

/// A builder with one setter per property: an update or a creation.
///
/// `T::update()` and `T::create()` return the same generic type for a different purpose, so that the setters are generated once.
/// [`Update`](crate::Update) and [`Create`](crate::Create) have the methods that are not setters.
///
/// This trait is sealed: only the macros and this crate implement it.
pub trait PropertyBuilder: fmt::Debug + Clone + Sized {
    /// The resource whose properties are set.
    type Resource: Resource;

    /// [`ForUpdate`] or [`ForCreate`].
    type Purpose;

    #[doc(hidden)]
    fn __body(&self) -> &WriteBody;

    #[doc(hidden)]
    fn __into_body(self) -> WriteBody;

    #[doc(hidden)]
    fn __from_body(body: WriteBody) -> Self;
}

/// The property changes for one entity, created by `T::update()` or `T::diff(..)`.
///
/// The setters are methods of the generated type. All other methods are in this trait, so that they cannot have the same name as a
/// setter: import it with `use graph_core::Update as _;`.
///
/// This trait is sealed: only the macros and this crate implement it.
///
/// ```
/// use graph_core::{Update as _, graph_resource};
///
/// #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
/// struct Printer {
///     #[graph(key)]
///     id: String,
///     job_count: i32,
///     location: Option<String>,
/// }
///
/// let update = Printer::update().job_count(4).clear_location();
/// assert_eq!(update.to_json(), r##"{"@odata.type":"#microsoft.graph.printer","jobCount":4,"location":null}"##);
/// assert!(Printer::update().is_empty());
/// ```
pub trait Update: PropertyBuilder<Purpose = ForUpdate> {
    /// Returns the changes without the type of the update.
    fn body(&self) -> &WriteBody {
        self.__body()
    }

    /// Converts the update to its changes.
    fn into_body(self) -> WriteBody {
        self.__into_body()
    }

    /// Returns whether no property is set: such an update is not sent.
    fn is_empty(&self) -> bool {
        self.body().is_empty()
    }

    /// Returns an iterator over the wire names of the declared properties that are set.
    ///
    /// They are in the order of declaration.
    fn properties(&self) -> impl Iterator<Item = &'static str> {
        self.body().properties()
    }

    /// Returns the JSON text that is sent.
    fn to_json(&self) -> String {
        self.body().to_json()
    }

    /// Converts the update to the JSON text that is sent, as bytes.
    fn into_bytes(self) -> Bytes {
        self.into_body().into_bytes()
    }

    /// Reads an update from the text of [`to_json`](Self::to_json).
    ///
    /// So a queue of updates survives a restart. The text of the values is preserved, and `@odata.type` may be missing. Updates implement `Serialize` as a string of this
    /// text in every format, so that no digit changes; [`deserialize`](crate::update::deserialize) is for fields of types that derive `Deserialize`.
    ///
    /// ```
    /// # use graph_core::{Update as _, graph_resource};
    /// # #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
    /// # struct Printer { #[graph(key)] id: String, job_count: i32 }
    /// let stored = Printer::update().job_count(4).to_json();
    /// assert_eq!(PrinterUpdate::from_json(&stored)?, Printer::update().job_count(4));
    /// assert!(PrinterUpdate::from_json(r#"{"id":"1"}"#).is_err()); // a key does not have a setter
    /// # Ok::<(), graph_core::json::DecodeError>(())
    /// ```
    ///
    /// # Errors
    /// If the text is not a JSON object, is an update of another resource, or contains what no setter accepts: a key, a read-only
    /// or undeclared property, null for a property that is not nullable, or a value of another type.
    fn from_json(json: &str) -> Result<Self, DecodeError> {
        let mut blank = <Self::Resource as PropertyType>::BLANK;
        stored::from_json(&mut blank, json, TypeDescriptor::is_writable).map(Self::__from_body)
    }

    /// Applies the changes to `resource`, as the service does when it accepts the update.
    ///
    /// A complex value is merged into a value of the same type; everything else is replaced.
    ///
    /// # Errors
    /// If a value is not a value of its property. That is possible only if the field has an alias of `Option` as its type, under
    /// `#[graph(nullable)]`.
    fn apply_to(&self, resource: &mut Self::Resource) -> Result<(), DecodeError> {
        self.body().apply_to(resource)
    }
}

#[diagnostic::do_not_recommend]
impl<B: PropertyBuilder<Purpose = ForUpdate>> Update for B {}

#[diagnostic::do_not_recommend]
impl<T: Resource> Readable for T {
    const ENTITY: &'static TypeDescriptor = T::DESCRIPTOR;
}

/// A Microsoft Graph resource: a struct under [`#[graph_resource]`](macro@crate::graph_resource).
///
/// This trait is sealed: only the macros and this crate implement it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a declared Microsoft Graph resource",
    label = "not a resource",
    note = "an enum under `#[graph_union]` can only be read; update the type that was read, at its own address",
    note = "declare it: `#[graph_resource(path = \"/…/{{id}}\", odata_type = \"#microsoft.graph.…\")]` above the struct"
)]
pub trait Resource: Object + PropertyType {
    /// The descriptor of the resource.
    const DESCRIPTOR: &'static TypeDescriptor;

    /// The type of updates, which `Self::update()` creates.
    type Update: Update<Resource = Self>;

    /// The type of creations, which `Self::create()` creates.
    type Create: PropertyBuilder<Resource = Self, Purpose = ForCreate>;

    /// Returns the update that turns `before` into `after`, for generic code.
    ///
    /// It is the function of the same name that each resource has.
    ///
    /// ```
    /// use graph_core::Resource;
    ///
    /// fn has_changed<T: Resource>(before: &T, after: &T) -> bool {
    ///     !graph_core::Update::is_empty(&T::diff(before, after))
    /// }
    /// ```
    fn diff(before: &Self, after: &Self) -> Self::Update {
        Self::Update::__from_body(diff(before, after))
    }
}
