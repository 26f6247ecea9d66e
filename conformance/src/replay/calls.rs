//! The functions that the generated program of documented actions, functions, downloads and uploads calls.

use graph_core::operation::{CallListOperation, CallOperation, DownloadOperation, UploadOperation};
use graph_core::schema::{One, Returned};
use serde::Serialize;
use serde_json::value::RawValue;

use super::records::{ReadBack, ReplayFuture, to_raw};
use crate::case::Mismatch;

/// Calls what returns nothing.
pub fn called(operation: CallOperation<()>) -> ReplayFuture {
    Box::pin(async move {
        operation.await?;
        Ok(ReadBack::default())
    })
}

/// Calls what returns one value.
pub fn returned<T: Returned + Serialize + Unpin + 'static>(operation: CallOperation<One<T>>) -> ReplayFuture {
    Box::pin(async move {
        let called = operation.await?;
        Ok(ReadBack { items: vec![to_raw(called.value())?], ..ReadBack::default() })
    })
}

/// Calls what returns a collection, and reads its first page.
pub fn returned_page<T: Returned + Serialize + 'static>(operation: CallListOperation<T>) -> ReplayFuture {
    Box::pin(async move {
        let page = operation.pages().try_next().await?;
        let page = page.ok_or_else(|| Mismatch::of_body("the collection has no page"))?;
        let items = page.items().iter().map(|item| to_raw(&**item)).collect::<Result<_, _>>()?;
        Ok(ReadBack { items, count: page.count(), next_link: page.next_link().map(str::to_owned) })
    })
}

/// Reads bytes. They are written back if they are JSON.
pub fn downloaded(operation: DownloadOperation) -> ReplayFuture {
    Box::pin(async move {
        let bytes = operation.await?.bytes().await?;
        let json = serde_json::from_slice::<Box<RawValue>>(&bytes).ok();
        Ok(ReadBack { items: json.into_iter().collect(), ..ReadBack::default() })
    })
}

/// Replaces bytes.
pub fn uploaded(operation: UploadOperation) -> ReplayFuture {
    Box::pin(async move {
        operation.await?;
        Ok(ReadBack::default())
    })
}
