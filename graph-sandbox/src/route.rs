//! Which resource a path leads to.

use std::fmt::Write as _;

use graph_core::schema::TemplatePart;
use graph_core::schema::{TypeDescriptor, Version};
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use crate::error::Reason;
use crate::fault::Fault;

/// The templates that are served.
#[derive(Debug, Default)]
pub(crate) struct Routes(Vec<Route>);

/// One template of one resource.
#[derive(Debug)]
pub(crate) struct Route {
    pub(crate) descriptor: &'static TypeDescriptor,
    template: &'static str,
    segments: Vec<Segment>,
}

/// A segment of a template: text with placeholders in it, as in `{path}:` and `range(address='{address}')`.
#[derive(Debug, Default, PartialEq, Eq)]
struct Segment(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    /// A placeholder for one segment, or for a part of one.
    One,
    /// A placeholder for one or more segments.
    Several,
    /// A placeholder inside a string literal, where quotes are doubled.
    Quoted,
}

/// Where an entity is: its version and the segments of its path, decoded.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct EntityKey {
    version: Version,
    segments: Vec<String>,
}

impl Routes {
    /// Serves the resource at each of its paths.
    ///
    /// # Errors
    /// When another resource is there already.
    pub(crate) fn add(&mut self, descriptor: &'static TypeDescriptor) -> Result<(), Reason> {
        for path in descriptor.paths() {
            let template = path.as_str();
            let route = Route { descriptor, template, segments: Segment::all(path.parts()) };
            let same =
                |other: &&Route| other.descriptor.version() == descriptor.version() && other.segments == route.segments;
            match self.0.iter().find(same) {
                None => self.0.push(route),
                Some(other) if other.descriptor.odata_type() == descriptor.odata_type() => {}
                Some(other) => {
                    let (first, second) = (other.descriptor.odata_type(), descriptor.odata_type());
                    return Err(Reason::Conflict { first, second, version: descriptor.version().as_str(), template });
                }
            }
        }
        Ok(())
    }

    /// Version and template of each route.
    pub(crate) fn templates(&self) -> impl Iterator<Item = (Version, &'static str)> {
        self.0.iter().map(|route| (route.descriptor.version(), route.template))
    }

    /// The resource at a path such as `/v1.0/deviceManagement/..`, percent-encoded.
    ///
    /// # Errors
    /// When the path is malformed or leads nowhere.
    pub(crate) fn find(&self, path: &str) -> Result<(&Route, EntityKey), Fault> {
        let mut decoded = segments(path).map(decode).collect::<Result<Vec<_>, _>>()?;
        let version = decoded.remove(0);
        let Some(version) = [Version::V1, Version::Beta].into_iter().find(|known| known.as_str() == version) else {
            return Err(Fault::bad_request("Invalid version."));
        };
        let routes = || self.0.iter().filter(|route| route.descriptor.version() == version);
        let fitting = routes().filter(|route| route.align(&decoded).is_ok());
        if let Some(route) = fitting.max_by_key(|route| route.precision()) {
            return Ok((route, EntityKey { version, segments: decoded }));
        }
        let reached = routes().filter_map(|route| route.align(&decoded).err()).max().unwrap_or(0);
        let stranger = decoded.get(reached).or(decoded.last()).map_or("", String::as_str);
        Err(Fault::bad_request(format!("Resource not found for the segment '{stranger}'.")))
    }

    /// The key of a path such as `/deviceManagement/..`, percent-encoded; nothing, if it leads nowhere.
    pub(crate) fn key(&self, version: Version, path: &str) -> Option<EntityKey> {
        self.find(&format!("/{version}{path}")).ok().map(|(_, key)| key)
    }
}

impl Route {
    /// How many segments of a path each segment of the template stands for; else, how many segments matched.
    fn align(&self, path: &[String]) -> Result<Vec<usize>, usize> {
        let mut reached = 0;
        align(&self.segments, path, 0, &mut reached).ok_or(reached)
    }

    /// Greater for the template that says more, earlier.
    fn precision(&self) -> Vec<(bool, usize)> {
        let of = |segment: &Segment| (segment.is_text(), segment.text().map(str::len).sum());
        self.segments.iter().map(of).collect()
    }

    /// Each segment of the template with what it stands for.
    fn pairs<'k>(&self, key: &'k EntityKey) -> Vec<(&Segment, &'k [String])> {
        let mut rest = key.segments.as_slice();
        let lengths = self.align(rest).unwrap_or_default();
        let spans = lengths.into_iter().map_while(|length| {
            let (span, behind) = rest.split_at_checked(length)?;
            rest = behind;
            Some(span)
        });
        self.segments.iter().zip(spans).collect()
    }

    /// The value of the last placeholder: what a person would call the entity.
    pub(crate) fn subject(&self, key: &EntityKey) -> String {
        let pairs = self.pairs(key);
        let values = |(segment, span): &(&Segment, &[String])| segment.values(span).and_then(|mut found| found.pop());
        let last = pairs.iter().rev().find_map(values);
        last.or_else(|| pairs.last().map(|(_, span)| span.join("/"))).unwrap_or_default()
    }

    /// What `@odata.context` says after `#`, for example `deviceManagement/deviceConfigurations('1')/userStatuses/$entity`.
    ///
    /// Source: [OData 4.01, section 10](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_ContextURL).
    pub(crate) fn context(&self, key: &EntityKey) -> String {
        let mut context = String::new();
        let pairs = self.pairs(key);
        for (index, (segment, value)) in pairs.iter().enumerate() {
            let text = value.join("/");
            if matches!(segment.0[..], [Piece::Text(_)]) {
                context.push_str(if index > 0 { "/" } else { "" });
                context.push_str(&text);
            } else if index + 1 < pairs.len() && !segment.0.is_empty() {
                let text = text.replace('\'', "''");
                _ = write!(context, "('{}')", utf8_percent_encode(&text, CONTEXT));
            }
        }
        context + "/$entity"
    }
}

/// Matches from `at` on, and notes how far it came.
fn align(template: &[Segment], path: &[String], at: usize, reached: &mut usize) -> Option<Vec<usize>> {
    *reached = (*reached).max(at);
    let Some((segment, template)) = template.split_first() else {
        return (at == path.len()).then(Vec::new);
    };
    let room = path.len().saturating_sub(at);
    let lengths = 1..=if segment.0.contains(&Piece::Several) { room } else { room.min(1) };
    lengths.into_iter().find_map(|length| {
        let span = path.get(at..at + length).filter(|span| segment.values(span).is_some())?;
        let mut behind = align(template, path, at + span.len(), reached)?;
        behind.insert(0, length);
        Some(behind)
    })
}

/// What a key may not hold as it is within a fragment.
const CONTEXT: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'/').add(b'<').add(b'>').add(b'`');

impl Segment {
    fn all(parts: &[TemplatePart]) -> Vec<Self> {
        let mut done = Vec::new();
        let mut current = Self::default();
        for part in parts {
            match part {
                TemplatePart::Literal(text) => {
                    for (index, text) in text.split('/').enumerate() {
                        if index > 0 {
                            done.push(std::mem::take(&mut current));
                        }
                        if !text.is_empty() {
                            current.0.push(Piece::Text(text.to_owned()));
                        }
                    }
                }
                TemplatePart::Path(_) => current.0.push(Piece::Several),
                TemplatePart::Quoted(_) => current.0.push(Piece::Quoted),
                // also what is not known yet: a piece that stands for something
                _ => current.0.push(Piece::One),
            }
        }
        done.push(current);
        done.remove(0); // what stands before the first slash
        done
    }

    fn text(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|piece| if let Piece::Text(text) = piece { Some(text.as_str()) } else { None })
    }

    fn is_text(&self) -> bool {
        self.text().count() == self.0.len()
    }

    /// The values of the placeholders, in order, if it stands for these segments.
    fn values(&self, span: &[String]) -> Option<Vec<String>> {
        if let [_, between @ .., _] = span
            && between.iter().any(String::is_empty)
        {
            return None;
        }
        values(&self.0, &span.join("/"))
    }
}

/// The values of the placeholders among `pieces`, if they stand for `text`.
fn values(pieces: &[Piece], text: &str) -> Option<Vec<String>> {
    let Some((piece, pieces)) = pieces.split_first() else {
        return text.is_empty().then(Vec::new);
    };
    if let Piece::Text(expected) = piece {
        return values(pieces, text.strip_prefix(expected.as_str())?);
    }
    let ends = text.char_indices().map(|(end, _)| end).chain([text.len()]);
    ends.filter_map(|end| text.split_at_checked(end)).find_map(|(value, rest)| {
        let value = piece.value(value)?;
        let mut behind = values(pieces, rest)?;
        behind.insert(0, value);
        Some(behind)
    })
}

impl Piece {
    /// What a placeholder stands for where a path says `text`; only in quotes can that be nothing.
    fn value(&self, text: &str) -> Option<String> {
        match self {
            Self::Quoted => {
                let value = text.replace("''", "'");
                // each quote was doubled
                (value.replace('\'', "''") == text).then_some(value)
            }
            Self::Several if text.starts_with('/') || text.ends_with('/') => None,
            _ => (!text.is_empty()).then(|| text.to_owned()),
        }
    }
}

/// The segments of a path: at least one.
fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.strip_prefix('/').unwrap_or(path).split('/')
}

/// Decodes a segment once it stands alone, so that an encoded slash separates nothing.
fn decode(segment: &str) -> Result<String, Fault> {
    let refuse = |why| Err(Fault::bad_request(format!("Invalid URL: the segment '{segment}' {why}.")));
    let escapes = segment.split('%').skip(1);
    if !escapes
        .into_iter()
        .all(|rest| rest.as_bytes().get(..2).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)))
    {
        return refuse("has a '%' that encodes nothing");
    }
    match percent_decode_str(segment).decode_utf8() {
        Err(_) => refuse("is not UTF-8"),
        Ok(text) if text == "." || text == ".." => refuse("would lead elsewhere"),
        Ok(text) if text.contains(char::is_control) => refuse("holds a control character"),
        Ok(text) => Ok(text.into_owned()),
    }
}
