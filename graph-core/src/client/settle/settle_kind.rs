use crate::client::list::key_of;
use crate::client::operation::{CreateEntity, DeleteEntity, OperationKind, ReplaceEntity, UpdateEntity};
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::request::Request;
use crate::response::{Created, Deleted, Updated};
use crate::update::Resource;

/// A kind of [`Operation`](crate::operation::Operation) whose effect can be read back.
///
/// These are creations, updates, replacements and deletions.
///
/// This trait is sealed: only this crate implements it.
pub trait Settle: OperationKind {
    /// The type of the entity that is written.
    type Entity: Resource;

    /// What the operation did, for errors after it.
    #[doc(hidden)]
    const DONE: &'static str;

    /// Whether the entity is gone after the operation.
    #[doc(hidden)]
    const DELETES: bool = false;

    /// Returns the request that reads the entity, without options; `None` if nothing was sent.
    #[doc(hidden)]
    fn read(&self, request: Request, output: &Self::Output) -> Result<Option<Request>, Error>;
}

impl<T: Resource> Settle for UpdateEntity<T> {
    type Entity = T;

    const DONE: &'static str = "the update was made";

    fn read(&self, request: Request, output: &Updated<T>) -> Result<Option<Request>, Error> {
        Ok(match output {
            Updated::Unchanged => None,
            Updated::Entity(_) | Updated::NoContent(_) => Some(request.into_read()),
        })
    }
}

impl<T: Resource> Settle for ReplaceEntity<T> {
    type Entity = T;

    const DONE: &'static str = "the entity was replaced";

    fn read(&self, request: Request, _: &Created<T>) -> Result<Option<Request>, Error> {
        Ok(Some(request.into_read()))
    }
}

impl<T: Resource> Settle for CreateEntity<T> {
    type Entity = T;

    const DONE: &'static str = "the entity was created";

    fn read(&self, request: Request, output: &Created<T>) -> Result<Option<Request>, Error> {
        let context = request.context();
        // The key comes first: the URL that directory services send in `Location` is not one of Microsoft Graph.
        let key = output.entity().and_then(|entity| key_of(entity.value()));
        if let Some(path) = key.and_then(|key| self.collection.entities().with_key(&key)) {
            return Ok(Some(request.into_entity(T::DESCRIPTOR.version(), &path).into_read()));
        }
        match output.location() {
            Some(url) => Request::get_url(url).map(Some),
            None => Err(unknown_address_error().with_context(context)),
        }
    }
}

impl<T: Resource> Settle for DeleteEntity<T> {
    type Entity = T;

    const DONE: &'static str = "the entity was deleted";

    const DELETES: bool = true;

    fn read(&self, request: Request, _: &Deleted) -> Result<Option<Request>, Error> {
        Ok(Some(request.into_read()))
    }
}

#[cold]
fn unknown_address_error() -> Error {
    let message = "the entity was created, but the service returned neither the entity nor its URL, so it cannot be read back; \
                   request the entity with `Prefer::Representation`";
    Error::new(ErrorKind::Decode, message)
}
