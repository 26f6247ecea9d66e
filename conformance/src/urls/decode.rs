//! The content of a URL, read with the rules of the grammar.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

use super::query::{Condition, Property, Query, Scalar};
use crate::abnf::{Grammar, Node};

/// The rule of a path with query options.
const URL: &str = "odataRelativeUri";

/// The rules that are counted, so that a value that became a condition is noticed.
const COUNTED: [&str; 14] = [
    "andExpr",
    "orExpr",
    "notExpr",
    "eqExpr",
    "neExpr",
    "gtExpr",
    "geExpr",
    "ltExpr",
    "leExpr",
    "inExpr",
    "hasExpr",
    "anyExpr",
    "boolMethodCallExpr",
    "isofExpr",
];

/// What a URL means, as far as values could change it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Meaning {
    /// The id in the path.
    user: String,
    /// The values in conditions, in their order.
    values: Vec<Scalar>,
    /// How often each rule occurs.
    rules: BTreeMap<&'static str, usize>,
    /// The clauses of `$search`.
    search: Vec<String>,
    /// The names of the options.
    options: Vec<String>,
}

/// Reads a URL without its origin and version.
pub(super) fn read(grammar: &Grammar, url: &str) -> Result<Meaning, String> {
    let (found, nodes) = grammar.nodes(URL, url).map_err(|error| error.to_string())?;
    if !found.is_whole {
        return Err(format!("the grammar refuses it at character {}", found.furthest));
    }
    // a URL is ASCII, so that characters are bytes
    let text = |node: &Node| url.get(node.start..node.end).unwrap_or_default();
    let mut meaning =
        Meaning { user: decoded(url.split(['/', '?']).nth(1).unwrap_or_default())?, ..Meaning::default() };
    let (_, query) = url.split_once('?').unwrap_or((url, ""));
    for option in query.split('&').filter(|option| !option.is_empty()) {
        meaning.options.push(decoded(option.split_once('=').map_or(option, |(name, _)| name))?);
    }
    for node in &nodes {
        match grammar.rule_name(node) {
            "primitiveLiteral" => meaning.values.push(scalar(&decoded(text(node))?)?),
            // the number of elements, and members of enumerations
            "enumLiteral" if !nodes.iter().any(|outer| is_literal_around(grammar, outer, node)) => {
                meaning.values.push(scalar(&decoded(text(node))?)?);
            }
            "searchPhrase" => {
                let phrase = decoded(text(node))?;
                let inner = phrase.strip_prefix('"').and_then(|phrase| phrase.strip_suffix('"'));
                meaning.search.push(unescaped(inner.ok_or("a phrase has no quotes")?));
            }
            name => {
                if let Some(rule) = COUNTED.iter().find(|rule| **rule == name) {
                    *meaning.rules.entry(rule).or_default() += 1;
                }
            }
        }
    }
    Ok(meaning)
}

fn is_literal_around(grammar: &Grammar, outer: &Node, inner: &Node) -> bool {
    grammar.rule_name(outer) == "primitiveLiteral" && outer.start <= inner.start && inner.end <= outer.end
}

fn decoded(text: &str) -> Result<String, String> {
    percent_decode_str(text).decode_utf8().map(Into::into).map_err(|_| format!("`{text}` is not UTF-8"))
}

fn unescaped(phrase: &str) -> String {
    let mut text = String::new();
    let mut characters = phrase.chars();
    while let Some(character) = characters.next() {
        text.extend(if character == '\\' { characters.next() } else { Some(character) });
    }
    text
}

/// Reads a literal. Its kind follows from its form.
fn scalar(text: &str) -> Result<Scalar, String> {
    let quoted = |prefix: &str| {
        let inner = text.strip_prefix(prefix)?.strip_prefix('\'')?.strip_suffix('\'')?;
        Some(inner.replace("''", "'"))
    };
    if let Some(text) = quoted("") {
        return Ok(Scalar::Text(text));
    }
    if let Some(text) = quoted("duration") {
        return Ok(Scalar::Duration(text));
    }
    if let Some(text) = quoted("binary") {
        return base64url(&text).map(Scalar::Bytes).ok_or_else(|| format!("`{text}` is not base64url"));
    }
    Ok(match text {
        "null" => Scalar::Null,
        "true" => Scalar::Boolean(true),
        "false" => Scalar::Boolean(false),
        "INF" => Scalar::Number(f64::INFINITY),
        "-INF" => Scalar::Number(f64::NEG_INFINITY),
        "NaN" => Scalar::Number(f64::NAN),
        _ => Scalar::Bare(text.to_owned()),
    })
}

/// Decodes base64url ([RFC 4648, section 5](https://www.rfc-editor.org/rfc/rfc4648#section-5)), with or without padding.
fn base64url(text: &str) -> Option<Vec<u8>> {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0_u32, 0);
    for character in text.trim_end_matches('=').chars() {
        bits = bits << 6 | u32::try_from(ALPHABET.find(character)?).ok()?;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xFF).ok()?);
        }
    }
    Some(bytes)
}

impl Meaning {
    /// Returns what the URL of a query should mean.
    pub(super) fn of(query: &Query) -> Self {
        let mut meaning = Self { user: query.user.clone(), search: query.search.clone(), ..Self::default() };
        if let Some(prefix) = &query.parts {
            meaning.add(&Condition::AnyTag(prefix.clone()));
            // the label of a part, not an element of a collection
            meaning.rules.remove("anyExpr");
        }
        if let Some(filter) = &query.filter {
            meaning.add(filter);
        }
        for (name, is_sent) in [
            ("$select", query.selection != super::query::Selection::All),
            // a selection expands what it names, and what has options
            ("$expand", query.selection != super::query::Selection::TitleAndNote || query.parts.is_some()),
            ("$filter", query.filter.is_some()),
            ("$orderby", !query.order.is_empty()),
            ("$search", !query.search.is_empty()),
            ("$top", query.top.is_some()),
            ("$skip", query.skip.is_some()),
            ("$count", query.has_count),
        ] {
            meaning.options.extend(is_sent.then(|| name.to_owned()));
        }
        meaning
    }

    fn rule(&mut self, rule: &'static str) {
        *self.rules.entry(rule).or_default() += 1;
    }

    fn text(&mut self, text: &str) {
        self.values.push(Scalar::Text(text.to_owned()));
    }

    fn add(&mut self, condition: &Condition) {
        match condition {
            Condition::And(one, other) | Condition::Or(one, other) => {
                self.rule(if matches!(condition, Condition::And(..)) { "andExpr" } else { "orExpr" });
                self.add(one);
                self.add(other);
            }
            Condition::Not(inner) => {
                self.rule("notExpr");
                self.add(inner);
            }
            Condition::Compare(property, operator, value) => {
                self.rule(operator.rule());
                self.values.push(expected(*property, value));
            }
            Condition::OneOf(property, values) => {
                self.rule("inExpr");
                self.values.extend(values.iter().map(|value| expected(*property, value)));
            }
            Condition::Null(_, is_null) => {
                self.rule(if *is_null { "eqExpr" } else { "neExpr" });
                self.values.push(Scalar::Null);
            }
            Condition::EmptyTitle => {
                self.rule("eqExpr");
                self.text("");
            }
            Condition::Text(_, _, text) => {
                self.rule("boolMethodCallExpr");
                self.text(text);
            }
            Condition::HasPlatform(number) => {
                self.rule("hasExpr");
                self.text(if *number == 0 { "windows10" } else { "macOS" });
            }
            Condition::TagCount(operator, number) => {
                self.rule(operator.rule());
                self.values.push(Scalar::Bare(number.to_string()));
            }
            Condition::AnyTag(prefix) => {
                self.rule("anyExpr");
                self.rule("boolMethodCallExpr");
                self.text(prefix);
            }
            Condition::AnyPlace(city, visits) => {
                self.rule("anyExpr");
                self.rule("orExpr");
                self.rule("eqExpr");
                self.rule("geExpr");
                self.text(city);
                self.values.push(Scalar::Bare(visits.to_string()));
            }
            Condition::OfficeCity(city) => {
                self.rule("orExpr");
                self.rule("eqExpr");
                self.rule("eqExpr");
                self.text(city);
                self.values.push(Scalar::Bare("0".to_owned()));
            }
            Condition::OwnerName(text) | Condition::Speciality(text) => {
                self.rule("eqExpr");
                self.text(text);
            }
            Condition::IsSpecial => self.rule("isofExpr"),
        }
    }

    /// Returns the first difference between what a URL means and what it should mean.
    pub(super) fn difference(&self, expected: &Self) -> Option<String> {
        if self.user != expected.user {
            return Some(format!("the id is {:?} instead of {:?}", self.user, expected.user));
        }
        if self.options != expected.options {
            return Some(format!("the options are {:?} instead of {:?}", self.options, expected.options));
        }
        if self.rules != expected.rules {
            return Some(format!("the operators are {:?} instead of {:?}", self.rules, expected.rules));
        }
        if self.search != expected.search {
            return Some(format!("the clauses are {:?} instead of {:?}", self.search, expected.search));
        }
        let different = self.values.iter().zip(&expected.values).find(|(found, expected)| !is_same(found, expected));
        match different {
            Some((found, expected)) => Some(format!("a value is {found:?} instead of {expected:?}")),
            None if self.values.len() != expected.values.len() => {
                Some(format!("there are {} values instead of {}", self.values.len(), expected.values.len()))
            }
            None => None,
        }
    }
}

fn expected(property: Property, value: &Scalar) -> Scalar {
    match (property, value) {
        // the value of the property is the nearest single
        (Property::Single, Scalar::Number(number)) if !number.is_finite() => Scalar::Number(*number),
        (_, Scalar::Integer(number)) => Scalar::Bare(number.to_string()),
        (_, value) => value.clone(),
    }
}

/// Returns whether two values are equal. Numbers are compared as numbers.
fn is_same(found: &Scalar, expected: &Scalar) -> bool {
    match (found, expected) {
        (Scalar::Bare(found), Scalar::Number(expected)) => found.parse() == Ok(*expected),
        (Scalar::Number(found), Scalar::Number(expected)) => {
            found.total_cmp(expected).is_eq() || found.is_nan() && expected.is_nan()
        }
        _ => found == expected,
    }
}
