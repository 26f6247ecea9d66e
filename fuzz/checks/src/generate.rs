//! Documents of the resource from bytes, so that a fuzzer's mutations are other documents.

use std::fmt;

/// Bytes that decide; after their end, every choice is the first one.
#[derive(Debug, Clone)]
pub(crate) struct Entropy<'a> {
    rest: &'a [u8],
}

impl<'a> Entropy<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// A number below `limit`, which is at most 256.
    fn below(&mut self, limit: usize) -> usize {
        match self.rest.split_first() {
            Some((first, rest)) => {
                self.rest = rest;
                usize::from(*first) % limit
            }
            None => 0,
        }
    }
}

/// JSON that is a value of its type.
#[derive(Debug, Clone)]
pub(crate) enum Document {
    Leaf(&'static str),
    Array(Vec<Document>),
    Object(Vec<(&'static str, Document)>),
}

/// What a member can hold.
#[derive(Clone, Copy)]
enum Kind {
    Leaf(&'static [&'static str]),
    Node,
    Shape,
    Labels,
    Nodes,
    Shapes,
}

const NODE: &[(&str, Kind)] = &[
    ("revision", Kind::Leaf(&["1", "2", "-2147483648"])),
    ("name", Kind::Leaf(&["\"a\"", "\"\"", "\"},{\\\"x\\\":1\""])),
    ("note", Kind::Leaf(&["\"n\"", "\"null\""])),
    ("weight", Kind::Leaf(&["1.50", "-0.0", "1e5", "\"INF\"", "5e-324"])),
    ("inner", Kind::Node),
    ("other", Kind::Node),
    ("children", Kind::Nodes),
    ("shape", Kind::Shape),
    ("labels", Kind::Labels),
    ("extra", EXTRA),
];

/// What no declaration names.
const EXTRA: Kind = Kind::Leaf(&["12345678901234567890123", "{\"a\":[1.50,{\"b\":null}]}", "\"\\u0041\"", "1E5"]);

const RESOURCE: &[(&str, Kind)] = &[
    ("id", Kind::Leaf(&["\"1\"", "\"2\""])),
    ("created", Kind::Leaf(&["\"2014-01-01T00:00:00Z\"", "\"2016-12-31T23:58:21.6459442-08:00\""])),
    ("flag", Kind::Leaf(&["true", "false"])),
    ("tiny", Kind::Leaf(&["-128", "127"])),
    ("byte", Kind::Leaf(&["0", "255"])),
    ("short", Kind::Leaf(&["-32768", "32767"])),
    ("int", Kind::Leaf(&["0", "2147483647"])),
    ("long", Kind::Leaf(&["9223372036854775807", "\"-9223372036854775808\""])),
    ("single", Kind::Leaf(&["0.1", "3.4028235e38", "\"-INF\""])),
    ("double", Kind::Leaf(&["1.50", "1.5", "1e5", "\"NaN\""])),
    ("decimal", Kind::Leaf(&["1.50", "1.5", "123456789012345678901234567890.10", "\"1\"", "-0.0", "1e5"])),
    ("text", Kind::Leaf(&["\"\"", "\"a\"", "\"\\ud83d\\ude00\\n\""])),
    (
        "moment",
        Kind::Leaf(&["\"2014-01-01T00:00:00.0000000Z\"", "\"2014-01-01T00:00:00Z\"", "\"2014-01-01T00:00+00:00\""]),
    ),
    ("date", Kind::Leaf(&["\"2024-02-29\"", "\"-0001-01-01\""])),
    ("time", Kind::Leaf(&["\"08:30:00.0000000\"", "\"08:30\""])),
    ("length", Kind::Leaf(&["\"PT60M\"", "\"PT1H\"", "\"-P10675199DT2H48M5.4775807S\""])),
    ("guid", Kind::Leaf(&["\"7e323db2-3db2-7e32-b23d-327eb23d327e\"", "\"00000000-0000-0000-0000-000000000000\""])),
    ("binary", Kind::Leaf(&["\"_-8\"", "\"/+8=\"", "\"\""])),
    ("day", Kind::Leaf(&["\"sunday\"", "\"brandNew\""])),
    ("days", Kind::Leaf(&["\"sunday,monday\"", "\"monday, sunday\"", "\"\""])),
    ("texts", Kind::Leaf(&["[]", "[\"a\",\"b\"]"])),
    ("numbers", Kind::Leaf(&["[1,null]", "[null]", "[]"])),
    ("node", Kind::Node),
    ("nodes", Kind::Nodes),
    ("shape", Kind::Shape),
    ("shapes", Kind::Shapes),
    ("labels", Kind::Labels),
    ("anything", Kind::Leaf(&["{\"a\":[1,null]}", "{}", "\"x\"", "[[]]"])),
    ("owner@odata.bind", Kind::Leaf(&["\"https://graph.microsoft.com/v1.0/users/1\""])),
    ("dynamic", Kind::Leaf(&["1", "{\"b\":{}}", "\"d\""])),
    ("more", Kind::Leaf(&["[1]", "false"])),
    ("extra", EXTRA),
];

const LABELS: &[(&str, Kind)] = &[
    ("color", Kind::Leaf(&["\"red\"", "\"blue\""])),
    ("dynamic", Kind::Leaf(&["1", "{\"b\":{}}", "\"d\""])),
    ("more", Kind::Leaf(&["[1]", "false"])),
    ("extra", EXTRA),
];

/// The types that a shape can have; the empty one is the base.
const SHAPES: &[(&str, &[(&str, Kind)])] = &[
    ("", &[("name", Kind::Leaf(&["\"s\"", "\"t\""])), ("extra", EXTRA)]),
    (
        "\"#test.circle\"",
        &[
            ("name", Kind::Leaf(&["\"s\"", "\"t\""])),
            ("radius", Kind::Leaf(&["1", "2.5"])),
            ("center", Kind::Node),
            ("extra", EXTRA),
        ],
    ),
    (
        "\"test.square\"",
        &[
            ("name", Kind::Leaf(&["\"s\"", "\"t\""])),
            ("side", Kind::Leaf(&["1", "2"])),
            ("inside", Kind::Shape),
            ("extra", EXTRA),
        ],
    ),
    ("\"#test.brandNew\"", &[("a", Kind::Leaf(&["1.50", "{\"b\":null}"]))]),
];

const DEEPEST: usize = 4;

impl Document {
    /// A document; where there is one `before` it, often with its members.
    pub(crate) fn resource(entropy: &mut Entropy<'_>, before: Option<&Self>) -> Self {
        Self::object(entropy, RESOURCE, before, 0)
    }

    fn object(
        entropy: &mut Entropy<'_>,
        members: &[(&'static str, Kind)],
        before: Option<&Self>,
        depth: usize,
    ) -> Self {
        let mut object = Vec::new();
        for (name, kind) in members {
            let old = before.and_then(|before| before.member(name));
            let value = match entropy.below(6) {
                0 => old.cloned(),
                1 => None,
                // what must be there, and what keeps it, has none
                2 if *name != "radius" => Some(Self::Leaf("null")),
                3 => Some(Self::value(entropy, *kind, old, depth)),
                _ => Some(Self::value(entropy, *kind, None, depth)),
            };
            let value = if *name == "radius" { value.or(Some(Self::Leaf("1"))) } else { value };
            object.extend(value.map(|value| (*name, value)));
        }
        Self::Object(object)
    }

    fn value(entropy: &mut Entropy<'_>, kind: Kind, before: Option<&Self>, depth: usize) -> Self {
        let leaves = depth >= DEEPEST;
        match kind {
            Kind::Leaf(texts) => Self::Leaf(texts[entropy.below(texts.len())]),
            Kind::Node if leaves => Self::Object(Vec::new()),
            Kind::Node => Self::object(entropy, NODE, before, depth + 1),
            Kind::Labels => Self::object(entropy, LABELS, before, depth + 1),
            Kind::Shape => Self::shape(entropy, before, depth + 1),
            Kind::Nodes => Self::several(entropy, Kind::Node, depth),
            Kind::Shapes => Self::several(entropy, Kind::Shape, depth),
        }
    }

    fn several(entropy: &mut Entropy<'_>, kind: Kind, depth: usize) -> Self {
        let count = entropy.below(3);
        Self::Array((0..count).map(|_| Self::value(entropy, kind, None, depth + 1)).collect())
    }

    fn shape(entropy: &mut Entropy<'_>, before: Option<&Self>, depth: usize) -> Self {
        let count = if depth > DEEPEST { 1 } else { SHAPES.len() };
        let (tag, members) = SHAPES[entropy.below(count)];
        let Self::Object(mut object) = Self::object(entropy, members, before, depth) else { unreachable!() };
        if !tag.is_empty() {
            // services write it first, and need not; the text of an unknown type is compared as it is
            let at = if tag.contains("brandNew") { 0 } else { entropy.below(object.len() + 1) };
            object.insert(at, ("@odata.type", Self::Leaf(tag)));
        }
        Self::Object(object)
    }

    fn member(&self, name: &str) -> Option<&Self> {
        let Self::Object(members) = self else { return None };
        members.iter().find(|(other, _)| *other == name).map(|(_, value)| value)
    }
}

impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Leaf(text) => f.write_str(text),
            Self::Array(elements) => {
                f.write_str("[")?;
                for (index, element) in elements.iter().enumerate() {
                    write!(f, "{}{element}", if index > 0 { "," } else { "" })?;
                }
                f.write_str("]")
            }
            Self::Object(members) => {
                f.write_str("{")?;
                for (index, (name, value)) in members.iter().enumerate() {
                    write!(f, "{}\"{name}\":{value}", if index > 0 { "," } else { "" })?;
                }
                f.write_str("}")
            }
        }
    }
}
