//! Which resource a path leads to.

use std::fmt::Write as _;

use graph_core::address::TemplatePart;
use graph_core::resource::{Facts, Version};
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use crate::error::Reason;
use crate::fault::Fault;

/// The templates that are served.
#[derive(Debug, Default)]
pub(crate) struct Routes(Vec<Route>);

/// One template of one resource.
#[derive(Debug)]
pub(crate) struct Route {
    pub(crate) facts: &'static Facts,
    template: &'static str,
    segments: Vec<Segment>,
}

/// A segment of a template, with what stands before and after a placeholder: `root:`, `{path}:`.
#[derive(Debug, PartialEq, Eq)]
struct Segment {
    before: String,
    after: String,
    holds: Holds,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Nothing,
    /// A placeholder for one segment.
    One,
    /// A placeholder for one or more segments.
    Several,
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
    pub(crate) fn add(&mut self, facts: &'static Facts) -> Result<(), Reason> {
        for path in facts.paths() {
            let template = path.as_str();
            let route = Route { facts, template, segments: Segment::all(path.parts()) };
            let same = |other: &&Route| other.facts.version() == facts.version() && other.segments == route.segments;
            match self.0.iter().find(same) {
                None => self.0.push(route),
                Some(other) if other.facts.odata_type() == facts.odata_type() => {}
                Some(other) => {
                    let (first, second) = (other.facts.odata_type(), facts.odata_type());
                    return Err(Reason::Conflict { first, second, version: facts.version().as_str(), template });
                }
            }
        }
        Ok(())
    }

    /// Version and template of each route.
    pub(crate) fn templates(&self) -> impl Iterator<Item = (Version, &'static str)> {
        self.0.iter().map(|route| (route.facts.version(), route.template))
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
        let routes = || self.0.iter().filter(|route| route.facts.version() == version);
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
        let of = |segment: &Segment| (segment.holds == Holds::Nothing, segment.before.len() + segment.after.len());
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
        let last = pairs.iter().rfind(|(segment, _)| segment.holds != Holds::Nothing).or(pairs.last());
        last.map(|(_, value)| value.join("/")).unwrap_or_default()
    }

    /// What `@odata.context` says after `#`, for example `deviceManagement/deviceConfigurations('1')/userStatuses/$entity`.
    ///
    /// Source: [OData 4.01, section 10](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_ContextURL).
    pub(crate) fn context(&self, key: &EntityKey) -> String {
        let mut context = String::new();
        let pairs = self.pairs(key);
        for (index, (segment, value)) in pairs.iter().enumerate() {
            if segment.holds == Holds::Nothing {
                if !segment.before.is_empty() {
                    context.push_str(if index > 0 { "/" } else { "" });
                    context.push_str(&segment.before);
                }
            } else if index + 1 < pairs.len() {
                let value = value.join("/").replace('\'', "''");
                _ = write!(context, "('{}')", utf8_percent_encode(&value, CONTEXT));
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
    let lengths = 1..=if segment.holds == Holds::Several { room } else { room.min(1) };
    lengths.into_iter().find_map(|length| {
        let span = path.get(at..at + length).filter(|span| segment.matches(span))?;
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
        let mut current = Self::empty();
        for part in parts {
            match part {
                TemplatePart::Literal(text) => {
                    for (index, text) in text.split('/').enumerate() {
                        if index > 0 {
                            done.push(std::mem::replace(&mut current, Self::empty()));
                        }
                        let side =
                            if current.holds == Holds::Nothing { &mut current.before } else { &mut current.after };
                        side.push_str(text);
                    }
                }
                TemplatePart::Path(_) => current.holds = Holds::Several,
                // also what is not known yet: a piece that stands for something
                _ => current.holds = Holds::One,
            }
        }
        done.push(current);
        done.remove(0); // what stands before the first slash
        done
    }

    fn empty() -> Self {
        Self { before: String::new(), after: String::new(), holds: Holds::Nothing }
    }

    /// Whether it stands for these segments; a placeholder never stands for nothing.
    fn matches(&self, span: &[String]) -> bool {
        let inner = match span {
            [only] if self.holds == Holds::Nothing => return *only == self.before,
            [only] => only.strip_prefix(&*self.before).and_then(|value| value.strip_suffix(&*self.after)),
            [first, middle @ .., last] if !middle.iter().any(String::is_empty) => {
                let first = first.strip_prefix(&*self.before).filter(|value| !value.is_empty());
                first.and(last.strip_suffix(&*self.after))
            }
            _ => None,
        };
        inner.is_some_and(|value| !value.is_empty())
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
