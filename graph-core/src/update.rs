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
pub(crate) mod resource;
pub(crate) mod serde;
#[doc(hidden)]
pub mod set;
mod stored;

pub use self::serde::deserialize;
pub use body::UpdateBody;
pub(crate) use resource::{Resource, Update};
