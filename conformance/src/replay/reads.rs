//! The functions that the generated program of documented reads calls.

use std::collections::BTreeMap;
use std::error::Error as StdError;
use std::future::Future;
use std::io::{self, BufRead as _, Write as _};
use std::pin::Pin;
use std::process::ExitCode;

use graph_core::json::value_from_str;
use graph_core::operation::{GetEntity, GetOperation, ListOperation, Operation};
use graph_core::query::Partial;
use graph_core::schema::{Element, Readable};
use graph_core::{Cloud, ErrorKind, GraphClient, Resource};
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};

use super::{RecordingServer, ServedResponse, error_mismatch, read_mismatch};
use crate::case::{Mismatch, ReceivedRequest};

/// One read to replay.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReadCase {
    /// The number of the record.
    pub record: usize,
    /// The values of the placeholders.
    pub values: Vec<String>,
    /// What the service responds.
    pub response: ServedResponse,
}

/// What happened to a read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReadObservation {
    /// The number of the record.
    pub record: usize,
    /// The request, if the service received one.
    pub received: Option<ReceivedRequest>,
    /// The response, written back.
    pub read: Result<ReadBack, Mismatch>,
    /// Whether the documented entities do not match the documented filter, so that they were read without that check.
    pub is_unchecked: bool,
}

/// A response that was read, and written back.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ReadBack {
    /// The entities.
    pub items: Vec<Box<RawValue>>,
    /// The number of entities in the collection.
    pub count: Option<u64>,
    /// The link to the next page.
    pub next_link: Option<String>,
}

/// The origin of the links in the documentation.
const DOCUMENTED_ORIGIN: &str = "https://graph.microsoft.com";

/// A read that was started.
pub type ReadFuture = Pin<Box<dyn Future<Output = Result<ReadBack, ReadFailure>>>>;

/// Starts a read with typed calls. The last argument is whether the entities are checked against the filter.
pub type ReadFunction = fn(&GraphClient, &[&str], bool) -> Result<ReadFuture, ReadFailure>;

/// The number of a record, and the function that reads it.
pub type ReadEntry = (usize, ReadFunction);

/// Why a response was not read.
#[derive(Debug)]
pub struct ReadFailure {
    mismatch: Mismatch,
    is_filter_ignored: bool,
}

impl From<Mismatch> for ReadFailure {
    fn from(mismatch: Mismatch) -> Self {
        Self { mismatch, is_filter_ignored: false }
    }
}

impl From<graph_core::Error> for ReadFailure {
    fn from(error: graph_core::Error) -> Self {
        Self { mismatch: error_mismatch(&error), is_filter_ignored: error.kind() == ErrorKind::FilterIgnored }
    }
}

/// Reads a value that a property is compared with.
///
/// # Errors
/// If the JSON text is not a value of the type.
pub fn literal<T: Element>(json: &str) -> Result<T, Mismatch> {
    value_from_str(json).map_err(|error| read_mismatch(error.pointer(), &error.to_string()))
}

/// Reads an entity.
pub fn entity<T: Readable + Serialize + 'static>(operation: GetOperation<T>) -> ReadFuture {
    Box::pin(async move {
        let entity = operation.await?;
        Ok(ReadBack { items: vec![to_raw(&*entity)?], ..ReadBack::default() })
    })
}

/// Reads some properties of an entity.
pub fn partial_entity<T: Resource + Serialize + 'static>(operation: Operation<GetEntity<Partial<T>>>) -> ReadFuture {
    Box::pin(async move {
        let entity = operation.await?;
        Ok(ReadBack { items: vec![written(&entity)?], ..ReadBack::default() })
    })
}

/// Reads the first page of a collection.
pub fn first_page<T: Readable + Serialize + 'static>(operation: ListOperation<T>) -> ReadFuture {
    Box::pin(async move {
        let page = operation.pages().try_next().await?;
        let page = page.ok_or_else(|| Mismatch::of_body("the collection has no page"))?;
        let items = page.items().iter().map(|item| to_raw(&**item)).collect::<Result<_, _>>()?;
        Ok(ReadBack { items, count: page.count(), next_link: page.next_link().map(str::to_owned) })
    })
}

/// Reads some properties of the entities on the first page of a collection.
pub fn partial_first_page<T: Resource + Serialize + 'static>(operation: ListOperation<Partial<T>>) -> ReadFuture {
    Box::pin(async move {
        let page = operation.pages().try_next().await?;
        let page = page.ok_or_else(|| Mismatch::of_body("the collection has no page"))?;
        let items = page.items().iter().map(|item| written(item)).collect::<Result<_, _>>()?;
        Ok(ReadBack { items, count: page.count(), next_link: page.next_link().map(str::to_owned) })
    })
}

/// Reads the number of entities in a collection.
pub fn count<T: Readable + 'static>(operation: ListOperation<T>) -> ReadFuture {
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

fn to_raw(value: &impl Serialize) -> Result<Box<RawValue>, Mismatch> {
    to_raw_value(value).map_err(Mismatch::of_body)
}

fn no_function() -> Mismatch {
    Mismatch::of_body("no function reads the record")
}

async fn start(
    function: ReadFunction,
    graph: &GraphClient,
    values: &[&str],
    is_checked: bool,
) -> Result<ReadBack, ReadFailure> {
    function(graph, values, is_checked)?.await
}

/// Replays the cases from standard input, and writes the observations to standard output.
pub fn main(entries: &[ReadEntry]) -> ExitCode {
    match replay(entries) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn replay(entries: &[ReadEntry]) -> Result<(), Box<dyn StdError>> {
    let entries: BTreeMap<_, _> = entries.iter().copied().collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut server = RecordingServer::start().await?;
        let cloud = Cloud::custom(&server.endpoint())?;
        let graph = GraphClient::builder(cloud).token("conformance").build()?;
        let mut out = io::stdout().lock();
        for line in io::stdin().lock().lines() {
            let mut case: ReadCase = serde_json::from_str(&line?)?;
            // a link to the next page must have the origin of the requests
            case.response.body = case.response.body.replace(DOCUMENTED_ORIGIN, &server.endpoint());
            server.respond_with(case.response);
            let values: Vec<&str> = case.values.iter().map(String::as_str).collect();
            let function = entries.get(&case.record).copied().unwrap_or(|_, _, _| Err(no_function().into()));
            let mut read = start(function, &graph, &values, true).await;
            let received = server.take_last_request();
            let is_unchecked = read.as_ref().is_err_and(|failure| failure.is_filter_ignored);
            if is_unchecked {
                read = start(function, &graph, &values, false).await;
            }
            let read = read.map_err(|failure| failure.mismatch);
            let observation = ReadObservation { record: case.record, received, read, is_unchecked };
            let observation = serde_json::to_string(&observation)?.replace(&server.endpoint(), DOCUMENTED_ORIGIN);
            writeln!(out, "{observation}")?;
        }
        Ok(())
    })
}
