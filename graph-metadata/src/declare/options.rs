//! What is asked for.

use std::collections::BTreeSet;

/// How types are declared.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub struct Options {
    /// Every property may be absent, and absent, null and value are three things. Else the types say what is usual: a
    /// property that the metadata calls non-nullable is there.
    pub partial: bool,
    /// Declares all types that the asked ones reach.
    pub with_dependencies: bool,
    /// The types belong to the beta API.
    pub is_beta: bool,
    /// For navigation properties that are not contained, a property that sets the reference: `manager@odata.bind`.
    pub binds: bool,
    /// Declares the types that are derived from an abstract entity type, as resources on its paths: an update of one must
    /// name its type. With the dependencies, declares the types that are derived from any of the asked ones, and the union
    /// of them.
    pub derived: bool,
    /// Updates may set every property, even the key and what the service computes. Documented requests do that now and
    /// then; services ignore or refuse it.
    pub all_writable: bool,
    /// Elements of a collection may be null where the file does not say whether they may: `Vec<Option<_>>`. The standard
    /// has no default for this, and one null makes an entity unreadable whose declaration has no place for it. If false,
    /// only `Nullable="true"` makes them nullable.
    pub null_elements: bool,
    /// How many paths are declared of a type for which none are given.
    pub paths: usize,
    /// Navigation properties whose values stand in the entity: the qualified name of the type that defines the
    /// property, and the property.
    pub inline: BTreeSet<(String, String)>,
    /// Members that would not be declared: annotations such as `@odata.etag`, streams, and references such as
    /// `manager@odata.bind` where [`binds`](Self::binds) is off. The qualified name of the type that has the member, and
    /// the member. What is not known to be a reference may be any JSON value.
    pub members: BTreeSet<(String, String)>,
    /// Properties that have null among their values although the file says that they have not: the qualified name of the
    /// type that defines the property, and the property. Of a collection, the elements may be null, too.
    pub nullable: BTreeSet<(String, String)>,
    /// Abstract types that are sent as `@odata.type` although no value is of exactly this type, by their qualified names.
    /// Documented bodies name them now and then.
    pub tagged: BTreeSet<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            partial: false,
            with_dependencies: false,
            is_beta: false,
            binds: true,
            derived: true,
            all_writable: false,
            null_elements: true,
            paths: 1,
            inline: BTreeSet::new(),
            members: BTreeSet::new(),
            nullable: BTreeSet::new(),
            tagged: BTreeSet::new(),
        }
    }
}

impl Options {
    /// Whether the values of a navigation property stand in the entity.
    pub(crate) fn is_inline(&self, owner: &str, member: &str) -> bool {
        !self.inline.is_empty() && self.inline.contains(&(owner.to_owned(), member.to_owned()))
    }

    /// Whether a property has null among its values whatever the file says.
    pub(crate) fn is_nullable(&self, owner: &str, member: &str) -> bool {
        !self.nullable.is_empty() && self.nullable.contains(&(owner.to_owned(), member.to_owned()))
    }

    /// Whether a type has a member that would not be declared.
    pub(crate) fn has_member(&self, of: &str, member: &str) -> bool {
        !self.members.is_empty() && self.members.contains(&(of.to_owned(), member.to_owned()))
    }

    /// The members of a type that would not be declared.
    pub(crate) fn members_of(&self, of: &str) -> impl Iterator<Item = &str> {
        let of = of.to_owned();
        self.members.iter().filter(move |(owner, _)| *owner == of).map(|(_, member)| member.as_str())
    }
}

/// A type to declare.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Root {
    /// Its name, as [`Model::find`](crate::Model::find) takes it.
    pub type_name: String,
    /// Its paths; if none are given, the model is searched for the shortest.
    pub paths: Vec<NamedPath>,
}

impl Root {
    /// A type whose paths are found by walking.
    pub fn new(type_name: impl Into<String>) -> Self {
        Self { type_name: type_name.into(), paths: Vec::new() }
    }

    /// With one more path.
    #[must_use]
    pub fn at(mut self, path: NamedPath) -> Self {
        self.paths.push(path);
        self
    }
}

/// A path of a resource.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct NamedPath {
    /// The name of a further path, as in `paths(me = "/me")`; the first path of a type has none, and a further one
    /// without a name gets one from its segments.
    pub name: Option<String>,
    /// The template.
    pub template: String,
}

impl NamedPath {
    /// A path without a name.
    pub fn new(template: impl Into<String>) -> Self {
        Self { name: None, template: template.into() }
    }

    /// A path with a name: an identifier.
    pub fn named(name: impl Into<String>, template: impl Into<String>) -> Self {
        Self { name: Some(name.into()), template: template.into() }
    }
}
