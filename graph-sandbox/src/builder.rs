use std::fmt;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};

use graph_core::Cloud;
use graph_core::Resource;
use graph_core::schema::TypeDescriptor;
use serde::Serialize;
use tokio::net::TcpListener;

use crate::document;
use crate::error::{Reason, SandboxError};
use crate::record::{Record, RecordedRequest};
use crate::route::Routes;
use crate::sandbox::Sandbox;
use crate::script::Script;
use crate::service::Service;
use crate::store::Store;
use crate::throttle::{Throttle, Throttling};

pub(crate) type Observer = Box<dyn Fn(&RecordedRequest) + Send + Sync>;

/// What a sandbox serves and how; made by [`Sandbox::builder`].
#[must_use = "a sandbox runs once `start` is called"]
pub struct SandboxBuilder {
    resources: Vec<&'static TypeDescriptor>,
    entities: Vec<Seed>,
    port: u16,
    token: Option<String>,
    patch_answer: PatchAnswer,
    strict_enums: bool,
    body_limit: usize,
    kept_requests: usize,
    observer: Option<Observer>,
    throttle: Throttle,
}

struct Seed {
    descriptor: &'static TypeDescriptor,
    path: String,
    json: Result<String, serde_json::Error>,
}

/// What a successful `PATCH` is answered with, if the client has no preference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum PatchAnswer {
    /// `200` with the entity, as the reference pages of Intune say.
    #[default]
    Entity,
    /// `204` without a body, as most other parts of Graph do.
    NoContent,
}

impl SandboxBuilder {
    pub(crate) fn new() -> Self {
        Self {
            resources: Vec::new(),
            entities: Vec::new(),
            port: 0,
            token: None,
            patch_answer: PatchAnswer::default(),
            strict_enums: false,
            body_limit: 4 << 20,
            kept_requests: 1_000,
            observer: None,
            throttle: Throttle::none(),
        }
    }

    /// Serves a resource at each of its declared paths. [`entity`](Self::entity) does that, too.
    pub fn resource<T: Resource>(self) -> Self {
        self.resource_of(T::DESCRIPTOR)
    }

    /// Serves the resource that these facts declare.
    pub fn resource_of(mut self, descriptor: &'static TypeDescriptor) -> Self {
        self.resources.push(descriptor);
        self
    }

    /// Keeps an entity at a path, which is percent-encoded and without the version, and serves its resource.
    ///
    /// `json` is what a `GET` would return; [`start`](Self::start) refuses it if it does not fit the declaration.
    /// Nullable properties that it does not name are null.
    ///
    /// ```no_run
    /// # use graph_core::graph_resource;
    /// # #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
    /// # struct Printer { #[graph(key)] id: String, job_count: i32, location: Option<String> }
    /// # use graph_sandbox::Sandbox;
    /// use serde_json::json;
    ///
    /// let builder = Sandbox::builder().entity::<Printer>("/printers/7", json!({ "id": "7", "jobCount": 2 }));
    /// ```
    pub fn entity<T: Resource>(self, path: &str, json: impl Serialize) -> Self {
        self.plan(T::DESCRIPTOR, path, serde_json::to_string(&json))
    }

    /// The same with facts and JSON text in the place of a type and a value.
    pub fn entity_text(self, descriptor: &'static TypeDescriptor, path: &str, json: &str) -> Self {
        self.plan(descriptor, path, Ok(json.to_owned()))
    }

    fn plan(
        mut self,
        descriptor: &'static TypeDescriptor,
        path: &str,
        json: Result<String, serde_json::Error>,
    ) -> Self {
        self.entities.push(Seed { descriptor, path: path.to_owned(), json });
        self.resource_of(descriptor)
    }

    /// Accepts this bearer token only. The default is to accept any that is not empty.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Listens on this port. The default, 0, takes one that is free.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// What a `PATCH` without a preference gets.
    pub fn patch_answers(mut self, answer: PatchAnswer) -> Self {
        self.patch_answer = answer;
        self
    }

    /// Refuses members that an enumeration does not declare. The default is to accept any, as a service may know more.
    pub fn strict_enums(mut self) -> Self {
        self.strict_enums = true;
        self
    }

    /// The largest body that is accepted, in bytes. The default is 4 MiB.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Refuses more requests than this with `429`. The default is not to count.
    pub fn throttle(mut self, throttle: Throttle) -> Self {
        self.throttle = throttle;
        self
    }

    /// How many of the newest requests [`Sandbox::requests`] holds. The default is 1,000.
    pub fn keep_requests(mut self, count: usize) -> Self {
        self.kept_requests = count;
        self
    }

    /// Calls `observer` with each request when its answer is decided. It must not block.
    pub fn on_request(mut self, observer: impl Fn(&RecordedRequest) + Send + Sync + 'static) -> Self {
        self.observer = Some(Box::new(observer));
        self
    }

    /// Starts to listen on `127.0.0.1`, on the runtime of the caller.
    ///
    /// # Errors
    /// When an entity does not fit its resource or its path leads nowhere, when two resources share a path, and when the
    /// port cannot be had.
    ///
    /// # Panics
    /// Outside of a tokio runtime with IO and time enabled.
    pub async fn start(self) -> Result<Sandbox, SandboxError> {
        let mut routes = Routes::default();
        for descriptor in self.resources {
            routes.add(descriptor)?;
        }
        let mut store = Store::default();
        for Seed { descriptor, path, json } in self.entities {
            plant(&mut store, &routes, descriptor, &path, json)?;
        }

        let listen = |source| Reason::Listen { port: self.port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).await.map_err(listen)?;
        let address = listener.local_addr().map_err(listen)?;
        let service = Service {
            endpoint: format!("http://{address}"),
            routes,
            store: Mutex::new(store),
            script: Mutex::new(Script::default()),
            record: Mutex::new(Record::new(self.kept_requests)),
            token: self.token,
            patch_answer: self.patch_answer,
            body_limit: self.body_limit,
            strict_enums: self.strict_enums,
            observer: self.observer,
            throttling: Mutex::new(Throttling::new(self.throttle)),
        };
        let cloud = Cloud::custom(&service.endpoint).map_err(Reason::Endpoint)?;
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

fn plant(
    store: &mut Store,
    routes: &Routes,
    descriptor: &'static TypeDescriptor,
    path: &str,
    json: Result<String, serde_json::Error>,
) -> Result<(), Reason> {
    let refuse = |fault: String| Reason::entity(path, descriptor, fault);
    let json = json.map_err(|error| refuse(error.to_string()))?;
    let text = document::check(json.as_bytes()).map_err(refuse)?;
    let (route, key) =
        routes.find(&format!("/{}{path}", descriptor.version())).map_err(|fault| refuse(fault.summary()))?;
    if route.descriptor.odata_type() != descriptor.odata_type() {
        return Err(refuse(format!("the path leads to `{}`", route.descriptor.odata_type())));
    }
    store.seed(key, descriptor, text).map_err(refuse)
}
