//! Requests that call an action or a function.

use bytes::Bytes;
use http::Method;

use super::{Request, Target};
use crate::address::TargetPath;
use crate::context::OperationContext;
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::json::write_structure;
use crate::json_text::Writer;
use crate::query::FunctionArguments;
use crate::schema::{CallableDescriptor, CallableKind, Object, Tag};

impl Request {
    /// Creates the request that calls an action or a function. Without a `target`, its path is its own.
    pub(crate) fn call(
        callable: &'static CallableDescriptor,
        target: Option<TargetPath>,
        parameters: &dyn Object,
    ) -> Result<Self, Error> {
        let (descriptor, template, path) = if let Some(TargetPath { descriptor, template, path }) = target {
            (Some(descriptor), template, path)
        } else {
            let path = callable.path().unwrap_or_default();
            (None, path, Ok(path.to_owned()))
        };
        let context = OperationContext::call(callable, descriptor, template);
        let mut target = Target::path(context.version(), path.as_deref().map_err(Clone::clone), context)?;
        if callable.path().is_none() {
            target.push_segment(callable.name());
        }
        match callable.kind() {
            CallableKind::Action => {
                let body = action_body(parameters).map_err(|error| error.with_context(context))?;
                Ok(Self { body, ..Self::to(Method::POST, target, context) })
            }
            CallableKind::Function => {
                let arguments = FunctionArguments::of(parameters)
                    .map_err(|(name, control)| control_error(name, control).with_context(context))?;
                target.push_text(&arguments.path);
                target.set_query(&arguments.query);
                Ok(Self::to(Method::GET, target, context))
            }
        }
    }
}

/// Returns the parameters as an object, or nothing if there are none.
///
/// Of the documented requests that set no parameter, all are sent without a body, also those of actions that have parameters.
fn action_body(parameters: &dyn Object) -> Result<Bytes, Error> {
    let mut json = Writer::new();
    write_structure(parameters, Tag::Never, &mut json);
    if let Some(name) = json.conflicting_name() {
        return Err(conflict_error(name));
    }
    let json = json.into_string();
    Ok(if json == "{}" { Bytes::new() } else { Bytes::from(json) })
}

#[cold]
fn control_error(name: &str, control: char) -> Error {
    let message = format!(
        "the parameter `{name}` contains the control character U+{:04X}, which a path cannot contain: remove it",
        u32::from(control)
    );
    Error::new(ErrorKind::Request, message)
}

#[cold]
fn conflict_error(name: &str) -> Error {
    let message = format!(
        "a parameter contains the undeclared property `{name}`, which its type declares: set the declared one instead"
    );
    Error::new(ErrorKind::Request, message)
}
