//! The query options of OData, read by a parser of its own.
//!
//! A client and a service with the same parser would share its errors. This one shares no code with `graph-core`.
//!
//! ```
//! use graph_core::{Resource as _, graph_resource};
//! use graph_sandbox::query::FilterExpression;
//!
//! #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
//! struct Printer {
//!     #[graph(key)]
//!     id: String,
//!     job_count: i32,
//! }
//!
//! let filter = FilterExpression::parse("jobCount ge 5 and startswith(id,'P')")?;
//! assert!(filter.matches(Printer::DESCRIPTOR, r#"{"id":"p1","jobCount":5}"#)?);
//! assert!(!filter.matches(Printer::DESCRIPTOR, r#"{"id":"p2","jobCount":4}"#)?);
//! # Ok::<(), graph_sandbox::query::QueryError>(())
//! ```

mod bind;
mod bound;
mod directory;
mod error;
mod function;
mod number;
mod operand_type;
mod options;
mod parser;
mod projection;
mod scalar;
mod scanner;
mod search;
mod syntax;

#[cfg(test)]
mod tests;

use std::fmt;

use graph_core::schema::TypeDescriptor;

use crate::json::{TypedObject, Validator, check_syntax};
use crate::types::{ServedTypes, TypeConflict};

pub(crate) use directory::{MAX_EXPANDED, check_directory_query, is_directory_object};
pub use error::QueryError;
pub(crate) use error::QueryErrorKind;
pub(crate) use operand_type::ObjectType;
pub(crate) use options::QueryOptions;
pub(crate) use projection::{BoundOptions, Projection};
pub(crate) use syntax::{BinaryOperator, Expression, LiteralKind};

/// An expression of `$filter`.
#[derive(Clone, PartialEq)]
pub struct FilterExpression(Expression);

impl FilterExpression {
    /// Parses a filter, which is percent-decoded and does not contain `$filter=`.
    ///
    /// # Errors
    /// Returns an error if the text is not a filter. Names and types are not checked.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        parser::parse_expression(text).map(Self).map_err(|error| error.within("Invalid filter clause: "))
    }

    /// Returns the filter of a query, which is percent-encoded, for example `$filter=a%20eq%205&$top=10`.
    ///
    /// The result is `None` if the query does not have a filter.
    ///
    /// # Errors
    /// Returns an error if the query is malformed. Names and types are not checked.
    pub fn of_query(query: &str) -> Result<Option<Self>, QueryError> {
        QueryOptions::parse(query).map(|options| options.filter.map(Self))
    }

    /// Returns whether a JSON object of a declared type matches the filter, as the sandbox decides it.
    ///
    /// # Errors
    /// Returns an error if the filter names what the type does not have, or the text is not an object of the type.
    pub fn matches(&self, descriptor: &'static TypeDescriptor, json: &str) -> Result<bool, QueryError> {
        let (types, object) = read_object(descriptor, json).map_err(QueryError::malformed)?;
        let version = descriptor.version();
        let item = ObjectType::of(&types, version, vec![types.get(version, descriptor)]);
        Ok(bind::bind_filter(&self.0, &types, &item)?.matches(&object))
    }
}

/// Shows that there is a filter. Its literals may be secrets.
impl fmt::Debug for FilterExpression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FilterExpression").finish_non_exhaustive()
    }
}

/// Checks the syntax of a query, which is percent-encoded, for example `$filter=a%20eq%205&$top=10`.
///
/// It accepts the query options of OData 4.01 without those for aggregation. The sandbox responds with an error to some of
/// them. A query is decoded before it is parsed, as in .NET.
///
/// # Errors
/// Returns an error if a system query option is malformed or not known. Names and types are not checked.
///
/// ```
/// use graph_sandbox::query::check_query;
///
/// assert!(check_query("$search=%22displayName:Browser%22&$count=true").is_ok());
/// assert!(check_query("$search=displayName:Browser").is_err());
/// ```
pub fn check_query(query: &str) -> Result<(), QueryError> {
    QueryOptions::parse(query).map(|_| ())
}

fn read_object(descriptor: &'static TypeDescriptor, json: &str) -> Result<(ServedTypes, TypedObject), String> {
    let mut types = ServedTypes::default();
    types.add(descriptor.version(), descriptor).map_err(|conflict: TypeConflict| conflict.to_string())?;
    let text = check_syntax(json.as_bytes())?;
    let mut validator = Validator::new(&types, descriptor.version());
    let object = validator.read(&types.get(descriptor.version(), descriptor), text);
    validator.errors.into_result()?;
    Ok((types, object))
}
