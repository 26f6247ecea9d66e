//! The builder of a sandbox.

mod start;
mod writes;

use std::fmt;
#[cfg(feature = "metadata")]
use std::path::PathBuf;

use graph_core::address::Address;
use graph_core::schema::{EdmType, Readable, TypeDescriptor, Version};
use serde::Serialize;

use crate::hazard::Hazard;
use crate::lag::LagRules;
use crate::operation::Operations;
use crate::options::{PatchResponse, PropertyNames, ServiceOptions};
use crate::request_log::RecordedRequest;
use crate::routing::Link;
use crate::sandbox::Sandbox;
use crate::seed::{Seed, address_path};
use crate::throttle::Throttle;
use crate::types::{qualified_name, structured_types};

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
    declarations: Vec<Declaration>,
    base_types: Vec<(String, String)>,
    seeds: Vec<Seed>,
    #[cfg(feature = "metadata")]
    metadata: Vec<(Version, PathBuf)>,
    port: u16,
    throttle: Throttle,
    links: Vec<(Version, Link)>,
    operations: Operations,
    lags: LagRules,
    options: ServiceOptions,
}

/// A resource, or a union with a path.
struct Declaration {
    entity: &'static TypeDescriptor,
    /// The types of the entities: the one of a resource, or those of the variants.
    types: Vec<&'static TypeDescriptor>,
    is_union: bool,
}

impl Sandbox {
    /// Creates a builder, whose [`start`](SandboxBuilder::start) starts the sandbox.
    pub fn builder() -> SandboxBuilder {
        SandboxBuilder {
            declarations: Vec::new(),
            base_types: Vec::new(),
            seeds: Vec::new(),
            #[cfg(feature = "metadata")]
            metadata: Vec::new(),
            port: 0,
            throttle: Throttle::none(),
            links: Vec::new(),
            operations: Operations::default(),
            lags: LagRules::default(),
            options: ServiceOptions::default(),
        }
    }
}

impl SandboxBuilder {
    /// Serves a resource, or a union with a path, at each of its declared paths.
    ///
    /// [`entity`](Self::entity) and [`seed`](Self::seed) serve the resource of their entity as well. A type can be declared
    /// several times with different properties: the sandbox serves all of them, and [`start`](Self::start) returns an error if
    /// two declarations contradict each other.
    pub fn resource<T: Readable>(mut self) -> Self {
        let EdmType::Union(alternatives) = T::TYPE.edm else { return self.resource_descriptor(T::ENTITY) };
        let types = structured_types(alternatives).collect();
        self.declarations.push(Declaration { entity: T::ENTITY, types, is_union: true });
        self
    }

    /// Serves the resource with this descriptor at each of its declared paths.
    pub fn resource_descriptor(mut self, descriptor: &'static TypeDescriptor) -> Self {
        self.declarations.push(Declaration { entity: descriptor, types: vec![descriptor], is_union: false });
        self
    }

    /// States that a type is derived from another one.
    ///
    /// Two types can have the same path if they are derived from one type. A union with a path states this for its variants.
    /// Both types are given as in `@odata.type`.
    ///
    /// ```
    /// use graph_sandbox::Sandbox;
    ///
    /// let builder = Sandbox::builder()
    ///     .base_type("#microsoft.graph.iosLobApp", "#microsoft.graph.mobileLobApp")
    ///     .base_type("#microsoft.graph.mobileLobApp", "#microsoft.graph.mobileApp");
    /// # drop(builder);
    /// ```
    pub fn base_type(mut self, derived: &str, base: &str) -> Self {
        self.base_types.push((qualified_name(derived).to_owned(), qualified_name(base).to_owned()));
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
    pub fn entity<T: Readable>(self, path: &str, json: impl Serialize) -> Self {
        self.add_seed::<T>(Seed::new(T::ENTITY, Ok(path.to_owned()), &json))
    }

    /// Adds an entity at an address, and serves its resource.
    ///
    /// `entity` is a value of the resource, or JSON as for [`entity`](Self::entity).
    ///
    /// ```
    /// # use graph_core::{graph_resource, schema::Version};
    /// # #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
    /// # struct Printer { #[graph(key)] id: String, job_count: i32 }
    /// use graph_sandbox::Sandbox;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), graph_sandbox::SandboxError> {
    /// let printer = Printer { id: "p 7".to_owned(), job_count: 2 };
    /// let sandbox = Sandbox::builder().seed(Printer::at("p 7"), &printer).start().await?;
    /// assert!(sandbox.entity_json(Version::V1, "/printers/p%207").is_some());
    /// # Ok(())
    /// # }
    /// ```
    pub fn seed<T: Readable>(self, address: Address<T>, entity: impl Serialize) -> Self {
        self.add_seed::<T>(Seed::new(T::ENTITY, address_path(address), &entity))
    }

    fn add_seed<T: Readable>(mut self, seed: Seed) -> Self {
        self.seeds.push(seed);
        self.resource::<T>()
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
    pub fn entity_text(mut self, descriptor: &'static TypeDescriptor, path: &str, json: &str) -> Self {
        let seed = Seed { declaration: descriptor, path: Ok(path.to_owned()), json: Ok(json.to_owned()) };
        self.seeds.push(seed);
        self.resource_descriptor(descriptor)
    }

    /// Checks the declarations of v1.0 against a metadata file: the content of `$metadata`, which is CSDL.
    ///
    /// [`start`](Self::start) then returns an error that lists the types, paths, properties and members of enumerations that
    /// the metadata does not have, and the properties with another type. Creations, updates and deletions that the metadata does not support are
    /// refused with 405. The sandbox also knows the base types: types that
    /// are related can have the same path, and a query of a collection can name properties of a derived type behind a cast
    /// only.
    ///
    /// ```no_run
    /// use graph_sandbox::Sandbox;
    ///
    /// let builder = Sandbox::builder().metadata("metadata/v1.0.xml");
    /// # drop(builder);
    /// ```
    #[cfg(feature = "metadata")]
    #[cfg_attr(docsrs, doc(cfg(feature = "metadata")))]
    pub fn metadata(self, file: impl Into<PathBuf>) -> Self {
        self.metadata_of(Version::V1, file)
    }

    /// Checks the declarations of a version against its metadata file, as [`metadata`](Self::metadata) does for v1.0.
    #[cfg(feature = "metadata")]
    #[cfg_attr(docsrs, doc(cfg(feature = "metadata")))]
    pub fn metadata_of(mut self, version: Version, file: impl Into<PathBuf>) -> Self {
        self.metadata.push((version, file.into()));
        self
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

    /// Sets the number of items of a page whose request does not state it. Defaults to 100.
    pub fn page_size(mut self, items: usize) -> Self {
        self.options.page_size = items;
        self
    }

    /// Serves all lists wrongly in this way. Hazards add up.
    ///
    /// [`ScriptedResponse::hazard`](crate::ScriptedResponse::hazard) does so for one response.
    pub fn hazard(mut self, hazard: Hazard) -> Self {
        self.options.hazards.push(hazard);
        self
    }

    /// Returns null for these properties of a resource, except for single entities whose request selects properties.
    ///
    /// Source: [managedDevice](https://learn.microsoft.com/graph/api/resources/intune-devices-manageddevice), whose property
    /// `notes` behaves so.
    pub fn null_in_lists<T: Readable>(mut self, properties: &[&str]) -> Self {
        self.options.null_in_lists.push(PropertyNames::new(T::ENTITY.odata_type(), properties));
        self
    }

    /// Returns these properties of a resource only if `$select` names them.
    ///
    /// Source: [user](https://learn.microsoft.com/graph/api/resources/user), which returns a default set of properties.
    pub fn only_when_selected<T: Readable>(mut self, properties: &[&str]) -> Self {
        self.options.only_when_selected.push(PropertyNames::new(T::ENTITY.odata_type(), properties));
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
}

impl fmt::Debug for SandboxBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let resources: Vec<_> = self.declarations.iter().map(|declared| declared.entity.odata_type()).collect();
        f.debug_struct("SandboxBuilder")
            .field("resources", &resources)
            .field("entities", &self.seeds.len())
            .field("port", &self.port)
            .finish_non_exhaustive()
    }
}
