use serde_json::{Map, Value};

/// One entry of `details` in a service's error.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ErrorDetail {
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
    pub(super) target: Option<String>,
}

impl ErrorDetail {
    /// The code of this detail.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The text for a person.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// What the detail is about, for example a property.
    pub fn target(&self) -> Option<&str> {
        self.target.as_deref()
    }
}

/// One level of `innerError` in a service's error; deeper levels are more specific.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct InnerError {
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
    pub(super) date: Option<String>,
    pub(super) request_id: Option<String>,
    pub(super) client_request_id: Option<String>,
    pub(super) additional: Map<String, Value>,
    pub(super) inner: Option<Box<InnerError>>,
}

impl InnerError {
    /// The code of this level.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The text for a person.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// When it happened, as the service wrote it.
    pub fn date(&self) -> Option<&str> {
        self.date.as_deref()
    }

    /// The service's id of the request.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The client's id of the request.
    pub fn client_request_id(&self) -> Option<&str> {
        self.client_request_id.as_deref()
    }

    /// The members that have no method of their own, as they came.
    pub fn additional(&self) -> &Map<String, Value> {
        &self.additional
    }

    /// The next level.
    pub fn inner(&self) -> Option<&InnerError> {
        self.inner.as_deref()
    }
}
