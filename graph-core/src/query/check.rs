//! Checks rows against the filter that they were requested with.
//!
//! Some services of Microsoft Graph ignore a filter that they cannot evaluate, and return everything with status 200; others evaluate
//! `ne` as `eq`. See <https://github.com/microsoftgraph/microsoft-graph-docs-contrib/issues/2416> and
//! <https://github.com/microsoftgraph/microsoft-graph-docs-contrib/issues/2523>.

use std::cmp::Ordering;

use super::expression::{Comparison, Expression, TextFunction};
use super::literal::Literal;
use super::operand::{Path, Step};
use super::scalar::Scalar;
use super::text::{self, Likeness};
use crate::json_text::Writer;
use crate::schema::{EdmType, Object, Value};

/// Whether a row matches a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Matches,
    Differs,
    /// The condition is null for the row, which then does not match. What `not` makes of it depends on the service.
    Null,
    /// It cannot be decided here: it depends on the collation of the service, or on a value that the row does not have.
    Undecided,
}

impl Verdict {
    fn from_bool(matches: bool) -> Self {
        if matches { Self::Matches } else { Self::Differs }
    }

    fn not(self) -> Self {
        match self {
            Self::Matches => Self::Differs,
            Self::Differs => Self::Matches,
            Self::Null | Self::Undecided => Self::Undecided,
        }
    }

    fn and(self, other: impl FnOnce() -> Self) -> Self {
        match self {
            Self::Differs => Self::Differs,
            Self::Matches => other(),
            Self::Null => match other() {
                Self::Differs => Self::Differs,
                _ => Self::Null,
            },
            Self::Undecided => match other() {
                Self::Matches => Self::Undecided,
                other => other,
            },
        }
    }

    fn or(self, other: impl FnOnce() -> Self) -> Self {
        match self {
            Self::Matches => Self::Matches,
            Self::Differs => other(),
            Self::Null => match other() {
                Self::Differs => Self::Null,
                other => other,
            },
            Self::Undecided => match other() {
                Self::Matches => Self::Matches,
                _ => Self::Undecided,
            },
        }
    }

    /// Returns whether the condition has the value, taking null as `false`.
    fn is(self, value: bool) -> bool {
        match self {
            Self::Matches => value,
            Self::Differs | Self::Null => !value,
            Self::Undecided => false,
        }
    }
}

/// Checks rows against one filter. It has a buffer for the values of rows.
#[derive(Debug)]
pub(crate) struct RowCheck {
    expression: Expression,
    /// Whether the properties of the filter were selected. Where the service chooses, it may leave out what is not null.
    is_selected: bool,
    buffer: Writer,
}

impl RowCheck {
    pub(crate) fn new(expression: Expression, is_selected: bool) -> Self {
        Self { expression, is_selected, buffer: Writer::new() }
    }

    /// Returns whether it is certain that `row` does not match; `is_known` returns whether the response contained a property of the row.
    pub(crate) fn differs(&mut self, row: &dyn Value, is_known: &dyn Fn(usize) -> bool) -> bool {
        let is_selected = self.is_selected;
        let is_known = |index| is_known(index) && (is_selected || !is_null_at(row, index));
        evaluate(&self.expression, Row { value: row, is_known: Some(&is_known) }, &mut self.buffer).is(false)
    }

    /// Returns the path of the first property on which the row differs.
    #[cold]
    pub(crate) fn differing_property(&mut self, row: &dyn Value, is_known: &dyn Fn(usize) -> bool) -> Option<String> {
        let is_selected = self.is_selected;
        let is_known = |index| is_known(index) && (is_selected || !is_null_at(row, index));
        differing(&self.expression, Row { value: row, is_known: Some(&is_known) }, false, &mut self.buffer)
    }
}

/// A row, or an element of a collection in a row.
#[derive(Clone, Copy)]
struct Row<'a> {
    value: &'a dyn Value,
    /// Absent for an element, whose properties are complete.
    is_known: Option<&'a dyn Fn(usize) -> bool>,
}

/// What is at a path of a row.
#[derive(Clone, Copy)]
enum Found<'a> {
    Value(&'a dyn Value),
    /// A value on the path is null.
    Null,
    /// The row does not have it.
    Unknown,
}

fn evaluate(expression: &Expression, row: Row<'_>, buffer: &mut Writer) -> Verdict {
    match expression {
        Expression::And(one, other) => evaluate(one, row, buffer).and(|| evaluate(other, row, buffer)),
        Expression::Or(one, other) => evaluate(one, row, buffer).or(|| evaluate(other, row, buffer)),
        Expression::Not(inner) => evaluate(inner, row, buffer).not(),
        Expression::Compare { path, operator, literal } => compare(find(row, path), *operator, literal, buffer),
        Expression::In { path, literals } => literals.iter().fold(Verdict::Differs, |verdict, literal| {
            verdict.or(|| compare(find(row, path), Comparison::Equal, literal, buffer))
        }),
        Expression::Text { function, path, literal } => {
            let Scalar::Text(wanted) = &literal.scalar else { return Verdict::Undecided };
            match find(row, path) {
                Found::Value(value) => match read(value, buffer) {
                    Scalar::Text(found) => text_function(*function, &found, wanted),
                    Scalar::Null => Verdict::Null,
                    _ => Verdict::Undecided,
                },
                Found::Null => Verdict::Null,
                Found::Unknown => Verdict::Undecided,
            }
        }
        Expression::Has { path, literal } => match find(row, path) {
            Found::Value(value) => has(&read(value, buffer), &literal.scalar),
            Found::Null => Verdict::Null,
            Found::Unknown => Verdict::Undecided,
        },
        // A service expands up to a number of entities, or those that the call chose.
        Expression::Count { path, .. } if is_expanded(row, path) => Verdict::Undecided,
        Expression::Count { path, operator, number } => match find(row, path) {
            Found::Value(value) => match value.as_collection() {
                Some(collection) => {
                    let count = i64::try_from(collection.count()).unwrap_or(i64::MAX);
                    ordered(*operator, count.cmp(number))
                }
                None => Verdict::Undecided,
            },
            Found::Null | Found::Unknown => Verdict::Undecided,
        },
        Expression::Any { path, condition } => match find(row, path) {
            Found::Value(value) => match value.as_collection() {
                Some(collection) => (0..collection.count()).fold(nothing_found(row, path), |verdict, index| {
                    verdict.or(|| match collection.element(index) {
                        Some(value) => evaluate(condition, Row { value, is_known: None }, buffer),
                        None => Verdict::Undecided,
                    })
                }),
                None => Verdict::Undecided,
            },
            Found::Null | Found::Unknown => Verdict::Undecided,
        },
        Expression::IsOf { path, odata_type } => match find(row, path) {
            // A value of another type may be of a derived type.
            Found::Value(value) => match value.as_object() {
                Some(object) if object.descriptor().odata_type() == *odata_type => Verdict::Matches,
                _ => Verdict::Undecided,
            },
            Found::Null | Found::Unknown => Verdict::Undecided,
        },
        Expression::Raw(_) => Verdict::Undecided,
    }
}

/// Returns the path of the first property that decides the wrong result of `expression`.
fn differing(expression: &Expression, row: Row<'_>, wanted: bool, buffer: &mut Writer) -> Option<String> {
    // `wanted` is the value that the expression has and should not have
    let has = |expression: &Expression, buffer: &mut Writer| evaluate(expression, row, buffer).is(wanted);
    match expression {
        Expression::And(one, other) | Expression::Or(one, other) => {
            let first = if has(one, buffer) { one } else { other };
            differing(first, row, wanted, buffer)
        }
        Expression::Not(inner) => differing(inner, row, !wanted, buffer),
        Expression::Raw(_) => None,
        leaf => {
            let mut text = None;
            leaf.for_each_path(&mut |path| text = Some(path.display()));
            text
        }
    }
}

fn find<'a>(row: Row<'a>, path: &Path) -> Found<'a> {
    let mut value = row.value;
    let mut is_known = row.is_known;
    let mut is_derived = false;
    for step in &path.steps {
        let Some(object) = value.as_object() else {
            // An `Option` that is `None` has the value null; an absent value is not known.
            return if is_null(value) { Found::Null } else { Found::Unknown };
        };
        let descriptor = object.descriptor();
        match *step {
            Step::Property { index, name } => {
                let has_name = |index| descriptor.property(index).is_some_and(|property| property.name() == name);
                // a derived type declares the properties of its base type at other indexes
                let index = if is_derived {
                    (0..descriptor.members().len()).find(|index| has_name(*index))
                } else {
                    Some(index)
                };
                let Some(index) = index.filter(|index| has_name(*index)) else { return Found::Unknown };
                if is_known.is_some_and(|is_known| !is_known(index)) {
                    return Found::Unknown;
                }
                value = property_of(object, index);
                is_known = None;
                is_derived = false;
            }
            Step::Base(wanted) => is_derived = !wanted.is_same_type(descriptor),
            Step::Cast(wanted) => {
                if !wanted.is_same_type(descriptor) {
                    return Found::Unknown;
                }
            }
        }
    }
    if value.is_absent() && !is_null(value) { Found::Unknown } else { Found::Value(value) }
}

/// Returns whether the path starts with a navigation property. The row may have some of its entities only.
fn is_expanded(row: Row<'_>, path: &Path) -> bool {
    let first = path.steps.iter().find_map(|step| match *step {
        Step::Property { name, .. } => Some(name),
        Step::Base(_) | Step::Cast(_) => None,
    });
    row.value.as_object().is_some_and(|object| {
        object.descriptor().properties().any(|property| property.is_expanded() && Some(property.name()) == first)
    })
}

/// Returns the result of `any` if no element of the row matches.
fn nothing_found(row: Row<'_>, path: &Path) -> Verdict {
    if is_expanded(row, path) { Verdict::Undecided } else { Verdict::Differs }
}

fn property_of(object: &dyn Object, index: usize) -> &dyn Value {
    object.property(index)
}

/// Returns whether a property of the row is null, or absent.
fn is_null_at(row: &dyn Value, index: usize) -> bool {
    row.as_object().is_some_and(|object| is_null(property_of(object, index)))
}

/// Returns whether an absent value means null.
fn is_null(value: &dyn Value) -> bool {
    value.is_absent() && !value.type_info().distinguishes_absent
}

fn read(value: &dyn Value, buffer: &mut Writer) -> Scalar {
    buffer.truncate(0);
    value.write(buffer);
    Scalar::read(value.type_info().edm, buffer.as_str())
}

fn compare(found: Found<'_>, operator: Comparison, wanted: &Literal, buffer: &mut Writer) -> Verdict {
    match found {
        Found::Value(value) => {
            buffer.truncate(0);
            value.write(buffer);
            // nearly every row has the wanted value, which then need not be read
            let is_exact =
                matches!(wanted.scalar, Scalar::Boolean(_) | Scalar::Integer(_) | Scalar::Text(_) | Scalar::Guid(_));
            if operator == Comparison::Equal && is_exact && buffer.as_str() == &*wanted.json {
                return Verdict::Matches;
            }
            let edm = value.type_info().edm;
            let found = Scalar::read(edm, buffer.as_str());
            if matches!(edm, EdmType::Enum(_) | EdmType::Flags(_)) {
                compare_members(&found, operator, &wanted.scalar)
            } else {
                compare_scalars(&found, operator, &wanted.scalar)
            }
        }
        Found::Null => compare_scalars(&Scalar::Null, operator, &wanted.scalar),
        Found::Unknown => Verdict::Undecided,
    }
}

/// Compares the members of an enumeration, whose order has no meaning.
fn compare_members(found: &Scalar, operator: Comparison, wanted: &Scalar) -> Verdict {
    let (Scalar::Text(found), Scalar::Text(wanted)) = (found, wanted) else {
        return compare_scalars(found, operator, wanted);
    };
    if is_hidden(found) {
        return Verdict::Undecided;
    }
    let contains = |one: &str, other: &str| members(one).all(|member| has_member(other, member));
    equality(operator, contains(found, wanted) && contains(wanted, found))
}

fn members(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|member| !member.is_empty())
}

fn has_member(text: &str, member: &str) -> bool {
    members(text).any(|other| other.eq_ignore_ascii_case(member))
}

/// Returns whether a service hides a member that the client may not know.
///
/// Source: [evolvable enumerations](https://learn.microsoft.com/en-us/graph/best-practices-concept#handling-future-members-in-evolvable-enumerations).
fn is_hidden(text: &str) -> bool {
    has_member(text, "unknownFutureValue")
}

/// Compares a value of a row with one of the filter.
///
/// Source for null: [OData URL conventions 4.01, section 5.1.1.1](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html#sec_LogicalOperators).
fn compare_scalars(found: &Scalar, operator: Comparison, wanted: &Scalar) -> Verdict {
    match (found, wanted) {
        (Scalar::Unknown, _) | (_, Scalar::Unknown) => Verdict::Undecided,
        (Scalar::Null, Scalar::Null) => Verdict::from_bool(operator == Comparison::Equal),
        (Scalar::Null, _) | (_, Scalar::Null) => Verdict::from_bool(operator == Comparison::NotEqual),
        (Scalar::Text(found), Scalar::Text(wanted)) => match operator {
            Comparison::Equal => equal(text::equality(found, wanted)),
            Comparison::NotEqual => equal(text::equality(found, wanted)).not(),
            // The order of texts is that of the collation.
            _ => Verdict::Undecided,
        },
        (Scalar::Boolean(found), Scalar::Boolean(wanted)) => equality(operator, found == wanted),
        (Scalar::Guid(found), Scalar::Guid(wanted)) => equality(operator, found == wanted),
        // Decimal numbers may differ in digits that this comparison does not have, and `Edm.Single` has fewer digits than its JSON text.
        (Scalar::Number(found), Scalar::Number(wanted)) if is_same_single(*found, *wanted) => Verdict::Undecided,
        // Services store fractions of a second that they do not return.
        (Scalar::Moment(found), Scalar::Moment(wanted)) if (*found - *wanted).abs() < time::Duration::SECOND => {
            Verdict::Undecided
        }
        _ => match found.compare(wanted) {
            Some(order) => ordered(operator, order),
            None => Verdict::Undecided,
        },
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::float_cmp,
    reason = "the values are compared as numbers of single precision"
)]
fn is_same_single(found: f64, wanted: f64) -> bool {
    found as f32 == wanted as f32
}

fn equality(operator: Comparison, is_equal: bool) -> Verdict {
    match operator {
        Comparison::Equal => Verdict::from_bool(is_equal),
        Comparison::NotEqual => Verdict::from_bool(!is_equal),
        _ => Verdict::Undecided,
    }
}

fn ordered(operator: Comparison, order: Ordering) -> Verdict {
    Verdict::from_bool(match operator {
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
        Comparison::Greater => order.is_gt(),
        Comparison::AtLeast => order.is_ge(),
        Comparison::Less => order.is_lt(),
        Comparison::AtMost => order.is_le(),
    })
}

fn equal(likeness: Likeness) -> Verdict {
    match likeness {
        Likeness::Equal => Verdict::Matches,
        // Most services compare without case, and some with it.
        Likeness::Similar => Verdict::Undecided,
        Likeness::Different => Verdict::Differs,
    }
}

fn text_function(function: TextFunction, found: &str, wanted: &str) -> Verdict {
    equal(match function {
        TextFunction::StartsWith => text::starts_with(found, wanted),
        TextFunction::EndsWith => text::ends_with(found, wanted),
        TextFunction::Contains => text::contains(found, wanted),
    })
}

/// Returns whether the flags `found` have all members of `wanted`.
fn has(found: &Scalar, wanted: &Scalar) -> Verdict {
    let (Scalar::Text(found), Scalar::Text(wanted)) = (found, wanted) else {
        return if *found == Scalar::Null { Verdict::Null } else { Verdict::Undecided };
    };
    let has_all = members(wanted).all(|member| has_member(found, member));
    // every set has a member whose value is 0
    if !has_all && (is_hidden(found) || has_member(wanted, "none")) {
        return Verdict::Undecided;
    }
    Verdict::from_bool(has_all)
}
