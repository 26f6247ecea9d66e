//! Conditions with `&&` and `||`.

/// Writes a condition with `&&` and `||`.
///
/// Rust does not let a type define these operators, so a [`Filter`](crate::query::Filter) has `&` and `|`. The macro replaces the ones by the others,
/// and imports [`QueryExt`](crate::QueryExt) for the condition.
///
/// ```
/// use graph_core::{Cloud, GraphClient, filter, graph_resource};
///
/// #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer", select = all)]
/// struct Printer {
///     #[graph(key)]
///     id: String,
///     job_count: i32,
///     location: Option<String>,
/// }
///
/// let graph = GraphClient::builder(Cloud::Global).token("eyJ0eXAi").build()?;
/// let idle = graph.list(Printer::collection()).filter(filter!(|p| p.job_count.is(0) && !p.location.is_null()));
/// assert!(idle.dry_run()?.url().ends_with("?$filter=jobCount%20eq%200%20and%20not(location%20eq%20null)"));
/// # Ok::<(), graph_core::Error>(())
/// ```
#[macro_export]
macro_rules! filter {
    ($($condition:tt)*) => {{
        #[allow(unused_imports)]
        use $crate::QueryExt as _;
        $crate::__private::filter_operators!($($condition)*)
    }};
}
