//! Updates: exactly the properties that a caller sets, each absent, null or a value.
//!
//! # Values inside values
//!
//! A changed collection is sent as a whole, because services replace it. Its elements keep what their declaration does not
//! name in a field under `#[graph(dynamic_properties)]`, so that an element that nobody touched is sent as it was read.
//!
//! A changed complex value is sent with *all* its declared members, and with the undeclared ones that a field under
//! `#[graph(dynamic_properties)]` keeps. OData services merge complex values, but some services behind Microsoft Graph replace them, and the
//! reference does not tell which: sending all members is right in both cases. It also sends members that somebody else may
//! have changed meanwhile, so send differences with `If-Match`. A property under `#[graph(merge)]` is one that the service is known to
//! merge: a difference sends only the members that changed. Undeclared members of a complex type without such a field are not
//! sent: a service that merges keeps them, one that replaces removes them.
//!
//! In detail, `T::diff(..)` writes inside a complex value that changed:
//!
//! - null for what became `None`, and for what was removed from an `DynamicProperties`. Absence of a [`Nullable`](crate::Nullable), of an
//!   [`Untyped`](crate::Untyped) or of a property under `#[graph(optional)]` keeps what the service has.
//! - nothing for what is under `#[graph(read_only)]`. Keys are sent: they say which entity is meant.
//! - an [`UntypedObject`](crate::UntypedObject) of a type that is not declared as it is.
//!
//! A setter sends the value that it is given with all its members, and so does a difference where a value is new, of another
//! type, or in a collection: read-only members and keys as well, which services ignore where they cannot be updated.
//!
//! Source: [OData 4.01, section 11.4.3](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_UpdateanEntity).

mod apply;
mod body;
pub(crate) mod diff;
pub(crate) mod serde;
#[doc(hidden)]
pub mod set;
mod stored;

use std::fmt;

use bytes::Bytes;

pub use self::serde::deserialize;
pub use body::UpdateBody;

use crate::json::DecodeError;
use crate::schema::{Object, PropertyType, Readable, TypeDescriptor};

/// A set of property changes for one entity, made by `T::update()` or `T::diff(..)`.
///
/// The setters are methods of the type that the macro generates. What every update can do besides is here, so that no
/// property name is taken: `use graph_core::Update as _;`.
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
pub trait Update: fmt::Debug + Clone + Sized {
    /// The resource that is updated.
    type Resource: Resource<Update = Self>;

    /// The changes, without their type.
    fn body(&self) -> &UpdateBody;

    /// The changes, without their type.
    fn into_body(self) -> UpdateBody;

    #[doc(hidden)]
    fn __from_body(body: UpdateBody) -> Self;

    /// Whether no property is set: such an update is not sent.
    fn is_empty(&self) -> bool {
        self.body().is_empty()
    }

    /// The wire names of the properties that are set, in the order of declaration.
    fn properties(&self) -> impl Iterator<Item = &'static str> {
        self.body().properties()
    }

    /// The JSON text that is sent.
    fn to_json(&self) -> String {
        self.body().to_json()
    }

    /// The JSON text that is sent, as bytes.
    fn into_bytes(self) -> Bytes {
        self.into_body().into_bytes()
    }

    /// Reads an update that was stored as [`to_json`](Self::to_json) writes it, so that a queue of updates survives a restart.
    ///
    /// The values keep their text, and `@odata.type` may be missing. Updates implement `Serialize` as a string of this text
    /// in every format, so that no digit changes; [`deserialize`] is for fields of types that derive `Deserialize`.
    ///
    /// ```
    /// # use graph_core::{Update as _, graph_resource};
    /// # #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
    /// # struct Printer { #[graph(key)] id: String, job_count: i32 }
    /// let stored = Printer::update().job_count(4).to_json();
    /// assert_eq!(PrinterUpdate::from_json(&stored)?, Printer::update().job_count(4));
    /// assert!(PrinterUpdate::from_json(r#"{"id":"1"}"#).is_err()); // a key has no setter
    /// # Ok::<(), graph_core::json::DecodeError>(())
    /// ```
    ///
    /// # Errors
    /// When the text is not a JSON object, holds what no setter accepts (a key, a read-only or undeclared property, null where
    /// there is none, a value of another type), or is an update of another type.
    fn from_json(json: &str) -> Result<Self, DecodeError> {
        let mut blank = <Self::Resource as PropertyType>::BLANK;
        stored::from_json(&mut blank, json).map(Self::__from_body)
    }

    /// Makes the changes in `resource` itself: what the service does when it accepts the update. A complex value is merged
    /// into the one that is there, if that is of the same type; anything else is replaced.
    ///
    /// # Errors
    /// When a value does not fit its property, which only a type alias of `Option` under `#[graph(nullable)]` can bring
    /// about.
    fn apply_to(&self, resource: &mut Self::Resource) -> Result<(), DecodeError> {
        self.body().apply_to(resource)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Resource> Readable for T {
    const ENTITY: &'static TypeDescriptor = T::DESCRIPTOR;
}

/// A Microsoft Graph resource: a struct under [`#[graph_resource]`](macro@crate::graph_resource).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a declared Microsoft Graph resource",
    label = "not a resource",
    note = "an enum under `#[graph_union]` is only read: update the type that was read, at its own address",
    note = "declare it: `#[graph_resource(path = \"/…/{{id}}\", odata_type = \"#microsoft.graph.…\")]` above the struct"
)]
pub trait Resource: Object + PropertyType {
    /// The facts that were declared.
    const DESCRIPTOR: &'static TypeDescriptor;

    /// The update that `Self::update()` starts.
    type Update: Update<Resource = Self>;
}
