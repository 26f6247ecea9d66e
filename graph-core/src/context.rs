use std::fmt;

use http::Method;

use crate::etag::ETag;
use crate::schema::TypeDescriptor;

/// What a request is for, as errors and spans name it.
#[derive(Clone, Copy)]
pub(crate) struct OperationContext {
    operation: Operation,
    descriptor: Option<&'static TypeDescriptor>,
    template: Option<&'static str>,
    condition: Condition,
    is_read: bool,
}

/// What has to be true of an entity before the service acts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Condition {
    None,
    /// That there is one: `If-Match: *`.
    Exists,
    /// That it has this ETag.
    Unchanged,
}

#[derive(Clone, Copy, PartialEq)]
enum Operation {
    Update,
    Get,
    Link,
}

impl OperationContext {
    pub(crate) const LINK: Self = Self {
        operation: Operation::Link,
        descriptor: None,
        template: None,
        condition: Condition::None,
        is_read: true,
    };

    pub(crate) fn update(descriptor: &'static TypeDescriptor, template: &'static str) -> Self {
        Self {
            operation: Operation::Update,
            descriptor: Some(descriptor),
            template: Some(template),
            condition: Condition::None,
            is_read: false,
        }
    }

    pub(crate) fn get(descriptor: &'static TypeDescriptor, template: &'static str) -> Self {
        Self { operation: Operation::Get, is_read: true, ..Self::update(descriptor, template) }
    }

    pub(crate) fn operation(self) -> &'static str {
        match self.operation {
            Operation::Update => "update",
            Operation::Get => "get",
            Operation::Link => "request",
        }
    }

    pub(crate) fn resource(self) -> Option<&'static str> {
        self.descriptor.map(TypeDescriptor::odata_type)
    }

    /// The permissions of which the token needs one, as far as the declaration says.
    pub(crate) fn permissions(self) -> &'static [&'static str] {
        self.descriptor.map_or(&[], TypeDescriptor::permissions)
    }

    /// Whether nothing changes in the service.
    pub(crate) fn is_read(self) -> bool {
        self.is_read
    }

    pub(crate) fn is_update(self) -> bool {
        self.operation == Operation::Update
    }

    /// The same, with what the request says beside its address.
    pub(crate) fn of_request(self, method: &Method, if_match: Option<&ETag>) -> Self {
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

    /// The declared path with the placeholders still in it, behind the version.
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
            None => f.write_str("request to a link of the service"),
        }
    }
}
