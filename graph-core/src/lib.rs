//! Declare Microsoft Graph resources with one attribute and update exactly the properties you mean.
//!
//! [`graph_resource`](macro@graph_resource) on a plain struct generates a typed address, an update builder and a
//! difference of two values. [`GraphClient`] sends the update, and nothing but the properties that were set.
//!
//! ```no_run
//! use graph_core::{Cloud, DateTimeOffset, GraphClient, graph_enum, graph_resource};
//!
//! /// Status of a configuration profile for one user.
//! #[graph_resource(
//!     path = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/userStatuses/{deviceConfigurationUserStatusId}",
//!     odata_type = "#microsoft.graph.deviceConfigurationUserStatus",
//! )]
//! #[derive(Debug, Clone, PartialEq)]
//! pub struct DeviceConfigurationUserStatus {
//!     #[graph(key)]
//!     pub id: String,
//!     pub user_display_name: Option<String>,
//!     pub devices_count: i32,
//!     pub status: ComplianceStatus,
//!     pub last_reported_date_time: DateTimeOffset,
//!     pub user_principal_name: Option<String>,
//! }
//!
//! #[graph_enum]
//! #[derive(Debug, Clone, PartialEq)]
//! pub enum ComplianceStatus {
//!     Unknown,
//!     NotApplicable,
//!     Compliant,
//!     #[graph(other)]
//!     Other(String),
//! }
//!
//! # async fn run(token: String, configuration_id: &str, status_id: &str) -> Result<(), graph_core::Error> {
//! let graph = GraphClient::builder(Cloud::Global).token(token).build()?;
//! let updated = graph
//!     .update(
//!         DeviceConfigurationUserStatus::at(configuration_id, status_id),
//!         DeviceConfigurationUserStatus::update()
//!             .devices_count(12)
//!             .status(ComplianceStatus::NotApplicable)
//!             .clear_user_principal_name(), // sends null; exists only because the property is nullable
//!     )
//!     .await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Where to look
//!
//! - [`macro@graph_resource`] and [`macro@graph_enum`]: the attributes of a declaration.
//! - [`value`]: the Rust types of properties.
//! - [`update`]: what an update sends. [`address`]: which entity it is for.
//! - [`GraphClient`] and [`operation`]: sending. [`response`]: the result. [`error`]: what can go wrong.
//! - [`pacing`]: bulk work within the limits of the service.
//! - [`retry`]: what is retried, when, and what is not.
//! - [`credential`]: access tokens. [`Cloud`]: the national clouds.
//!
//! The items that most programs name are at the crate root; each other item is in the module of its topic.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
pub mod address;
mod client;
mod cloud;
mod context;
pub mod credential;
mod declare;
mod dynamic;
pub mod error;
mod etag;
mod failure;
mod headers;
pub mod json;
mod json_text;
pub mod operation {
    //! Operations of a [`GraphClient`](crate::GraphClient): await one to send its request.

    pub use crate::client::{GetFuture, GetOperation, UpdateFuture, UpdateOperation};
}
mod origin;
pub mod pacing;
mod property_set;
mod redact;
pub mod request;
pub mod response;
pub mod retry;
pub mod schema;
pub mod transport;
pub mod update;
pub mod value;
mod variables;

pub use client::{GraphClient, GraphClientBuilder};
pub use cloud::{Cloud, CloudBuilder, CustomCloud};
pub use dynamic::{DynamicProperties, Untyped, UntypedObject};
pub use error::graph_error::Error;
pub use etag::{ETag, ParseETagError};
pub use failure::ErrorKind;
/// ```
/// use graph_core::{Update as _, graph_complex, graph_resource};
///
/// #[graph_complex(odata_type = "#microsoft.graph.printerLocation")]
/// #[derive(Debug, Clone, PartialEq)]
/// struct PrinterLocation {
///     building: Option<String>,
///     floor_number: Option<i32>,
/// }
///
/// #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
/// #[derive(Debug, Clone, PartialEq)]
/// struct Printer {
///     #[graph(key)]
///     id: String,
///     location: Option<PrinterLocation>,
/// }
///
/// let location = PrinterLocation { building: Some("7".into()), floor_number: None };
/// assert_eq!(
///     Printer::update().location(location).to_json(),
///     r##"{"@odata.type":"#microsoft.graph.printer","location":{"@odata.type":"#microsoft.graph.printerLocation","building":"7"}}"##
/// );
/// ```
///
pub use graph_derive::graph_complex;
/// ```
/// use graph_core::graph_enum;
///
/// #[graph_enum]
/// #[derive(Debug, Clone, PartialEq)]
/// enum PowerState {
///     On,
///     Off,
///     #[graph(name = "standBy")]
///     Sleeping,
///     #[graph(other)]
///     Other(String),
/// }
///
/// assert_eq!(PowerState::Sleeping.as_str(), "standBy");
/// assert_eq!(PowerState::from("hibernating"), PowerState::Other("hibernating".into()));
/// ```
///
pub use graph_derive::graph_enum;
/// ```
/// use graph_core::{Update as _, graph_resource};
///
/// #[graph_resource(path = "/users/{userId}/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
/// #[derive(Debug, Clone, PartialEq)]
/// struct Printer {
///     #[graph(key)]
///     id: String,
///     job_count: i32,
///     location: Option<String>,
/// }
///
/// assert_eq!(Printer::at("ada", "p1").path()?, "/users/ada/printers/p1");
/// assert_eq!(
///     Printer::update().job_count(4).clear_location().to_json(),
///     r##"{"@odata.type":"#microsoft.graph.printer","jobCount":4,"location":null}"##
/// );
/// let before = Printer { id: "p1".into(), job_count: 4, location: None };
/// let after = Printer { job_count: 5, ..before.clone() };
/// assert_eq!(Printer::diff(&before, &after), Printer::update().job_count(5));
/// # Ok::<(), graph_core::address::AddressError>(())
/// ```
///
pub use graph_derive::graph_resource;
/// ```
/// use graph_core::{UntypedObject, graph_complex, graph_resource, graph_union};
///
/// #[graph_complex(odata_type = "#microsoft.graph.cableLink")]
/// #[derive(Debug, Clone, PartialEq)]
/// struct CableLink {
///     port: i32,
/// }
///
/// #[graph_union]
/// #[derive(Debug, Clone, PartialEq)]
/// enum AnyLink {
///     Cable(CableLink),
///     #[graph(other)]
///     Other(UntypedObject),
/// }
///
/// #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
/// struct Printer {
///     #[graph(key)]
///     id: String,
///     link: AnyLink,
/// }
///
/// let json = r##"{"id":"p1","link":{"@odata.type":"#microsoft.graph.cableLink","port":4}}"##;
/// let printer: Printer = graph_core::json::from_str(json)?;
/// assert_eq!(printer.link, AnyLink::from(CableLink { port: 4 }));
/// # Ok::<(), graph_core::json::DecodeError>(())
/// ```
///
pub use graph_derive::graph_union;
pub use update::resource::{Resource, Update};
pub use value::binary::Binary;
pub use value::date::Date;
pub use value::date_time_offset::DateTimeOffset;
pub use value::decimal::Decimal;
pub use value::duration::Duration;
pub use value::flags::Flags;
pub use value::guid::Guid;
pub use value::nullable::Nullable;
pub use value::time_of_day::TimeOfDay;

/// The examples of the README are tested.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
