use std::fmt;

/// A path with placeholders, checked and taken apart when the resource was compiled.
#[derive(Debug)]
pub struct PathTemplate {
    #[doc(hidden)]
    pub __name: &'static str,
    #[doc(hidden)]
    pub __text: &'static str,
    #[doc(hidden)]
    pub __parts: &'static [TemplatePart],
}

/// A piece of a [`PathTemplate`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TemplatePart {
    /// Text that stands as it is, slashes included.
    Literal(&'static str),
    /// One segment.
    Segment(&'static str),
    /// Several segments, as in `root:/{path}:`.
    Path(&'static str),
    /// Text inside a string literal, as in `range(address='{address}')`. Its quotes are doubled.
    Quoted(&'static str),
    /// An argument or a key without quotes, as in `itemAt(index={index})`.
    Argument(&'static str),
}

impl PathTemplate {
    /// Stands in where a type has no path.
    pub(crate) const NONE: Self = Self { __name: "", __text: "", __parts: &[] };

    /// The template as declared, for example `/deviceManagement/deviceConfigurations/{deviceConfigurationId}`.
    pub fn as_str(&self) -> &'static str {
        self.__text
    }

    /// The name of a further path; none for `path = ".."`.
    pub fn name(&self) -> Option<&'static str> {
        if self.__name.is_empty() { None } else { Some(self.__name) }
    }

    /// The pieces, in order.
    pub fn parts(&self) -> &'static [TemplatePart] {
        self.__parts
    }
}

impl fmt::Display for PathTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.__text)
    }
}
