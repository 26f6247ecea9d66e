use std::fmt;

use super::segment::{push_path, push_segment};
use super::{PathSegment, Refusal};

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
}

impl PathTemplate {
    /// Stands in where a type has no path.
    pub(super) const NONE: Self = Self { __name: "", __text: "", __parts: &[] };

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

    pub(super) fn expand(&self, values: &[&dyn PathSegment]) -> Result<String, (&'static str, Refusal)> {
        let mut out = String::with_capacity(self.__text.len() + 24 * values.len());
        let mut values = values.iter();
        for part in self.__parts {
            match *part {
                TemplatePart::Literal(text) => out.push_str(text),
                TemplatePart::Segment(name) | TemplatePart::Path(name) => {
                    let value = values.next().map(|value| value.as_segment()).unwrap_or_default();
                    // in a string literal of OData, as in `/users('{userId}')`, a quote is written twice
                    let value = if out.ends_with('\'') && value.contains('\'') {
                        value.replace('\'', "''").into()
                    } else {
                        value
                    };
                    let push = if matches!(part, TemplatePart::Path(_)) { push_path } else { push_segment };
                    push(&mut out, &value).map_err(|refusal| (name, refusal))?;
                }
            }
        }
        Ok(out)
    }
}

impl fmt::Display for PathTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.__text)
    }
}
