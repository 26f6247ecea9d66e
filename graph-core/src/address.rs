//! Addresses: which entity a request is for.

mod error;
mod expand;
mod segment;

use std::fmt;
use std::marker::PhantomData;

pub use error::AddressError;
pub use segment::PathSegment;

use crate::schema::{PathTemplate, Readable, TypeDescriptor};

/// The path to one entity of type `T`, made by `T::at(..)`.
///
/// Each value is percent-encoded once, everything but the unreserved characters of RFC 3986, as in RFC 6570's simple
/// expansion. A value that would lead to *another* resource is refused: an empty one, `.`, `..`, and any with control
/// characters. The refusal is kept until the path is asked for, and no request is sent.
///
/// Where the template has a placeholder between quotes, as in `range(address='{address}')`, the value is text of an OData
/// string literal: its quotes are doubled, and it may be empty or consist of dots. A placeholder between parentheses
/// without quotes, as in `itemAt(index={index})`, takes no value that would end the argument, which is one with a quote,
/// a comma, a parenthesis or `=`.
///
/// ```
/// # use graph_core::graph_resource;
/// # #[graph_resource(path = "/users/{userId}/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
/// # struct Printer { #[graph(key)] id: String, job_count: i32 }
/// assert_eq!(Printer::at("ada@contoso.com", "a/b").path()?, "/users/ada%40contoso.com/printers/a%2Fb");
/// assert_eq!(
///     Printer::at("ada@contoso.com", "..").path().unwrap_err().to_string(),
///     "`#microsoft.graph.printer`: `..` for `{printerId}` would address another resource"
/// );
/// # Ok::<(), graph_core::address::AddressError>(())
/// ```
pub struct Address<T> {
    template: &'static PathTemplate,
    path: Result<String, AddressError>,
    resource: PhantomData<fn() -> T>,
}

impl<T: Readable> Address<T> {
    /// What `T::at(..)` calls, with the number of the path and one value a placeholder.
    #[doc(hidden)]
    pub fn __new(path: usize, values: &[&dyn PathSegment]) -> Self {
        let (template, path) = expand(T::ENTITY, path, values);
        Self { template, path, resource: PhantomData }
    }

    /// The path from the service root, percent-encoded, without the version.
    ///
    /// # Errors
    /// When a value is refused; see [`Address`].
    pub fn path(&self) -> Result<&str, AddressError> {
        self.path.as_deref().map_err(Clone::clone)
    }

    /// The template that the path was made from. It holds no ids, and so is safe to log.
    pub fn template(&self) -> &'static PathTemplate {
        self.template
    }
}

impl<T> Clone for Address<T> {
    fn clone(&self) -> Self {
        Self { template: self.template, path: self.path.clone(), resource: PhantomData }
    }
}

impl<T> PartialEq for Address<T> {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path
    }
}

impl<T> Eq for Address<T> {}

/// Shows the template, never the ids.
impl<T> fmt::Debug for Address<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Address");
        shown.field("template", &self.template.as_str());
        if let Err(refusal) = &self.path {
            shown.field("refusal", refusal);
        }
        shown.finish_non_exhaustive()
    }
}

fn expand(
    descriptor: &'static TypeDescriptor,
    path: usize,
    values: &[&dyn PathSegment],
) -> (&'static PathTemplate, Result<String, AddressError>) {
    let template = descriptor.paths().get(path).unwrap_or(&PathTemplate::NONE);
    let path = expand::expand(template, values).map_err(|(placeholder, refusal)| AddressError {
        odata_type: descriptor.odata_type(),
        placeholder,
        refusal,
    });
    (template, path)
}

#[cfg(test)]
mod tests;
