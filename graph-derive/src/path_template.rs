//! Parses path templates while the resource is compiled, so that nothing is parsed at run time.

use std::ops::Range;

use heck::ToLowerCamelCase as _;

use crate::names::argument_name;

/// A parsed template. After errors, the parts are what could be read.
pub(crate) struct ParsedTemplate {
    pub(crate) parts: Vec<Part>,
    pub(crate) errors: Vec<TemplateError>,
}

/// A part of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    Literal(String),
    /// `{name}`: one segment.
    Segment(String),
    /// `{name}` after `:/`: several segments.
    Path(String),
    /// `'{name}'`: text inside a string literal.
    Quoted(String),
    /// `({name})`: an argument without quotes.
    Argument(String),
}

/// An error in a template, with its byte range.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TemplateError {
    pub(crate) range: Range<usize>,
    pub(crate) message: String,
}

/// Parses `template` and goes on after errors.
pub(crate) fn parse(template: &str) -> ParsedTemplate {
    let mut errors = Vec::new();
    let mut error = |range: Range<usize>, message: String| errors.push(TemplateError { range, message });

    if template.is_empty() {
        error(0..0, "the path is empty: write it from the service root, for example `/users/{userId}`".into());
    } else if let Some(host) = template.find("://") {
        let message = "a path must not contain a host: write what follows the version, for example `/users/{userId}`";
        error(0..host + 3, message.into());
        return ParsedTemplate { parts: Vec::new(), errors };
    } else if let Some((range, message)) = version(template) {
        error(range, message);
    } else if !template.starts_with('/') {
        let first = template.chars().next().map_or(0, char::len_utf8);
        error(0..first, format!("a path must start with a slash: write `/{template}`"));
    }

    let mut parts = Vec::new();
    let mut literal = String::new();
    let mut open: Option<usize> = None;
    let mut nesting = Nesting::default();
    let mut names: Vec<String> = Vec::new();
    for (at, character) in template.char_indices() {
        let here = at..at + character.len_utf8();
        match (character, open) {
            ('{', None) => open = Some(at),
            ('{', Some(start)) => {
                let outer = template.get(start..at).unwrap_or("");
                error(here, format!("found `{{` inside a placeholder: write `}}` after `{outer}` first"));
            }
            ('}', None) => {
                error(here, format!("found `}}` without `{{` in the segment `{}`", segment_at(template, at)));
            }
            ('}', Some(start)) => {
                let name = template.get(start + 1..at).unwrap_or("").to_owned();
                if let Some(message) = placeholder_error(&name) {
                    error(start..at + 1, message);
                } else if let Some(twin) = names.iter().find(|twin| argument_name(twin) == argument_name(&name)) {
                    error(start..at + 1, duplicate_placeholder(twin, &name));
                }
                names.push(name.clone());
                let part = nesting.kind().unwrap_or(if literal.ends_with(":/") { Part::Path } else { Part::Segment });
                if !literal.is_empty() {
                    parts.push(Part::Literal(std::mem::take(&mut literal)));
                }
                parts.push(part(name));
                open = None;
            }
            (_, Some(_)) => {}
            ('?' | '#', None) => {
                let message = format!(
                    "a path must not contain `{character}`: queries and fragments are not part of a resource's address"
                );
                error(here, message);
            }
            (c, None) if c.is_whitespace() || c.is_control() => {
                error(here, "a path must not contain white space or control characters".into());
            }
            (c, None) if !is_path_character(c) => {
                let message = format!(
                    "a path must not contain `{c}`: expected ASCII letters, digits, placeholders and `{PUNCTUATION}`"
                );
                error(here, message);
            }
            (c, None) => {
                if let Some((at, message)) = nesting.step(template, at, c) {
                    error(at..at + 1, message);
                }
                literal.push(c);
            }
        }
    }
    if let Some(start) = open {
        let rest = template.get(start..).unwrap_or("");
        error(start..template.len(), format!("the placeholder `{rest}` is not closed: write `}}` after its name"));
    }
    if !literal.is_empty() {
        parts.push(Part::Literal(literal));
    }
    // the end of the template ends the last segment, as a slash does
    if let Some((at, message)) = nesting.step(template, template.len(), '/') {
        error(at..at + 1, message);
    }
    check_segments(template, &mut error);
    ParsedTemplate { parts, errors }
}

/// Why `name` cannot be the name of a placeholder, which becomes the name of an argument.
fn placeholder_error(name: &str) -> Option<String> {
    let is_legal = |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '-');
    if name.contains('{') {
        // reported at the brace
        None
    } else if name.trim().is_empty() {
        Some("a placeholder needs a name: write one, for example `{userId}`".into())
    } else if name.contains('/') {
        Some(format!("the name of a placeholder must not contain a slash, found `{{{name}}}`"))
    } else if !name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        || !name.chars().all(is_legal)
    {
        let ascii: String = name.chars().map(|character| if is_legal(character) { character } else { ' ' }).collect();
        let similar = ascii.trim_start_matches(|first: char| !first.is_ascii_alphabetic()).to_lower_camel_case();
        let similar = if similar.is_empty() { "userId" } else { &similar };
        Some(format!(
            "the name of a placeholder is a letter with letters, digits, `_` and `-` after it, found `{{{name}}}`: write \
             for example `{{{similar}}}`"
        ))
    } else {
        None
    }
}

/// The error for a placeholder whose argument would have the name of another one.
fn duplicate_placeholder(first: &str, second: &str) -> String {
    if first == second {
        format!(
            "two placeholders have the name `{second}`, and their values could be swapped: name each after what it \
             identifies, for example `{{userId}}`"
        )
    } else {
        format!(
            "the placeholders `{{{first}}}` and `{{{second}}}` would be one argument `{}`: name each after what it \
             identifies, for example `{{userId}}`",
            argument_name(second)
        )
    }
}

/// The quote and parentheses of a segment that are open, by their byte index.
///
/// A slash separates segments before literals are read (OData URL conventions 4.01, section 2), so each segment is
/// balanced by itself. A doubled quote inside a literal closes it and opens it again, which has the same result.
#[derive(Default)]
struct Nesting {
    quote: Option<usize>,
    parentheses: Vec<usize>,
}

impl Nesting {
    /// The part that a placeholder makes inside quotes or parentheses.
    fn kind(&self) -> Option<fn(String) -> Part> {
        match (self.quote, self.parentheses.is_empty()) {
            (Some(_), _) => Some(Part::Quoted),
            (None, false) => Some(Part::Argument),
            (None, true) => None,
        }
    }

    /// Takes the next character. Returns the byte index and message of an error.
    fn step(&mut self, template: &str, at: usize, character: char) -> Option<(usize, String)> {
        let segment = |index| segment_at(template, index);
        match (character, self.quote) {
            ('/', _) => {
                let Self { quote, parentheses } = std::mem::take(self);
                // a parenthesis inside a literal that is not closed is part of its text
                let (index, open) = match (quote, parentheses.first()) {
                    (Some(quote), _) => (quote, '\''),
                    (None, Some(&parenthesis)) => (parenthesis, '('),
                    (None, None) => return None,
                };
                return Some((index, format!("`{open}` is not closed in the segment `{}`", segment(index))));
            }
            ('\'', None) => self.quote = Some(at),
            ('\'', Some(_)) => self.quote = None,
            ('(', None) => self.parentheses.push(at),
            (')', None) if self.parentheses.pop().is_none() => {
                return Some((at, format!("found `)` without `(` in the segment `{}`", segment(at))));
            }
            _ => {}
        }
        None
    }
}

/// The range and message of the error for a version in front of the path, with or without a slash, in any case.
fn version(template: &str) -> Option<(Range<usize>, String)> {
    let path = template.strip_prefix('/').unwrap_or(template);
    let first = path.split('/').next().unwrap_or(path);
    let version = first.to_ascii_lowercase();
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let key = match version.as_str() {
        "beta" => "`version = \"beta\"`",
        "v1.0" => "`version = \"v1.0\"`, which is the default,",
        other if other.strip_prefix('v').is_some_and(is_number) => "`version = \"v1.0\"` or `version = \"beta\"`",
        _ => return None,
    };
    let start = template.len() - path.len();
    let rest = path.get(first.len()..).unwrap_or("");
    let rest = if rest.len() > 1 { rest } else { "/users/{userId}" };
    let message = format!("a path must not contain the version: write {key} and `path = \"{rest}\"`");
    Some((start..start + first.len(), message))
}

/// `pchar` of RFC 3986, section 3.3, without percent-encoding, and the slash.
const PUNCTUATION: &str = "-._~!$&'()*+,;=:@/";

fn is_path_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || PUNCTUATION.contains(character)
}

/// The segment around `at`. Messages name it because the compiler underlines whole literals only.
fn segment_at(template: &str, at: usize) -> &str {
    let (before, after) = template.split_at_checked(at).unwrap_or((template, ""));
    let start = before.rfind('/').map_or(0, |slash| slash + 1);
    let end = after.find('/').map_or(template.len(), |slash| at + slash);
    template.get(start..end).unwrap_or(template)
}

/// Reports empty segments and segments that change the address.
fn check_segments(template: &str, error: &mut impl FnMut(Range<usize>, String)) {
    let path = template.strip_prefix('/').unwrap_or(template);
    let mut start = template.len() - path.len();
    let last = path.split('/').count().saturating_sub(1);
    for (nth, segment) in path.split('/').enumerate() {
        let range = start..start + segment.len();
        match segment {
            // a slash at the end makes an empty segment, and some documented paths have one
            "" if nth == last && nth > 0 => {}
            "" if template.is_empty() => {}
            "" if last == 0 => {
                error(0..1, "the path has no segments: write at least one, for example `/users/{userId}`".into());
            }
            "" => {
                let message = "the path contains an empty segment: write `/` instead of `//`";
                error(range.start.saturating_sub(1)..range.end, message.into());
            }
            colon if colon.strip_prefix(':').is_some_and(|name| placeholder_error(name).is_none()) => {
                let name = colon.get(1..).unwrap_or("");
                error(range, format!("a placeholder is written in braces: write `{{{name}}}` instead of `{colon}`"));
            }
            "." | ".." => {
                error(range, format!("a path must not contain the segment `{segment}`: it addresses another resource"));
            }
            _ => {}
        }
        start += segment.len() + 1;
    }
}

/// The parts of the collection that contains the entities at a path: without its last placeholder, which a cast may follow.
///
/// Source: OData URL conventions 4.01, section 4.11 for casts.
pub(crate) fn collection_of(parts: &[Part]) -> Option<Vec<Part>> {
    let (before, cast) = match parts {
        [before @ .., Part::Segment(_)] => (before, ""),
        [before @ .., Part::Segment(_), Part::Literal(cast)] if is_cast(cast) => (before, cast.trim_end_matches('/')),
        _ => return None,
    };
    let (Part::Literal(last), before) = before.split_last()? else { return None };
    let last = last.strip_suffix('/')?;
    let mut parts = before.to_vec();
    parts.push(Part::Literal(format!("{last}{cast}")));
    // a placeholder right after another one has no collection
    (!last.is_empty() || !before.is_empty()).then_some(parts)
}

/// Whether a literal is a type name as a segment: `/microsoft.graph.user`.
fn is_cast(literal: &str) -> bool {
    literal.strip_prefix('/').is_some_and(|segment| {
        let segment = segment.trim_end_matches('/');
        segment.contains('.') && segment.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_'))
    })
}

/// The text of a template.
pub(crate) fn text_of(parts: &[Part]) -> String {
    let texts = parts.iter().map(|part| match part {
        Part::Literal(text) => text.clone(),
        Part::Segment(name) | Part::Path(name) | Part::Quoted(name) | Part::Argument(name) => format!("{{{name}}}"),
    });
    texts.collect()
}

/// The names of the placeholders in order.
pub(crate) fn placeholders(parts: &[Part]) -> Vec<String> {
    parts
        .iter()
        .filter_map(|part| match part {
            Part::Literal(_) => None,
            Part::Segment(name) | Part::Path(name) | Part::Quoted(name) | Part::Argument(name) => Some(name.clone()),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Part, collection_of, parse, text_of};

    fn errors(template: &str) -> Vec<(std::ops::Range<usize>, String)> {
        parse(template).errors.into_iter().map(|error| (error.range, error.message)).collect()
    }

    #[test]
    fn splits_templates_into_parts() {
        let literal = |text: &str| Part::Literal(text.into());
        assert_eq!(
            parse("/a/{id}/microsoft.graph.x/").parts,
            [literal("/a/"), Part::Segment("id".into()), literal("/microsoft.graph.x/")]
        );
        assert_eq!(
            parse("/drive/root:/{item-path}:/content").parts,
            [literal("/drive/root:/"), Part::Path("item-path".into()), literal(":/content")]
        );
        for legal in [
            "/a",
            "/a/",
            "/a/{b}/{c}",
            "/a/{b-1}/{_c}/{x2}",
            "/a/{b}:/{c}:/:/d:e",
            "/a('{b}')",
            "/me/x{b}y",
            "/a(b='it''s-{c}',d=({e}))/f(g='(')",
            "/a('')",
            "/betas/v1.0",
            "/vans/{van}",
        ] {
            assert_eq!(errors(legal), [], "{legal}");
        }
    }

    #[test]
    fn a_collection_is_the_path_without_its_last_placeholder() {
        let collection = |template: &str| collection_of(&parse(template).parts).map(|parts| text_of(&parts));
        for (template, expected) in [
            ("/users/{id}", "/users"),
            ("/users/{id}/messages/{messageId}", "/users/{id}/messages"),
            ("/apps/{id}/microsoft.graph.managedApp", "/apps/microsoft.graph.managedApp"),
            ("/apps/{id}/graph.managedApp/", "/apps/graph.managedApp"),
            ("/apps/microsoft.graph.managedApp/{id}", "/apps/microsoft.graph.managedApp"),
        ] {
            assert_eq!(collection(template).as_deref(), Some(expected), "{template}");
        }
        for singleton in ["/me", "/users/{id}/manager", "/users('{id}')", "/root:/{path}", "/a/x{b}", "/a/{b}/c.d()"] {
            assert_eq!(collection(singleton), None, "{singleton}");
        }
    }

    #[test]
    fn recognizes_the_kind_of_each_placeholder() {
        let quoted = |name: &str| Part::Quoted(name.into());
        let argument = |name: &str| Part::Argument(name.into());
        let segment = |name: &str| Part::Segment(name.into());
        for (template, kinds) in [
            ("/a('{b}')/{c}", [quoted("b"), segment("c")]),
            ("/a(b='pre-{b}',c={c})", [quoted("b"), argument("c")]),
            ("/a(b='{b}-{c}')", [quoted("b"), quoted("c")]),
            ("/a(b='it''s-{b}')/d('(',{c})", [quoted("b"), argument("c")]),
            ("/a('')/{b}/c(d='root:{c}')", [segment("b"), quoted("c")]),
            ("/root:/{b}:/c({c})", [Part::Path("b".into()), argument("c")]),
            ("/a(')({b}')/{c}", [quoted("b"), segment("c")]),
        ] {
            let parsed = parse(template);
            assert_eq!(parsed.errors, [], "{template}");
            let found: Vec<_> = parsed.parts.into_iter().filter(|part| !matches!(part, Part::Literal(_))).collect();
            assert_eq!(found, kinds, "{template}");
        }
    }

    #[test]
    fn reports_the_range_of_each_error() {
        for (template, ranges) in [
            ("", &[(0, 0)][..]),
            ("a/b", &[(0, 1)][..]),
            ("/a/{b", &[(3, 5)][..]),
            ("/a/{}", &[(3, 5)][..]),
            ("/a/b}", &[(4, 5)][..]),
            ("/a?b", &[(2, 3)][..]),
            ("/a#b", &[(2, 3)][..]),
            ("/a//b", &[(2, 3)][..]),
            ("/a/../b", &[(3, 5)][..]),
            ("/a b", &[(2, 3)][..]),
            ("/a%20b", &[(2, 3)][..]),
            ("/größe", &[(3, 5), (5, 7)][..]),
            ("/a/{b/c}", &[(3, 8)][..]),
            ("/a/:id/b/:c-d", &[(3, 6), (9, 13)][..]),
            ("/a/{group id}/{1}/{ü}", &[(3, 13), (14, 17), (18, 22)][..]),
            ("/a/{id}/{id}/{itemId}/{item-id}", &[(8, 12), (22, 31)][..]),
            ("/beta/b", &[(1, 5)][..]),
            ("/beta", &[(1, 5)][..]),
            ("/V1.0/users", &[(1, 5)][..]),
            ("BETA/users", &[(0, 4)][..]),
            ("/v2/users", &[(1, 3)][..]),
            ("/a(b='{c})", &[(5, 6)][..]),
            ("/a'/b/{c}'", &[(2, 3), (9, 10)][..]),
            ("/a(b='c'/d", &[(2, 3)][..]),
            ("/a'(b')", &[(6, 7)][..]),
            ("/a(b))/c)", &[(5, 6), (8, 9)][..]),
            ("/a((b)", &[(2, 3)][..]),
            ("https://graph.microsoft.com/v1.0/a", &[(0, 8)][..]),
            ("/a/{b{c}", &[(5, 6)][..]),
            ("/a?/..", &[(2, 3), (4, 6)][..]),
            ("/", &[(0, 1)][..]),
        ] {
            let found: Vec<_> = errors(template).into_iter().map(|(range, _)| (range.start, range.end)).collect();
            assert_eq!(found, ranges, "{template}");
        }
    }
}
