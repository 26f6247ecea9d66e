//! The keys of entities and collections.

use graph_core::schema::Version;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// The version and the decoded segments of the path of an entity or a collection, without casts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct EntityKey {
    pub(super) version: Version,
    pub(super) segments: Vec<String>,
}

impl EntityKey {
    pub(crate) fn version(&self) -> Version {
        self.version
    }

    /// Returns the last segment: the id of an entity in a collection.
    pub(crate) fn id(&self) -> &str {
        self.segments.last().map_or("", String::as_str)
    }

    /// Returns the key of an entity in the collection with this key.
    pub(crate) fn child(&self, id: &str) -> Self {
        let mut segments = self.segments.clone();
        segments.push(id.to_owned());
        Self { version: self.version, segments }
    }

    /// Returns whether the path is below another one.
    pub(crate) fn is_below(&self, other: &Self) -> bool {
        self.version == other.version
            && self.segments.len() > other.segments.len()
            && self.segments.starts_with(&other.segments)
    }

    /// Returns the percent-encoded path with the version, such as `/v1.0/users/1`.
    pub(crate) fn path(&self) -> String {
        format!("/{}{}", self.version, self.path_in_version())
    }

    /// Returns the percent-encoded path without the version, such as `/users/1`.
    pub(crate) fn path_in_version(&self) -> String {
        let mut path = String::new();
        for segment in &self.segments {
            path.push('/');
            path.extend(utf8_percent_encode(segment, PATH_SEGMENT));
        }
        path
    }

    /// Returns the key without its last segment: the collection of an entity, if it is in one.
    pub(crate) fn parent(&self) -> Option<Self> {
        let (_, segments) = self.segments.split_last()?;
        Some(Self { version: self.version, segments: segments.to_vec() })
    }
}

/// The characters of a key that are encoded in a fragment.
pub(super) const CONTEXT_KEY: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'/').add(b'<').add(b'>').add(b'`');

/// The characters of a segment that are encoded in a path.
const PATH_SEGMENT: &AsciiSet =
    &CONTEXT_KEY.add(b'?').add(b'[').add(b'\\').add(b']').add(b'^').add(b'{').add(b'|').add(b'}');
