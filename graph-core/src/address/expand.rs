//! Expands a path template.

use super::error::AddressErrorKind;
use super::segment::{PathSegment, push_argument, push_path, push_quoted, push_segment};
use crate::schema::{PathTemplate, TemplatePart};

/// Writes the value of a placeholder.
type Push = fn(&mut String, &str) -> Result<(), AddressErrorKind>;

/// Returns the path with the values in place of the placeholders.
///
/// # Errors
/// The name of the placeholder whose value cannot be used, and why.
pub(super) fn expand(
    template: &PathTemplate,
    values: &[&dyn PathSegment],
) -> Result<String, (&'static str, AddressErrorKind)> {
    let mut out = String::with_capacity(template.as_str().len() + 24 * values.len());
    let mut values = values.iter();
    for part in template.parts() {
        let (name, push): (_, Push) = match *part {
            TemplatePart::Literal(text) => {
                out.push_str(text);
                continue;
            }
            TemplatePart::Segment(name) => (name, push_segment),
            TemplatePart::Path(name) => (name, push_path),
            TemplatePart::Quoted(name) => (name, push_quoted),
            TemplatePart::Argument(name) => (name, push_argument),
        };
        let value = values.next().map(|value| value.as_segment()).unwrap_or_default();
        push(&mut out, &value).map_err(|kind| (name, kind))?;
    }
    Ok(out)
}
