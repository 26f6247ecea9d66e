//! Reads the properties under `#[graph(on_request)]`, which lists do not contain.

use std::sync::Arc;

use crate::address::{Address, EntityPath};
use crate::client::call::SuccessfulResponse;
use crate::client::decode::decode_into;
use crate::client::execute::execute;
use crate::client::graph_client::GraphClient;
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::json_text::{Reader, Writer};
use crate::query::{QueryOptions, ReadScope};
use crate::request::Request;
use crate::response::Entity;
use crate::schema::{Access, Object, PropertyDescriptor, TypeDescriptor};
use crate::update::Resource;

/// How the entities of a list are completed. The functions know the type of the entities.
pub(super) struct Completion<R> {
    object: fn(&R) -> &dyn Object,
    object_mut: fn(&mut R) -> &mut dyn Object,
}

impl<R> Clone for Completion<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Completion<R> {}

impl<T: Resource> Completion<T> {
    /// Returns `None` if the type has no properties to complete.
    pub(super) fn of_resource() -> Option<Self> {
        let has_properties = T::DESCRIPTOR.properties().any(PropertyDescriptor::is_on_request);
        has_properties.then_some(Self { object: |row| row, object_mut: |row| row })
    }
}

impl<R> Completion<R> {
    /// Returns the request for the missing properties of an entity of the list whose first request is `list`.
    pub(super) fn request(self, list: Request, path: &EntityPath, entity: &Entity<R>) -> Result<Request, Error> {
        let object = (self.object)(entity.value());
        let descriptor = object.descriptor();
        let context = list.context();
        let path = key_of(object).and_then(|key| path.with_key(&key));
        let path = path.ok_or_else(|| missing_path_error(descriptor).with_context(context))?;
        with_missing_properties(list.into_entity(descriptor.version(), &path), descriptor)
    }

    /// Reads the missing properties of an entity.
    pub(super) fn read(self, response: SuccessfulResponse, entity: &mut Entity<R>) -> Result<(), Error> {
        decode_into(response, (self.object_mut)(entity.value_mut()))
    }
}

impl GraphClient {
    /// Reads the properties under `#[graph(on_request)]` of an entity that a list returned.
    ///
    /// All other properties stay as they are. No request is sent if the type has none.
    ///
    /// ```no_run
    /// # use graph_core::{GraphClient, OnRequest, graph_resource};
    /// # #[graph_resource(path = "/deviceManagement/managedDevices/{managedDeviceId}", odata_type = "#microsoft.graph.managedDevice")]
    /// # struct ManagedDevice { #[graph(key)] id: String, #[graph(on_request)] notes: OnRequest<Option<String>> }
    /// # async fn run(graph: GraphClient) -> Result<(), graph_core::Error> {
    /// for device in graph.list(ManagedDevice::collection()).try_collect().await? {
    ///     let device = graph.complete(ManagedDevice::at(&device.id), device).await?;
    ///     println!("{:?}", device.notes.loaded());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The errors of [`get`](Self::get).
    pub async fn complete<T: Resource>(&self, address: Address<T>, mut entity: Entity<T>) -> Result<Entity<T>, Error> {
        if T::DESCRIPTOR.properties().all(|property| !property.is_on_request()) {
            return Ok(entity);
        }
        let request = with_missing_properties(Request::get(address)?, T::DESCRIPTOR)?;
        let response = execute(Arc::clone(&self.inner), request).await?;
        decode_into(response, entity.value_mut())?;
        Ok(entity)
    }
}

fn with_missing_properties(request: Request, descriptor: &'static TypeDescriptor) -> Result<Request, Error> {
    let mut query = QueryOptions::default();
    let missing = descriptor.properties().filter(|property| property.is_on_request());
    query.select_indexes(descriptor, missing.map(PropertyDescriptor::index));
    query.omit_expanded();
    request.with_query(&query, descriptor, ReadScope::Entity)
}

/// Returns the key of an entity.
pub(in crate::client) fn key_of(object: &dyn Object) -> Option<String> {
    let key = object.descriptor().properties().find(|property| property.access() == Access::Key)?;
    let mut json = Writer::new();
    object.property(key.index()).write(&mut json);
    let json = json.into_string();
    Some(match Reader::new(&json).string("a key") {
        Ok(text) => text.into_owned(),
        Err(_) => json,
    })
}

#[cold]
fn missing_path_error(descriptor: &'static TypeDescriptor) -> Error {
    let message = format!(
        "the address of an entity of `{}` does not follow from its key and its collection, so that it cannot be completed; \
         declare the key with `#[graph(key)]`, or call `GraphClient::complete` with the address",
        descriptor.odata_type()
    );
    Error::new(ErrorKind::Request, message)
}
