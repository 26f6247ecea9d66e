//! Annotations of the elements of a model.

/// The annotations of an element that matter to writes.
///
/// Their terms are defined by the vocabularies `Org.OData.Core.V1` and `Org.OData.Capabilities.V1`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Annotations {
    /// `Core.Description`
    pub description: Option<String>,
    /// `Core.LongDescription`
    pub long_description: Option<String>,
    /// `Core.Computed`: the service computes the value.
    pub computed: bool,
    /// `Core.Immutable`: the value is set when the entity is created and never changes.
    pub immutable: bool,
    /// `Core.Permissions`
    pub permission: Option<Permission>,
    /// `Capabilities.InsertRestrictions`, `Insertable`
    pub insertable: Option<bool>,
    /// `Capabilities.DeleteRestrictions`, `Deletable`
    pub deletable: Option<bool>,
    /// `Capabilities.UpdateRestrictions`, `Updatable`
    pub updatable: Option<bool>,
    /// `Capabilities.UpdateRestrictions`, `Upsertable`
    pub upsertable: Option<bool>,
    /// `Capabilities.UpdateRestrictions`, `NonUpdatableProperties`
    pub non_updatable_properties: Vec<String>,
}

impl Annotations {
    /// Adds the annotations of `other` that `self` does not have.
    pub(crate) fn merge(&mut self, other: Self) {
        self.description = self.description.take().or(other.description);
        self.long_description = self.long_description.take().or(other.long_description);
        self.computed |= other.computed;
        self.immutable |= other.immutable;
        self.permission = self.permission.or(other.permission);
        self.insertable = self.insertable.or(other.insertable);
        self.deletable = self.deletable.or(other.deletable);
        self.updatable = self.updatable.or(other.updatable);
        self.upsertable = self.upsertable.or(other.upsertable);
        self.non_updatable_properties.extend(other.non_updatable_properties);
    }
}

/// The access to a property that `Core.Permissions` allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// No access.
    None,
    /// The property can be read.
    Read,
    /// The property can be written.
    Write,
    /// The property can be read and written.
    ReadWrite,
}
