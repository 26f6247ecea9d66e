//! What services do to lists without an error: ignored filters, loops of links, items that cannot be decoded.

/// A way in which Microsoft Graph serves a list wrongly.
///
/// [`SandboxBuilder::hazard`](crate::SandboxBuilder::hazard) applies it to all lists, and
/// [`ScriptedResponse::hazard`](crate::ScriptedResponse::hazard) to one response. The status of the response is 200.
///
/// ```
/// use graph_sandbox::{Hazard, Sandbox, ScriptedResponse};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sandbox = Sandbox::builder().hazard(Hazard::IgnoredFilter).start().await?;
/// sandbox.script([
///     ScriptedResponse::pass_through().hazard(Hazard::RepeatedLink).for_page(2),
///     ScriptedResponse::status(429).header("Retry-After", "1").for_page(3),
/// ])?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Hazard {
    /// Returns all items, whatever `$filter` states.
    ///
    /// Source: [microsoft-graph-docs-contrib#235](https://github.com/microsoftgraph/microsoft-graph-docs-contrib/issues/235).
    IgnoredFilter,
    /// Evaluates `ne` as `eq`.
    ///
    /// Source: [microsoft-graph-docs-contrib#2523](https://github.com/microsoftgraph/microsoft-graph-docs-contrib/issues/2523).
    NotEqualAsEqual,
    /// Ignores a filter in which something is compared with an empty string.
    ///
    /// Source: [microsoft-graph-docs-contrib#1391](https://github.com/microsoftgraph/microsoft-graph-docs-contrib/issues/1391).
    EmptyStringAsNoFilter,
    /// Ignores `$top` and `odata.maxpagesize`.
    IgnoredTop,
    /// Returns a page without items before each page.
    EmptyPages,
    /// Links each page after the first one to itself.
    RepeatedLink,
    /// Links to this URL instead of the next page.
    ForeignLink(String),
    /// Returns null for these properties.
    NullProperties(Vec<String>),
    /// Returns the item at this index of the page with another `@odata.type`.
    UnexpectedType {
        /// The index in the page, from 0.
        index: usize,
        /// The type, such as `#microsoft.graph.iosLobApp`.
        odata_type: String,
    },
    /// Returns the item at this index of the page with a value of a wrong type.
    UndecodableItem {
        /// The index in the page, from 0.
        index: usize,
    },
}
