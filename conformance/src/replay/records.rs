//! The records that the generated program replays: their cases, and the loop that sends them.

use std::collections::BTreeMap;
use std::error::Error as StdError;
use std::future::Future;
use std::io::{self, BufRead as _, Write as _};
use std::pin::Pin;
use std::process::ExitCode;

use graph_core::json::value_from_str;
use graph_core::schema::Element;
use graph_core::{Cloud, ETag, ErrorKind, GraphClient, Untyped};
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};

use super::{DocumentedValue, RecordingServer, ServedResponse, error_mismatch, read_mismatch};
use crate::case::{Mismatch, ReceivedRequest};

/// One record to replay.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReplayedCase {
    /// The number of the record.
    pub record: usize,
    /// The values of the placeholders.
    pub values: Vec<String>,
    /// What else the typed calls need.
    pub input: ReplayInput,
    /// What the service responds.
    pub response: ServedResponse,
}

/// What typed calls need besides the values of placeholders.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ReplayInput {
    /// Whether the entities are checked against the filter.
    pub is_checked: bool,
    /// The members of the body.
    pub members: BTreeMap<String, Box<RawValue>>,
    /// The body, if it is not JSON.
    #[serde(default)]
    pub bytes: String,
    /// The ETag of the request.
    pub etag: Option<String>,
}

impl ReplayInput {
    /// Returns a member of the body.
    ///
    /// # Errors
    /// If the body does not have it.
    pub fn member<'a>(&'a self, name: &'a str) -> Result<DocumentedMember<'a>, Mismatch> {
        let value = self.members.get(name).ok_or_else(|| Mismatch::of_body(format!("the body has no `{name}`")))?;
        Ok(DocumentedMember { name, value: DocumentedValue(value) })
    }

    /// Returns the bytes of the request.
    pub fn bytes(&self) -> Vec<u8> {
        self.bytes.clone().into_bytes()
    }

    /// Returns the ETag of the request.
    ///
    /// # Errors
    /// If it has none.
    pub fn etag(&self) -> Result<ETag, Mismatch> {
        let etag = self.etag.as_deref().ok_or_else(|| Mismatch::of_body("the request has no ETag"))?;
        etag.parse().map_err(Mismatch::of_body)
    }
}

/// A member of a documented body.
#[derive(Debug, Clone, Copy)]
pub struct DocumentedMember<'a> {
    name: &'a str,
    value: DocumentedValue<'a>,
}

impl DocumentedMember<'_> {
    /// Reads the value as the type of a property.
    ///
    /// # Errors
    /// If the value does not have that type.
    pub fn read<T: Element>(self) -> Result<T, Mismatch> {
        self.value.read().map_err(|mismatch| mismatch.within(self.name))
    }

    /// Reads the value of an undeclared member.
    ///
    /// # Errors
    /// Never, because every JSON text is such a value.
    pub fn untyped(self) -> Result<Untyped, Mismatch> {
        self.value.untyped()
    }
}

/// What happened to a record.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReplayObservation {
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

/// A read or a write that was started.
pub type ReplayFuture = Pin<Box<dyn Future<Output = Result<ReadBack, ReplayFailure>>>>;

/// Starts a read or a write with typed calls. The second argument has the values of the placeholders.
pub type RecordFunction = fn(&GraphClient, &[&str], &ReplayInput) -> Result<ReplayFuture, ReplayFailure>;

/// The number of a record, and its function.
pub type RecordEntry = (usize, RecordFunction);

/// Why a request was not sent, or why its response was not read.
#[derive(Debug)]
pub struct ReplayFailure {
    mismatch: Mismatch,
    is_filter_ignored: bool,
}

impl From<Mismatch> for ReplayFailure {
    fn from(mismatch: Mismatch) -> Self {
        Self { mismatch, is_filter_ignored: false }
    }
}

impl From<graph_core::Error> for ReplayFailure {
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

pub(super) fn to_raw(value: &impl Serialize) -> Result<Box<RawValue>, Mismatch> {
    to_raw_value(value).map_err(Mismatch::of_body)
}

fn no_function() -> Mismatch {
    Mismatch::of_body("the record has no function")
}

async fn start(
    function: RecordFunction,
    graph: &GraphClient,
    values: &[&str],
    input: &ReplayInput,
) -> Result<ReadBack, ReplayFailure> {
    function(graph, values, input)?.await
}

/// Replays the cases from standard input, and writes the observations to standard output.
pub fn main(entries: &[RecordEntry]) -> ExitCode {
    match replay(entries) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn replay(entries: &[RecordEntry]) -> Result<(), Box<dyn StdError>> {
    let entries: BTreeMap<_, _> = entries.iter().copied().collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut server = RecordingServer::start().await?;
        let cloud = Cloud::custom(&server.endpoint())?;
        let graph = GraphClient::builder(cloud).token("conformance").build()?;
        let mut out = io::stdout().lock();
        for line in io::stdin().lock().lines() {
            let mut case: ReplayedCase = serde_json::from_str(&line?)?;
            // a link to the next page must have the origin of the requests
            case.response.body = case.response.body.replace(DOCUMENTED_ORIGIN, &server.endpoint());
            server.respond_with(case.response);
            let values: Vec<&str> = case.values.iter().map(String::as_str).collect();
            let function = entries.get(&case.record).copied().unwrap_or(|_, _, _| Err(no_function().into()));
            let mut read = start(function, &graph, &values, &case.input).await;
            let received = server.take_last_request();
            let is_unchecked = read.as_ref().is_err_and(|failure| failure.is_filter_ignored);
            if is_unchecked {
                case.input.is_checked = false;
                read = start(function, &graph, &values, &case.input).await;
            }
            let read = read.map_err(|failure| failure.mismatch);
            let observation = ReplayObservation { record: case.record, received, read, is_unchecked };
            let observation = serde_json::to_string(&observation)?.replace(&server.endpoint(), DOCUMENTED_ORIGIN);
            writeln!(out, "{observation}")?;
        }
        Ok(())
    })
}
