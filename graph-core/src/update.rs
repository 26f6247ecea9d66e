//! Updates: the properties that a caller changes, with their new values or null.
//!
//! ```
//! use graph_core::{Update as _, graph_resource};
//!
//! #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer", tag = never)]
//! #[derive(Clone)]
//! struct Printer {
//!     #[graph(key)]
//!     id: String,
//!     job_count: i32,
//!     location: Option<String>,
//! }
//!
//! let before = Printer { id: "p1".into(), job_count: 4, location: Some("2nd floor".into()) };
//! let after = Printer { location: None, ..before.clone() };
//! let update = Printer::diff(&before, &after);
//! assert_eq!(update.to_json(), r#"{"location":null}"#);
//! assert!(update.properties().eq(["location"]));
//! ```
//!
//! # Values inside values
//!
//! A changed collection is sent as a whole, because services replace it. Its elements store undeclared properties in a field under
//! `#[graph(dynamic_properties)]`, so that an unchanged element is sent as it was read.
//!
//! A changed complex value is sent with *all* its declared properties, and with the undeclared ones in a field under
//! `#[graph(dynamic_properties)]`. OData services merge complex values, but some services behind Microsoft Graph replace them, and the
//! reference does not state which: sending all properties is correct in both cases. It also sends properties that another client may have
//! changed meanwhile, so send differences with `If-Match`. `#[graph(merge)]` is for a property that the service is known to
//! merge: a difference sends only what changed inside it. Undeclared properties of a complex type without such a field are not
//! sent: a service that merges preserves them, and a service that replaces removes them.
//!
//! Inside a changed complex value, `T::diff(..)` writes
//!
//! - null for what became `None`, and for what was removed from [`DynamicProperties`](crate::DynamicProperties). An absent
//!   [`Nullable`](crate::Nullable), an absent [`Untyped`](crate::Untyped) and a `None` under `#[graph(optional)]` are not written, so
//!   the service preserves its value.
//! - nothing for properties under `#[graph(read_only)]`. Keys are sent, because they identify the entity.
//! - an [`UntypedObject`](crate::UntypedObject) as it is.
//!
//! A setter sends its value with all properties, and so does a difference if a value is new, has another type, or is in a
//! collection. Read-only properties and keys are included, which services ignore if they cannot be updated.
//!
//! Source: [OData 4.01, section 11.4.3](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_UpdateanEntity).

mod apply;
mod argument;
mod body;
pub(crate) mod diff;
mod error;
mod links;
pub(crate) mod purpose;
mod reconcile;
pub(crate) mod related;
pub(crate) mod resource;
pub(crate) mod serde;
#[doc(hidden)]
pub mod set;
pub(crate) mod stored;

pub use self::serde::deserialize;
pub(crate) use apply::members;
pub use argument::{IntoCollection, IntoItems, IntoNullableText, IntoNullableTexts, IntoProperty, IntoText, IntoTexts};
pub use body::WriteBody;
pub(crate) use diff::changed_but_not_sent;
pub use error::UpdateError;
pub(crate) use links::BoundLinks;
pub use links::IntoReferences;
pub use purpose::{ForCreate, ForUpdate};
pub(crate) use reconcile::{reconcile, write_property};
pub use related::{IntoRelated, RelatedEntity};
pub use resource::PropertyBuilder;
pub(crate) use resource::{Resource, Update};
