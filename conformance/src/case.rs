//! What goes into the generated program, and what comes out of it: one JSON object a line.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// One thing to replay.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Case {
    /// The number of the page.
    pub page: usize,
    /// `v1.0` or `beta`.
    pub version: String,
    /// The qualified name of the type, without `#`.
    pub type_name: String,
    /// What is done with it.
    pub task: Task,
}

/// What is done with a type.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Task {
    /// An update is built and sent.
    Send {
        /// The method.
        method: String,
        /// The template of the path.
        template: String,
        /// The values of its placeholders.
        values: Vec<String>,
        /// The members of the body.
        body: Box<RawValue>,
    },
    /// A response is read and written.
    Read {
        /// The body.
        body: Box<RawValue>,
    },
}

/// What came of a case.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Observation {
    /// The number of the page.
    pub page: usize,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of a case.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Outcome {
    /// This arrived at the service.
    Arrived(Arrival),
    /// The response, written again.
    Written(Box<RawValue>),
    /// An update could not be built or sent.
    NotSent(Fault),
    /// A response could not be read.
    NotRead(Fault),
}

/// A request as it arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrival {
    /// The method.
    pub method: String,
    /// Path and query as they were on the wire.
    pub path: String,
    /// The body.
    pub body: String,
}

/// What is wrong, and where in the documented body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// A JSON pointer.
    pub pointer: String,
    /// What is wrong.
    pub reason: String,
}

impl Fault {
    /// A fault of the body as a whole.
    pub fn of_all(reason: impl fmt::Display) -> Self {
        Self { pointer: String::new(), reason: reason.to_string() }
    }

    /// The same fault one level further out.
    #[must_use]
    pub fn within(mut self, member: &str) -> Self {
        self.pointer.insert_str(0, &format!("/{}", escaped(member)));
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pointer = if self.pointer.is_empty() { "/" } else { &self.pointer };
        write!(f, "{pointer}: {}", self.reason)
    }
}

/// A member name as it stands in a JSON pointer (RFC 6901, section 3).
pub fn escaped(member: &str) -> String {
    member.replace('~', "~0").replace('/', "~1")
}
