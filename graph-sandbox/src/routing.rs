//! The mapping of paths to resources.

use std::fmt::Write as _;

use graph_core::schema::{TemplatePart, TypeDescriptor, Version};
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use crate::error::SandboxErrorKind;
use crate::protocol::ErrorResponse;

/// The templates that are served.
#[derive(Debug, Default)]
pub(crate) struct Routes(Vec<Route>);

/// One template of one resource.
#[derive(Debug)]
pub(crate) struct Route {
    pub(crate) descriptor: &'static TypeDescriptor,
    template: &'static str,
    segments: Vec<TemplateSegment>,
}

/// A segment of a template: text and placeholders, as in `{path}:` and `range(address='{address}')`.
#[derive(Debug, Default, PartialEq, Eq)]
struct TemplateSegment(Vec<SegmentPart>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum SegmentPart {
    Text(String),
    /// A placeholder for one segment, or for a part of one.
    Value,
    /// A placeholder for one or more segments.
    Path,
    /// A placeholder inside a string literal, in which quotes are doubled.
    QuotedValue,
}

/// The version and the decoded segments of the path of an entity.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct EntityKey {
    version: Version,
    segments: Vec<String>,
}

impl Routes {
    /// Serves a resource at each of its paths.
    ///
    /// # Errors
    /// Returns an error if another resource declares the same path.
    pub(crate) fn add(&mut self, descriptor: &'static TypeDescriptor) -> Result<(), SandboxErrorKind> {
        for path in descriptor.paths() {
            let template = path.as_str();
            let route = Route { descriptor, template, segments: TemplateSegment::split(path.parts()) };
            let has_same_path =
                |other: &&Route| other.descriptor.version() == descriptor.version() && other.segments == route.segments;
            match self.0.iter().find(has_same_path) {
                None => self.0.push(route),
                Some(other) if other.descriptor.odata_type() == descriptor.odata_type() => {}
                Some(other) => {
                    let (first, second) = (other.descriptor.odata_type(), descriptor.odata_type());
                    return Err(SandboxErrorKind::Conflict {
                        first,
                        second,
                        version: descriptor.version().as_str(),
                        template,
                    });
                }
            }
        }
        Ok(())
    }

    /// Returns the version and the template of each route.
    pub(crate) fn templates(&self) -> impl Iterator<Item = (Version, &'static str)> {
        self.0.iter().map(|route| (route.descriptor.version(), route.template))
    }

    /// Returns the route and the key of a path such as `/v1.0/deviceManagement/..`, which is percent-encoded.
    ///
    /// # Errors
    /// Returns a response if the path is malformed or no resource declares it.
    pub(crate) fn find(&self, path: &str) -> Result<(&Route, EntityKey), ErrorResponse> {
        let mut decoded = segments(path).map(decode).collect::<Result<Vec<_>, _>>()?;
        let version = decoded.remove(0);
        let Some(version) = [Version::V1, Version::Beta].into_iter().find(|known| known.as_str() == version) else {
            return Err(ErrorResponse::bad_request("Invalid version."));
        };
        let routes = || self.0.iter().filter(|route| route.descriptor.version() == version);
        let matching = routes().filter(|route| route.match_lengths(&decoded).is_ok());
        if let Some(route) = matching.max_by_key(|route| route.specificity()) {
            return Ok((route, EntityKey { version, segments: decoded }));
        }
        let matched = routes().filter_map(|route| route.match_lengths(&decoded).err()).max().unwrap_or(0);
        let unknown = decoded.get(matched).or(decoded.last()).map_or("", String::as_str);
        Err(ErrorResponse::bad_request(format!("Resource not found for the segment '{unknown}'.")))
    }

    /// Returns the key of a path such as `/deviceManagement/..`, which is percent-encoded.
    ///
    /// The result is `None` if no resource declares the path.
    pub(crate) fn key(&self, version: Version, path: &str) -> Option<EntityKey> {
        self.find(&format!("/{version}{path}")).ok().map(|(_, key)| key)
    }
}

impl Route {
    /// Matches a path, and returns the number of its segments per segment of the template.
    ///
    /// # Errors
    /// Returns the number of segments that match.
    fn match_lengths(&self, path: &[String]) -> Result<Vec<usize>, usize> {
        let mut matched = 0;
        match_lengths(&self.segments, path, 0, &mut matched).ok_or(matched)
    }

    /// Returns a rank that is greater for a template with more text in earlier segments.
    fn specificity(&self) -> Vec<(bool, usize)> {
        let rank = |segment: &TemplateSegment| (segment.is_text(), segment.text().map(str::len).sum());
        self.segments.iter().map(rank).collect()
    }

    /// Returns each segment of the template with the segments of the path that it matches.
    fn pairs<'k>(&self, key: &'k EntityKey) -> Vec<(&TemplateSegment, &'k [String])> {
        let mut rest = key.segments.as_slice();
        let lengths = self.match_lengths(rest).unwrap_or_default();
        let matches = lengths.into_iter().map_while(|length| {
            let (matched, after) = rest.split_at_checked(length)?;
            rest = after;
            Some(matched)
        });
        self.segments.iter().zip(matches).collect()
    }

    /// Returns the value of the last placeholder, which messages use as the id of the entity.
    pub(crate) fn entity_id(&self, key: &EntityKey) -> String {
        let pairs = self.pairs(key);
        let last_value =
            |(segment, path): &(&TemplateSegment, &[String])| segment.values(path).and_then(|mut values| values.pop());
        let last = pairs.iter().rev().find_map(last_value);
        last.or_else(|| pairs.last().map(|(_, path)| path.join("/"))).unwrap_or_default()
    }

    /// Returns the fragment of `@odata.context`, for example
    /// `deviceManagement/deviceConfigurations('1')/userStatuses/$entity`.
    ///
    /// Source: [OData 4.01, section 10](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_ContextURL).
    pub(crate) fn context(&self, key: &EntityKey) -> String {
        let mut context = String::new();
        let pairs = self.pairs(key);
        for (index, (segment, path)) in pairs.iter().enumerate() {
            let text = path.join("/");
            if matches!(segment.0[..], [SegmentPart::Text(_)]) {
                context.push_str(if index > 0 { "/" } else { "" });
                context.push_str(&text);
            } else if index + 1 < pairs.len() && !segment.0.is_empty() {
                let text = text.replace('\'', "''");
                _ = write!(context, "('{}')", utf8_percent_encode(&text, CONTEXT_KEY));
            }
        }
        context + "/$entity"
    }
}

/// Matches the segments of a path from `start` on, and records how many segments match.
fn match_lengths(
    template: &[TemplateSegment],
    path: &[String],
    start: usize,
    matched: &mut usize,
) -> Option<Vec<usize>> {
    *matched = (*matched).max(start);
    let Some((segment, template)) = template.split_first() else {
        return (start == path.len()).then(Vec::new);
    };
    let remaining = path.len().saturating_sub(start);
    let lengths = 1..=if segment.0.contains(&SegmentPart::Path) { remaining } else { remaining.min(1) };
    lengths.into_iter().find_map(|length| {
        let candidate = path.get(start..start + length).filter(|candidate| segment.values(candidate).is_some())?;
        let mut lengths = match_lengths(template, path, start + candidate.len(), matched)?;
        lengths.insert(0, length);
        Some(lengths)
    })
}

/// The characters of a key that are encoded in a fragment.
const CONTEXT_KEY: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'/').add(b'<').add(b'>').add(b'`');

impl TemplateSegment {
    /// Splits a template into its segments.
    fn split(parts: &[TemplatePart]) -> Vec<Self> {
        let mut segments = Vec::new();
        let mut current = Self::default();
        for part in parts {
            match part {
                TemplatePart::Literal(text) => {
                    for (index, text) in text.split('/').enumerate() {
                        if index > 0 {
                            segments.push(std::mem::take(&mut current));
                        }
                        if !text.is_empty() {
                            current.0.push(SegmentPart::Text(text.to_owned()));
                        }
                    }
                }
                TemplatePart::Path(_) => current.0.push(SegmentPart::Path),
                TemplatePart::Quoted(_) => current.0.push(SegmentPart::QuotedValue),
                // This includes kinds of placeholders that a later graph-core adds.
                _ => current.0.push(SegmentPart::Value),
            }
        }
        segments.push(current);
        segments.remove(0); // the empty segment before the first slash
        segments
    }

    fn text(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|part| if let SegmentPart::Text(text) = part { Some(text.as_str()) } else { None })
    }

    fn is_text(&self) -> bool {
        self.text().count() == self.0.len()
    }

    /// Returns the values of the placeholders in order, if the segment matches this part of a path.
    fn values(&self, path: &[String]) -> Option<Vec<String>> {
        if let [_, between @ .., _] = path
            && between.iter().any(String::is_empty)
        {
            return None;
        }
        values(&self.0, &path.join("/"))
    }
}

/// Returns the values of the placeholders in `parts`, if the parts match the text.
fn values(parts: &[SegmentPart], text: &str) -> Option<Vec<String>> {
    let Some((part, parts)) = parts.split_first() else {
        return text.is_empty().then(Vec::new);
    };
    if let SegmentPart::Text(expected) = part {
        return values(parts, text.strip_prefix(expected.as_str())?);
    }
    let ends = text.char_indices().map(|(end, _)| end).chain([text.len()]);
    ends.filter_map(|end| text.split_at_checked(end)).find_map(|(value, rest)| {
        let value = part.value(value)?;
        let mut values = values(parts, rest)?;
        values.insert(0, value);
        Some(values)
    })
}

impl SegmentPart {
    /// Returns the value of a placeholder from its text in a path. Only a quoted value may be empty.
    fn value(&self, text: &str) -> Option<String> {
        match self {
            Self::QuotedValue => {
                let value = text.replace("''", "'");
                // Each quote must be doubled.
                (value.replace('\'', "''") == text).then_some(value)
            }
            Self::Path if text.starts_with('/') || text.ends_with('/') => None,
            _ => (!text.is_empty()).then(|| text.to_owned()),
        }
    }
}

/// Returns the segments of a path. There is at least one.
fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.strip_prefix('/').unwrap_or(path).split('/')
}

/// Decodes a segment after the path was split, so that an encoded slash does not separate segments.
fn decode(segment: &str) -> Result<String, ErrorResponse> {
    let error = |problem| Err(ErrorResponse::bad_request(format!("Invalid URL: the segment '{segment}' {problem}.")));
    let escapes = segment.split('%').skip(1);
    if !escapes
        .into_iter()
        .all(|rest| rest.as_bytes().get(..2).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)))
    {
        return error("has a '%' without two hexadecimal digits after it");
    }
    match percent_decode_str(segment).decode_utf8() {
        Err(_) => error("does not decode to UTF-8"),
        Ok(text) if text == "." || text == ".." => error("would address another resource"),
        Ok(text) if text.contains(char::is_control) => error("contains a control character"),
        Ok(text) => Ok(text.into_owned()),
    }
}
