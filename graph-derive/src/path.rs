//! Path templates, taken apart when the resource is compiled.

use std::ops::Range;

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    Literal(String),
    /// `{name}`: one segment
    Segment(String),
    /// `{name}` after `:/`: several segments
    Path(String),
    /// `'{name}'`: text inside a string literal
    Quoted(String),
    /// `({name})`: an argument without quotes
    Argument(String),
}

/// What is wrong with a template, and where in its text (in bytes).
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Mistake {
    pub(crate) place: Range<usize>,
    pub(crate) message: String,
}

/// Takes `template` apart. The parts are as good as could be made of it when there are mistakes.
pub(crate) fn parse(template: &str) -> (Vec<Part>, Vec<Mistake>) {
    let mut mistakes = Vec::new();
    let mut mistake = |place: Range<usize>, message: String| mistakes.push(Mistake { place, message });

    if template.is_empty() {
        mistake(0..0, "the path is empty; write it from the service root, as in `/users/{userId}`".into());
    } else if let Some(host) = template.find("://") {
        mistake(0..host + 3, "a path has no host; write what follows the version, as in `/users/{userId}`".into());
        return (Vec::new(), mistakes);
    } else if let Some((place, message)) = version(template) {
        mistake(place, message);
    } else if !template.starts_with('/') {
        let first = template.chars().next().map_or(0, char::len_utf8);
        mistake(0..first, format!("a path starts with a slash: write `/{template}`"));
    }

    let mut parts = Vec::new();
    let mut literal = String::new();
    let mut open: Option<usize> = None;
    let mut nesting = Nesting::default();
    for (at, character) in template.char_indices() {
        let here = at..at + character.len_utf8();
        match (character, open) {
            ('{', None) => open = Some(at),
            ('{', Some(start)) => {
                let outer = template.get(start..at).unwrap_or("");
                mistake(here, format!("a placeholder inside a placeholder: close `{outer}` with `}}` first"));
            }
            ('}', None) => mistake(here, format!("`}}` without `{{` in `{}`", segment_at(template, at))),
            ('}', Some(start)) => {
                let name = template.get(start + 1..at).unwrap_or("").to_owned();
                if name.trim().is_empty() {
                    mistake(start..at + 1, "a placeholder needs a name, as in `{userId}`".into());
                } else if name.contains('/') {
                    mistake(start..at + 1, format!("a placeholder has no slash in its name: `{{{name}}}`"));
                }
                let part = nesting.kind().unwrap_or(if literal.ends_with(":/") { Part::Path } else { Part::Segment });
                if !literal.is_empty() {
                    parts.push(Part::Literal(std::mem::take(&mut literal)));
                }
                parts.push(part(name));
                open = None;
            }
            (_, Some(_)) => {}
            ('?' | '#', None) => mistake(
                here,
                format!("a path has no `{character}`: queries and fragments are no part of a resource's address"),
            ),
            (c, None) if c.is_whitespace() || c.is_control() => {
                mistake(here, "a path has no white space and no control characters".into());
            }
            (c, None) if !is_path_character(c) => mistake(here, format!("a path has no `{c}`")),
            (c, None) => {
                if let Some((at, message)) = nesting.step(template, at, c) {
                    mistake(at..at + 1, message);
                }
                literal.push(c);
            }
        }
    }
    if let Some(start) = open {
        let rest = template.get(start..).unwrap_or("");
        mistake(start..template.len(), format!("`{rest}` is not closed: write `}}` where its name ends"));
    }
    if !literal.is_empty() {
        parts.push(Part::Literal(literal));
    }
    // a slash ends the last segment, too
    if let Some((at, message)) = nesting.step(template, template.len(), '/') {
        mistake(at..at + 1, message);
    }
    segments(template, &mut mistake);
    (parts, mistakes)
}

/// Which quote and parentheses of a segment are open, and where.
///
/// A slash separates segments before literals are read (OData URL conventions 4.01, section 2), so each segment is
/// balanced by itself. A quote that is doubled inside a literal closes and opens it again, which comes to the same.
#[derive(Default)]
struct Nesting {
    quote: Option<usize>,
    parentheses: Vec<usize>,
}

impl Nesting {
    /// What a placeholder stands for here, if it is not a segment.
    fn kind(&self) -> Option<fn(String) -> Part> {
        match (self.quote, self.parentheses.is_empty()) {
            (Some(_), _) => Some(Part::Quoted),
            (None, false) => Some(Part::Argument),
            (None, true) => None,
        }
    }

    /// Takes the next character; the place of a mistake, and what it is.
    fn step(&mut self, template: &str, at: usize, character: char) -> Option<(usize, String)> {
        let segment = |place| segment_at(template, place);
        match (character, self.quote) {
            ('/', _) => {
                let Self { quote, parentheses } = std::mem::take(self);
                // what opens inside a literal that is not closed is part of its text
                let (place, what) = match (quote, parentheses.first()) {
                    (Some(quote), _) => (quote, "`'` is not closed"),
                    (None, Some(&parenthesis)) => (parenthesis, "`(` is not closed"),
                    (None, None) => return None,
                };
                return Some((place, format!("{what} in the segment `{}`", segment(place))));
            }
            ('\'', None) => self.quote = Some(at),
            ('\'', Some(_)) => self.quote = None,
            ('(', None) => self.parentheses.push(at),
            (')', None) if self.parentheses.pop().is_none() => {
                return Some((at, format!("`)` without `(` in the segment `{}`", segment(at))));
            }
            _ => {}
        }
        None
    }
}

/// Refuses a version in front of the path, with or without a slash, in any case.
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
    let message = format!("a path does not hold the version: write {key} and `path = \"{rest}\"`");
    Some((start..start + first.len(), message))
}

/// `pchar` of RFC 3986, section 3.3, without percent-encoding, and the slash.
fn is_path_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/".contains(character)
}

/// What stands between the slashes around `at`: the compiler shows no place inside a literal, so messages name it.
fn segment_at(template: &str, at: usize) -> &str {
    let (before, after) = template.split_at_checked(at).unwrap_or((template, ""));
    let start = before.rfind('/').map_or(0, |slash| slash + 1);
    let end = after.find('/').map_or(template.len(), |slash| at + slash);
    template.get(start..end).unwrap_or(template)
}

/// The rules for what stands between slashes.
fn segments(template: &str, mistake: &mut impl FnMut(Range<usize>, String)) {
    let path = template.strip_prefix('/').unwrap_or(template);
    let mut start = template.len() - path.len();
    let last = path.split('/').count().saturating_sub(1);
    for (nth, segment) in path.split('/').enumerate() {
        let place = start..start + segment.len();
        match segment {
            // a slash at the end is a segment of no characters, and some documented paths have one
            "" if nth == last && nth > 0 => {}
            "" if template.is_empty() => {}
            "" if last == 0 => mistake(0..1, "the path leads nowhere; write one as in `/users/{userId}`".into()),
            "" => mistake(place.start.saturating_sub(1)..place.end, "an empty segment: `//`".into()),
            "." | ".." => mistake(place, format!("`{segment}` would address another resource")),
            _ => {}
        }
        start += segment.len() + 1;
    }
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
    use super::{Part, parse};

    fn mistakes(template: &str) -> Vec<(std::ops::Range<usize>, String)> {
        parse(template).1.into_iter().map(|mistake| (mistake.place, mistake.message)).collect()
    }

    #[test]
    fn takes_templates_apart() {
        let literal = |text: &str| Part::Literal(text.into());
        assert_eq!(
            parse("/a/{id}/microsoft.graph.x/").0,
            [literal("/a/"), Part::Segment("id".into()), literal("/microsoft.graph.x/")]
        );
        assert_eq!(
            parse("/drive/root:/{item-path}:/content").0,
            [literal("/drive/root:/"), Part::Path("item-path".into()), literal(":/content")]
        );
        for fine in [
            "/a",
            "/a/",
            "/a/{b}/{b}",
            "/a('{b}')",
            "/me/x{b}y",
            "/a(b='it''s-{c}',d=({e}))/f(g='(')",
            "/a('')",
            "/betas/v1.0",
            "/vans/{van}",
        ] {
            assert_eq!(mistakes(fine), [], "{fine}");
        }
    }

    #[test]
    fn tells_what_a_placeholder_stands_for() {
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
            let (parts, mistakes) = parse(template);
            assert_eq!(mistakes, [], "{template}");
            let found: Vec<_> = parts.into_iter().filter(|part| !matches!(part, Part::Literal(_))).collect();
            assert_eq!(found, kinds, "{template}");
        }
    }

    #[test]
    fn names_the_place_of_each_mistake() {
        for (template, places) in [
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
            let found: Vec<_> = mistakes(template).into_iter().map(|(place, _)| (place.start, place.end)).collect();
            assert_eq!(found, places, "{template}");
        }
    }
}
