use std::fmt;

use http::Method;

use crate::etag::ETag;
use crate::schema::{PathTemplate, TypeDescriptor};

/// The operation and the resource of a request, for errors and spans.
#[derive(Clone, Copy)]
pub(crate) struct OperationContext {
    operation: &'static str,
    descriptor: Option<&'static TypeDescriptor>,
    template: Option<&'static str>,
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
            condition: Condition::None,
            is_read: true,
            is_custom: false,
        }
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
        self.descriptor.map_or(&[], TypeDescriptor::permissions)
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
        struct UrlTemplate(&'static TypeDescriptor, &'static str);
        impl fmt::Display for UrlTemplate {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "/{}{}", self.0.version(), self.1)
            }
        }
        Some(UrlTemplate(self.descriptor?, self.template?))
    }
}

impl fmt::Display for OperationContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.resource() {
            Some(resource) => write!(f, "{} of `{resource}`", self.operation()),
            None if self.is_custom => f.write_str("request to a path of the service"),
            None => f.write_str("request to a URL of the service"),
        }
    }
}
