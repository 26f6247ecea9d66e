use std::fmt;

use http::Method;

use crate::etag::ETag;
use crate::schema::{CallableDescriptor, CallableKind, Danger, PathTemplate, TypeDescriptor, Version};

/// The operation and the resource of a request, for errors and spans.
#[derive(Clone, Copy)]
pub(crate) struct OperationContext {
    operation: &'static str,
    descriptor: Option<&'static TypeDescriptor>,
    template: Option<&'static str>,
    callable: Option<&'static CallableDescriptor>,
    condition: Condition,
    is_read: bool,
    is_custom: bool,
}

/// The condition that the service checks before it processes a request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Condition {
    None,
    /// The entity exists: `If-Match: *`.
    Exists,
    /// The entity has the ETag of the request.
    Unchanged,
}

impl OperationContext {
    /// The context of a request to a URL of the service.
    pub(crate) const URL: Self = Self {
        operation: "request",
        descriptor: None,
        template: None,
        callable: None,
        condition: Condition::None,
        is_read: true,
        is_custom: false,
    };

    /// The context of a request that no declaration describes.
    pub(crate) const CUSTOM: Self = Self { is_custom: true, is_read: false, ..Self::URL };

    /// Creates the context of an operation on an entity.
    pub(crate) fn entity(
        operation: &'static str,
        descriptor: &'static TypeDescriptor,
        template: &'static PathTemplate,
    ) -> Self {
        Self {
            operation,
            descriptor: Some(descriptor),
            template: Some(template.as_str()),
            callable: None,
            condition: Condition::None,
            is_read: false,
            is_custom: false,
        }
    }

    /// Creates the context of an operation on a collection.
    pub(crate) fn collection(
        operation: &'static str,
        descriptor: &'static TypeDescriptor,
        template: &'static str,
    ) -> Self {
        Self {
            operation,
            descriptor: Some(descriptor),
            template: Some(template),
            callable: None,
            condition: Condition::None,
            is_read: true,
            is_custom: false,
        }
    }

    /// Creates the context of a call of an action or a function. `descriptor` is that of the type that it is called on.
    pub(crate) fn call(
        callable: &'static CallableDescriptor,
        descriptor: Option<&'static TypeDescriptor>,
        template: &'static str,
    ) -> Self {
        Self {
            operation: "call",
            descriptor,
            template: Some(template),
            callable: Some(callable),
            condition: Condition::None,
            is_read: callable.kind() == CallableKind::Function,
            is_custom: false,
        }
    }

    /// Returns the name of the action or function that is called.
    pub(crate) fn callable_name(self) -> Option<&'static str> {
        self.callable.map(CallableDescriptor::name)
    }

    /// Returns whether the operation destroys something, if it is the call of an action or function.
    pub(crate) fn danger(self) -> Danger {
        self.callable.map_or(Danger::None, CallableDescriptor::danger)
    }

    /// Returns the version of the API.
    pub(crate) fn version(self) -> Version {
        let declared = self.callable.and_then(CallableDescriptor::version);
        declared.or_else(|| self.descriptor.map(TypeDescriptor::version)).unwrap_or_default()
    }

    /// Returns the declared path with its placeholders.
    pub(crate) fn template(self) -> &'static str {
        self.template.unwrap_or("")
    }

    /// Returns the context of another operation on the same path.
    pub(crate) fn with_operation(self, operation: &'static str) -> Self {
        Self { operation, ..self }
    }

    pub(crate) fn operation(self) -> &'static str {
        self.operation
    }

    pub(crate) fn resource(self) -> Option<&'static str> {
        self.descriptor.map(TypeDescriptor::odata_type)
    }

    /// Returns the permissions of the declaration; the token needs one of them.
    pub(crate) fn permissions(self) -> &'static [&'static str] {
        match self.callable {
            Some(callable) => callable.permissions(),
            None => self.descriptor.map_or(&[], TypeDescriptor::permissions),
        }
    }

    /// Returns whether the request changes nothing.
    pub(crate) fn is_read(self) -> bool {
        self.is_read
    }

    pub(crate) fn is_update(self) -> bool {
        self.operation == "update"
    }

    pub(crate) fn is_deletion(self) -> bool {
        self.operation == "delete"
    }

    /// Returns the context with the method and the condition of the request.
    pub(crate) fn with_request(self, method: &Method, if_match: Option<&ETag>) -> Self {
        let condition = match if_match {
            None => Condition::None,
            Some(etag) if etag.as_str() == "*" => Condition::Exists,
            Some(_) => Condition::Unchanged,
        };
        Self { condition, is_read: method.is_safe(), ..self }
    }

    pub(crate) fn condition(self) -> Condition {
        self.condition
    }

    /// Returns the version and the declared path with its placeholders.
    pub(crate) fn url_template(self) -> Option<impl fmt::Display> {
        struct UrlTemplate(Version, &'static str, Option<&'static str>);
        impl fmt::Display for UrlTemplate {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let Self(version, template, name) = self;
                write!(f, "/{version}{template}")?;
                name.map_or(Ok(()), |name| write!(f, "/{name}"))
            }
        }
        let name = self.callable.filter(|callable| callable.path().is_none()).map(CallableDescriptor::name);
        Some(UrlTemplate(self.version(), self.template?, name))
    }
}

impl fmt::Display for OperationContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(callable) = self.callable {
            write!(f, "{} `{}`", callable.kind().as_str(), callable.name())?;
            return self.resource().map_or(Ok(()), |resource| write!(f, " of `{resource}`"));
        }
        match self.resource() {
            Some(resource) => write!(f, "{} of `{resource}`", self.operation()),
            None if self.is_custom => f.write_str("request to a path of the service"),
            None => f.write_str("request to a URL of the service"),
        }
    }
}
