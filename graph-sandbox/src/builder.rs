//! The builder of a sandbox.

use std::fmt;
use std::net::Ipv4Addr;
use std::sync::Arc;

use graph_core::schema::TypeDescriptor;
use graph_core::{Cloud, Resource};
use serde::Serialize;
use tokio::net::TcpListener;

use crate::error::{SandboxError, SandboxErrorKind};
use crate::json::check_syntax;
use crate::options::{PatchResponse, ServiceOptions};
use crate::request_log::RecordedRequest;
use crate::routing::Routes;
use crate::sandbox::Sandbox;
use crate::service::GraphService;
use crate::store::Store;
use crate::throttle::Throttle;

/// The resources, entities and options of a sandbox. [`Sandbox::builder`] creates it.
///
/// ```
/// use graph_sandbox::{PatchResponse, Sandbox, Throttle};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), graph_sandbox::SandboxError> {
/// let sandbox = Sandbox::builder()
///     .token("secret")
///     .patch_response(PatchResponse::NoContent)
///     .throttle(Throttle::published())
///     .on_request(|request| eprintln!("{request}"))
///     .start()
///     .await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a sandbox runs after `start` was called"]
pub struct SandboxBuilder {
    resources: Vec<&'static TypeDescriptor>,
    entities: Vec<InitialEntity>,
    port: u16,
    throttle: Throttle,
    options: ServiceOptions,
}

struct InitialEntity {
    descriptor: &'static TypeDescriptor,
    path: String,
    json: Result<String, serde_json::Error>,
}

impl Sandbox {
    /// Creates a builder, whose [`start`](SandboxBuilder::start) starts the sandbox.
    pub fn builder() -> SandboxBuilder {
        SandboxBuilder {
            resources: Vec::new(),
            entities: Vec::new(),
            port: 0,
            throttle: Throttle::none(),
            options: ServiceOptions::default(),
        }
    }
}

impl SandboxBuilder {
    /// Serves a resource at each of its declared paths.
    ///
    /// [`entity`](Self::entity) serves the resource of its entity as well.
    pub fn resource<T: Resource>(self) -> Self {
        self.resource_descriptor(T::DESCRIPTOR)
    }

    /// Serves the resource with this descriptor at each of its declared paths.
    pub fn resource_descriptor(mut self, descriptor: &'static TypeDescriptor) -> Self {
        self.resources.push(descriptor);
        self
    }

    /// Adds an entity at a path, and serves its resource.
    ///
    /// The path is percent-encoded and does not contain the version.
    ///
    /// `json` is the body of the response to a `GET`. [`start`](Self::start) returns an error if it does not match the
    /// declaration. A nullable property that it does not name is null.
    ///
    /// ```
    /// # use graph_core::{graph_resource, schema::Version};
    /// # #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
    /// # struct Printer { #[graph(key)] id: String, job_count: i32, location: Option<String> }
    /// use graph_sandbox::Sandbox;
    /// use serde_json::json;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), graph_sandbox::SandboxError> {
    /// let printer = json!({ "id": "7", "jobCount": 2 });
    /// let sandbox = Sandbox::builder().entity::<Printer>("/printers/7", printer).start().await?;
    ///
    /// let stored = sandbox.entity_json(Version::V1, "/printers/7");
    /// assert_eq!(stored, Some(json!({ "id": "7", "jobCount": 2, "location": null })));
    /// # Ok(())
    /// # }
    /// ```
    pub fn entity<T: Resource>(self, path: &str, json: impl Serialize) -> Self {
        self.initial_entity(T::DESCRIPTOR, path, serde_json::to_string(&json))
    }

    /// Adds an entity from its descriptor and JSON text.
    ///
    /// It is for code that is not generic over the resource.
    ///
    /// ```
    /// # use graph_core::{Resource as _, graph_resource, schema::Version};
    /// # #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
    /// # struct Printer { #[graph(key)] id: String, job_count: i32 }
    /// use graph_sandbox::Sandbox;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), graph_sandbox::SandboxError> {
    /// let text = r#"{"id":"7","jobCount":2}"#;
    /// let sandbox = Sandbox::builder().entity_text(Printer::DESCRIPTOR, "/printers/7", text).start().await?;
    /// assert_eq!(sandbox.entity_text(Version::V1, "/printers/7").as_deref(), Some(text));
    /// # Ok(())
    /// # }
    /// ```
    pub fn entity_text(self, descriptor: &'static TypeDescriptor, path: &str, json: &str) -> Self {
        self.initial_entity(descriptor, path, Ok(json.to_owned()))
    }

    fn initial_entity(
        mut self,
        descriptor: &'static TypeDescriptor,
        path: &str,
        json: Result<String, serde_json::Error>,
    ) -> Self {
        self.entities.push(InitialEntity { descriptor, path: path.to_owned(), json });
        self.resource_descriptor(descriptor)
    }

    /// Accepts this bearer token only. Defaults to any token that is not empty.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.options.token = Some(token.into());
        self
    }

    /// Listens on this port. Defaults to 0, which selects a free port.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Sets the response to a `PATCH` without a `Prefer` header. Defaults to [`PatchResponse::Entity`].
    pub fn patch_response(mut self, response: PatchResponse) -> Self {
        self.options.patch_response = response;
        self
    }

    /// Rejects members that an enumeration does not declare. Defaults to accepting them, as a service may know more.
    pub fn strict_enums(mut self) -> Self {
        self.options.strict_enums = true;
        self
    }

    /// Sets the maximum length of a request body in bytes. Defaults to 4 MiB.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.options.body_limit = bytes;
        self
    }

    /// Rejects requests above these limits with `429`. Defaults to [`Throttle::none`].
    pub fn throttle(mut self, throttle: Throttle) -> Self {
        self.throttle = throttle;
        self
    }

    /// Sets the number of requests that [`Sandbox::requests`] returns at most. Defaults to 1,000.
    pub fn record_limit(mut self, requests: usize) -> Self {
        self.options.request_log_capacity = requests;
        self
    }

    /// Calls `observer` with each request once its response is determined. The observer must not block.
    pub fn on_request(mut self, observer: impl Fn(&RecordedRequest) + Send + Sync + 'static) -> Self {
        self.options.observer = Some(Box::new(observer));
        self
    }

    /// Starts the service on `127.0.0.1`, on the tokio runtime of the caller.
    ///
    /// # Errors
    /// Returns an error if an entity does not match its resource, if no resource declares the path of an entity, if two
    /// resources declare the same path, or if the port is not available.
    ///
    /// # Panics
    /// Panics outside of a tokio runtime with IO and time enabled.
    pub async fn start(self) -> Result<Sandbox, SandboxError> {
        let mut routes = Routes::default();
        for descriptor in self.resources {
            routes.add(descriptor)?;
        }
        let mut store = Store::default();
        for entity in self.entities {
            entity.insert_into(&mut store, &routes)?;
        }

        let listen_error = |source| SandboxErrorKind::Listen { port: self.port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).await.map_err(listen_error)?;
        let address = listener.local_addr().map_err(listen_error)?;
        let endpoint = format!("http://{address}");
        let cloud = Cloud::custom(&endpoint)
            .map_err(|source| SandboxErrorKind::Endpoint { endpoint: endpoint.clone(), source })?;
        let service = GraphService::new(endpoint, routes, store, self.throttle, self.options);
        Ok(Sandbox::run(listener, Arc::new(service), cloud))
    }
}

impl fmt::Debug for SandboxBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let resources: Vec<_> = self.resources.iter().map(|descriptor| descriptor.odata_type()).collect();
        f.debug_struct("SandboxBuilder")
            .field("resources", &resources)
            .field("entities", &self.entities.len())
            .field("port", &self.port)
            .finish_non_exhaustive()
    }
}

impl InitialEntity {
    fn insert_into(self, store: &mut Store, routes: &Routes) -> Result<(), SandboxErrorKind> {
        let Self { descriptor, path, json } = self;
        let error =
            |message| SandboxErrorKind::Entity { path: path.clone(), odata_type: descriptor.odata_type(), message };
        let json = json.map_err(|source| error(source.to_string()))?;
        let text = check_syntax(json.as_bytes()).map_err(error)?;
        let (route, key) = routes
            .find(&format!("/{}{path}", descriptor.version()))
            .map_err(|response| error(response.message().to_owned()))?;
        if route.descriptor.odata_type() != descriptor.odata_type() {
            return Err(error(format!("the path belongs to `{}`", route.descriptor.odata_type())));
        }
        store.insert(key, descriptor, text).map_err(error)
    }
}
