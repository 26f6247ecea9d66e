//! The input and the output of the generated program: one JSON object per line.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// One update or response to replay.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Case {
    /// The number of the page.
    pub page: usize,
    /// `v1.0` or `beta`.
    pub version: String,
    /// The qualified name of the type, without `#`.
    pub type_name: String,
    /// What to do with the type.
    pub task: Task,
}

/// The task of a case.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Task {
    /// Build an update and send it.
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
    /// Read a response and write it back.
    Read {
        /// The body.
        body: Box<RawValue>,
    },
}

/// The outcome of a case, with the number of its page.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Observation {
    /// The number of the page.
    pub page: usize,
    /// The outcome.
    pub outcome: CaseOutcome,
}

/// The outcome of a case.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum CaseOutcome {
    /// The request as the service received it.
    Received(ReceivedRequest),
    /// The response, written back.
    Written(Box<RawValue>),
    /// An update could not be built or sent.
    NotSent(Mismatch),
    /// A response could not be read.
    NotRead(Mismatch),
}

/// A request as the service received it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceivedRequest {
    /// The method.
    pub method: String,
    /// The path and query, as they were on the wire.
    pub path: String,
    /// The headers that are compared with the documentation, with names in lower case.
    #[serde(default)]
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

/// A difference from the documentation, with its position in the documented body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mismatch {
    /// The position, as a JSON pointer.
    pub pointer: String,
    /// The difference.
    pub reason: String,
}

impl Mismatch {
    /// Creates a mismatch of the body as a whole.
    pub fn of_body(reason: impl fmt::Display) -> Self {
        Self { pointer: String::new(), reason: reason.to_string() }
    }

    /// Returns the mismatch relative to the object that contains the member.
    #[must_use]
    pub fn within(mut self, member: &str) -> Self {
        self.pointer.insert_str(0, &format!("/{}", pointer_token(member)));
        self
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pointer = if self.pointer.is_empty() { "/" } else { &self.pointer };
        write!(f, "{pointer}: {}", self.reason)
    }
}

/// Returns a member name as a token of a JSON pointer (RFC 6901, section 3).
pub fn pointer_token(member: &str) -> String {
    member.replace('~', "~0").replace('/', "~1")
}
