//! Creations: the properties of a new entity.
//!
//! `T::create()` starts a creation. It has the setters of the update, and those of properties that can only be set now:
//! `#[graph(create_only)]`, keys that the caller chooses (`#[graph(key, create_only)]`), and related entities under `#[graph(expand)]`.
//! [`GraphClient::create`](crate::GraphClient::create) sends it as POST to a collection, and
//! [`GraphClient::replace`](crate::GraphClient::replace) as PUT to an address.
//!
//! ```
//! use graph_core::{Create as _, graph_resource};
//!
//! #[graph_resource(path = "/directoryObjects/{id}", odata_type = "#microsoft.graph.directoryObject")]
//! struct DirectoryObject {
//!     #[graph(key)]
//!     id: String,
//! }
//!
//! #[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user", base = DirectoryObject)]
//! struct User {
//!     #[graph(key)]
//!     id: String,
//! }
//!
//! #[graph_resource(
//!     path = "/groups/{groupId}",
//!     odata_type = "#microsoft.graph.group",
//!     tag = never,
//!     links(owners = [DirectoryObject]),
//! )]
//! struct Group {
//!     #[graph(key)]
//!     id: String,
//!     display_name: Option<String>,
//!     #[graph(create_only)] // an update cannot change it
//!     is_assignable_to_role: Option<bool>,
//!     #[graph(read_only)] // never sent
//!     renewed_date_time: Option<String>,
//! }
//!
//! let group = Group::create().display_name("Ada's").is_assignable_to_role(true).bind_owners([User::at("1")]);
//! assert_eq!(
//!     group.to_json(), // the client adds its endpoint to the links
//!     r#"{"displayName":"Ada's","isAssignableToRole":true,"owners@odata.bind":["/v1.0/users/1"]}"#
//! );
//! ```
//!
//! Source: [OData 4.01, section 11.4.2](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_CreateanEntity).

mod copy;
pub(crate) mod creation;
