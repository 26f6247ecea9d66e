//! References to other entities in an update or a creation: `members@odata.bind`.

use super::error::{UpdateError, UpdateErrorKind};
use crate::address::{IntoReference, ReferenceTarget};
use crate::json_text::{ReadError, ReadErrorKind, Reader, Writer};
use crate::schema::{LinkDescriptor, Version};

/// Entities for a setter `bind_..` of a collection-valued navigation property: an array, a `Vec` or an iterator of addresses or references.
///
/// This trait is sealed: only this crate implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be linked as a collection of `{T}`",
    label = "expected a collection of addresses",
    note = "give the addresses of the entities: `[User::at(id)]`, or for several types `[User::at(u).reference(), Device::at(d).reference()]`"
)]
pub trait IntoReferences<T> {
    #[doc(hidden)]
    fn __into_references(self) -> Vec<ReferenceTargets>;
}

/// Hides where a reference points to.
#[doc(hidden)]
#[derive(Debug)]
pub struct ReferenceTargets(ReferenceTarget);

#[diagnostic::do_not_recommend]
impl<T, I: IntoIterator<Item: IntoReference<T>>> IntoReferences<T> for I {
    fn __into_references(self) -> Vec<ReferenceTargets> {
        self.into_iter().map(|item| ReferenceTargets(item.__into_reference().target)).collect()
    }
}

/// The most entities that one request can link.
///
/// Source: [Add members](https://learn.microsoft.com/graph/api/group-post-members): up to 20 in one request.
const MAX_LINKS: usize = 20;

/// The references of one navigation property.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct BoundLinks {
    /// The wire name of the navigation property.
    pub(crate) name: &'static str,
    targets: Targets,
}

#[derive(Debug, Clone, PartialEq)]
enum Targets {
    One(ReferenceTarget),
    Many(Vec<ReferenceTarget>),
}

impl BoundLinks {
    pub(crate) fn one<T>(name: &'static str, target: impl IntoReference<T>) -> Self {
        Self { name, targets: Targets::One(target.__into_reference().target) }
    }

    pub(super) fn many(name: &'static str, targets: Vec<ReferenceTargets>) -> Self {
        Self { name, targets: Targets::Many(targets.into_iter().map(|target| target.0).collect()) }
    }

    /// Reads the value that [`write_value`](Self::write_value) wrote with an empty base.
    pub(super) fn read(link: &'static LinkDescriptor, json: &mut Reader<'_>) -> Result<Self, ReadError> {
        let targets = if link.is_collection() {
            let mut targets = Vec::new();
            let mut first = true;
            json.open(b'[', "an array of links")?;
            while json.element(&mut first)? {
                targets.push(read_target(json)?);
            }
            Targets::Many(targets)
        } else {
            Targets::One(read_target(json)?)
        };
        Ok(Self { name: link.name(), targets })
    }

    pub(crate) fn check(&self) -> Result<(), UpdateError> {
        let targets = self.targets();
        if targets.len() > MAX_LINKS {
            return Err(UpdateError::new(
                self.name,
                UpdateErrorKind::TooManyLinks { count: targets.len(), limit: MAX_LINKS },
            ));
        }
        let invalid = targets.iter().find_map(|target| target.path.as_ref().err());
        invalid.map_or(Ok(()), |error| Err(UpdateError::new(self.name, UpdateErrorKind::Link(error.clone()))))
    }

    fn targets(&self) -> &[ReferenceTarget] {
        match &self.targets {
            Targets::One(target) => std::slice::from_ref(target),
            Targets::Many(targets) => targets,
        }
    }

    /// Writes the member `members@odata.bind`. URLs start with `base`, the URL in front of the version.
    ///
    /// Source: [OData JSON format 4.01, section 8.5](https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_BindOperation).
    pub(crate) fn write(&self, base: &str, json: &mut Writer) {
        json.name(&[self.name, BIND_SUFFIX].concat());
        self.write_value(base, json);
    }

    /// Writes the URL, or the array of URLs.
    pub(crate) fn write_value(&self, base: &str, json: &mut Writer) {
        match &self.targets {
            Targets::One(target) => json.string(&url(base, target)),
            Targets::Many(targets) => {
                json.raw("[");
                for (index, target) in targets.iter().enumerate() {
                    if index > 0 {
                        json.raw(",");
                    }
                    json.string(&url(base, target));
                }
                json.raw("]");
            }
        }
    }
}

fn url(base: &str, target: &ReferenceTarget) -> String {
    let path = target.path.as_deref().unwrap_or_default();
    [base, "/", target.version.as_str(), path].concat()
}

fn read_target(json: &mut Reader<'_>) -> Result<ReferenceTarget, ReadError> {
    let at = json.position();
    let text = json.string("a link")?;
    let error = || ReadError::new(ReadErrorKind::Format("a path with its version, such as `/v1.0/users/1`"), at);
    let (version, path) = [Version::V1, Version::Beta]
        .into_iter()
        .find_map(|version| Some((version, text.strip_prefix('/')?.strip_prefix(version.as_str())?)))
        .ok_or_else(error)?;
    let is_safe = |segment: &str| {
        !matches!(segment, "" | "." | "..")
            && segment.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'?' | b'#' | b'\\' | b'"'))
    };
    let segments = path.strip_prefix('/').ok_or_else(error)?;
    if !segments.split('/').all(is_safe) {
        return Err(error());
    }
    Ok(ReferenceTarget { version, path: Ok(path.to_owned()), ends_with_key: false })
}

/// What follows the name of a navigation property in the name of its references.
pub(super) const BIND_SUFFIX: &str = "@odata.bind";
