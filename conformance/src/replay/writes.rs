//! The functions that the generated program of documented writes calls.

use std::future::IntoFuture;

use graph_core::Error;
use graph_core::Resource;
use graph_core::operation::{DeleteOperation, LinkOperation, UpdateOperation};
use graph_core::response::Created;
use serde::Serialize;

use super::records::{ReadBack, ReplayFailure, ReplayFuture, to_raw};

/// Creates or replaces an entity, and reads it if the response contains it.
pub fn created<T, O>(operation: O) -> ReplayFuture
where
    T: Resource + Serialize + 'static,
    O: IntoFuture<Output = Result<Created<T>, Error>> + 'static,
{
    Box::pin(async move { written(operation.await?.entity().map(|entity| &**entity)) })
}

/// Updates an entity, and reads it if the response contains it.
pub fn updated<T: Resource + Serialize + 'static>(operation: UpdateOperation<T>) -> ReplayFuture {
    Box::pin(async move { written(operation.await?.entity().map(|entity| &**entity)) })
}

/// Deletes an entity.
pub fn deleted<T: Resource + 'static>(operation: DeleteOperation<T>) -> ReplayFuture {
    Box::pin(async move {
        operation.await?;
        Ok(ReadBack::default())
    })
}

/// Adds or removes a link.
pub fn linked(operation: LinkOperation) -> ReplayFuture {
    Box::pin(async move {
        operation.await?;
        Ok(ReadBack::default())
    })
}

fn written<T: Serialize>(entity: Option<&T>) -> Result<ReadBack, ReplayFailure> {
    Ok(ReadBack { items: entity.into_iter().map(to_raw).collect::<Result<_, _>>()?, ..ReadBack::default() })
}
