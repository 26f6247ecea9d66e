use super::info::ResponseInfo;

/// The result of a successful deletion.
///
/// The service reported success, or it reported that the entity does not exist after an attempt whose outcome is unknown.
#[derive(Debug, Clone, PartialEq)]
pub struct Deleted {
    info: ResponseInfo,
}

impl Deleted {
    pub(crate) fn new(info: ResponseInfo) -> Self {
        Self { info }
    }

    /// Returns whether the service itself reported the deletion, or, with status 202, that it accepted it.
    ///
    /// If it is `false`, the response to an earlier attempt was lost, and the service responded to a later one that the entity does
    /// not exist. Another client may have deleted it.
    pub fn is_reported(&self) -> bool {
        self.info.status().is_success()
    }

    /// Returns the metadata of the response.
    pub fn info(&self) -> &ResponseInfo {
        &self.info
    }
}
