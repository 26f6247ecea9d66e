//! Names of headers that few services besides Microsoft Graph use.

use http::HeaderName;

pub(crate) static CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");
pub(crate) static CONSISTENCY_LEVEL: HeaderName = HeaderName::from_static("consistencylevel");
pub(crate) static DEPRECATION: HeaderName = HeaderName::from_static("deprecation");
pub(crate) static DIAGNOSTIC: HeaderName = HeaderName::from_static("x-ms-ags-diagnostic");
pub(crate) static PREFER: HeaderName = HeaderName::from_static("prefer");
pub(crate) static REQUEST_ID: HeaderName = HeaderName::from_static("request-id");
pub(crate) static RETRY_AFTER_MS: HeaderName = HeaderName::from_static("retry-after-ms");
/// The number of the retry, counted from 1, as Microsoft's own clients send it
/// ([design](https://github.com/microsoftgraph/msgraph-sdk-design/blob/master/middleware/RetryHandler.md)).
pub(crate) static RETRY_ATTEMPT: HeaderName = HeaderName::from_static("retry-attempt");
pub(crate) static SUNSET: HeaderName = HeaderName::from_static("sunset");
pub(crate) static X_MS_RETRY_AFTER_MS: HeaderName = HeaderName::from_static("x-ms-retry-after-ms");
