//! The errors of an operation that ensures an entity.

use crate::client::settle::Polling;
use crate::context::OperationContext;
use crate::error::Error;
use crate::failure::ErrorKind;

/// Returns the error of a lookup after a change.
#[cold]
pub(super) fn lookup_error(error: Error, context: OperationContext) -> Error {
    const CHANGED: &str = "the service reported the change before, and this is the error of looking the entity up";
    error.in_context(context).with_outcome(Some(CHANGED))
}

#[cold]
pub(super) fn not_settled_error(polling: &Polling, names: Option<&[String]>) -> Error {
    let read = polling.last_read();
    let last = match names {
        None => format!("{read} did not find the entity"),
        Some([]) => format!("{read} showed it, but not enough reads in a row did"),
        Some(names) => {
            let names = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            format!("{read} showed other values of {names}; write them in the form in which the service returns them")
        }
    };
    polling.error("the change was made, but it was not visible", last)
}

#[cold]
pub(super) fn fixed_error(names: &[&str]) -> Error {
    let list = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let verb = if names.len() == 1 { "differs" } else { "differ" };
    let message = format!(
        "{list} {verb} in the entity that exists, and only a creation can set this, so nothing was changed; delete the entity to create \
         it again, or accept the difference with `ignore_create_only`"
    );
    Error::new(ErrorKind::Request, message)
}

#[cold]
pub(super) fn unknown_address_error() -> Error {
    let message = "the address of the entity does not follow from its key and its collection, so that it cannot be updated; declare \
                   the key with `#[graph(key)]`";
    Error::new(ErrorKind::Request, message)
}
