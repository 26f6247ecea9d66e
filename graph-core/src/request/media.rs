//! Requests that read and replace bytes.

use bytes::Bytes;
use http::Method;
use http::header::{CONTENT_TYPE, HeaderValue};

use super::{Accept, Request, Target};
use crate::address::Media;
use crate::context::OperationContext;
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::redact::excerpt;

impl Request {
    /// Creates a `GET` request that reads bytes.
    pub(crate) fn download(media: &Media) -> Result<Self, Error> {
        Self::to_media(Method::GET, "download", media).map(Self::into_download)
    }

    /// Converts the request to one that reads bytes.
    pub(crate) fn into_download(self) -> Self {
        Self { accept: Accept::Media, ..self }
    }

    /// Creates a `PUT` request that replaces bytes.
    pub(crate) fn upload(media: &Media, bytes: Bytes) -> Result<Self, Error> {
        let request = Self { body: bytes, ..Self::to_media(Method::PUT, "upload", media)? };
        Ok(request.with_content_type("application/octet-stream"))
    }

    /// Sets the `Content-Type` of the body.
    pub(crate) fn with_content_type(mut self, content_type: &str) -> Self {
        match HeaderValue::try_from(content_type) {
            Ok(value) => {
                self.custom.headers.insert(CONTENT_TYPE, value);
            }
            Err(_) => self.custom.reject("the content type contains a character that a header cannot have"),
        }
        self
    }

    fn to_media(method: Method, operation: &'static str, media: &Media) -> Result<Self, Error> {
        let context = OperationContext::entity(operation, media.descriptor(), media.template());
        let mut target = Target::path(media.descriptor().version(), media.path(), context)?;
        target.push_segment(media.segment().map_err(|name| property_name_error(name).with_context(context))?);
        Ok(Self::to(method, target, context))
    }
}

#[cold]
fn property_name_error(name: &str) -> Error {
    let message = format!(
        "`{}` is not the name of a property; expected letters, digits and `_`, such as `content`, so nothing was sent",
        excerpt(name, MAX_NAME)
    );
    Error::new(ErrorKind::Request, message)
}

const MAX_NAME: usize = 60;
