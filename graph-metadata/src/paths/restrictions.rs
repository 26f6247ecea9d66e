use crate::model::Annotations;

/// Which writes of the entities at a path a service supports. A write is supported unless the metadata states otherwise.
///
/// An annotation of the entity set, singleton or navigation property comes before one of the type.
///
/// Source: [capabilities vocabulary](https://github.com/oasis-tcs/odata-vocabularies/blob/main/vocabularies/Org.OData.Capabilities.V1.md).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct WriteRestrictions {
    /// Whether entities can be created.
    pub is_insertable: bool,
    /// Whether entities can be updated.
    pub is_updatable: bool,
    /// Whether entities can be deleted.
    pub is_deletable: bool,
}

impl WriteRestrictions {
    pub(super) fn new(own: Option<&Annotations>, of_type: &Annotations) -> Self {
        let is_supported =
            |value: fn(&Annotations) -> Option<bool>| own.and_then(value).or_else(|| value(of_type)).unwrap_or(true);
        Self {
            is_insertable: is_supported(|annotations| annotations.insertable),
            is_updatable: is_supported(|annotations| annotations.updatable),
            is_deletable: is_supported(|annotations| annotations.deletable),
        }
    }
}
