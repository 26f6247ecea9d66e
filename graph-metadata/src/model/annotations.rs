//! Annotations.

/// What the vocabularies `Org.OData.Core.V1` and `Org.OData.Capabilities.V1` say about an element, as far as it matters
/// to updates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Annotations {
    /// `Core.Description`
    pub description: Option<String>,
    /// `Core.LongDescription`
    pub long_description: Option<String>,
    /// `Core.Computed`: the service computes it.
    pub computed: bool,
    /// `Core.Immutable`: it is given at creation and never changes.
    pub immutable: bool,
    /// `Core.Permissions`
    pub permission: Option<Permission>,
    /// `Capabilities.UpdateRestrictions`, `Updatable`
    pub updatable: Option<bool>,
    /// `Capabilities.UpdateRestrictions`, `Upsertable`
    pub upsertable: Option<bool>,
    /// `Capabilities.UpdateRestrictions`, `NonUpdatableProperties`
    pub not_updatable: Vec<String>,
}

impl Annotations {
    /// Takes over what `other` says and `self` does not.
    pub(crate) fn merge(&mut self, other: Self) {
        self.description = self.description.take().or(other.description);
        self.long_description = self.long_description.take().or(other.long_description);
        self.computed |= other.computed;
        self.immutable |= other.immutable;
        self.permission = self.permission.or(other.permission);
        self.updatable = self.updatable.or(other.updatable);
        self.upsertable = self.upsertable.or(other.upsertable);
        self.not_updatable.extend(other.not_updatable);
    }
}

/// Who may do what with a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// Nothing.
    None,
    /// It may be read.
    Read,
    /// It may be written.
    Write,
    /// Both.
    ReadWrite,
}
