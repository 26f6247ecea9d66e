//! What the generated program calls. Everything but a few lines a type is here, compiled once.

mod echo;

use std::collections::BTreeMap;
use std::error::Error as StdError;
use std::future::Future;
use std::io::{self, BufRead, Write};
use std::pin::Pin;
use std::process::ExitCode;

use graph_core::Resource;
use graph_core::json::{from_slice, to_string, value_from_str};
use graph_core::schema::Element;
use graph_core::schema::TypeDescriptor;
use graph_core::{Address, Cloud, GraphClient, Request};
use serde_json::value::RawValue;

pub use echo::Echo;

use crate::case::{Case, Fault, Observation, Outcome, Task};

/// What is generated for a type: the ways to its typed functions.
pub trait Replayed: Resource<Update: 'static> + 'static {
    /// The typed addresses, in the order of the declared paths.
    const ADDRESSES: &'static [AddressOf<Self>];

    /// `Self::update()`
    fn start() -> Self::Update;

    /// Calls the setter of the property `name` with the value, as the type of the property.
    ///
    /// # Errors
    /// When there is no such property, or the value is not of its type.
    fn set(update: Self::Update, name: &str, value: Given<'_>) -> Result<Self::Update, Fault>;
}

/// A typed address, from the values of its placeholders.
pub type AddressOf<T> = fn(&[&str]) -> Address<T>;

/// A documented value.
#[derive(Debug, Clone, Copy)]
pub struct Given<'a>(&'a RawValue);

impl Given<'_> {
    /// The value as the type of a property.
    ///
    /// # Errors
    /// When it is none of the type.
    pub fn read<T: Element>(self) -> Result<T, Fault> {
        value_from_str(self.0.get()).map_err(|error| told(error.pointer(), &error.to_string()))
    }

    /// The value of a member that is not declared.
    ///
    /// # Errors
    /// Never: every JSON text is such a value.
    pub fn untyped(self) -> Result<graph_core::Untyped, Fault> {
        serde_json::from_str(self.0.get()).map_err(Fault::of_all)
    }

    /// For a name that no property of the type has.
    ///
    /// # Errors
    /// Always.
    pub fn unknown<T>() -> Result<T, Fault> {
        Err(Fault::of_all("the type has no such property"))
    }
}

type Sending = Pin<Box<dyn Future<Output = Result<(), graph_core::Error>>>>;

/// A type, without its name in Rust.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    descriptor: &'static TypeDescriptor,
    send: fn(&GraphClient, &Task) -> Result<Sending, Fault>,
    read: fn(&str) -> Result<String, Fault>,
}

impl Entry {
    /// The entry of a type.
    pub const fn of<T: Replayed>() -> Self {
        Self { descriptor: T::DESCRIPTOR, send: send::<T>, read: read::<T> }
    }
}

fn send<T: Replayed>(graph: &GraphClient, task: &Task) -> Result<Sending, Fault> {
    let Outgoing { method, path, values, members } = outgoing(T::DESCRIPTOR, task)?;
    let at = T::ADDRESSES.get(path).ok_or_else(|| Fault::of_all("the path is not declared"))?;
    let mut update = T::start();
    for (name, value) in &members {
        update = T::set(update, name, Given(value)).map_err(|fault| fault.within(name))?;
    }
    if method == http::Method::PATCH {
        let operation = graph.update(at(&values), update).even_if_empty();
        return Ok(Box::pin(async move { operation.await.map(drop) }));
    }
    let request = Request::patch(at(&values), update).map_err(|error| reported(&error))?.with_method(method);
    let graph = graph.clone();
    Ok(Box::pin(async move { graph.send(request).await.map(drop) }))
}

fn read<T: Replayed>(body: &str) -> Result<String, Fault> {
    match from_slice::<T>(body.as_bytes()) {
        Ok(value) => Ok(to_string(&value)),
        Err(error) => Err(told(error.pointer(), &error.to_string())),
    }
}

/// An error of reading; the place that its text names, too, is told once.
fn told(pointer: &str, text: &str) -> Fault {
    let place = format!("property `{pointer}`: ");
    let reason = text.split_once(&place).map_or(text, |(_, reason)| reason);
    Fault { pointer: pointer.to_owned(), reason: reason.to_owned() }
}

/// What does not depend on the type.
struct Outgoing<'a> {
    method: http::Method,
    path: usize,
    values: Vec<&'a str>,
    members: BTreeMap<String, Box<RawValue>>,
}

fn outgoing<'a>(descriptor: &'static TypeDescriptor, task: &'a Task) -> Result<Outgoing<'a>, Fault> {
    let Task::Send { method, template, values, body } = task else {
        return Err(Fault::of_all("nothing to send"));
    };
    let path = descriptor.paths().iter().position(|path| path.as_str() == template);
    let mut members: BTreeMap<String, Box<RawValue>> =
        serde_json::from_str(body.get()).map_err(|_| Fault::of_all("the body is no object"))?;
    // the declaration knows it
    members.remove("@odata.type");
    Ok(Outgoing {
        method: method.parse().map_err(Fault::of_all)?,
        path: path.ok_or_else(|| Fault::of_all("the path is not declared"))?,
        values: values.iter().map(String::as_str).collect(),
        members,
    })
}

/// An error with its causes.
fn reported(error: &graph_core::Error) -> Fault {
    let mut text = error.to_string();
    let mut next = StdError::source(error);
    while let Some(cause) = next {
        text = format!("{text}: {cause}");
        next = cause.source();
    }
    Fault::of_all(text)
}

/// Replays what standard input says, and says on standard output what came of it.
pub fn main(entries: &[&[Entry]]) -> ExitCode {
    match replay(entries) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn replay(entries: &[&[Entry]]) -> Result<(), Box<dyn StdError>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut echo = Echo::start().await?;
        let cloud = Cloud::custom(&echo.endpoint())?;
        let graph = GraphClient::builder(cloud).token("conformance").build()?;
        let mut out = io::stdout().lock();
        for line in io::stdin().lock().lines() {
            let case: Case = serde_json::from_str(&line?)?;
            let outcome = one(entries, &graph, &mut echo, &case).await?;
            serde_json::to_writer(&mut out, &Observation { page: case.page, outcome })?;
            writeln!(out)?;
        }
        Ok(())
    })
}

async fn one(
    entries: &[&[Entry]],
    graph: &GraphClient,
    echo: &mut Echo,
    case: &Case,
) -> Result<Outcome, Box<dyn StdError>> {
    let is_it = |entry: &&Entry| {
        let descriptor = entry.descriptor;
        descriptor.version().as_str() == case.version
            && descriptor.odata_type().trim_start_matches('#') == case.type_name
    };
    let not_declared = || Fault::of_all(format!("`{}` is not declared", case.type_name));
    let entry = entries.iter().flat_map(|entries| entries.iter()).find(is_it).ok_or_else(not_declared);
    Ok(match &case.task {
        Task::Read { body } => match entry.and_then(|entry| (entry.read)(body.get())) {
            Ok(written) => Outcome::Written(RawValue::from_string(written)?),
            Err(fault) => Outcome::NotRead(fault),
        },
        task @ Task::Send { .. } => match entry.and_then(|entry| (entry.send)(graph, task)) {
            Err(fault) => Outcome::NotSent(fault),
            Ok(sending) => {
                let sent = sending.await;
                let arrived = echo.arrived();
                match sent {
                    Err(error) => Outcome::NotSent(reported(&error)),
                    Ok(()) => {
                        arrived.map_or_else(|| Outcome::NotSent(Fault::of_all("nothing arrived")), Outcome::Arrived)
                    }
                }
            }
        },
    })
}
