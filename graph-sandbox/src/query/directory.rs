//! The rules of directory objects: what needs `ConsistencyLevel: eventual`, and what is never supported.
//!
//! Source: [Advanced query capabilities on Microsoft Entra directory objects](https://learn.microsoft.com/graph/aad-advanced-queries).

use super::error::QueryError;
use super::options::QueryOptions;
use super::syntax::{BinaryOperator, Expression, PathStep};

/// The types of directory objects that have advanced queries.
const DIRECTORY_OBJECTS: [&str; 8] = [
    "microsoft.graph.administrativeUnit",
    "microsoft.graph.application",
    "microsoft.graph.device",
    "microsoft.graph.directoryRole",
    "microsoft.graph.group",
    "microsoft.graph.orgContact",
    "microsoft.graph.servicePrincipal",
    "microsoft.graph.user",
];

/// How many values `in` has at most.
const MAX_IN_VALUES: usize = 15;

/// How many objects `$expand` returns at most.
///
/// Source: [`$expand`](https://learn.microsoft.com/graph/query-parameters#expand-parameter).
pub(crate) const MAX_EXPANDED: usize = 20;

/// Returns whether a type, given by its qualified name, has the rules of directory objects.
pub(crate) fn is_directory_object(name: &str) -> bool {
    name == "microsoft.graph.directoryObject" || DIRECTORY_OBJECTS.contains(&name)
}

/// Checks the options of a list of directory objects, or with `is_count` those of `/$count`.
///
/// # Errors
/// Returns an error if the options need `ConsistencyLevel: eventual` and `$count=true`, or are never supported.
pub(crate) fn check_directory_query(
    options: &QueryOptions,
    is_eventual: bool,
    is_count: bool,
) -> Result<(), QueryError> {
    let is_advanced = is_eventual && (is_count || options.count == Some(true));
    if options.search.is_some() && !is_eventual {
        return Err(QueryError::unsupported(
            "Request with $search query parameter only works through MSGraph with a special request header: \
             'ConsistencyLevel: eventual'",
        ));
    }
    if let Some(filter) = &options.filter {
        let mut problem = None;
        filter.clone().walk(&mut |expression| {
            if problem.is_none() {
                problem = check_expression(expression, is_advanced);
            }
        });
        if let Some(problem) = problem {
            return Err(QueryError::unsupported(problem));
        }
    }
    if options.filter.is_some() && !options.order.is_empty() && !is_advanced {
        return Err(QueryError::unsupported("Sorting not supported for current query."));
    }
    for item in &options.expand {
        if let Some(name) = item.options.names.iter().find(|name| **name != "$select") {
            return Err(QueryError::unsupported(format!(
                "The query option '{name}' is not supported within $expand of directory objects."
            )));
        }
    }
    Ok(())
}

/// Returns why an expression is not supported.
fn check_expression(expression: &Expression, is_advanced: bool) -> Option<String> {
    let operator = match expression {
        Expression::In(_, list) => match &**list {
            Expression::List(items) if items.len() > MAX_IN_VALUES => {
                return Some(format!(
                    "Too many child clauses specified in search filter expression containing 'OR' operators: {}. \
                     Max allowed: {MAX_IN_VALUES}.",
                    items.len()
                ));
            }
            _ => return None,
        },
        Expression::Call(name, _) if name.eq_ignore_ascii_case("contains") => {
            return Some("Unsupported property filter clause operator 'ContainsMatch'.".to_owned());
        }
        Expression::Binary(BinaryOperator::NotEqual, ..) => "NotEqualsMatch",
        Expression::Not(_) => "Not",
        Expression::Call(name, _) if name.eq_ignore_ascii_case("endswith") => "EndsWithMatch",
        Expression::Path(path) if path.0.iter().any(|step| matches!(step, PathStep::Count(_))) => "Count",
        _ => return None,
    };
    (!is_advanced).then(|| format!("Unsupported property filter clause operator '{operator}'."))
}
