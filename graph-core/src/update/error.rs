use std::fmt;

use crate::address::AddressError;
use crate::redact::excerpt;

/// Why an update or a creation cannot be sent.
///
/// - An undeclared property was set with a name that is empty, or that is the name of a declared property, an annotation or an operation.
/// - An address of a link is not valid, or one navigation property is linked to more entities than one request accepts.
/// - A related entity of a creation has links of its own.
///
/// ```
/// use graph_core::{DynamicProperties, Update as _, graph_resource};
///
/// #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
/// struct Printer {
///     #[graph(key)]
///     id: String,
///     #[graph(dynamic_properties)]
///     rest: DynamicProperties,
/// }
///
/// let error = Printer::update().rest("@odata.etag", "x").body().check().unwrap_err();
/// assert_eq!(error.name(), "@odata.etag");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct UpdateError {
    name: Box<str>,
    kind: UpdateErrorKind,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum UpdateErrorKind {
    /// The name cannot be the name of an undeclared property.
    Name,
    /// The address of a linked entity is not valid.
    Link(AddressError),
    /// One request cannot link as many entities.
    TooManyLinks { count: usize, limit: usize },
    /// A related entity has links, which only the entity itself can have.
    NestedLinks,
}

impl UpdateError {
    pub(super) fn new(name: &str, kind: UpdateErrorKind) -> Self {
        Self { name: name.into(), kind }
    }

    /// Returns the name of the property.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl fmt::Display for UpdateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = excerpt(&self.name, 60);
        match &self.kind {
            UpdateErrorKind::Name => write!(
                f,
                "`{name}` cannot be set as an undeclared property; set a declared property with its own setter, and use a name \
                 that is not empty and does not contain `@` or `#`"
            ),
            UpdateErrorKind::Link(error) => write!(f, "`{name}` cannot be linked: {error}"),
            UpdateErrorKind::TooManyLinks { count, limit } => write!(
                f,
                "`{name}` is linked to {count} entities, but one request links {limit} at most; link the others with further requests"
            ),
            UpdateErrorKind::NestedLinks => write!(
                f,
                "an entity in `{name}` has links of its own, which only the created entity can have; create the related entity \
                 with a request of its own"
            ),
        }
    }
}

impl std::error::Error for UpdateError {}
