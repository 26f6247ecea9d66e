use std::collections::VecDeque;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::request::Parts;
use http::{Method, StatusCode};
use serde_json::Value;

use crate::error::Reason;

/// What one request gets, instead of or on top of what the sandbox would do.
///
/// [`Sandbox::script`](crate::Sandbox::script) queues answers. Each request takes the first one in the queue that is
/// for it; with none, it is served.
///
/// ```
/// use std::time::Duration;
/// use graph_sandbox::Answer;
///
/// let script = [
///     Answer::error(429, "TooManyRequests", "Slow down.").header("Retry-After", "2"),
///     Answer::cut_connection(),              // neither performed nor answered
///     Answer::pass().lose(),                 // performed, but not answered
///     Answer::pass().cut_after(20),          // performed, and answered with 20 bytes of the body
///     Answer::pass().delay(Duration::from_secs(5)).for_method("PATCH"),
/// ];
/// # assert_eq!(script.len(), 5);
/// ```
#[derive(Debug, Clone)]
#[must_use = "an answer is given only after `Sandbox::script` took it"]
pub struct Answer {
    pub(crate) act: Act,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) delay: Option<Duration>,
    pub(crate) cut: Option<Cut>,
    method: Option<Method>,
    path: Option<String>,
    fault: Option<String>,
}

/// What is done with the request.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// What the sandbox does without a script.
    Serve,
    /// Nothing; the answer is this.
    Reply(StatusCode, Reply),
    /// Nothing.
    Cut,
}

#[derive(Debug, Clone)]
pub(crate) enum Reply {
    Body(Bytes),
    /// A Graph error, which names the request.
    Error {
        code: String,
        message: String,
    },
}

/// Where the connection ends.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Cut {
    BeforeAnswer,
    /// After so many bytes of the body.
    WithinBody(usize),
}

impl Answer {
    /// Serves the request as usual.
    pub fn pass() -> Self {
        Self::new(Act::Serve)
    }

    /// Answers with a status and an empty body, without doing what the request asks.
    pub fn status(status: u16) -> Self {
        match StatusCode::from_u16(status) {
            Ok(code) if !code.is_informational() => Self::new(Act::Reply(code, Reply::Body(Bytes::new()))),
            _ => Self::pass().refuse(format!("{status} is not the status of a final answer")),
        }
    }

    /// Answers with an error in Graph's shape, without doing what the request asks.
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        let mut answer = Self::status(status);
        if let Act::Reply(_, reply) = &mut answer.act {
            *reply = Reply::Error { code: code.to_owned(), message: message.to_owned() };
        }
        answer
    }

    /// Closes the connection once the request was read, without doing what it asks and without a byte of an answer.
    pub fn cut_connection() -> Self {
        Self::new(Act::Cut)
    }

    /// Sets a header of the answer, in the place of one of the same name that the sandbox would send or that was set.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(value)) => {
                self.headers.push((name, value));
                self
            }
            _ => self.refuse(format!("`{name}: {}` is not a header", value.escape_debug())),
        }
    }

    /// Sets the body, of any kind, of an answer that was started with [`status`](Self::status).
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        if let Act::Reply(_, reply) = &mut self.act {
            *reply = Reply::Body(body.into());
            return self;
        }
        self.refuse("only an answer that was started with `Answer::status` has a body of its own".to_owned())
    }

    /// Sets a JSON body, of an answer that was started with [`status`](Self::status).
    pub fn json(self, body: &Value) -> Self {
        self.body(body.to_string()).header(CONTENT_TYPE.as_str(), "application/json")
    }

    /// Waits before anything is done, on tokio's clock.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = Some(delay);
        self
    }

    /// Closes the connection when so many bytes of the body are sent. A body that is no longer than that comes whole.
    pub fn cut_after(mut self, bytes: usize) -> Self {
        self.cut = Some(Cut::WithinBody(bytes));
        self
    }

    /// Closes the connection instead of sending the answer: what the request asked for is done, and nobody is told.
    pub fn lose(mut self) -> Self {
        self.cut = Some(Cut::BeforeAnswer);
        self
    }

    /// Keeps the answer for a request with this method.
    pub fn for_method(mut self, method: &str) -> Self {
        match method.parse() {
            Ok(method) => {
                self.method = Some(method);
                self
            }
            Err(_) => self.refuse(format!("`{}` is not a method", method.escape_debug())),
        }
    }

    /// Keeps the answer for a request with this path: with the version, percent-encoded as it is sent.
    pub fn for_path(mut self, path: &str) -> Self {
        self.path = Some(path.to_owned());
        self
    }

    fn new(act: Act) -> Self {
        Self { act, headers: Vec::new(), delay: None, cut: None, method: None, path: None, fault: None }
    }

    /// Keeps the first fault for [`Sandbox::script`](crate::Sandbox::script) to report.
    fn refuse(mut self, fault: String) -> Self {
        self.fault.get_or_insert(fault);
        self
    }

    fn is_for(&self, request: &Parts) -> bool {
        self.method.as_ref().is_none_or(|method| *method == request.method)
            && self.path.as_ref().is_none_or(|path| *path == request.uri.path())
    }
}

/// The answers that are still to be given.
#[derive(Debug, Default)]
pub(crate) struct Script(VecDeque<Answer>);

impl Script {
    /// Queues all of the answers, or none.
    ///
    /// # Errors
    /// When one of them cannot be sent.
    pub(crate) fn extend(&mut self, answers: Vec<Answer>) -> Result<(), Reason> {
        if let Some(fault) = answers.iter().find_map(|answer| answer.fault.clone()) {
            return Err(Reason::Script(fault));
        }
        self.0.extend(answers);
        Ok(())
    }

    /// Takes the first answer that is for this request.
    pub(crate) fn take(&mut self, request: &Parts) -> Option<Answer> {
        let index = self.0.iter().position(|answer| answer.is_for(request))?;
        self.0.remove(index)
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}
