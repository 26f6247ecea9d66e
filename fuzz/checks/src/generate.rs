//! Documents of the resource, generated from bytes. Each mutation of the bytes is another valid document.

use std::fmt;

/// The bytes that select values. After their end, the first choice is always selected.
#[derive(Debug, Clone)]
pub(crate) struct Entropy<'a> {
    rest: &'a [u8],
}

impl<'a> Entropy<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Returns a number below `limit`, which is at most 256.
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

/// A JSON value that conforms to its type.
#[derive(Debug, Clone)]
pub(crate) enum Document {
    Leaf(&'static str),
    Array(Vec<Document>),
    Object(Vec<(&'static str, Document)>),
}

/// The type of a member.
#[derive(Clone, Copy)]
enum MemberType {
    Leaf(&'static [&'static str]),
    Node,
    Shape,
    Labels,
    Nodes,
    Shapes,
}

const NODE: &[(&str, MemberType)] = &[
    ("revision", MemberType::Leaf(&["1", "2", "-2147483648"])),
    ("name", MemberType::Leaf(&["\"a\"", "\"\"", "\"},{\\\"x\\\":1\""])),
    ("note", MemberType::Leaf(&["\"n\"", "\"null\""])),
    ("weight", MemberType::Leaf(&["1.50", "-0.0", "1e5", "\"INF\"", "5e-324"])),
    ("inner", MemberType::Node),
    ("other", MemberType::Node),
    ("children", MemberType::Nodes),
    ("shape", MemberType::Shape),
    ("labels", MemberType::Labels),
    ("extra", EXTRA),
];

/// The type of undeclared members.
const EXTRA: MemberType =
    MemberType::Leaf(&["12345678901234567890123", "{\"a\":[1.50,{\"b\":null}]}", "\"\\u0041\"", "1E5"]);

const RESOURCE: &[(&str, MemberType)] = &[
    ("id", MemberType::Leaf(&["\"1\"", "\"2\""])),
    ("created", MemberType::Leaf(&["\"2014-01-01T00:00:00Z\"", "\"2016-12-31T23:58:21.6459442-08:00\""])),
    ("flag", MemberType::Leaf(&["true", "false"])),
    ("tiny", MemberType::Leaf(&["-128", "127"])),
    ("byte", MemberType::Leaf(&["0", "255"])),
    ("short", MemberType::Leaf(&["-32768", "32767"])),
    ("int", MemberType::Leaf(&["0", "2147483647"])),
    ("long", MemberType::Leaf(&["9223372036854775807", "\"-9223372036854775808\""])),
    ("single", MemberType::Leaf(&["0.1", "3.4028235e38", "\"-INF\""])),
    ("double", MemberType::Leaf(&["1.50", "1.5", "1e5", "\"NaN\""])),
    ("decimal", MemberType::Leaf(&["1.50", "1.5", "123456789012345678901234567890.10", "\"1\"", "-0.0", "1e5"])),
    ("text", MemberType::Leaf(&["\"\"", "\"a\"", "\"\\ud83d\\ude00\\n\""])),
    (
        "moment",
        MemberType::Leaf(&[
            "\"2014-01-01T00:00:00.0000000Z\"",
            "\"2014-01-01T00:00:00Z\"",
            "\"2014-01-01T00:00+00:00\"",
        ]),
    ),
    ("date", MemberType::Leaf(&["\"2024-02-29\"", "\"-0001-01-01\""])),
    ("time", MemberType::Leaf(&["\"08:30:00.0000000\"", "\"08:30\""])),
    ("length", MemberType::Leaf(&["\"PT60M\"", "\"PT1H\"", "\"-P10675199DT2H48M5.4775807S\""])),
    (
        "guid",
        MemberType::Leaf(&["\"7e323db2-3db2-7e32-b23d-327eb23d327e\"", "\"00000000-0000-0000-0000-000000000000\""]),
    ),
    ("binary", MemberType::Leaf(&["\"_-8\"", "\"/+8=\"", "\"\""])),
    ("day", MemberType::Leaf(&["\"sunday\"", "\"brandNew\""])),
    ("days", MemberType::Leaf(&["\"sunday,monday\"", "\"monday, sunday\"", "\"\""])),
    ("texts", MemberType::Leaf(&["[]", "[\"a\",\"b\"]"])),
    ("numbers", MemberType::Leaf(&["[1,null]", "[null]", "[]"])),
    ("node", MemberType::Node),
    ("nodes", MemberType::Nodes),
    ("shape", MemberType::Shape),
    ("shapes", MemberType::Shapes),
    ("labels", MemberType::Labels),
    ("anything", MemberType::Leaf(&["{\"a\":[1,null]}", "{}", "\"x\"", "[[]]"])),
    ("owner@odata.bind", MemberType::Leaf(&["\"https://graph.microsoft.com/v1.0/users/1\""])),
    ("dynamic", MemberType::Leaf(&["1", "{\"b\":{}}", "\"d\""])),
    ("more", MemberType::Leaf(&["[1]", "false"])),
    ("extra", EXTRA),
];

const LABELS: &[(&str, MemberType)] = &[
    ("color", MemberType::Leaf(&["\"red\"", "\"blue\""])),
    ("dynamic", MemberType::Leaf(&["1", "{\"b\":{}}", "\"d\""])),
    ("more", MemberType::Leaf(&["[1]", "false"])),
    ("extra", EXTRA),
];

/// The types of shapes with their members. The base type has no type annotation.
const SHAPES: &[(&str, &[(&str, MemberType)])] = &[
    ("", &[("name", MemberType::Leaf(&["\"s\"", "\"t\""])), ("extra", EXTRA)]),
    (
        "\"#test.circle\"",
        &[
            ("name", MemberType::Leaf(&["\"s\"", "\"t\""])),
            ("radius", MemberType::Leaf(&["1", "2.5"])),
            ("center", MemberType::Node),
            ("extra", EXTRA),
        ],
    ),
    (
        "\"test.square\"",
        &[
            ("name", MemberType::Leaf(&["\"s\"", "\"t\""])),
            ("side", MemberType::Leaf(&["1", "2"])),
            ("inside", MemberType::Shape),
            ("extra", EXTRA),
        ],
    ),
    ("\"#test.brandNew\"", &[("a", MemberType::Leaf(&["1.50", "{\"b\":null}"]))]),
];

const MAX_DEPTH: usize = 4;

impl Document {
    /// Generates a document, often with members of the document `before`.
    pub(crate) fn resource(entropy: &mut Entropy<'_>, before: Option<&Self>) -> Self {
        Self::object(entropy, RESOURCE, before, 0)
    }

    fn object(
        entropy: &mut Entropy<'_>,
        members: &[(&'static str, MemberType)],
        before: Option<&Self>,
        depth: usize,
    ) -> Self {
        let mut object = Vec::new();
        for (name, kind) in members {
            let old = before.and_then(|before| before.member(name));
            let value = match entropy.below(6) {
                0 => old.cloned(),
                1 => None,
                // a required property is not null
                2 if *name != "radius" => Some(Self::Leaf("null")),
                3 => Some(Self::value(entropy, *kind, old, depth)),
                _ => Some(Self::value(entropy, *kind, None, depth)),
            };
            let value = if *name == "radius" { value.or(Some(Self::Leaf("1"))) } else { value };
            object.extend(value.map(|value| (*name, value)));
        }
        Self::Object(object)
    }

    fn value(entropy: &mut Entropy<'_>, kind: MemberType, before: Option<&Self>, depth: usize) -> Self {
        let is_deepest = depth >= MAX_DEPTH;
        match kind {
            MemberType::Leaf(texts) => Self::Leaf(texts[entropy.below(texts.len())]),
            MemberType::Node if is_deepest => Self::Object(Vec::new()),
            MemberType::Node => Self::object(entropy, NODE, before, depth + 1),
            MemberType::Labels => Self::object(entropy, LABELS, before, depth + 1),
            MemberType::Shape => Self::shape(entropy, before, depth + 1),
            MemberType::Nodes => Self::collection(entropy, MemberType::Node, depth),
            MemberType::Shapes => Self::collection(entropy, MemberType::Shape, depth),
        }
    }

    fn collection(entropy: &mut Entropy<'_>, kind: MemberType, depth: usize) -> Self {
        let count = entropy.below(3);
        Self::Array((0..count).map(|_| Self::value(entropy, kind, None, depth + 1)).collect())
    }

    fn shape(entropy: &mut Entropy<'_>, before: Option<&Self>, depth: usize) -> Self {
        let count = if depth > MAX_DEPTH { 1 } else { SHAPES.len() };
        let (tag, members) = SHAPES[entropy.below(count)];
        let Self::Object(mut object) = Self::object(entropy, members, before, depth) else { unreachable!() };
        if !tag.is_empty() {
            // services usually write the type first, but it can be anywhere; the text of an unknown type is compared literally
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
            Self::Array(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if index > 0 { "," } else { "" })?;
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
