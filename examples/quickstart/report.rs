//! What is printed, and what is compared with the pages.

use std::error::Error;
use std::fmt::Write as _;

use graph_core::request::DryRun;
use graph_core::response::{Entity, Updated};
use graph_core::schema::{Object, PropertyDescriptor};
use graph_core::{Resource, json};
use graph_sandbox::Sandbox;
use serde_json::{Map, Value};

/// The steps so far.
#[derive(Default)]
pub(crate) struct Report {
    steps: usize,
    differences: usize,
}

impl Report {
    pub(crate) fn heading(&mut self, title: &str) {
        self.steps += 1;
        println!("\n{}. {title}", self.steps);
    }

    pub(crate) fn request(request: &DryRun) {
        println!("   {} {}", request.method(), request.url());
        // the client makes a new client-request-id for each call
        for (name, value) in request.headers().iter().filter(|(name, _)| *name != "client-request-id") {
            println!("   {name}: {}", value.to_str().unwrap_or("?"));
        }
        println!("   {}", String::from_utf8_lossy(request.body()));
    }

    pub(crate) fn answer<T: Resource>(updated: &Updated<T>) {
        if let Some(info) = updated.info() {
            println!("-> {}", info.status());
            println!("   client-request-id: {}", info.client_request_id());
            println!("   request-id: {}", info.request_id().unwrap_or("not given"));
        }
        match updated.entity() {
            Some(entity) => println!("   {}", json::to_string(entity.value())),
            None => println!("   no entity"),
        }
    }

    /// The body is the documented one, but for `@odata.type`, which some pages leave out.
    pub(crate) fn expect_body(&mut self, documented: &str, sent: &[u8]) {
        let without_type = |json: &[u8]| {
            let mut members: Map<String, Value> = serde_json::from_slice(json).unwrap_or_default();
            members.remove("@odata.type");
            members
        };
        if without_type(documented.as_bytes()) == without_type(sent) {
            println!("   ok: the body is the documented one");
        } else {
            self.difference("the body is not the documented one");
        }
    }

    /// What arrived is what was shown.
    pub(crate) fn expect_arrival(&mut self, sandbox: &Sandbox, shown: &DryRun) {
        let requests = sandbox.requests();
        let arrived = requests.iter().rev().find(|request| request.method() == shown.method());
        if !arrived.is_some_and(|arrived| arrived.body() == shown.body() && shown.url().ends_with(arrived.path())) {
            self.difference("what arrived at the service is not what was shown");
        }
    }

    /// The entity that came back is the documented one.
    pub(crate) fn expect_entity<T: Resource>(&mut self, documented: &str, entity: Option<&Entity<T>>) {
        let entity = entity.and_then(|entity| serde_json::from_slice::<Value>(&json::to_vec(entity.value())).ok());
        if entity.is_some() && entity == serde_json::from_str(documented).ok() {
            println!("   ok: the entity is the documented one");
        } else {
            self.difference("the entity is not the documented one");
        }
    }

    /// Between two readings the properties in `sent` became what was sent, and no other one changed.
    pub(crate) fn expect_changes(&mut self, sent: &str, before: &dyn Object, after: &dyn Object) {
        let sent: Map<String, Value> = serde_json::from_str(sent).unwrap_or_default();
        let names = before.descriptor().properties().map(PropertyDescriptor::name);
        let [before, after] = [before, after]
            .map(|object| serde_json::from_slice::<Map<String, Value>>(&json::to_vec(object)).unwrap_or_default());
        let differences = self.differences;
        let mut untouched = Vec::new();
        for name in names {
            // null and absence are one to an `Option`
            let [old, shown] = [&before, &after].map(|members| members.get(name).unwrap_or(&Value::Null));
            match sent.get(name) {
                Some(value) if shown == value => println!("   {name}: {old} -> {shown}"),
                Some(value) => self.difference(&format!("{name} is {shown} after {value} was sent")),
                None if shown == old => untouched.push(name),
                None => self.difference(&format!("{name} changed from {old} to {shown}, but was not named")),
            }
        }
        if self.differences == differences {
            println!("   ok: read back, untouched: {}", untouched.join(", "));
        }
    }

    /// The service holds what was sent, and everything else as before.
    pub(crate) fn expect_stored(&mut self, sent: &str, before: &Value, after: &Value) {
        let sent: Map<String, Value> = serde_json::from_str(sent).unwrap_or_default();
        let mut expected = before.as_object().cloned().unwrap_or_default();
        expected.extend(sent.into_iter().filter(|(name, _)| !name.starts_with('@')));
        if after.as_object() == Some(&expected) {
            println!("   ok: the service holds what was sent, and everything else as before");
        } else {
            self.difference("the service holds something else");
        }
    }

    /// An error of the right kind.
    pub(crate) fn expect_error(
        &mut self,
        what: &str,
        error: Option<&graph_core::Error>,
        fits: impl Fn(&graph_core::Error) -> bool,
    ) {
        match error {
            Some(error) => println!("   {what}:\n   -> {}", chain(error)),
            None => println!("   {what}: accepted"),
        }
        if !error.is_some_and(fits) {
            self.difference("that is not the error that was to be expected");
        }
    }

    pub(crate) fn difference(&mut self, what: &str) {
        println!("   DIFFERENT: {what}");
        self.differences += 1;
    }

    /// The number of differences.
    pub(crate) fn finish(&self, dry_run: bool) -> usize {
        if self.differences == 0 {
            let sent = if dry_run { "nothing was sent" } else { "every answer was as documented" };
            println!("\n{} steps, {sent}.", self.steps);
        }
        self.differences
    }
}

/// An error with its sources in one line.
pub(crate) fn chain(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let _ = write!(text, ": {cause}");
        source = cause.source();
    }
    text
}
