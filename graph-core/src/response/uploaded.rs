use bytes::Bytes;

use super::info::ResponseInfo;

/// The result of a successful upload.
///
/// Services respond with nothing, or with the entity that has the bytes: a drive item, for example.
#[derive(Clone, PartialEq)]
pub struct Uploaded {
    info: ResponseInfo,
    body: Bytes,
}

impl Uploaded {
    pub(crate) fn new(info: ResponseInfo, body: Bytes) -> Self {
        Self { info, body }
    }

    /// Returns the body of the response, which may be empty.
    ///
    /// [`json::from_slice`](crate::json::from_slice) reads an entity from it.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the metadata of the response.
    pub fn info(&self) -> &ResponseInfo {
        &self.info
    }
}

/// Shows the size of the body only.
impl std::fmt::Debug for Uploaded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Uploaded").field("info", &self.info).field("body_bytes", &self.body.len()).finish()
    }
}
