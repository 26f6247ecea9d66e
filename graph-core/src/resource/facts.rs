use std::fmt;

use crate::address::PathTemplate;
use crate::value::TypeFacts;

/// What a declaration says about a type, in static memory.
#[derive(Debug)]
pub struct Facts {
    #[doc(hidden)]
    pub __opening: &'static str,
    #[doc(hidden)]
    pub __odata_type: &'static str,
    #[doc(hidden)]
    pub __version: Version,
    #[doc(hidden)]
    pub __paths: &'static [PathTemplate],
    #[doc(hidden)]
    pub __properties: &'static [Property],
    #[doc(hidden)]
    pub __open: bool,
}

impl Facts {
    /// The OData type as `@odata.type` carries it, for example `#microsoft.graph.deviceConfigurationUserStatus`.
    pub fn odata_type(&self) -> &'static str {
        self.__odata_type
    }

    /// The last part of the OData type, for example `deviceConfigurationUserStatus`.
    pub fn name(&self) -> &'static str {
        self.__odata_type.rsplit(['.', '#']).next().unwrap_or(self.__odata_type)
    }

    /// The API version that the resource belongs to.
    pub fn version(&self) -> Version {
        self.__version
    }

    /// Whether `@odata.type` is sent in an update.
    pub fn tag(&self) -> Tag {
        if self.__opening.len() > 1 { Tag::Always } else { Tag::Never }
    }

    /// The paths that lead to the resource: `path = ".."` first, then the named ones in the order of declaration.
    pub fn paths(&self) -> &'static [PathTemplate] {
        self.__paths
    }

    /// The properties in the order of declaration.
    pub fn properties(&self) -> &'static [Property] {
        self.__properties
    }

    /// Whether values may hold members that are not declared: the type has a field under `#[graph(additional)]`.
    pub fn is_open(&self) -> bool {
        self.__open
    }

    /// The text that every JSON object of this type starts with: `{` or `{"@odata.type":"…"`.
    pub(crate) fn opening(&self) -> &'static str {
        self.__opening
    }
}

/// What a declaration says about one property.
#[derive(Debug)]
pub struct Property {
    #[doc(hidden)]
    pub __member: &'static str,
    #[doc(hidden)]
    pub __type: &'static TypeFacts,
    #[doc(hidden)]
    pub __access: Access,
    #[doc(hidden)]
    pub __never_null: bool,
}

impl Property {
    /// The name on the wire, for example `lastUpdateDateTime`.
    pub fn name(&self) -> &'static str {
        // `,"name":` without its punctuation
        self.__member.get(2..self.__member.len() - 2).unwrap_or("")
    }

    /// The Edm type, and whether `null` is a value of it.
    pub fn type_facts(&self) -> &'static TypeFacts {
        self.__type
    }

    /// Who may write it.
    pub fn access(&self) -> Access {
        self.__access
    }

    /// Whether null is a value of it: not under `#[graph(optional)]`, although the type is an `Option`.
    pub fn is_nullable(&self) -> bool {
        self.__type.nullable && !self.__never_null
    }

    /// Whether a response must hold it.
    pub fn is_required(&self) -> bool {
        !self.__type.optional
    }

    /// The text `,"name":`.
    pub(crate) fn member(&self) -> &'static str {
        self.__member
    }
}

/// Who may write a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Access {
    /// An update may set it.
    Writable,
    /// The service computes it: `#[graph(read_only)]`.
    ReadOnly,
    /// It identifies the entity: `#[graph(key)]`.
    Key,
}

/// Whether `@odata.type` is sent in an update of the resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Tag {
    /// First in every body, the default.
    Always,
    /// Not at all: `tag = never`.
    Never,
}

/// A version of the Microsoft Graph API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Version {
    /// `v1.0`, the default.
    V1,
    /// `beta`.
    Beta,
}

impl Version {
    /// The first segment of the path: `v1.0` or `beta`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V1 => "v1.0",
            Self::Beta => "beta",
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
