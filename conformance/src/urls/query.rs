//! Random queries, as data. Nothing here knows how the library writes them.

use super::text::{hostile_text, key};
use crate::rng::Rng;

/// A query.
#[derive(Debug, Clone)]
pub(super) struct Query {
    /// The id in the path.
    pub(super) user: String,
    pub(super) filter: Option<Condition>,
    /// Properties, and whether the order is descending.
    pub(super) order: Vec<(OrderKey, bool)>,
    /// The clauses of `$search`, which must all be found.
    pub(super) search: Vec<String>,
    pub(super) selection: Selection,
    /// A condition on the expanded parts: the start of the label.
    pub(super) parts: Option<String>,
    pub(super) top: Option<u32>,
    pub(super) skip: Option<u32>,
    pub(super) has_count: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Selection {
    Declared,
    All,
    TitleAndNote,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum OrderKey {
    #[default]
    Title,
    Moment,
    HomeCity,
}

/// A condition.
#[derive(Debug, Clone)]
pub(super) enum Condition {
    And(Box<Self>, Box<Self>),
    Or(Box<Self>, Box<Self>),
    Not(Box<Self>),
    /// An operator between a property and a value.
    Compare(Property, Operator, Scalar),
    /// A property that has one of the values.
    OneOf(Property, Vec<Scalar>),
    /// A property that is null, or is not.
    Null(Nullable, bool),
    EmptyTitle,
    Text(Textual, Function, String),
    HasPlatform(usize),
    /// The number of tags.
    TagCount(Operator, u32),
    /// A tag with this start.
    AnyTag(String),
    /// A place with this city, or with at least this number of visits.
    AnyPlace(String, i32),
    OfficeCity(String),
    OwnerName(String),
    IsSpecial,
    Speciality(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Property {
    #[default]
    Title,
    Note,
    Tiny,
    Short,
    Medium,
    Whole,
    Long,
    Single,
    Double,
    Price,
    IsOn,
    Moment,
    Day,
    Clock,
    Span,
    Chip,
    Sku,
    Photo,
    State,
    HomeCity,
}

impl Property {
    pub(super) const ALL: [Self; 20] = [
        Self::Title,
        Self::Note,
        Self::Tiny,
        Self::Short,
        Self::Medium,
        Self::Whole,
        Self::Long,
        Self::Single,
        Self::Double,
        Self::Price,
        Self::IsOn,
        Self::Moment,
        Self::Day,
        Self::Clock,
        Self::Span,
        Self::Chip,
        Self::Sku,
        Self::Photo,
        Self::State,
        Self::HomeCity,
    ];

    pub(super) fn has_order(self) -> bool {
        !matches!(self, Self::IsOn | Self::Chip | Self::Sku | Self::Photo | Self::State)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Nullable {
    #[default]
    Note,
    Whole,
    Sku,
    HomeCity,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Textual {
    #[default]
    Title,
    Note,
    HomeCity,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Operator {
    #[default]
    Equal,
    NotEqual,
    Greater,
    AtLeast,
    Less,
    AtMost,
}

impl Operator {
    const ALL: [Self; 6] = [Self::Equal, Self::NotEqual, Self::Greater, Self::AtLeast, Self::Less, Self::AtMost];

    /// Returns the rule of the grammar.
    pub(super) fn rule(self) -> &'static str {
        match self {
            Self::Equal => "eqExpr",
            Self::NotEqual => "neExpr",
            Self::Greater => "gtExpr",
            Self::AtLeast => "geExpr",
            Self::Less => "ltExpr",
            Self::AtMost => "leExpr",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Function {
    #[default]
    Prefix,
    Suffix,
    Substring,
}

/// A value that a property is compared with.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Scalar {
    /// A text in quotes.
    Text(String),
    Integer(i64),
    Number(f64),
    Boolean(bool),
    /// A text without quotes, such as a date.
    Bare(String),
    Duration(String),
    Bytes(Vec<u8>),
    Null,
}

impl Query {
    pub(super) fn random(rng: &mut Rng) -> Self {
        let mut order = Vec::new();
        while rng.one_in(3) {
            order.push((rng.pick(&[OrderKey::Title, OrderKey::Moment, OrderKey::HomeCity]), rng.one_in(2)));
        }
        let mut search = Vec::new();
        while search.len() < 3 && rng.one_in(4) {
            // a clause of blanks is an error
            search.push(format!("{}a", hostile_text(rng)));
        }
        Self {
            user: key(rng),
            filter: (!rng.one_in(8)).then(|| Condition::random(rng, 4)),
            order,
            search,
            selection: match rng.below(3) {
                0 => Selection::Declared,
                1 => Selection::All,
                _ => Selection::TitleAndNote,
            },
            parts: rng.one_in(4).then(|| hostile_text(rng)),
            top: rng.one_in(4).then(|| u32::try_from(rng.below(1_000)).unwrap_or(0)),
            skip: rng.one_in(8).then(|| u32::try_from(rng.below(1_000_000)).unwrap_or(0)),
            has_count: rng.one_in(4),
        }
    }
}

impl Condition {
    fn random(rng: &mut Rng, depth: usize) -> Self {
        let inner = |rng: &mut Rng| Box::new(Self::random(rng, depth - 1));
        if depth > 0 {
            match rng.below(6) {
                0 | 1 => return Self::And(inner(rng), inner(rng)),
                2 => return Self::Or(inner(rng), inner(rng)),
                3 => return Self::Not(inner(rng)),
                _ => {}
            }
        }
        match rng.below(20) {
            0 => Self::Null(
                rng.pick(&[Nullable::Note, Nullable::Whole, Nullable::Sku, Nullable::HomeCity]),
                rng.one_in(2),
            ),
            1 => Self::EmptyTitle,
            2..=4 => Self::Text(
                rng.pick(&[Textual::Title, Textual::Note, Textual::HomeCity]),
                rng.pick(&[Function::Prefix, Function::Suffix, Function::Substring]),
                hostile_text(rng),
            ),
            5 => Self::HasPlatform(rng.below(2)),
            6 => Self::TagCount(rng.pick(&Operator::ALL), u32::try_from(rng.below(100)).unwrap_or(0)),
            7 => Self::AnyTag(hostile_text(rng)),
            8 => Self::AnyPlace(hostile_text(rng), i32::try_from(rng.below(1_000)).unwrap_or(0)),
            9 => Self::OfficeCity(hostile_text(rng)),
            10 => Self::OwnerName(hostile_text(rng)),
            11 => Self::IsSpecial,
            12 => Self::Speciality(hostile_text(rng)),
            13 | 14 => {
                let property = rng.pick(&Property::ALL);
                let count = 1 + rng.below(15);
                Self::OneOf(property, (0..count).map(|_| Scalar::random(property, rng)).collect())
            }
            _ => {
                let property = rng.pick(&Property::ALL);
                let operators = if property.has_order() { &Operator::ALL[..] } else { &Operator::ALL[..2] };
                Self::Compare(property, rng.pick(operators), Scalar::random(property, rng))
            }
        }
    }
}

impl Scalar {
    fn random(property: Property, rng: &mut Rng) -> Self {
        match property {
            Property::Title | Property::Note | Property::HomeCity => Self::Text(hostile_text(rng)),
            Property::Tiny => Self::Integer(rng.integer(0, 255)),
            Property::Short => Self::Integer(rng.integer(-128, 127)),
            Property::Medium => Self::Integer(rng.integer(-32_768, 32_767)),
            Property::Whole => Self::Integer(rng.integer(i64::from(i32::MIN), i64::from(i32::MAX))),
            Property::Long => Self::Integer(rng.integer(i64::MIN, i64::MAX)),
            Property::Single => Self::Number(f64::from(f32::from_bits(u32::try_from(rng.below(1 << 32)).unwrap_or(0)))),
            Property::Double => Self::Number(f64::from_bits(rng.bits())),
            Property::Price => {
                let (whole, fraction) = (digits(rng, 12), digits(rng, 6));
                let sign = if rng.one_in(2) { "-" } else { "" };
                Self::Bare(format!("{sign}1{whole}.{fraction}"))
            }
            Property::IsOn => Self::Boolean(rng.one_in(2)),
            Property::Moment => {
                let count = rng.below(13);
                let fraction = digits(rng, count);
                let point = if fraction.is_empty() { "" } else { "." };
                let offset = rng.pick(&["Z", "+05:30", "-08:00", "+00:00", "+14:00"]);
                Self::Bare(format!("{}T{}{point}{fraction}{offset}", date(rng), time(rng)))
            }
            Property::Day => Self::Bare(date(rng)),
            Property::Clock => Self::Bare(format!("{}.{}", time(rng), digits(rng, 7))),
            Property::Span => Self::Duration(
                rng.pick(&["P1D", "PT1H", "-P2DT3H4M5.6789S", "PT60M", "P10675199DT2H48M5.4775807S", "PT0S"])
                    .to_owned(),
            ),
            Property::Chip | Property::Sku => {
                let hex = |rng: &mut Rng, count: usize| -> String {
                    (0..count)
                        .map(|_| char::from(b"0123456789abcdef".get(rng.below(16)).copied().unwrap_or(b'0')))
                        .collect()
                };
                let groups = [8, 4, 4, 4, 12].map(|count| hex(rng, count));
                Self::Bare(groups.join("-"))
            }
            Property::Photo => {
                let length = rng.below(9);
                Self::Bytes((0..length).map(|_| u8::try_from(rng.below(256)).unwrap_or(0)).collect())
            }
            Property::State => Self::Text(rng.pick(&["on", "off"]).to_owned()),
        }
    }
}

fn digits(rng: &mut Rng, count: usize) -> String {
    (0..count).map(|_| char::from(b'0' + u8::try_from(rng.below(10)).unwrap_or(0))).collect()
}

fn date(rng: &mut Rng) -> String {
    format!("{:04}-{:02}-{:02}", 1 + rng.below(9_999), 1 + rng.below(12), 1 + rng.below(28))
}

fn time(rng: &mut Rng) -> String {
    format!("{:02}:{:02}:{:02}", rng.below(24), rng.below(60), rng.below(60))
}
