use http::Method;

/// Which writes of the entities at a path are supported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SupportedWrites {
    pub(crate) creations: bool,
    pub(crate) updates: bool,
    pub(crate) deletions: bool,
}

impl Default for SupportedWrites {
    fn default() -> Self {
        Self { creations: true, updates: true, deletions: true }
    }
}

impl SupportedWrites {
    /// Returns the value of `Allow` for an entity.
    pub(crate) fn methods_of_entity(self) -> &'static str {
        match (self.updates, self.deletions) {
            (true, true) => "GET, PATCH, PUT, DELETE",
            (true, false) => "GET, PATCH, PUT",
            (false, true) => "GET, DELETE",
            (false, false) => "GET",
        }
    }

    /// Returns the value of `Allow` for a collection.
    pub(crate) fn methods_of_collection(self) -> &'static str {
        if self.creations { "GET, POST" } else { "GET" }
    }

    /// Returns whether a method is supported for an entity.
    pub(crate) fn includes(self, method: &Method) -> bool {
        match *method {
            Method::PATCH | Method::PUT => self.updates,
            Method::DELETE => self.deletions,
            _ => false,
        }
    }
}
