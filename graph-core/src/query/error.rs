use std::fmt;

/// Why a query is not valid, so that nothing was sent.
///
/// ```
/// use graph_core::{Cloud, ErrorKind, GraphClient, QueryExt as _, graph_resource};
///
/// #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
/// struct Printer {
///     #[graph(key)]
///     id: String,
///     location: Option<String>,
/// }
///
/// let graph = GraphClient::builder(Cloud::Global).token("eyJ0eXAi").build()?;
/// let error = graph.list(Printer::collection()).filter(|printer| printer.location.is("")).dry_run().unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Request);
/// assert!(error.to_string().contains("`location eq ''`"), "{error}");
/// # Ok::<(), graph_core::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    odata_type: &'static str,
    kind: QueryErrorKind,
}

/// What is wrong with a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum QueryErrorKind {
    /// An operand is not a field of the closure's argument.
    ForeignOperand,
    /// `in ()`
    EmptyList(String),
    /// `eq ''`, `ne ''` or `in ('')`, with the text of the condition
    EmptyString(String),
    /// `startswith(x,'')`
    EmptyText(String),
    /// `in (..)` with more values than the service accepts
    TooManyValues(String, usize),
    EmptyRaw,
    EmptySearch,
    /// `.expand()` of a property that is not under `#[graph(expand)]`.
    NotExpanded(String),
    NothingSelected,
    /// A part of a complex value, where a property of the entity is expected.
    NotOwnProperty(String),
    OtherQuery,
}

impl QueryError {
    pub(crate) fn new(odata_type: &'static str, kind: QueryErrorKind) -> Self {
        Self { odata_type, kind }
    }

    /// Returns the OData type of the entities, for example `#microsoft.graph.printer`.
    pub fn odata_type(&self) -> &'static str {
        self.odata_type
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            QueryErrorKind::ForeignOperand => {
                write!(
                    f,
                    "an operand of the query is not a property of `{}`: use the fields of the closure's argument",
                    self.odata_type
                )
            }
            QueryErrorKind::EmptyList(path) => {
                write!(f, "`{path} in ()` has no values, so it matches nothing: do not send the query")
            }
            QueryErrorKind::EmptyString(condition) => write!(
                f,
                "`{condition}` compares with an empty string, and some services ignore such a filter and return all entities; if \
                 that is meant, write `.is_empty_string()`, or `!` in front of it"
            ),
            QueryErrorKind::EmptyText(path) => {
                write!(f, "every text of `{path}` contains an empty string: write a text that is not empty")
            }
            QueryErrorKind::TooManyValues(path, count) => write!(
                f,
                "`{path} in (..)` has {count} values, and directory objects accept 15 at most: send several queries"
            ),
            QueryErrorKind::EmptyRaw => f.write_str("a raw filter is empty: write a condition"),
            QueryErrorKind::EmptySearch => f.write_str("a clause of the search is empty: write a text to search for"),
            QueryErrorKind::NotExpanded(name) => {
                write!(f, "`{name}` is not a navigation property: write `#[graph(expand)]` on its field")
            }
            QueryErrorKind::NothingSelected => f.write_str("no property is selected: name at least one"),
            QueryErrorKind::NotOwnProperty(path) => {
                write!(f, "`{path}` is a part of a complex value: name a property of `{}` itself", self.odata_type)
            }
            QueryErrorKind::OtherQuery => f.write_str(
                "the resume token belongs to another query: build the same query as before, or start without the token",
            ),
        }
    }
}

impl std::error::Error for QueryError {}
