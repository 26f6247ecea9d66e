//! The functions that the generated program calls.
//!
//! Only a few lines per type are generated; everything else is here and is compiled once.

pub mod calls;
pub mod reads;
pub mod records;
mod server;
pub mod writes;

use std::collections::BTreeMap;
use std::error::Error as StdError;
use std::future::Future;
use std::io::{self, BufRead, Write};
use std::pin::Pin;
use std::process::ExitCode;

use graph_core::Resource;
use graph_core::address::Address;
use graph_core::json::{from_slice, to_string, value_from_str};
use graph_core::request::Request;
use graph_core::schema::Element;
use graph_core::schema::TypeDescriptor;
use graph_core::{Cloud, GraphClient};
use serde_json::value::RawValue;

pub use server::{RecordingServer, ServedResponse};

use crate::case::{Case, CaseOutcome, Mismatch, Observation, Task};

/// The typed functions of a type, which are generated.
pub trait Replayed: Resource<Update: 'static> + 'static {
    /// The typed address functions, in the order of the declared paths.
    const ADDRESSES: &'static [AddressOf<Self>];

    /// Calls `Self::update()`.
    fn new_update() -> Self::Update;

    /// Calls the setter of the property `name`. The value is read as the type of the property.
    ///
    /// # Errors
    /// If the type has no such property, or if the value does not have its type.
    fn set(update: Self::Update, name: &str, value: DocumentedValue<'_>) -> Result<Self::Update, Mismatch>;
}

/// A function from the values of placeholders to a typed address.
pub type AddressOf<T> = fn(&[&str]) -> Address<T>;

/// A documented value.
#[derive(Debug, Clone, Copy)]
pub struct DocumentedValue<'a>(&'a RawValue);

impl DocumentedValue<'_> {
    /// Reads the value as the type of a property.
    ///
    /// # Errors
    /// If the value does not have that type.
    pub fn read<T: Element>(self) -> Result<T, Mismatch> {
        value_from_str(self.0.get()).map_err(|error| read_mismatch(error.pointer(), &error.to_string()))
    }

    /// Reads the value of an undeclared member.
    ///
    /// # Errors
    /// Never, because every JSON text is such a value.
    pub fn untyped(self) -> Result<graph_core::Untyped, Mismatch> {
        serde_json::from_str(self.0.get()).map_err(Mismatch::of_body)
    }

    /// Reports that the type has no property with the name.
    ///
    /// # Errors
    /// Always.
    pub fn unknown<T>() -> Result<T, Mismatch> {
        Err(Mismatch::of_body("the type has no such property"))
    }
}

type Sending = Pin<Box<dyn Future<Output = Result<(), graph_core::Error>>>>;

/// The functions of a type, without its name in Rust.
#[derive(Debug, Clone, Copy)]
pub struct ReplayEntry {
    descriptor: &'static TypeDescriptor,
    send: fn(&GraphClient, &Task) -> Result<Sending, Mismatch>,
    read: fn(&str) -> Result<String, Mismatch>,
}

impl ReplayEntry {
    /// Returns the entry of a type.
    pub const fn of<T: Replayed>() -> Self {
        Self { descriptor: T::DESCRIPTOR, send: send::<T>, read: read::<T> }
    }
}

fn send<T: Replayed>(graph: &GraphClient, task: &Task) -> Result<Sending, Mismatch> {
    let Outgoing { method, path, values, members } = outgoing(T::DESCRIPTOR, task)?;
    let at = T::ADDRESSES.get(path).ok_or_else(|| Mismatch::of_body("the path is not declared"))?;
    let mut update = T::new_update();
    for (name, value) in &members {
        update = T::set(update, name, DocumentedValue(value)).map_err(|mismatch| mismatch.within(name))?;
    }
    if method == http::Method::PATCH {
        let operation = graph.update(at(&values), update).even_if_empty();
        return Ok(Box::pin(async move { operation.await.map(drop) }));
    }
    let request = Request::patch(at(&values), update).map_err(|error| error_mismatch(&error))?.with_method(method);
    let graph = graph.clone();
    Ok(Box::pin(async move { graph.send(request).await.map(drop) }))
}

fn read<T: Replayed>(body: &str) -> Result<String, Mismatch> {
    match from_slice::<T>(body.as_bytes()) {
        Ok(value) => Ok(to_string(&value)),
        Err(error) => Err(read_mismatch(error.pointer(), &error.to_string())),
    }
}

/// Returns the mismatch for an error of reading. The pointer is removed from the text of the error.
fn read_mismatch(pointer: &str, text: &str) -> Mismatch {
    let prefix = format!("property `{pointer}`: ");
    let reason = text.split_once(&prefix).map_or(text, |(_, reason)| reason);
    Mismatch { pointer: pointer.to_owned(), reason: reason.to_owned() }
}

/// The parts of a request that do not depend on the type.
struct Outgoing<'a> {
    method: http::Method,
    path: usize,
    values: Vec<&'a str>,
    members: BTreeMap<String, Box<RawValue>>,
}

fn outgoing<'a>(descriptor: &'static TypeDescriptor, task: &'a Task) -> Result<Outgoing<'a>, Mismatch> {
    let Task::Send { method, template, values, body } = task else {
        return Err(Mismatch::of_body("the case has no request"));
    };
    let path = descriptor.paths().iter().position(|path| path.as_str() == template);
    let mut members: BTreeMap<String, Box<RawValue>> =
        serde_json::from_str(body.get()).map_err(|_| Mismatch::of_body("the body is not an object"))?;
    // the declaration adds the type annotation
    members.remove("@odata.type");
    Ok(Outgoing {
        method: method.parse().map_err(Mismatch::of_body)?,
        path: path.ok_or_else(|| Mismatch::of_body("the path is not declared"))?,
        values: values.iter().map(String::as_str).collect(),
        members,
    })
}

/// Returns the mismatch for an error, with its causes.
fn error_mismatch(error: &graph_core::Error) -> Mismatch {
    let mut text = error.to_string();
    let mut next = StdError::source(error);
    while let Some(cause) = next {
        text = format!("{text}: {cause}");
        next = cause.source();
    }
    // the id is another one in each run
    Mismatch::of_body(text.split(" (client-request-id ").next().unwrap_or(&text))
}

/// Replays the cases from standard input, and writes the observations to standard output.
pub fn main(entries: &[&[ReplayEntry]]) -> ExitCode {
    match replay(entries) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn replay(entries: &[&[ReplayEntry]]) -> Result<(), Box<dyn StdError>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut server = RecordingServer::start().await?;
        let cloud = Cloud::custom(&server.endpoint())?;
        let graph = GraphClient::builder(cloud).token("conformance").build()?;
        let mut out = io::stdout().lock();
        for line in io::stdin().lock().lines() {
            let case: Case = serde_json::from_str(&line?)?;
            let outcome = replay_case(entries, &graph, &mut server, &case).await?;
            serde_json::to_writer(&mut out, &Observation { page: case.page, outcome })?;
            writeln!(out)?;
        }
        Ok(())
    })
}

async fn replay_case(
    entries: &[&[ReplayEntry]],
    graph: &GraphClient,
    server: &mut RecordingServer,
    case: &Case,
) -> Result<CaseOutcome, Box<dyn StdError>> {
    let is_wanted = |entry: &&ReplayEntry| {
        let descriptor = entry.descriptor;
        descriptor.version().as_str() == case.version
            && descriptor.odata_type().trim_start_matches('#') == case.type_name
    };
    let not_declared = || Mismatch::of_body(format!("`{}` is not declared", case.type_name));
    let entry = entries.iter().flat_map(|entries| entries.iter()).find(is_wanted).ok_or_else(not_declared);
    Ok(match &case.task {
        Task::Read { body } => match entry.and_then(|entry| (entry.read)(body.get())) {
            Ok(written) => CaseOutcome::Written(RawValue::from_string(written)?),
            Err(mismatch) => CaseOutcome::NotRead(mismatch),
        },
        task @ Task::Send { .. } => match entry.and_then(|entry| (entry.send)(graph, task)) {
            Err(mismatch) => CaseOutcome::NotSent(mismatch),
            Ok(sending) => {
                let sent = sending.await;
                let received = server.take_last_request();
                match sent {
                    Err(error) => CaseOutcome::NotSent(error_mismatch(&error)),
                    Ok(()) => received.map_or_else(
                        || CaseOutcome::NotSent(Mismatch::of_body("the service received no request")),
                        CaseOutcome::Received,
                    ),
                }
            }
        },
    })
}
