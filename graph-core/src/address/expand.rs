//! Expands a path template.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::error::AddressErrorKind;
use super::segment::PathSegment;
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
    expand_without(None, template, values)
}

/// Returns the path of the collection: without the last placeholder that is a segment.
///
/// # Errors
/// The same as those of [`expand`].
pub(super) fn expand_collection(
    template: &PathTemplate,
    values: &[&dyn PathSegment],
) -> Result<String, (&'static str, AddressErrorKind)> {
    let last = template.parts().iter().rposition(|part| matches!(part, TemplatePart::Segment(_)));
    expand_without(last, template, values)
}

fn expand_without(
    omitted: Option<usize>,
    template: &PathTemplate,
    values: &[&dyn PathSegment],
) -> Result<String, (&'static str, AddressErrorKind)> {
    let mut out = String::with_capacity(template.as_str().len() + 24 * values.len());
    let mut values = values.iter();
    for (index, part) in template.parts().iter().enumerate() {
        if omitted == Some(index) {
            // the slash in front of it
            out.pop();
            continue;
        }
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

/// Everything except the unreserved characters of [RFC 3986, section 2.3](https://www.rfc-editor.org/rfc/rfc3986#section-2.3).
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Writes one segment.
fn push_segment(out: &mut String, value: &str) -> Result<(), AddressErrorKind> {
    match value {
        "" => return Err(AddressErrorKind::Empty),
        "." => return Err(AddressErrorKind::Dot),
        ".." => return Err(AddressErrorKind::DotDot),
        _ => {}
    }
    push_encoded(out, value)
}

/// Writes a value that is a path itself, as in `root:/{path}:`.
fn push_path(out: &mut String, value: &str) -> Result<(), AddressErrorKind> {
    if value.starts_with('/') {
        return Err(AddressErrorKind::LeadingSlash);
    }
    if value.ends_with('/') {
        return Err(AddressErrorKind::TrailingSlash);
    }
    if value.contains("//") {
        return Err(AddressErrorKind::EmptySegment);
    }
    for (index, segment) in value.split('/').enumerate() {
        if index > 0 {
            out.push('/');
        }
        push_segment(out, segment)?;
    }
    Ok(())
}

/// Writes text into a string literal, with its quotes doubled.
///
/// Percent-encoding is not enough for a quote: services decode a segment before they parse its literals.
///
/// Source: OData URL conventions 4.01, section 2; OData ABNF 4.01, `SQUOTE-in-string`.
fn push_quoted(out: &mut String, value: &str) -> Result<(), AddressErrorKind> {
    for (index, text) in value.split('\'').enumerate() {
        if index > 0 {
            out.push_str("%27%27");
        }
        push_encoded(out, text)?;
    }
    Ok(())
}

/// Writes an argument without quotes: a number, a GUID, a date and the like.
fn push_argument(out: &mut String, value: &str) -> Result<(), AddressErrorKind> {
    if value.is_empty() {
        return Err(AddressErrorKind::Empty);
    }
    if let Some(delimiter) = value.chars().find(|character| matches!(character, '\'' | '(' | ')' | ',' | '=')) {
        return Err(AddressErrorKind::Delimiter(delimiter));
    }
    push_encoded(out, value)
}

fn push_encoded(out: &mut String, value: &str) -> Result<(), AddressErrorKind> {
    if let Some(control) = value.chars().find(|character| character.is_control()) {
        return Err(AddressErrorKind::Control(control));
    }
    out.extend(utf8_percent_encode(value, ENCODED));
    Ok(())
}
