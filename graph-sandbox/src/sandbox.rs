//! The handle of a running sandbox.

use std::sync::Arc;

use bytes::Bytes;
use graph_core::Cloud;
use graph_core::address::Address;
use graph_core::schema::{Readable, Version};
use serde::Serialize;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::error::SandboxError;
use crate::lag::Lag;
use crate::operation::OperationCall;
use crate::request_log::RecordedRequest;
use crate::script::ScriptedResponse;
use crate::seed::{Seed, address_path};
use crate::server;
use crate::service::GraphService;

/// A Microsoft Graph service inside the process. It stops when it is dropped.
///
/// The [crate documentation](crate) shows a test, and lists the rules that the sandbox enforces.
///
/// ```
/// use graph_core::{GraphClient, graph_resource, schema::Version};
/// use graph_sandbox::Sandbox;
/// use serde_json::json;
///
/// #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
/// struct Printer {
///     #[graph(key)]
///     id: String,
///     job_count: i32,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sandbox =
///     Sandbox::builder().entity::<Printer>("/printers/7", json!({ "id": "7", "jobCount": 2 })).start().await?;
/// let graph = GraphClient::builder(sandbox.cloud()).token("any").build()?;
/// graph.update(Printer::at("7"), Printer::update().job_count(3)).await?;
///
/// assert_eq!(sandbox.entity_json(Version::V1, "/printers/7"), Some(json!({ "id": "7", "jobCount": 3 })));
/// assert_eq!(sandbox.requests()[0].to_string(), "PATCH /v1.0/printers/7 200");
/// sandbox.shutdown().await;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Sandbox {
    service: Arc<GraphService>,
    cloud: Cloud,
    /// `None` after a shutdown was requested.
    stop: Option<oneshot::Sender<()>>,
    server: JoinHandle<()>,
}

impl Sandbox {
    pub(crate) fn run(listener: TcpListener, service: Arc<GraphService>, cloud: Cloud) -> Self {
        let (stop, stopped) = oneshot::channel();
        let server = tokio::spawn(server::run(listener, Arc::clone(&service), stopped));
        Self { service, cloud, stop: Some(stop), server }
    }

    /// Returns the URL of the service without a slash at the end, for example `http://127.0.0.1:49152`.
    pub fn endpoint(&self) -> &str {
        self.service.endpoint()
    }

    /// Returns the cloud for a [`GraphClient`](graph_core::GraphClient): `GraphClient::builder(sandbox.cloud())`.
    pub fn cloud(&self) -> Cloud {
        self.cloud.clone()
    }

    /// Returns the URL of a path, which is percent-encoded and without the version.
    pub fn url(&self, version: Version, path: &str) -> String {
        format!("{}/{version}{path}", self.endpoint())
    }

    /// Returns the version and the template of each path that is served.
    pub fn templates(&self) -> impl Iterator<Item = (Version, &'static str)> {
        self.service.routes().templates()
    }

    /// Returns the entity at a path, which is percent-encoded and without the version.
    ///
    /// The result is `None` if there is no entity at the path.
    pub fn entity_json(&self, version: Version, path: &str) -> Option<Value> {
        serde_json::from_str(&self.entity_text(version, path)?).ok()
    }

    /// Returns the entity as JSON text, with every value as it was sent.
    ///
    /// The result is `None` if there is no entity at the path.
    pub fn entity_text(&self, version: Version, path: &str) -> Option<String> {
        self.service.entity_text(version, path)
    }

    /// Adds an entity at an address, or replaces the one that is there.
    ///
    /// The resource must have been served from the beginning. [`SandboxBuilder::seed`](crate::SandboxBuilder::seed) describes
    /// `entity`.
    ///
    /// # Errors
    /// Returns an error that names the properties that do not match the resource.
    pub fn seed<T: Readable>(&self, address: Address<T>, entity: impl Serialize) -> Result<(), SandboxError> {
        Ok(self.service.seed(Seed::new(T::ENTITY, address_path(address), &entity))?)
    }

    /// Changes an entity from outside, as another client or the service itself does.
    ///
    /// `changes` is an update of the resource, or a JSON object. It can change the key and read-only properties, too. The entity
    /// gets another `ETag` if a value changes.
    ///
    /// # Errors
    /// Returns an error if there is no such entity, or one that names the properties that do not match the resource.
    ///
    /// ```
    /// # use graph_core::{graph_resource, schema::Version};
    /// # #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
    /// # struct Printer { #[graph(key)] id: String, job_count: i32 }
    /// use graph_sandbox::Sandbox;
    /// use serde_json::json;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), graph_sandbox::SandboxError> {
    /// let printer = json!({ "id": "7", "jobCount": 2 });
    /// let sandbox = Sandbox::builder().seed(Printer::at("7"), printer).start().await?;
    /// sandbox.update(Printer::at("7"), Printer::update().job_count(3))?;
    /// assert_eq!(sandbox.entity_json(Version::V1, "/printers/7").unwrap()["jobCount"], 3);
    ///
    /// let error = sandbox.update(Printer::at("7"), json!({ "jobs": 3 })).unwrap_err();
    /// assert!(error.to_string().contains("The property 'jobs' does not exist"));
    ///
    /// sandbox.remove(Printer::at("7"))?;
    /// assert_eq!(sandbox.entity_json(Version::V1, "/printers/7"), None);
    /// # Ok(())
    /// # }
    /// ```
    pub fn update<T: Readable>(&self, address: Address<T>, changes: impl Serialize) -> Result<(), SandboxError> {
        Ok(self.service.change(Seed::new(T::ENTITY, address_path(address), &changes))?)
    }

    /// Removes an entity.
    ///
    /// # Errors
    /// Returns an error if there is no such entity.
    pub fn remove<T: Readable>(&self, address: Address<T>) -> Result<(), SandboxError> {
        Ok(self.service.remove(T::ENTITY, address_path(address))?)
    }

    /// Returns the newest requests, oldest first.
    ///
    /// [`SandboxBuilder::record_limit`](crate::SandboxBuilder::record_limit) sets their number.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.service.requests()
    }

    /// Returns the entities of a collection in the order of their creation. Reads of clients may not see all of them yet.
    ///
    /// `path` is percent-encoded and without the version. There are none if it is not the path of a collection.
    pub fn entities(&self, version: Version, path: &str) -> Vec<Value> {
        json_values(&self.service.entity_texts(version, path))
    }

    /// Returns the assignments of an entity of Intune, which the action `assign` replaces.
    ///
    /// `path` is the one of the entity, percent-encoded and without the version.
    pub fn assignments(&self, version: Version, path: &str) -> Vec<Value> {
        json_values(&self.service.assignment_texts(version, path))
    }

    /// Replaces the assignments of an entity of Intune from outside, as another client does.
    ///
    /// # Errors
    /// Returns an error if there is no such entity, or an assignment does not have a target.
    pub fn assign<T: Readable>(&self, address: Address<T>, assignments: impl Serialize) -> Result<(), SandboxError> {
        Ok(self.service.assign_from_outside(Seed::new(T::ENTITY, address_path(address), &assignments))?)
    }

    /// Returns the content type and the bytes of media, such as those at `/users/1/photo/$value`.
    ///
    /// `path` is percent-encoded and without the version.
    pub fn media(&self, version: Version, path: &str) -> Option<(String, Bytes)> {
        self.service.media(version, path)
    }

    /// Stores media, and returns whether the path is one of media.
    pub fn set_media(&self, version: Version, path: &str, content_type: &str, bytes: impl Into<Bytes>) -> bool {
        self.service.set_media(version, path, content_type, bytes.into())
    }

    /// Sets how long reads do not see the next writes, to entities at and below a path without the version.
    ///
    /// The empty path sets it for all entities. [`SandboxBuilder::lag_at`](crate::SandboxBuilder::lag_at) describes the rule.
    pub fn set_lag(&self, path: &str, lag: Lag) {
        self.service.set_lag(path, lag);
    }

    /// Returns the paths of the entities that a navigation property of an entity refers to, without the version.
    ///
    /// `path` is the one of the entity with the navigation property, percent-encoded and without the version.
    pub fn linked(&self, version: Version, path: &str, navigation_property: &str) -> Vec<String> {
        self.service.linked(version, path, navigation_property)
    }

    /// Returns the calls of an action or a function, oldest first.
    ///
    /// The name may have a namespace. [`SandboxBuilder::record_limit`](crate::SandboxBuilder::record_limit) limits the number of
    /// calls as well.
    pub fn calls(&self, operation: &str) -> Vec<OperationCall> {
        self.service.calls(operation)
    }

    /// Queues responses for the next requests, after those that are queued already.
    ///
    /// # Errors
    /// Returns an error if a response cannot be sent, for example because of a header with a line break. No response is
    /// queued in this case.
    ///
    /// ```
    /// use graph_sandbox::{Sandbox, ScriptedResponse};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sandbox = Sandbox::builder().start().await?;
    /// sandbox.script([ScriptedResponse::status(503), ScriptedResponse::close_connection()])?;
    /// assert_eq!(sandbox.script_len(), 2);
    ///
    /// let error = sandbox.script([ScriptedResponse::status(42)]).expect_err("42 is not a status");
    /// assert_eq!(error.to_string(), "failed to script a response: expected a status from 200 to 999, found 42");
    /// # Ok(())
    /// # }
    /// ```
    pub fn script(&self, responses: impl IntoIterator<Item = ScriptedResponse>) -> Result<(), SandboxError> {
        Ok(self.service.script(responses.into_iter().collect())?)
    }

    /// Returns the number of scripted responses that are still queued.
    pub fn script_len(&self) -> usize {
        self.service.script_len()
    }

    /// Stops accepting connections, and waits until the requests in progress have ended.
    ///
    /// It waits for 5 seconds at most.
    pub async fn shutdown(mut self) {
        if let Some(stop) = self.stop.take() {
            _ = stop.send(());
        }
        _ = (&mut self.server).await;
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn json_values(texts: &[String]) -> Vec<Value> {
    texts.iter().filter_map(|text| serde_json::from_str(text).ok()).collect()
}
