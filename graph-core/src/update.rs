//! Updates: exactly the properties that a caller means, each absent, null or a value.
//!
//! # Values inside values
//!
//! Services merge a complex value into the one that is there, if it is of the same type, and replace everything else:
//! collections, values of another type, members that are not declared. `T::diff(..)` counts on that:
//!
//! - Inside a complex value that changed, what became `None` is sent as null, and so is what went from an open type.
//!   Absence of a [`Nullable`](crate::Nullable) or of a property under `#[graph(optional)]` keeps what the service has.
//! - Inside a complex value that is merged, what is under `#[graph(read_only)]` is left to the service. Keys are sent: they
//!   say which entity is meant.
//! - An object of a type that is not declared, kept as [`UntypedObject`](crate::UntypedObject), is sent as it is.
//!
//! A setter sends the value that it is given with all its members, and so does a difference where a value is new, or in a
//! collection: read-only members and keys as well, which services ignore where they cannot be updated.
//!
//! Source: [OData 4.01, section 11.4.3](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_UpdateanEntity).

mod apply;
mod body;
pub(crate) mod diff;
#[doc(hidden)]
pub mod set;

use std::fmt;

use bytes::Bytes;

pub use body::UpdateBody;

use crate::json::DecodeError;
use crate::resource::Resource;

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
