//! Bodies with URLs of other entities, which depend on the endpoint of the client that sends them.

use bytes::Bytes;

use crate::address::Address;
use crate::error::Error;
use crate::json_text::Writer;
use crate::update::BoundLinks;

/// The parts of a body with links.
#[derive(Clone)]
pub(super) struct RequestLinks {
    /// The JSON text in front of the links.
    pub(super) json: String,
    pub(super) links: Links,
}

#[derive(Clone)]
pub(super) enum Links {
    /// `members@odata.bind` of an update or a creation.
    Properties(Vec<BoundLinks>),
    /// `@odata.id` of a request to `$ref`.
    Reference(BoundLinks),
}

impl RequestLinks {
    /// Returns the body; `base` is the URL in front of the version.
    pub(super) fn body(&self, base: &str) -> Bytes {
        let mut json = Writer::starting(&self.json, 128);
        match &self.links {
            Links::Properties(links) => links.iter().for_each(|links| links.write(base, &mut json)),
            Links::Reference(link) => {
                json.name("@odata.id");
                link.write_value(base, &mut json);
            }
        }
        json.raw("}");
        Bytes::from(json.into_string())
    }
}

/// The parts of a request to `$ref`.
pub(crate) struct LinkTo<'a, S> {
    pub(crate) source: &'a Address<S>,
    /// The wire name of the navigation property.
    pub(crate) navigation: &'static str,
    /// The key of the entity to unlink, percent-encoded.
    pub(crate) key: Option<Result<String, Error>>,
    /// The entity to link.
    pub(crate) target: Option<BoundLinks>,
}
