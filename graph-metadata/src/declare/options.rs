//! The input of a generation: options, requested types and their paths.

use std::collections::BTreeSet;

/// Options of the generation.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
#[expect(clippy::struct_excessive_bools, reason = "each is an independent option")]
pub struct Options {
    /// Whether every property can be absent.
    ///
    /// If true, absent, null and a value are three different states. If false, a property that the metadata marks as
    /// non-nullable is required. Defaults to false.
    pub partial: bool,
    /// Whether the types that the requested types use are declared. Defaults to false.
    pub with_dependencies: bool,
    /// Whether the types belong to the beta API. Defaults to false.
    pub is_beta: bool,
    /// Whether navigation properties without containment get a property that sets the reference, such as
    /// `manager@odata.bind`. Defaults to true.
    pub bind_properties: bool,
    /// Whether resources declare the navigation properties and base types that are declared with a path, too: `links(..)` and
    /// `base = ..`. Defaults to false.
    ///
    /// These navigation properties have no property that sets the reference. The declaration of a resource then depends on the
    /// other declared resources.
    pub links: bool,
    /// The actions and functions that are declared for the types with paths. Defaults to none.
    ///
    /// With [`with_dependencies`](Self::with_dependencies), the types of their parameters and results are declared, too.
    pub operations: RequestedOperations,
    /// Whether derived types are declared. Defaults to true.
    ///
    /// The types derived from a requested abstract entity type become resources with its paths, because an update of one
    /// must contain its type. With [`with_dependencies`](Self::with_dependencies), the types derived from any requested type
    /// and their union are declared.
    pub derived_types: bool,
    /// Whether a requested type with derived types is declared as a union at its paths. Defaults to false.
    ///
    /// Entities of the derived types can then be read at these paths, alone and in collections. The declaration of the type
    /// itself has no path.
    pub readable_unions: bool,
    /// Whether updates can set every property, including keys and computed properties. Defaults to false.
    ///
    /// Some documented requests set them; services ignore or reject them. The field of a key `id` is then called `sent_id`.
    pub all_writable: bool,
    /// Whether items of collections are nullable if the file does not state it.
    ///
    /// They are declared as `Vec<Option<_>>`. Defaults to true.
    ///
    /// CSDL has no default, and a single null makes an entity unreadable if its declaration has no value for it. If false,
    /// items can only be null with `Nullable="true"`.
    pub nullable_items: bool,
    /// The largest number of paths that are found for a type without given paths. Defaults to 1.
    pub max_paths: usize,
    /// Navigation properties whose values are part of the entity. Each item is the qualified name of the declaring type
    /// and the name of the property.
    pub inline_navigation_properties: BTreeSet<(String, String)>,
    /// Navigation properties that reads expand. Each item is the qualified name of the declaring type and the name of the
    /// property.
    pub expanded_navigation_properties: BTreeSet<(String, String)>,
    /// Types whose reads send no `$select`, by qualified name.
    pub select_all_types: BTreeSet<String>,
    /// Additional members. Each item is the qualified name of the type and the name of the member.
    ///
    /// Examples are annotations such as `@odata.etag`, streams, and references such as `manager@odata.bind` if
    /// [`bind_properties`](Self::bind_properties) is false. A member that is not a known reference can be any JSON value.
    pub extra_members: BTreeSet<(String, String)>,
    /// Properties that can be null although the file marks them as non-nullable. Each item is the qualified name of the
    /// declaring type and the name of the property. The items of a collection can then be null, too.
    pub nullable_properties: BTreeSet<(String, String)>,
    /// Abstract types that are sent as `@odata.type`, by qualified name. No value has exactly such a type.
    ///
    /// Some documented bodies contain them.
    pub tagged_types: BTreeSet<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            partial: false,
            with_dependencies: false,
            is_beta: false,
            bind_properties: true,
            links: false,
            operations: RequestedOperations::None,
            derived_types: true,
            readable_unions: false,
            all_writable: false,
            nullable_items: true,
            max_paths: 1,
            inline_navigation_properties: BTreeSet::new(),
            expanded_navigation_properties: BTreeSet::new(),
            select_all_types: BTreeSet::new(),
            extra_members: BTreeSet::new(),
            nullable_properties: BTreeSet::new(),
            tagged_types: BTreeSet::new(),
        }
    }
}

impl Options {
    /// Returns whether the values of a navigation property are part of the entity.
    pub(crate) fn is_inline(&self, declaring: &str, member: &str) -> bool {
        contains(&self.inline_navigation_properties, declaring, member) || self.is_expanded(declaring, member)
    }

    /// Returns whether reads expand a navigation property.
    pub(crate) fn is_expanded(&self, declaring: &str, member: &str) -> bool {
        contains(&self.expanded_navigation_properties, declaring, member)
    }

    /// Returns whether a property can be null whatever the file states.
    pub(crate) fn is_nullable(&self, declaring: &str, member: &str) -> bool {
        contains(&self.nullable_properties, declaring, member)
    }

    /// Returns whether a type has an additional member with that name.
    pub(crate) fn has_extra_member(&self, of: &str, member: &str) -> bool {
        contains(&self.extra_members, of, member)
    }

    /// Returns the additional members of a type.
    pub(crate) fn extra_members_of(&self, of: &str) -> impl Iterator<Item = &str> {
        let of = of.to_owned();
        self.extra_members.iter().filter(move |(owner, _)| *owner == of).map(|(_, member)| member.as_str())
    }
}

/// Which actions and functions are declared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum RequestedOperations {
    /// None.
    #[default]
    None,
    /// All that are called on a declared type with a path, or on a collection of its entities.
    All,
    /// Those with one of these names, such as `wipe`.
    Named(BTreeSet<String>),
}

impl RequestedOperations {
    /// Returns whether an operation is declared; `name` is without the namespace.
    pub(crate) fn includes(&self, name: &str) -> bool {
        match self {
            Self::None => false,
            Self::All => true,
            Self::Named(names) => names.contains(name),
        }
    }
}

fn contains(members: &BTreeSet<(String, String)>, of: &str, member: &str) -> bool {
    !members.is_empty() && members.contains(&(of.to_owned(), member.to_owned()))
}

/// A type whose declaration is requested.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequestedType {
    /// The name, in a form that [`Model::find`](crate::Model::find) accepts.
    pub type_name: String,
    /// The paths. If there are none, the shortest ones of the model are used.
    pub paths: Vec<NamedPath>,
}

impl RequestedType {
    /// Creates a request without paths.
    pub fn new(type_name: impl Into<String>) -> Self {
        Self { type_name: type_name.into(), paths: Vec::new() }
    }

    /// Adds a path.
    #[must_use]
    pub fn with_path(mut self, path: NamedPath) -> Self {
        self.paths.push(path);
        self
    }
}

/// A path of a resource.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct NamedPath {
    /// The name of the path, as in `paths(me = "/me")`.
    ///
    /// The first path of a type has no name. A further path without a name gets one from its segments.
    pub name: Option<String>,
    /// The template.
    pub template: String,
}

impl NamedPath {
    /// Creates a path without a name.
    pub fn new(template: impl Into<String>) -> Self {
        Self { name: None, template: template.into() }
    }

    /// Creates a path with a name, which must be an identifier.
    pub fn named(name: impl Into<String>, template: impl Into<String>) -> Self {
        Self { name: Some(name.into()), template: template.into() }
    }
}
