//! Builds the URLs of requests.

use bytes::Bytes;
use http::uri::{PathAndQuery, Uri};
use url::Url;

use super::Target;
use crate::context::OperationContext;
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::origin::Origin;

/// The endpoint of a client, parsed once.
#[derive(Debug)]
pub(crate) struct Endpoint {
    origin: Origin,
    /// The path of the endpoint without its last slash. It is empty for the clouds of Microsoft.
    prefix: Box<str>,
}

/// The maximum length of a path with its query in [`http::Uri`].
const MAX_PATH: usize = (u16::MAX - 1) as usize;

impl Endpoint {
    pub(crate) fn parse(endpoint: &str) -> Result<Self, Error> {
        let url = Url::parse(endpoint)
            .map_err(|error| Error::new(ErrorKind::Configuration, format!("the endpoint is not a URL: {error}")))?;
        Ok(Self { origin: Origin::from_url(&url)?, prefix: url.path().trim_end_matches('/').into() })
    }

    pub(crate) fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Returns the URL of the endpoint, without a slash at its end.
    pub(super) fn url(&self) -> String {
        format!("{}://{}{}", self.origin.scheme(), self.origin.authority(), self.prefix)
    }

    /// Returns the URL of a request.
    ///
    /// # Errors
    /// When it is not within the origin, too long, or cannot be sent.
    pub(super) fn uri(&self, target: Target, context: OperationContext) -> Result<Uri, Error> {
        let path = match target {
            Target::Path { text, .. } if self.prefix.is_empty() => text,
            Target::Path { text, .. } => [&*self.prefix, &*text].concat(),
            Target::Url(link) if !self.origin.allows(&link.url) => {
                return Err(self.other_origin_error(&self.origin.describe_other(&link.url)));
            }
            Target::Url(link) => {
                let with_query = |query: &str| [link.url.path(), "?", query].concat();
                // `http` accepts UTF-8, which the transport would have to encode
                let can_be_sent = |path: &String| path.is_ascii() && path.parse::<PathAndQuery>().is_ok();
                let exact = link.query.as_deref().map(with_query).filter(can_be_sent);
                exact.or_else(|| link.url.query().map(with_query)).unwrap_or_else(|| link.url.path().to_owned())
            }
        };
        if path.len() > MAX_PATH {
            return Err(too_long_error(path.len(), context));
        }
        let error = || Error::new(ErrorKind::Request, "the URL contains a character that cannot be sent");
        let mut parts = http::uri::Parts::default();
        parts.scheme = Some(self.origin.scheme().clone());
        parts.authority = Some(self.origin.authority().clone());
        parts.path_and_query = Some(PathAndQuery::from_maybe_shared(Bytes::from(path)).map_err(|_| error())?);
        Uri::from_parts(parts).map_err(|_| error())
    }

    #[cold]
    pub(super) fn other_origin_error(&self, other: &str) -> Error {
        let own = &self.origin;
        let message = format!(
            "the URL has another origin ({other}) than this client's `{}://{}`, so nothing was sent",
            own.scheme(),
            own.authority()
        );
        Error::new(ErrorKind::Origin, message)
    }
}

/// Creates an error with the lengths and the path template. The values are private.
#[cold]
fn too_long_error(length: usize, context: OperationContext) -> Error {
    let address =
        context.url_template().map_or_else(|| "the URL".to_owned(), |template| format!("the address `{template}`"));
    let message = format!("{address} is too long: {length} bytes with its values, but at most {MAX_PATH} can be sent");
    Error::new(ErrorKind::Request, message)
}
