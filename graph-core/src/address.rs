//! Addresses: the path of the entity that a request is about.
//!
//! ```
//! use graph_core::address::Address;
//! use graph_core::graph_resource;
//!
//! #[graph_resource(path = "/printers/{printerId}", paths(by_user = "/users/{userId}/printers/{printerId}"), odata_type = "#microsoft.graph.printer")]
//! struct Printer {
//!     #[graph(key)]
//!     id: String,
//! }
//!
//! let address: Address<Printer> = Printer::at_by_user("ada@contoso.com", "p1");
//! assert_eq!(address.path()?, "/users/ada%40contoso.com/printers/p1");
//! assert_eq!(address.template().as_str(), "/users/{userId}/printers/{printerId}");
//! # Ok::<(), graph_core::address::AddressError>(())
//! ```

mod call_target;
mod collection;
mod error;
mod expand;
mod link;
mod linked_object;
mod media;
mod segment;

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

pub use call_target::CallTarget;
#[doc(hidden)]
pub use call_target::TargetPath;
pub(crate) use collection::EntityPath;
#[doc(hidden)]
pub use collection::Singleton;
pub use collection::{Collection, CollectionArgument};
pub use error::AddressError;
pub(crate) use link::ReferenceTarget;
pub use link::{IntoReference, Link, LinkTarget, Links, Reference};
pub use media::Media;
pub use segment::PathSegment;

use crate::schema::{PathTemplate, Readable, TypeDescriptor};

/// The path to one entity of type `T`, created by `T::at(..)`.
///
/// Each value is percent-encoded once: everything except the unreserved characters of RFC 3986, as in the simple expansion of RFC 6570.
/// A value that would address *another* resource is an error: an empty one, `.`, `..`, and one with control characters. The address
/// stores the error; [`path`](Self::path) returns it, and no request is sent.
///
/// A placeholder in quotes, as in `range(address='{address}')`, is the text of an OData string literal: its quotes are doubled, and it
/// may be empty or consist of dots. A placeholder in parentheses without quotes, as in `itemAt(index={index})`, is an argument. Its value must
/// not contain a character that ends an argument: a quote, a comma, a parenthesis or `=`.
///
/// Source: [RFC 3986, section 2.3](https://www.rfc-editor.org/rfc/rfc3986#section-2.3);
/// [RFC 6570, section 3.2.2](https://www.rfc-editor.org/rfc/rfc6570#section-3.2.2);
/// [OData URL conventions 4.01, section 2](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html#sec_URLComponents).
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
    /// Creates the address from the number of the path and one value per placeholder, for `T::at(..)`.
    #[doc(hidden)]
    pub fn __new(path: usize, values: &[&dyn PathSegment]) -> Self {
        let (template, path) = expand(T::ENTITY, path, values);
        Self { template, path, resource: PhantomData }
    }

    /// Returns the percent-encoded path after the version, for example `/users/ada%40contoso.com`.
    ///
    /// # Errors
    /// If a value would address another resource; see [`Address`].
    pub fn path(&self) -> Result<&str, AddressError> {
        self.path.as_deref().map_err(Clone::clone)
    }

    /// Returns the template of the path. It does not contain ids, so it is safe to log.
    pub fn template(&self) -> &'static PathTemplate {
        self.template
    }

    /// Returns the segment of the path that links entities that exist on their own, such as `members` of a group.
    pub(crate) fn link_in_path(&self) -> Option<&str> {
        linked_object::link_in(self.template.as_str(), self.path.as_deref().ok()?)
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

impl<T> Hash for Address<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.path.hash(state);
    }
}

/// Shows the template, and never the ids.
impl<T> fmt::Debug for Address<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Address");
        shown.field("template", &self.template.as_str());
        if let Err(error) = &self.path {
            shown.field("error", error);
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
    let path = expand::expand(template, values).map_err(|(placeholder, kind)| AddressError {
        odata_type: descriptor.odata_type(),
        placeholder,
        kind,
    });
    (template, path)
}

#[cfg(test)]
mod tests;
