use std::fmt;
use std::marker::PhantomData;

use super::error::QueryErrorKind;
use super::expression::{Expression, order_text};
use super::filter::{Filter, check};
use super::operand::Path;
use super::order::{Order, OrderKey};
use crate::schema::{Declared, Element, PropertyType, Value};

/// The options for the entities of a navigation property, made by [`QueryExt::expand`](crate::QueryExt::expand).
///
/// ```
/// use graph_core::{Cloud, GraphClient, QueryExt as _, graph_resource};
///
/// #[graph_resource(path = "/jobs/{jobId}", odata_type = "#microsoft.graph.printJob")]
/// struct Job {
///     #[graph(key)]
///     id: String,
///     size: i64,
/// }
///
/// #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
/// struct Printer {
///     #[graph(key)]
///     id: String,
///     #[graph(expand)]
///     jobs: Vec<Job>,
/// }
///
/// let graph = GraphClient::builder(Cloud::Global).token("eyJ0eXAi").build()?;
/// let large = graph
///     .list(Printer::collection())
///     .expand(|printer| printer.jobs.expand().filter(|job| job.size.greater_than(1_000_000)).top(5));
/// assert!(
///     large.dry_run()?.url().ends_with("?$select=id&$expand=jobs($select=id,size;$filter=size%20gt%201000000;$top=5)")
/// );
/// # Ok::<(), graph_core::Error>(())
/// ```
///
/// Directory objects accept no options but the properties, and return at most 20 entities.
///
/// Source: [OData URL conventions 4.01, section 5.1.3](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html#sec_SystemQueryOptionexpand).
#[must_use = "the options have no effect until a query uses them"]
pub struct Expand<'a, E> {
    options: Result<ExpandOptions, QueryErrorKind>,
    lifetime: PhantomData<fn(&'a ()) -> &'a ()>,
    entity: PhantomData<fn() -> E>,
}

/// The options of one navigation property.
#[derive(Debug, Clone)]
pub(crate) struct ExpandOptions {
    pub(super) path: Path,
    filter: Option<Expression>,
    order: Vec<OrderKey>,
    top: Option<u32>,
}

impl<E: Element> Expand<'_, E> {
    pub(super) fn new(path: Path) -> Self {
        Self {
            options: Ok(ExpandOptions { path, filter: None, order: Vec::new(), top: None }),
            lifetime: PhantomData,
            entity: PhantomData,
        }
    }

    /// Expands only the entities for which the condition holds. Several conditions must all hold.
    pub fn filter(self, condition: impl for<'b> FnOnce(&'b E) -> Filter<'b>) -> Self {
        self.map(|options| {
            let condition = Filter::resolve_in_blank(&E::blank(), condition)?;
            check(&condition)?;
            options.filter = Some(match options.filter.take() {
                Some(other) => other.and(condition),
                None => condition,
            });
            Ok(())
        })
    }

    /// Orders the entities; a second call orders those that the first one leaves equal.
    pub fn order_by(self, order: impl for<'b> FnOnce(&'b E) -> Order<'b>) -> Self {
        self.map(|options| {
            options.order.push(Order::resolve_in_blank(&E::blank(), order)?);
            Ok(())
        })
    }

    /// Expands at most `number` entities.
    pub fn top(self, number: u32) -> Self {
        self.map(|options| {
            options.top = Some(number);
            Ok(())
        })
    }

    fn map(mut self, change: impl FnOnce(&mut ExpandOptions) -> Result<(), QueryErrorKind>) -> Self {
        self.options = self.options.and_then(|mut options| change(&mut options).map(|()| options));
        self
    }
}

impl<E> Expand<'_, E> {
    /// Returns the options that `expand` returns for a blank value.
    pub(super) fn resolve<T: PropertyType>(
        expand: impl for<'b> FnOnce(&'b T) -> Expand<'b, E>,
    ) -> Result<ExpandOptions, QueryErrorKind> {
        let blank = T::BLANK;
        let mut options = expand(&blank).options?;
        options.path.resolve(&blank as &dyn Value)?;
        Ok(options)
    }
}

impl ExpandOptions {
    /// Writes the options after `$select`, not yet percent-encoded.
    pub(super) fn write(&self, out: &mut String) {
        let mut option = |name: &str, value: &str| {
            out.extend([";$", name, "=", value]);
        };
        if let Some(filter) = &self.filter {
            option("filter", &filter.to_string());
        }
        if !self.order.is_empty() {
            option("orderby", &order_text(&self.order));
        }
        if let Some(top) = self.top {
            option("top", itoa::Buffer::new().format(top));
        }
    }
}

impl<E> fmt::Debug for Expand<'_, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Expand").field("is_valid", &self.options.is_ok()).finish_non_exhaustive()
    }
}

/// A type of navigation properties: a `Vec` or an `Option` of declared structs.
///
/// This trait is sealed: only this crate implements it.
#[diagnostic::on_unimplemented(
    message = "a property of type `{Self}` cannot be expanded",
    label = "not an `Option` or a `Vec` of a declared struct"
)]
pub trait Expandable: PropertyType {
    /// The type of the related entities.
    type Entity: Element;
}

#[diagnostic::do_not_recommend]
impl<T: Declared + Element> Expandable for Option<T> {
    type Entity = T;
}

#[diagnostic::do_not_recommend]
impl<T: PropertyType> Expandable for Vec<T> {
    type Entity = T;
}

#[diagnostic::do_not_recommend]
impl<T: PropertyType> Expandable for Option<Vec<T>> {
    type Entity = T;
}
