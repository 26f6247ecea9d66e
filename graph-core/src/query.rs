//! Queries: which entities of a collection are read, in which order, and with which properties.
//!
//! The options of a [`ListOperation`](crate::operation::ListOperation) are closures over the declared type;
//! [`QueryExt`](crate::QueryExt) has the operators on its
//! fields. Nothing is generated for a property, so a query costs nothing until it is written.
//!
//! # Rows are checked
//!
//! Some services of Microsoft Graph do not refuse a filter that they cannot evaluate: they return *all* entities with status 200, or evaluate
//! `ne` as `eq`. A filter is a value, so each row is checked against it before it is returned. A row that differs
//! is never returned; it is an error of kind [`FilterIgnored`](crate::ErrorKind::FilterIgnored).
//!
//! - Text is compared without case, because services do so. What collations may take as equal, such as `ü` and `u`, is not an error.
//! - Times are compared as moments, and numbers as numbers. Those that differ by less than a second, or less than single precision, are not
//!   an error, because services store them more precisely than they return them.
//! - The order of texts, [`Filter::raw`] and types that derive from the declared one are left to the service.
//! - A property that the response does not contain is not checked. Where the service chooses the properties
//!   ([`select_all`](crate::operation::ListOperation::select_all)), null is not checked either.
//! - Of a collection under `#[graph(expand)]`, a row may contain some entities only, so a match among the others is possible.
//!
//! With `ConsistencyLevel: eventual`, the index of the directory may be older than the entities. A row that differs is then dropped and counted
//! ([`Page::dropped`](crate::response::Page::dropped)), and it is an error if most rows of a page differ.
//!
//! Sources: microsoft-graph-docs-contrib issues
//! [235](https://github.com/microsoftgraph/microsoft-graph-docs-contrib/issues/235),
//! [1391](https://github.com/microsoftgraph/microsoft-graph-docs-contrib/issues/1391),
//! [2416](https://github.com/microsoftgraph/microsoft-graph-docs-contrib/issues/2416),
//! [2523](https://github.com/microsoftgraph/microsoft-graph-docs-contrib/issues/2523).

mod arguments;
mod check;
mod collection_count;
mod directory;
mod encoding;
mod error;
mod expand;
mod expression;
mod filter;
mod filter_value;
mod literal;
mod operand;
mod operand_types;
mod options;
mod order;
mod partial;
pub(crate) mod query_ext;
mod scalar;
mod search;
mod selection;
mod text;

pub use collection_count::CollectionCount;
pub use error::QueryError;
pub use expand::{Expand, Expandable};
pub use filter::Filter;
pub use filter_value::FilterValue;
pub use operand_types::{CollectionProperty, Comparable, FlagSet, MaybeNull, Nested, Ordered, Temporal, Textual};
pub use order::Order;
pub use partial::Partial;
pub use search::Search;
pub use selection::Property;

pub(crate) use arguments::FunctionArguments;
pub(crate) use check::RowCheck;
pub(crate) use directory::expansion_limit;
pub(crate) use error::QueryErrorKind;
pub(crate) use options::QueryOptions;
pub(crate) use selection::ReadScope;
