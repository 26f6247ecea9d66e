//! The query options of one request.

use super::directory::is_directory_path;
use super::encoding::push_encoded;
use super::error::{QueryError, QueryErrorKind};
use super::expand::{Expand, ExpandOptions};
use super::expression::{Comparison, Expression, order_text};
use super::filter::{Filter, check};
use super::literal::Literal;
use super::operand::{Path, Step};
use super::order::{Order, OrderKey};
use super::search::Search;
use super::selection::{Property, ReadScope, Selection, expand_text, write_select};
use crate::schema::{PropertyDescriptor, PropertyType, TypeDescriptor, Value};

/// How many values a list in a filter of directory objects may have.
///
/// Source: [advanced query capabilities on Microsoft Entra ID objects](https://learn.microsoft.com/en-us/graph/aad-advanced-queries).
const MAX_LIST: usize = 15;

/// The query options of a read, and whether they are valid.
#[derive(Debug, Clone, Default)]
pub(crate) struct QueryOptions {
    selection: Selection,
    expanded: Vec<ExpandOptions>,
    filter: Option<Expression>,
    order: Vec<OrderKey>,
    search: Option<Search>,
    pub(crate) top: Option<u32>,
    pub(crate) skip: Option<u32>,
    pub(crate) has_count: bool,
    pub(crate) is_eventual: bool,
    /// Whether no navigation properties are expanded.
    omits_expanded: bool,
    /// The first error, which the request returns.
    error: Option<QueryErrorKind>,
}

impl QueryOptions {
    pub(crate) fn filter<T: PropertyType>(&mut self, condition: impl for<'b> FnOnce(&'b T) -> Filter<'b>) {
        match Filter::resolve(condition).and_then(|condition| check(&condition).map(|()| condition)) {
            Ok(condition) => {
                self.filter = Some(match self.filter.take() {
                    Some(other) => other.and(condition),
                    None => condition,
                });
            }
            Err(error) => self.fail(error),
        }
    }

    /// Adds the condition that a property has a value.
    pub(crate) fn filter_equal(&mut self, property: PropertyDescriptor, value: &dyn Value) {
        let path = Path::property(property.index(), property.name());
        let literal = Literal::new(value);
        let condition = Expression::Compare { path, operator: Comparison::Equal, literal };
        match check(&condition) {
            Ok(()) => self.filter = Some(condition),
            Err(error) => self.fail(error),
        }
    }

    pub(crate) fn order_by<T: PropertyType>(&mut self, order: impl for<'b> FnOnce(&'b T) -> Order<'b>) {
        match Order::resolve(order) {
            Ok(key) => self.order.push(key),
            Err(error) => self.fail(error),
        }
    }

    pub(crate) fn expand<T: PropertyType, E>(
        &mut self,
        descriptor: &'static TypeDescriptor,
        expand: impl for<'b> FnOnce(&'b T) -> Expand<'b, E>,
    ) {
        match Expand::resolve(expand) {
            Ok(options) => {
                let name = options.path.display();
                if descriptor.properties().any(|property| property.is_expanded() && property.name() == name) {
                    self.expanded.push(options);
                } else {
                    self.fail(QueryErrorKind::NotExpanded(name));
                }
            }
            Err(error) => self.fail(error),
        }
    }

    pub(crate) fn select<T: PropertyType, const N: usize>(
        &mut self,
        select: impl for<'b> FnOnce(&'b T) -> [Property<'b>; N],
    ) {
        match Property::resolve(select) {
            Ok(paths) if paths.is_empty() => self.fail(QueryErrorKind::NothingSelected),
            Ok(paths) => self.selection = Selection::These(paths),
            Err(error) => self.fail(error),
        }
    }

    pub(crate) fn select_all(&mut self) {
        self.selection = Selection::All;
    }

    /// Selects the properties at these indexes.
    pub(crate) fn select_indexes(&mut self, descriptor: &'static TypeDescriptor, indexes: impl Iterator<Item = usize>) {
        let properties = indexes.filter_map(|index| descriptor.property(index));
        let paths = properties.map(|property| Path::property(property.index(), property.name())).collect();
        self.selection = Selection::These(paths);
    }

    /// Expands no navigation properties.
    pub(crate) fn omit_expanded(&mut self) {
        self.omits_expanded = true;
    }

    pub(crate) fn search(&mut self, search: Search) {
        if search.is_empty() {
            self.fail(QueryErrorKind::EmptySearch);
        }
        self.search = Some(search);
    }

    fn fail(&mut self, error: QueryErrorKind) {
        self.error.get_or_insert(error);
    }

    /// Returns the condition that every row should match.
    pub(crate) fn condition(&self) -> Option<&Expression> {
        self.filter.as_ref()
    }

    /// Returns whether the properties of the filter are selected by name.
    pub(crate) fn is_selected(&self, descriptor: &'static TypeDescriptor) -> bool {
        match self.selection {
            // a union has no properties of its own
            Selection::Declared => !descriptor.selects_all() && !descriptor.members().is_empty(),
            Selection::All => false,
            Selection::These(_) => true,
        }
    }

    /// Adds what directory objects need: `ConsistencyLevel: eventual`, and `$count=true` except for a search.
    ///
    /// Source: [advanced query capabilities on Microsoft Entra ID objects](https://learn.microsoft.com/en-us/graph/aad-advanced-queries).
    pub(crate) fn complete(&mut self, path_template: &str) {
        if !is_directory_path(path_template) {
            return;
        }
        if let Some((path, count)) = self.filter.as_ref().and_then(|filter| filter.list_longer_than(MAX_LIST)) {
            self.fail(QueryErrorKind::TooManyValues(path, count));
        }
        let filter_is_advanced = self.filter.as_ref().is_some_and(Expression::is_advanced);
        let needs_count = filter_is_advanced || (self.filter.is_some() && !self.order.is_empty());
        self.has_count |= needs_count;
        self.is_eventual |= self.has_count || self.search.is_some();
    }

    /// Returns the query string without `?`; it is empty if there are no options.
    ///
    /// Source: [OData URL conventions 4.01, section 5](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html#sec_QueryOptions).
    pub(crate) fn query_string(
        &self,
        descriptor: &'static TypeDescriptor,
        scope: ReadScope,
    ) -> Result<String, QueryError> {
        if let Some(error) = &self.error {
            return Err(QueryError::new(descriptor.odata_type(), error.clone()));
        }
        let mut text = String::new();
        text.push_str("$select=");
        let before = text.len();
        write_select(descriptor, &self.selection_with_filter(descriptor), scope, &mut text);
        if text.len() == before {
            text.clear();
        }
        let mut option = |name: &str, value: &str| {
            if !value.is_empty() {
                text.push_str(if text.is_empty() { "$" } else { "&$" });
                text.extend([name, "="]);
                push_encoded(&mut text, value);
            }
        };
        if !self.omits_expanded {
            option("expand", &expand_text(descriptor, &self.selection, &self.expanded));
        }
        if let Some(filter) = &self.filter {
            option("filter", &filter.to_string());
        }
        option("orderby", &order_text(&self.order));
        if let Some(search) = &self.search {
            option("search", &search.to_string());
        }
        if let Some(top) = self.top {
            option("top", itoa::Buffer::new().format(top));
        }
        if let Some(skip) = self.skip {
            option("skip", itoa::Buffer::new().format(skip));
        }
        if self.has_count {
            option("count", "true");
        }
        Ok(text)
    }

    /// Returns the query string of `/$count`: the conditions only.
    pub(crate) fn count_query_string(&self, descriptor: &'static TypeDescriptor) -> Result<String, QueryError> {
        let conditions = Self {
            selection: Selection::All,
            filter: self.filter.clone(),
            search: self.search.clone(),
            error: self.error.clone(),
            omits_expanded: true,
            ..Self::default()
        };
        conditions.query_string(descriptor, ReadScope::Collection)
    }

    /// Adds the properties of the filter to a selection by the call, so that each row can be checked. Those of derived types
    /// are not checked, and navigation properties are expanded.
    fn selection_with_filter(&self, descriptor: &'static TypeDescriptor) -> Selection {
        let mut selection = self.selection.clone();
        if let (Selection::These(paths), Some(filter)) = (&mut selection, &self.filter) {
            filter.for_each_path(&mut |path| match path.steps.first() {
                Some(first @ Step::Property { index, .. }) if !descriptor.expands(*index) => {
                    paths.push(Path { field: None, steps: vec![*first] });
                }
                _ => {}
            });
        }
        selection
    }
}
