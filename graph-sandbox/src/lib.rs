//! A Microsoft Graph service inside the process, for tests and first steps.
//!
//! [`Sandbox`] listens on a loopback port, speaks HTTP, stores entities and merges updates into them. It reads the types
//! from the declarations of `#[graph_resource]`, and rejects what Microsoft Graph rejects, with the same codes and messages:
//! a missing token, an unknown path or property, a value of the wrong type or out of range, null for a property that is not
//! nullable, a changed key, a stale `ETag`. It reads JSON by rules of its own instead of those of `graph-core`, so that it
//! finds errors that a client and a service with the same code would share. The same holds for [queries](query): it serves
//! entities and collections with `$filter`, `$orderby`, `$select`, `$expand`, `$search`, `$count`, `$top` and `$skip`, in pages
//! with opaque links.
//!
//! # In a test
//!
//! ```toml
//! [dev-dependencies]
//! graph-sandbox = { git = "https://github.com/OWNER/REPOSITORY" } # or { path = "../graph-sandbox" }
//! serde_json = "1"
//! tokio = { version = "1", features = ["macros", "rt"] }
//! ```
//!
//! ```
//! use graph_core::{GraphClient, graph_resource, schema::Version};
//! use graph_sandbox::{Sandbox, ScriptedResponse};
//! use serde_json::json;
//!
//! /// The number of users per status of a device configuration.
//! #[graph_resource(
//!     path = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/userStatusOverview",
//!     odata_type = "#microsoft.graph.deviceConfigurationUserOverview"
//! )]
//! pub struct UserOverview {
//!     #[graph(key)]
//!     pub id: String,
//!     pub pending_count: i32,
//!     pub error_count: i32,
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let path = "/deviceManagement/deviceConfigurations/1/userStatusOverview";
//! let sandbox = Sandbox::builder()
//!     .entity::<UserOverview>(path, json!({ "id": "1", "pendingCount": 3, "errorCount": 0 }))
//!     .start()
//!     .await?;
//!
//! // The first request fails and the second one is served: the client retries by default.
//! sandbox.script([ScriptedResponse::status(503).header("Retry-After", "0.1")])?;
//! let graph = GraphClient::builder(sandbox.cloud()).token("any").build()?;
//! let updated = graph.update(UserOverview::at("1"), UserOverview::update().pending_count(12)).await?;
//! assert_eq!(updated.entity().map(|overview| overview.pending_count), Some(12));
//! assert_eq!(sandbox.requests().len(), 2);
//!
//! // The entity after the update.
//! let stored = sandbox.entity_json(Version::V1, path);
//! assert_eq!(stored, Some(json!({ "id": "1", "pendingCount": 12, "errorCount": 0 })));
//!
//! // The body of the request.
//! let sent = r##"{"@odata.type":"#microsoft.graph.deviceConfigurationUserOverview","pendingCount":12}"##;
//! assert_eq!(sandbox.requests()[1].body(), sent);
//! sandbox.shutdown().await;
//! # Ok(())
//! # }
//! ```
//!
//! # Collections
//!
//! A path that ends in a placeholder has a collection: the path without the placeholder, and its `/$count`. The collection of
//! `collection = ".."` has all entities of the resource.
//!
//! ```
//! use graph_core::{graph_resource, schema::Version};
//! use graph_sandbox::{Hazard, Sandbox, ScriptedResponse};
//! use serde_json::json;
//!
//! #[graph_resource(
//!     path = "/deviceManagement/managedDevices/{managedDeviceId}",
//!     odata_type = "#microsoft.graph.managedDevice"
//! )]
//! pub struct Device {
//!     #[graph(key)]
//!     pub id: String,
//!     pub operating_system: Option<String>,
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let sandbox = Sandbox::builder()
//!     .seed(Device::at("1"), json!({ "id": "1", "operatingSystem": "iOS" }))
//!     .seed(Device::at("2"), json!({ "id": "2", "operatingSystem": "Windows" }))
//!     .start()
//!     .await?;
//! let url = sandbox.url(Version::V1, "/deviceManagement/managedDevices?$filter=operatingSystem eq 'windows'");
//! let list = || reqwest::Client::new().get(&url).bearer_auth("any").send();
//!
//! let page: serde_json::Value = serde_json::from_slice(&list().await?.bytes().await?)?;
//! assert_eq!(page["value"].as_array().map(Vec::len), Some(1));
//! assert_eq!(page["value"][0]["id"], "2");
//!
//! // Intune returns everything if it cannot evaluate a filter.
//! sandbox.script([ScriptedResponse::pass_through().hazard(Hazard::IgnoredFilter)])?;
//! let page: serde_json::Value = serde_json::from_slice(&list().await?.bytes().await?)?;
//! assert_eq!(page["value"].as_array().map(Vec::len), Some(2));
//!
//! // Another client removes a device.
//! sandbox.remove(Device::at("2"))?;
//! # Ok(())
//! # }
//! ```
//!
//! - Text is compared without case, as Graph does. Every other value is compared by its declared type: moments with different
//!   offsets, durations, numbers of any size.
//! - A link has the path and the options of its request, and no headers. It is valid exactly as it was returned. The first page
//!   has `@odata.count`.
//! - Pages are as large as `$top`, `Prefer: odata.maxpagesize` or [`page_size`](SandboxBuilder::page_size) state, and have at
//!   most 1,000 items.
//! - Directory objects, such as users, devices and groups, have the rules of
//!   [advanced queries](https://learn.microsoft.com/graph/aad-advanced-queries): without `ConsistencyLevel: eventual`,
//!   `$count=true` is ignored, and `/$count`, `$search`, `ne`, `not`, `endswith` and a filter with `$orderby` are refused. `in`
//!   has at most 15 values, and `$expand` returns at most 20 objects without an error.
//! - A path can have entities of several types, if they are the variants of a union with this path or
//!   [`base_type`](SandboxBuilder::base_type) states that they are related. Then items have an `@odata.type`, and the path can
//!   end with one of the types. A query can name the properties of a derived type behind a cast only, as in
//!   `$select=microsoft.graph.iosLobApp/bundleId`.
//! - A property under `#[graph(expand)]` is returned if `$expand` names it. Its values are those that its entity was added with.
//! - A property under `#[graph(on_request)]` is null, except for single entities whose request selects properties.
//!
//! # Writes
//!
//! | request | response | what the sandbox does |
//! |---|---|---|
//! | `POST` to a collection | `201` with the entity and its `Location`, `204` under `Prefer: return=minimal` | [creates an entity](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_CreateanEntity): assigns the key and required read-only properties, also those of entities in expanded navigation properties |
//! | `PATCH` to an entity | `200` or `204`, see [`PatchResponse`] | merges what was sent |
//! | `PUT` to an entity | as `PATCH`; `201` for an absent entity under [`client_keys`](SandboxBuilder::client_keys) | replaces all properties that clients can set |
//! | `DELETE` to an entity | `204` | removes it with the entities that it contains and the links to it |
//! | `POST`, `PUT` and `DELETE` to `$ref` | `204` | adds and removes [links](SandboxBuilder::links) |
//! | `DELETE` to an entity behind a link, without `$ref` | `204` | deletes the entity, [as Microsoft Graph does](https://learn.microsoft.com/graph/api/group-delete-members) |
//! | a call of an action or a function | what its [handler](SandboxBuilder::operation) returns | records the call |
//!
//! | `POST` to `/assign` of an entity of Intune | `204`, or `200` with the list | replaces [the whole list](https://learn.microsoft.com/graph/api/intune-deviceconfig-deviceconfiguration-assign); a second entry with the same target is ignored |
//! | `GET` of `/assignments` | `200` with the list, without an `ETag` | returns what was assigned |
//! | `GET`, `PUT` and `DELETE` to `/$value` or a [media property](SandboxBuilder::media_properties) | the bytes, or `204` | stores [media](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_ManagingMediaEntities) |
//!
//! The ids of new entities are counted, so that they are the same in each run.
//!
//! # Lags and lost responses
//!
//! A [`Lag`] delays when reads see writes, by a number of reads or by time. [`ScriptedResponse`] cuts a connection before the body
//! of the request is read, before the request is performed, after it was performed, or within the response; it can also respond
//! with an error after the request was performed. It applies to the first request that matches, or to later ones.
//!
//! ```
//! # use graph_core::{graph_resource, schema::Version};
//! # #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
//! # pub struct Printer { #[graph(key)] pub id: String, pub location: Option<String> }
//! use graph_sandbox::{Lag, Sandbox, ScriptedResponse};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let sandbox = Sandbox::builder().resource::<Printer>().lag(Lag::reads(1)).start().await?;
//! sandbox.script([ScriptedResponse::pass_through().discard().for_method("POST").skip(1)])?;
//!
//! let create = || {
//!     let request = reqwest::Client::new().post(sandbox.url(Version::V1, "/printers")).bearer_auth("any");
//!     request.header("Content-Type", "application/json").body(r#"{"location":"B7"}"#).send()
//! };
//! let created = create().await?;
//! let url = created.headers()["Location"].to_str()?;
//! let read = || reqwest::Client::new().get(url).bearer_auth("any").send();
//! assert_eq!((read().await?.status().as_u16(), read().await?.status().as_u16()), (404, 200));
//!
//! // The response to the second request is lost, although the printer was created.
//! assert!(create().await.is_err());
//! assert_eq!(sandbox.entities(Version::V1, "/printers").len(), 2);
//! # Ok(())
//! # }
//! ```
//!
//! # Metadata
//!
//! The sandbox serves what is declared, and a declaration can be wrong. With the feature `metadata`,
//! `SandboxBuilder::metadata` takes the `$metadata` of Microsoft Graph, and the sandbox does not start if a declaration has a
//! type, a path, a property or a member of an enumeration that the service does not have, or a property of another type.
//!
//! # What it enforces
//!
//! | error | status | `error.code` |
//! |---|---|---|
//! | the bearer token is missing, empty or not accepted | 401 | `InvalidAuthenticationToken` |
//! | the request is above the [limits](SandboxBuilder::throttle), if there are any | 429 | `TooManyRequests` |
//! | no resource declares the version or the path; the path contains `..` or a segment that does not decode | 400 | `BadRequest` |
//! | the path does not have the method | 405 | `Request_BadRequest` |
//! | a query option is malformed, repeated or unknown; it names a property or a type that does not exist, or compares values of different types | 400 | `BadRequest` |
//! | a query option is for collections only, or a link was changed | 400 | `BadRequest` |
//! | a query needs `ConsistencyLevel: eventual` | 400 | `Request_UnsupportedQuery` |
//! | a query uses arithmetic, `$root` or `$levels`; a write has query options | 501 | `NotImplemented` |
//! | there is no entity at a declared path | 404 | `ResourceNotFound` |
//! | the headers do not declare a body of uncompressed JSON in UTF-8 | 415 | `UnsupportedMediaType` |
//! | the body is above the [limit](SandboxBuilder::body_limit) | 413 | `RequestEntityTooLarge` |
//! | the body is not a JSON object, names a member twice, or is nested too deeply | 400 | `BadRequest` |
//! | the body has a wrong `@odata.type`, an unknown property, a value of the wrong type, range or format, or a null that is not allowed | 400 | `ModelValidationFailure` |
//! | a key or a read-only property is changed; sending the same value is allowed, except in a creation | 400 | `ModelValidationFailure` |
//! | a creation or a replacement does not have a required property, or does not name one of several types | 400 | `ModelValidationFailure` |
//! | a [unique](SandboxBuilder::unique) value or a key exists already | 409 | `Conflict` |
//! | a link exists already, or leads to no entity or to one of a wrong type; a request adds more than 20 links | 400 | `Request_BadRequest` |
//! | `If-Match` is empty or malformed | 400 | `BadRequest` |
//! | `If-Match` names another state | 412 | `PreconditionFailed` |
//!
//! If a body has several errors, the response lists the first 100 in `error.details` and states the number of the others,
//! and the update changes nothing. Messages quote at most 400 characters of a request. The head of a request may have 64 KiB
//! and 100 headers (`431`); the connection is closed if the head does not arrive within two minutes.
//!
//! # What it does not check
//!
//! - The dynamic properties of an open type (`#[graph(dynamic_properties)]`). An update merges them one by one, and null is
//!   stored.
//! - A value of a `#[graph_union]` whose `@odata.type` is not declared, or that names no type and several are declared. It
//!   replaces the previous value. A value of a declared type is checked, and merged into a value of the same type.
//! - Members that an enumeration does not declare, unless [`strict_enums`](SandboxBuilder::strict_enums) rejects them.

#![cfg_attr(docsrs, feature(doc_cfg))]

// Layers, lowest first. A module names items of lower layers only; `layers graph-sandbox` in ARCHITECTURE.md is tested.
//
// 1. `types` merges the declarations of each type. `hazard`, `lag`, `operation`, `page_token`, `request_log`, `supported_writes` and `throttle` stand
//    alone.
// 2. `json` reads values, `query` reads and evaluates query options. Both are unaware of HTTP. `metadata` checks declarations.
// 3. `protocol` is what HTTP and OData prescribe. `options` is what users set.
// 4. `routing` and `script` decide what a request is for, and what is done with it.
// 5. `store` holds the entities, `seed` reads those of a test, `listing` returns them in pages.
// 6. `service` serves one request, `server` all connections.
// 7. `sandbox` is the handle of a running server, and `builder` starts it.

mod builder;
mod error;
mod hazard;
mod json;
mod lag;
mod listing;
mod metadata;
mod operation;
mod options;
mod page_token;
mod protocol;
pub mod query;
mod request_log;
mod routing;
mod sandbox;
mod script;
mod seed;
mod server;
mod service;
mod store;
mod supported_writes;
mod throttle;
mod types;

pub use builder::SandboxBuilder;
pub use error::SandboxError;
pub use hazard::Hazard;
pub use lag::Lag;
pub use operation::{OperationCall, OperationResponse};
pub use options::PatchResponse;
pub use request_log::RecordedRequest;
pub use sandbox::Sandbox;
pub use script::ScriptedResponse;
pub use throttle::Throttle;
