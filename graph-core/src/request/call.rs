use std::fmt;

use crate::address::Address;
use crate::resource::{Facts, Resource};

/// What a request is for, as errors and spans name it.
#[derive(Clone, Copy)]
pub(crate) struct Call {
    operation: Operation,
    facts: Option<&'static Facts>,
    template: Option<&'static str>,
}

#[derive(Clone, Copy, PartialEq)]
enum Operation {
    Update,
    Get,
    Link,
}

impl Call {
    pub(crate) const LINK: Self = Self { operation: Operation::Link, facts: None, template: None };

    pub(crate) fn update<T: Resource>(address: &Address<T>) -> Self {
        Self { operation: Operation::Update, facts: Some(T::FACTS), template: Some(address.template().as_str()) }
    }

    pub(crate) fn get<T: Resource>(address: &Address<T>) -> Self {
        Self { operation: Operation::Get, ..Self::update(address) }
    }

    pub(crate) fn operation(self) -> &'static str {
        match self.operation {
            Operation::Update => "update",
            Operation::Get => "get",
            Operation::Link => "request",
        }
    }

    pub(crate) fn resource(self) -> Option<&'static str> {
        self.facts.map(Facts::odata_type)
    }

    /// The permissions of which the token needs one, as far as the declaration says.
    pub(crate) fn permissions(self) -> &'static [&'static str] {
        self.facts.map_or(&[], Facts::permissions)
    }

    /// Whether nothing changes in the service.
    pub(crate) fn is_read(self) -> bool {
        self.operation != Operation::Update
    }

    /// The declared path with the placeholders still in it, behind the version.
    pub(crate) fn url_template(self) -> Option<impl fmt::Display> {
        struct UrlTemplate(&'static Facts, &'static str);
        impl fmt::Display for UrlTemplate {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "/{}{}", self.0.version(), self.1)
            }
        }
        Some(UrlTemplate(self.facts?, self.template?))
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.resource() {
            Some(resource) => write!(f, "{} of `{resource}`", self.operation()),
            None => f.write_str("request to a link of the service"),
        }
    }
}
