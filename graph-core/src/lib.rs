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
//! - [`macro@graph_resource`], [`macro@graph_complex`], [`macro@graph_enum`], [`macro@graph_union`], [`macro@graph_action`] and
//!   [`macro@graph_function`]: the attributes of a declaration.
//! - [`value`]: the Rust types of properties. [`schema`]: their descriptors.
//! - [`update`]: what an update sends. [`create`]: the properties of a new entity. [`address`]: which entity it is for. [`json`]: resources as JSON text.
//! - [`GraphClient`] and [`operation`]: sending. [`response`]: the result. [`error`]: what can go wrong.
//! - [`request`]: a request as a value. [`transport`]: a `tower` service of your own.
//! - [`plan`]: what a program would create and change.
//! - [`pacing`]: bulk work within the limits of the service.
//! - [`retry`]: what is retried, when, and what is not.
//! - [`credential`]: access tokens. [`Cloud`]: the national clouds, and your own.
//!
//! | at the crate root | |
//! |---|---|
//! | [`macro@graph_resource`] | declares a resource: a struct with a path |
//! | [`macro@graph_complex`] | declares a complex type: a struct inside resources |
//! | [`macro@graph_enum`] | declares an enumeration, with a variant for members that the service adds later |
//! | [`macro@graph_union`] | declares the types that a value of a base type can have |
//! | [`macro@graph_action`], [`macro@graph_function`] | declare what the service does or computes: a struct of the parameters |
//! | [`Resource`], [`Update`], [`Create`] | what generic code needs of a resource, of its update and of its creation |
//! | [`Cloud`], [`GraphClient`], [`Error`], [`ErrorKind`], [`ETag`] | connecting, sending, and what comes back |
//! | [`Date`], [`DateTimeOffset`], [`Decimal`], [`Duration`], [`Guid`], [`TimeOfDay`], [`Binary`] | values that preserve their text |
//! | [`QueryExt`], [`OnRequest`] | the operators of filters, and properties that lists leave out |
//! | [`Flags`], [`Nullable`], [`Untyped`], [`UntypedObject`], [`DynamicProperties`] | sets of members, three states, and any JSON |
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
pub mod create;
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
    //! Operations of a [`GraphClient`](crate::GraphClient): await one to send its request, or read the stream of a list.

    pub use crate::client::{
        CallCallable, CallListOperation, CallOperation, CallOutput, ChangeLink, CreateEntity, CreateOperation,
        DeleteEntity, DeleteOperation, Download, DownloadMedia, DownloadOperation, EntityStream, GetEntity,
        GetOperation, InvalidItems, LinkOperation, ListOperation, MediaStream, ModifyFuture, ModifyOperation,
        Navigation, Operation, OperationFuture, OperationKind, PageItem, PageStream, ParseResumeTokenError,
        ReplaceEntity, ReplaceOperation, ResumeToken, Row, UpdateEntity, UpdateOperation, UploadMedia, UploadOperation,
    };
    pub use crate::client::{CreateUnlessExistsFuture, CreateUnlessExistsOperation, EnsureFuture, EnsureOperation};
    pub use crate::client::{Settle, SettleFuture, SettleOperation, UntilFuture, UntilOperation};
}
mod origin;
pub mod pacing;
pub mod plan {
    //! Plans: what a program would create and change, as a value.
    //!
    //! [`GraphClient::ensure`](crate::GraphClient::ensure) ensures that one entity is as it should be. A [`Run`] does that for a program of many steps: it plans
    //! all of them, or makes their changes, and records both in a [`Plan`]. A [`Step`] is whatever can be planned and done.

    pub use crate::client::{
        Action, Ensured, Mode, Plan, Planned, PlannedChange, PlannedDetails, Run, Step, StepFuture,
    };
}
mod property_set;
pub mod query;
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
pub use create::creation::Create;
pub use dynamic::{DynamicProperties, Untyped, UntypedObject};
pub use error::graph_error::Error;
pub use etag::{ETag, ParseETagError};
pub use failure::ErrorKind;
pub use graph_derive::{graph_action, graph_complex, graph_enum, graph_function, graph_resource, graph_union};
pub use query::query_ext::QueryExt;
pub use update::resource::{Resource, Update};
pub use value::binary::Binary;
pub use value::date::Date;
pub use value::date_time_offset::DateTimeOffset;
pub use value::decimal::Decimal;
pub use value::duration::Duration;
pub use value::flags::Flags;
pub use value::guid::Guid;
pub use value::nullable::Nullable;
pub use value::on_request::OnRequest;
pub use value::time_of_day::TimeOfDay;

/// The examples of the README are tested.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
