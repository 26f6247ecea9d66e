//! Related entities that are created together with an entity.

use super::error::UpdateError;
use super::purpose::ForCreate;
use super::resource::PropertyBuilder;

/// Entities for the setter of a navigation property under `#[graph(expand)]`, which are created together with their entity.
///
/// It is a creation for an `Option<T>`, and an array, a `Vec` or an iterator of creations for a `Vec<T>`.
///
/// This trait is sealed: only this crate implements it.
///
/// ```
/// use graph_core::{Create as _, graph_resource};
///
/// #[graph_resource(path = "/printers/{printerId}/trays/{trayId}", odata_type = "#microsoft.graph.printerTray", tag = never)]
/// struct Tray {
///     #[graph(key)]
///     id: String,
///     size: String,
/// }
///
/// #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer", tag = never)]
/// struct Printer {
///     #[graph(key)]
///     id: String,
///     #[graph(expand)]
///     trays: Vec<Tray>,
/// }
///
/// let printer = Printer::create().trays([Tray::create().size("A4"), Tray::create().size("A3")]);
/// assert_eq!(printer.to_json(), r#"{"trays":[{"size":"A4"},{"size":"A3"}]}"#);
/// ```
///
/// Source: [OData 4.01, section 11.4.2.2](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_CreateRelatedEntitiesWhenCreatinganE).
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not create the related entities `{T}`",
    label = "not a creation",
    note = "give a builder, `Child::create()..`, or for a `Vec<Child>` an array or a `Vec` of them; `Child` must be a `#[graph_resource]`"
)]
pub trait IntoRelated<T> {
    #[doc(hidden)]
    fn __into_related(self) -> Related;
}

/// A creation of a `T` inside the creation of another entity.
///
/// This trait is sealed: only this crate implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not create a related entity `{T}`",
    label = "not a creation of it",
    note = "give a builder: `Child::create()..`; `Child` must be a `#[graph_resource]`"
)]
pub trait RelatedEntity<T> {
    #[doc(hidden)]
    fn __write(self, related: &mut Related);
}

/// The JSON text of related entities.
#[doc(hidden)]
#[derive(Debug, Default)]
pub struct Related {
    pub(super) json: String,
    /// The error of the first entity that cannot be sent.
    pub(super) error: Option<UpdateError>,
    pub(super) has_links: bool,
}

#[diagnostic::do_not_recommend]
impl<B: PropertyBuilder<Purpose = ForCreate>> RelatedEntity<B::Resource> for B {
    fn __write(self, related: &mut Related) {
        let body = self.__into_body();
        related.has_links |= body.has_links();
        related.error = related.error.take().or_else(|| body.check().err());
        related.json.push_str(&body.to_json());
    }
}

impl<T, B: RelatedEntity<T>> IntoRelated<Option<T>> for B {
    fn __into_related(self) -> Related {
        let mut related = Related::default();
        self.__write(&mut related);
        related
    }
}

#[diagnostic::do_not_recommend]
impl<T, I: IntoIterator<Item: RelatedEntity<T>>> IntoRelated<Vec<T>> for I {
    fn __into_related(self) -> Related {
        let mut related = Related { json: String::from("["), ..Related::default() };
        for (index, entity) in self.into_iter().enumerate() {
            if index > 0 {
                related.json.push(',');
            }
            entity.__write(&mut related);
        }
        related.json.push(']');
        related
    }
}
