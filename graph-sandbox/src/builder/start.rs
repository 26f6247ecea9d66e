//! Checks what a builder was given, and starts the sandbox.

use std::net::Ipv4Addr;
use std::sync::Arc;

use graph_core::Cloud;
use graph_core::schema::Version;
use tokio::net::TcpListener;

use super::{Declaration, SandboxBuilder};
use crate::error::{SandboxError, SandboxErrorKind};
use crate::json::Author;
use crate::metadata::Metadata;
use crate::options::PropertyNames;
use crate::routing::{Link, Routes};
use crate::sandbox::Sandbox;
use crate::service::GraphService;
use crate::store::Store;
use crate::types::{ServedTypes, qualified_name};

impl SandboxBuilder {
    /// Starts the service on `127.0.0.1`, on the tokio runtime of the caller.
    ///
    /// # Errors
    /// Returns an error if an entity does not match its resource, if no resource declares the path of an entity, if two
    /// declarations contradict each other, if unrelated resources declare the same path, or if the port is not available.
    ///
    /// # Panics
    /// Panics outside of a tokio runtime with IO and time enabled.
    pub async fn start(self) -> Result<Sandbox, SandboxError> {
        let metadata = self.read_metadata()?;
        let types = self.served_types(&metadata)?;
        let mut routes = self.routes(&types, &metadata)?;
        for (version, link) in self.all_links() {
            routes.add_link(version, &link, &types);
        }
        self.check_properties(&types)?;
        let mut store = Store::default();
        store.lags = self.lags;
        for seed in self.seeds {
            let (key, object) = seed.entity(&routes, &types)?;
            store.insert(key, object, Author::Service);
        }

        let listen_error = |source| SandboxErrorKind::Listen { port: self.port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).await.map_err(listen_error)?;
        let address = listener.local_addr().map_err(listen_error)?;
        let endpoint = format!("http://{address}");
        let cloud = Cloud::custom(&endpoint)
            .map_err(|source| SandboxErrorKind::Endpoint { endpoint: endpoint.clone(), source })?;
        let service = GraphService::new(endpoint, types, routes, store, self.throttle, self.operations, self.options);
        Ok(Sandbox::run(listener, Arc::new(service), cloud))
    }

    /// Returns the navigation properties of the builder, and those of declarations that it does not name.
    fn all_links(&self) -> Vec<(Version, Link)> {
        let mut links = self.links.clone();
        for declaration in &self.declarations {
            let version = declaration.entity.version();
            for descriptor in &declaration.types {
                let source = qualified_name(descriptor.odata_type());
                for declared in descriptor.links() {
                    let is_same = |(of, link): &(Version, Link)| {
                        *of == version && link.source == source && link.name == declared.name()
                    };
                    if !links.iter().any(is_same) {
                        let (name, is_collection) = (declared.name().to_owned(), declared.is_collection());
                        links.push((version, Link { name, source, target: None, is_collection }));
                    }
                }
            }
        }
        links
    }

    fn served_types(&self, metadata: &[Metadata]) -> Result<ServedTypes, SandboxErrorKind> {
        let mut types = ServedTypes::default();
        for Declaration { entity, types: served, is_union } in &self.declarations {
            for descriptor in served {
                types.add(entity.version(), descriptor).map_err(SandboxErrorKind::Declarations)?;
                if *is_union {
                    types.add_base(qualified_name(descriptor.odata_type()), qualified_name(entity.odata_type()));
                }
            }
        }
        for (derived, base) in &self.base_types {
            types.add_base(derived, base);
        }
        for metadata in metadata {
            metadata.add_base_types(&mut types);
        }
        Ok(types)
    }

    #[cfg(feature = "metadata")]
    fn read_metadata(&self) -> Result<Vec<Metadata>, SandboxErrorKind> {
        let mut all = Vec::new();
        for (version, file) in &self.metadata {
            let metadata = Metadata::read(*version, file)?;
            metadata.check(self.declarations.iter().map(|declared| (declared.entity, declared.types.as_slice())))?;
            all.push(metadata);
        }
        Ok(all)
    }

    #[cfg(not(feature = "metadata"))]
    #[expect(clippy::unnecessary_wraps, clippy::unused_self, reason = "as with the feature")]
    fn read_metadata(&self) -> Result<Vec<Metadata>, SandboxErrorKind> {
        Ok(Vec::new())
    }

    fn routes(&self, types: &ServedTypes, metadata: &[Metadata]) -> Result<Routes, SandboxErrorKind> {
        let mut routes = Routes::default();
        for Declaration { entity, types: served, is_union } in &self.declarations {
            let names: Vec<_> = served.iter().map(|descriptor| qualified_name(descriptor.odata_type())).collect();
            routes.add(entity, &names, types, |path| {
                let union = is_union.then(|| qualified_name(entity.odata_type()).to_owned());
                metadata.iter().find_map(|metadata| metadata.type_at(entity.version(), path)).or(union)
            });
        }
        routes.check(types)?;
        routes.restrict(|version, path| metadata.iter().find_map(|metadata| metadata.writes_at(version, path)));
        Ok(routes)
    }

    /// Checks that the properties of `null_in_lists` and `only_when_selected` exist.
    fn check_properties(&self, types: &ServedTypes) -> Result<(), SandboxErrorKind> {
        let lists = [
            ("null_in_lists", &self.options.null_in_lists),
            ("only_when_selected", &self.options.only_when_selected),
            ("unique", &self.options.unique),
        ];
        for (method, list) in lists {
            for PropertyNames { odata_type, names } in list {
                let exists = |name: &String| types.has_property(qualified_name(odata_type), name);
                if let Some(property) = names.iter().find(|name| !exists(name)) {
                    return Err(SandboxErrorKind::UnknownProperty { odata_type, property: property.clone(), method });
                }
            }
        }
        Ok(())
    }
}
