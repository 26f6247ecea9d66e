use super::collection_count::CollectionCount;
use super::expand::{Expand, Expandable};
use super::expression::{Comparison, Expression, TextFunction};
use super::filter::Filter;
use super::filter_value::FilterValue;
use super::literal::Literal;
use super::operand::{Path, Step};
use super::operand_types::{CollectionProperty, Comparable, FlagSet, MaybeNull, Nested, Ordered, Temporal, Textual};
use super::order::Order;
use super::selection::Property;
use crate::schema::{Element as _, PropertyType, Readable, Structured};

/// Conditions, orders and selections on the fields of a declared type.
///
/// Import it with `use graph_core::QueryExt as _;`. No method has the name of one of the standard library's types for properties.
///
/// The closures get a blank value, so they must not unwrap, index or branch on its fields: go into an `Option` with [`of`](Self::of), and into a
/// collection with [`any`](Self::any).
///
/// The closures of [`filter`](crate::operation::ListOperation::filter), [`order_by`](crate::operation::ListOperation::order_by) and
/// [`select`](crate::operation::ListOperation::select) get a reference to a blank value of the type. A method of this trait records which
/// field it was called on, so only fields of the closure's argument can be operands. The field's type decides which methods and values are accepted, and how a
/// value is written.
///
/// ```
/// use graph_core::{Cloud, GraphClient, QueryExt as _, graph_resource};
///
/// #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer", select = all)]
/// struct Printer {
///     #[graph(key)]
///     id: String,
///     job_count: i32,
///     location: Option<String>,
///     tags: Vec<String>,
/// }
///
/// let graph = GraphClient::builder(Cloud::Global).token("eyJ0eXAi").build()?;
/// let busy = graph
///     .list(Printer::collection())
///     .filter(|printer| printer.job_count.greater_than(10) & printer.tags.any(|tag| tag.is("colour")))
///     .order_by(|printer| printer.job_count.descending());
/// assert_eq!(
///     busy.dry_run()?.url(),
///     "https://graph.microsoft.com/v1.0/printers?$filter=jobCount%20gt%2010%20and%20tags/any(t:t%20eq%20%27colour%27)\
///      &$orderby=jobCount%20desc"
/// );
/// # Ok::<(), graph_core::Error>(())
/// ```
///
/// Source: [OData URL conventions 4.01, section 5.1.1](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html#sec_SystemQueryOptionfilter).
pub trait QueryExt: PropertyType {
    /// Returns the condition that the property has the value: `eq`.
    ///
    /// An empty string is an error before anything is sent, because some services take the condition for no filter: write
    /// [`is_empty_string`](Self::is_empty_string) if that is meant. An `Option` that is `None` is null; for null itself, write
    /// [`is_null`](Self::is_null).
    fn is(&self, value: impl FilterValue<Self>) -> Filter<'_>
    where
        Self: Comparable,
    {
        compare(self, Comparison::Equal, value.__literal())
    }

    /// Returns the condition that the property has another value, or null: `ne`.
    ///
    /// An empty string is an error before anything is sent.
    fn is_not(&self, value: impl FilterValue<Self>) -> Filter<'_>
    where
        Self: Comparable,
    {
        compare(self, Comparison::NotEqual, value.__literal())
    }

    /// Returns the condition that the property has one of the values: `in`.
    ///
    /// No value, or an empty string among them, is an error before anything is sent, and so are more than 15 values for
    /// directory objects.
    fn is_one_of<V: FilterValue<Self>>(&self, values: impl IntoIterator<Item = V>) -> Filter<'_>
    where
        Self: Comparable,
    {
        let literals = values.into_iter().map(|value| value.__literal()).collect();
        Filter::new(Expression::In { path: Path::of(self), literals })
    }

    /// Returns the condition that the property is null: `eq null`.
    ///
    /// [`Nullable`](crate::Nullable) has a method of this name: write `QueryExt::is_null(&property)` for it.
    fn is_null(&self) -> Filter<'_>
    where
        Self: MaybeNull,
    {
        compare(self, Comparison::Equal, Literal::null())
    }

    /// Returns the condition that the property is not null: `ne null`.
    fn is_not_null(&self) -> Filter<'_>
    where
        Self: MaybeNull,
    {
        compare(self, Comparison::NotEqual, Literal::null())
    }

    /// Returns the condition that the property is an empty string: `eq ''`.
    ///
    /// Some services ignore it and return all entities, which the check of the rows reports as an error.
    fn is_empty_string(&self) -> Filter<'_>
    where
        Self: Textual,
    {
        compare(self, Comparison::Equal, Literal::empty_string())
    }

    /// Returns the condition that the property is greater than the value: `gt`.
    fn greater_than(&self, value: impl FilterValue<Self>) -> Filter<'_>
    where
        Self: Ordered,
    {
        compare(self, Comparison::Greater, value.__literal())
    }

    /// Returns the condition that the property is greater than the value or equal: `ge`.
    fn at_least(&self, value: impl FilterValue<Self>) -> Filter<'_>
    where
        Self: Ordered,
    {
        compare(self, Comparison::AtLeast, value.__literal())
    }

    /// Returns the condition that the property is less than the value: `lt`.
    fn less_than(&self, value: impl FilterValue<Self>) -> Filter<'_>
    where
        Self: Ordered,
    {
        compare(self, Comparison::Less, value.__literal())
    }

    /// Returns the condition that the property is less than the value or equal: `le`.
    fn at_most(&self, value: impl FilterValue<Self>) -> Filter<'_>
    where
        Self: Ordered,
    {
        compare(self, Comparison::AtMost, value.__literal())
    }

    /// Returns the condition that the property is a time before `time`: `lt`.
    fn before(&self, time: impl FilterValue<Self>) -> Filter<'_>
    where
        Self: Temporal,
    {
        compare(self, Comparison::Less, time.__literal())
    }

    /// Returns the condition that the property is `time` or before: `le`.
    fn not_after(&self, time: impl FilterValue<Self>) -> Filter<'_>
    where
        Self: Temporal,
    {
        compare(self, Comparison::AtMost, time.__literal())
    }

    /// Returns the condition that the property is a time after `time`: `gt`.
    fn after(&self, time: impl FilterValue<Self>) -> Filter<'_>
    where
        Self: Temporal,
    {
        compare(self, Comparison::Greater, time.__literal())
    }

    /// Returns the condition that the property is `time` or after: `ge`.
    fn not_before(&self, time: impl FilterValue<Self>) -> Filter<'_>
    where
        Self: Temporal,
    {
        compare(self, Comparison::AtLeast, time.__literal())
    }

    /// Returns the condition that the text starts with `prefix`: `startswith`.
    ///
    /// An empty string is an error before anything is sent.
    fn has_prefix(&self, prefix: &str) -> Filter<'_>
    where
        Self: Textual,
    {
        text_function(self, TextFunction::StartsWith, prefix)
    }

    /// Returns the condition that the text ends with `suffix`: `endswith`.
    ///
    /// An empty string is an error before anything is sent.
    fn has_suffix(&self, suffix: &str) -> Filter<'_>
    where
        Self: Textual,
    {
        text_function(self, TextFunction::EndsWith, suffix)
    }

    /// Returns the condition that the text contains `part`: `contains`.
    ///
    /// An empty string is an error before anything is sent.
    fn has_substring(&self, part: &str) -> Filter<'_>
    where
        Self: Textual,
    {
        text_function(self, TextFunction::Contains, part)
    }

    /// Returns the condition that the set of flags has `member`: `has`.
    fn has(&self, member: Self::Member) -> Filter<'_>
    where
        Self: FlagSet,
        Self::Member: Comparable,
    {
        Filter::new(Expression::Has { path: Path::of(self), literal: Literal::new(&member) })
    }

    /// Returns the condition that `condition` holds for an element of the collection: `any`.
    ///
    /// Microsoft Graph does not support `all`: negate `any` of the opposite condition.
    fn any(&self, condition: impl for<'b> FnOnce(&'b Self::Item) -> Filter<'b>) -> Filter<'_>
    where
        Self: CollectionProperty,
    {
        Filter::any(Path::of(self), Filter::resolve(condition))
    }

    /// Returns the number of elements of the collection, to compare it with a number: `$count`.
    fn count(&self) -> CollectionCount<'_>
    where
        Self: CollectionProperty,
    {
        CollectionCount::new(Path::of(self))
    }

    /// Returns a condition on the properties of an optional complex value, or of a navigation property.
    ///
    /// The properties of a complex value that is not optional are its fields, such as `user.home.city`.
    fn of(&self, condition: impl for<'b> FnOnce(&'b Self::Inner) -> Filter<'b>) -> Filter<'_>
    where
        Self: Nested,
    {
        let blank = Self::Inner::blank();
        Filter::below(&Path::of(self), None, Filter::resolve_in_blank(&blank, condition))
    }

    /// Returns the condition that the entity has type `D` or a type derived from it: `isof`.
    fn is_a<D: Structured>(&self) -> Filter<'_>
    where
        Self: Readable,
    {
        Filter::new(Expression::IsOf { path: root(self), odata_type: D::DESCRIPTOR.odata_type() })
    }

    /// Returns a condition on properties of the derived type `D`: a cast segment in the path.
    ///
    /// For a union, `D` can be the base type as well, whose properties need no cast.
    ///
    /// ```
    /// # use graph_core::{Cloud, GraphClient, QueryExt as _, UntypedObject, graph_resource, graph_union};
    /// # #[graph_resource(path = "/apps/{appId}", odata_type = "#microsoft.graph.managedApp")]
    /// # struct ManagedApp { #[graph(key)] id: String, version: Option<String> }
    /// # #[graph_union(path = "/apps/{appId}", odata_type = "#microsoft.graph.mobileApp")]
    /// # enum App { Managed(ManagedApp), #[graph(other)] Other(UntypedObject) }
    /// # let graph = GraphClient::builder(Cloud::Global).token("eyJ0eXAi").build()?;
    /// let apps = graph.list(App::collection()).filter(|app| app.cast::<ManagedApp>(|app| app.version.is_null()));
    /// assert!(apps.dry_run()?.url().ends_with("/apps?$filter=microsoft.graph.managedApp/version%20eq%20null"));
    /// # Ok::<(), graph_core::Error>(())
    /// ```
    fn cast<D: Structured + PropertyType>(&self, condition: impl for<'b> FnOnce(&'b D) -> Filter<'b>) -> Filter<'_>
    where
        Self: Readable,
    {
        let step = if Self::ENTITY.odata_type() == D::DESCRIPTOR.odata_type() {
            Step::Base(D::DESCRIPTOR)
        } else {
            Step::Cast(D::DESCRIPTOR)
        };
        Filter::below(&root(self), Some(step), Filter::resolve(condition))
    }

    /// Returns the order by this property, the least value first.
    fn ascending(&self) -> Order<'_>
    where
        Self: Comparable,
    {
        Order::new(Path::of(self), false)
    }

    /// Returns the order by this property, the greatest value first.
    fn descending(&self) -> Order<'_>
    where
        Self: Comparable,
    {
        Order::new(Path::of(self), true)
    }

    /// Returns the property, to select it.
    fn property(&self) -> Property<'_> {
        Property::new(Path::of(self))
    }

    /// Returns the options for the entities of a navigation property, under `#[graph(expand)]`.
    fn expand(&self) -> Expand<'_, Self::Entity>
    where
        Self: Expandable,
    {
        Expand::new(Path::of(self))
    }
}

#[diagnostic::do_not_recommend]
impl<T: PropertyType> QueryExt for T {}

fn root<T: Readable>(value: &T) -> Path {
    Path::of_structure(value, T::ENTITY)
}

fn compare<T: ?Sized>(field: &T, operator: Comparison, literal: Literal) -> Filter<'_> {
    Filter::new(Expression::Compare { path: Path::of(field), operator, literal })
}

fn text_function<'a, T: ?Sized>(field: &'a T, function: TextFunction, text: &str) -> Filter<'a> {
    Filter::new(Expression::Text { function, path: Path::of(field), literal: Literal::string(text) })
}
