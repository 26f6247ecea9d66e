//! The functions that the generated program of documented reads calls.

use graph_core::Resource;
use graph_core::operation::{GetEntity, GetOperation, ListOperation, Operation};
use graph_core::query::Partial;
use graph_core::schema::Readable;
use serde::Serialize;
use serde_json::value::RawValue;

use super::records::{ReadBack, ReplayFuture, to_raw};
use crate::case::Mismatch;

/// Reads an entity.
pub fn entity<T: Readable + Serialize + 'static>(operation: GetOperation<T>) -> ReplayFuture {
    Box::pin(async move {
        let entity = operation.await?;
        Ok(ReadBack { items: vec![to_raw(&*entity)?], ..ReadBack::default() })
    })
}

/// Reads some properties of an entity.
pub fn partial_entity<T: Resource + Serialize + 'static>(operation: Operation<GetEntity<Partial<T>>>) -> ReplayFuture {
    Box::pin(async move {
        let entity = operation.await?;
        Ok(ReadBack { items: vec![written(&entity)?], ..ReadBack::default() })
    })
}

/// Reads the first page of a collection.
pub fn first_page<T: Readable + Serialize + 'static>(operation: ListOperation<T>) -> ReplayFuture {
    Box::pin(async move {
        let page = operation.pages().try_next().await?;
        let page = page.ok_or_else(|| Mismatch::of_body("the collection has no page"))?;
        let items = page.items().iter().map(|item| to_raw(&**item)).collect::<Result<_, _>>()?;
        Ok(ReadBack { items, count: page.count(), next_link: page.next_link().map(str::to_owned) })
    })
}

/// Reads some properties of the entities on the first page of a collection.
pub fn partial_first_page<T: Resource + Serialize + 'static>(operation: ListOperation<Partial<T>>) -> ReplayFuture {
    Box::pin(async move {
        let page = operation.pages().try_next().await?;
        let page = page.ok_or_else(|| Mismatch::of_body("the collection has no page"))?;
        let items = page.items().iter().map(|item| written(item)).collect::<Result<_, _>>()?;
        Ok(ReadBack { items, count: page.count(), next_link: page.next_link().map(str::to_owned) })
    })
}

/// Reads the number of entities in a collection.
pub fn count<T: Readable + 'static>(operation: ListOperation<T>) -> ReplayFuture {
    Box::pin(async move {
        let count = operation.count().await?;
        Ok(ReadBack { count: Some(count), ..ReadBack::default() })
    })
}

/// Writes a partial entity. The declarations are partial, so no entity lacks a required property.
fn written<T: Resource + Serialize>(partial: &Partial<T>) -> Result<Box<RawValue>, Mismatch> {
    let mut entity = T::BLANK;
    partial.merge_into(&mut entity);
    to_raw(&entity)
}
