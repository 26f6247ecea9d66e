use std::fmt;

/// A path with placeholders, which was checked and parsed when the declaration was compiled.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PathTemplate {
    #[doc(hidden)]
    pub __name: &'static str,
    #[doc(hidden)]
    pub __text: &'static str,
    #[doc(hidden)]
    pub __parts: &'static [TemplatePart],
}

/// A part of a [`PathTemplate`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TemplatePart {
    /// Text without placeholders, including slashes.
    Literal(&'static str),
    /// A placeholder for one segment.
    Segment(&'static str),
    /// A placeholder for several segments, as in `root:/{path}:`.
    Path(&'static str),
    /// A placeholder for text in a string literal, as in `range(address='{address}')`. Its quotes are doubled.
    Quoted(&'static str),
    /// A placeholder for an argument or a key without quotes, as in `itemAt(index={index})`.
    Argument(&'static str),
}

impl PathTemplate {
    /// The template of a type without a path.
    pub(crate) const NONE: Self = Self { __name: "", __text: "", __parts: &[] };

    /// Returns the template as declared, for example `/deviceManagement/deviceConfigurations/{deviceConfigurationId}`.
    pub fn as_str(&self) -> &'static str {
        self.__text
    }

    /// Returns the name of a path of `paths(..)`; `None` for `path = ".."`.
    pub fn name(&self) -> Option<&'static str> {
        if self.__name.is_empty() { None } else { Some(self.__name) }
    }

    /// Returns the parts in order.
    pub fn parts(&self) -> &'static [TemplatePart] {
        self.__parts
    }
}

impl fmt::Display for PathTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.__text)
    }
}
