//! A Microsoft Graph service inside the process, for tests and first steps.
//!
//! [`Sandbox`] listens on a loopback port, speaks real HTTP, keeps entities and merges updates into them. It learns the
//! types from the facts that `#[graph_resource]` declares, and refuses what Microsoft Graph refuses, in Graph's words:
//! a missing token, an unknown path or property, a value of the wrong type or out of range, `null` where there is none,
//! a changed key, a stale `ETag`. Its JSON is read by its own rules, not by those of `graph-core`, so that it checks the
//! client instead of agreeing with it.
//!
//! # In a test
//!
//! ```
//! use graph_core::{GraphClient, graph_resource, resource::Version};
//! use graph_sandbox::{Answer, Sandbox};
//! use serde_json::json;
//!
//! /// How many users a profile reached.
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
//! // The first request meets trouble, the second one is served: the client sends it again by itself.
//! sandbox.script([Answer::status(503).header("Retry-After", "0.1")])?;
//! let graph = GraphClient::builder(sandbox.cloud()).token("any").build()?;
//! let updated = graph.update(UserOverview::at("1"), UserOverview::update().pending_count(12)).await?;
//! assert_eq!(updated.entity().map(|overview| overview.pending_count), Some(12));
//! assert_eq!(sandbox.requests().len(), 2);
//!
//! // What was changed, and what was not.
//! let kept = sandbox.entity_json(Version::V1, path);
//! assert_eq!(kept, Some(json!({ "id": "1", "pendingCount": 12, "errorCount": 0 })));
//!
//! // What was sent.
//! let sent = r##"{"@odata.type":"#microsoft.graph.deviceConfigurationUserOverview","pendingCount":12}"##;
//! assert_eq!(sandbox.requests()[1].body(), sent);
//! sandbox.shutdown().await;
//! # Ok(())
//! # }
//! ```
//!
//! # What it enforces
//!
//! | what is wrong | status | `error.code` |
//! |---|---|---|
//! | no bearer token, an empty or a wrong one | 401 | `InvalidAuthenticationToken` |
//! | more requests than the [limits](SandboxBuilder::throttle) allow, if there are some | 429 | `TooManyRequests` |
//! | a version or a path that no resource declares; `..` or an undecodable segment | 400 | `BadRequest` |
//! | a method that is neither `GET` nor `PATCH` | 405 | `Request_BadRequest` |
//! | a system query option (`$select`, ..), which the sandbox does not serve | 501 | `NotImplemented` |
//! | no entity at a declared path | 404 | `ResourceNotFound` |
//! | a body that is not declared as JSON in UTF-8 | 415 | `UnsupportedMediaType` |
//! | a body above the [limit](SandboxBuilder::body_limit) | 413 | `RequestEntityTooLarge` |
//! | a body that is no JSON object, names a member twice, or nests too deeply | 400 | `BadRequest` |
//! | the wrong `@odata.type`, an unknown property, a wrong type, range or form, `null` where there is none | 400 | `ModelValidationFailure` |
//! | a key or a read-only property changed; the same value is fine | 400 | `ModelValidationFailure` |
//! | `If-Match` is empty or malformed | 400 | `BadRequest` |
//! | `If-Match` names another state | 412 | `PreconditionFailed` |
//!
//! A body with several faults reports the first 100 in `error.details` and the number of the others, and changes nothing.
//! Messages quote 400 characters of a request at most. A request head has 64 KiB and 100 headers at most (`431`), and the
//! connection is closed when it does not arrive within two minutes.
//!
//! # What it keeps unchecked
//!
//! - The members that an open type (`#[graph(dynamic_properties)]`) does not declare; they are merged one by one, and null is kept.
//! - A value of a `#[graph_union]` whose `@odata.type` is not declared, or that has none where several types are; it
//!   replaces what was there. One of a declared type is checked, and merged into a value of the same type.
//! - Members that an enumeration does not declare, unless [`strict_enums`](SandboxBuilder::strict_enums) refuses them.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod answer;
mod body;
mod builder;
mod document;
mod error;
mod etag;
mod fault;
mod lexical;
mod literal;
mod members;
mod prefer;
mod record;
mod route;
mod sandbox;
mod script;
mod server;
mod service;
mod store;
mod throttle;
mod typed;

pub use builder::{PatchAnswer, SandboxBuilder};
pub use error::SandboxError;
pub use record::RecordedRequest;
pub use sandbox::Sandbox;
pub use script::Answer;
pub use throttle::Throttle;
