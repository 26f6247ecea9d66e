//! How services may evaluate a filter.

use std::cmp::Ordering;

use crate::filters::{Condition, Order, TextProperty, TextTest};
use crate::rows::Row;

/// A service that compares texts and null in one of the possible ways.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Service {
    collation: Collation,
    logic: Logic,
    /// How what the service stores compares with what the row shows: moments are shown without fractions of a second, and numbers with fewer digits.
    hidden: Ordering,
}

#[derive(Debug, Clone, Copy)]
enum Collation {
    /// Character by character.
    Ordinal,
    /// Without case.
    WithoutCase,
    /// Without case and accents, and without blanks at the end, as databases do.
    WithoutAccents,
}

#[derive(Debug, Clone, Copy)]
enum Logic {
    /// OData: a comparison with null is true or false, a function of null is null, and `not` of null is null.
    OData,
    /// Null as SQL has it: every comparison with it is null, and a filter that is null does not match.
    Sql,
    /// A function of null is false.
    TwoValued,
}

impl Service {
    /// OData, with texts compared without case: the rules of the sandbox.
    pub(crate) const SANDBOX: Self =
        Self { collation: Collation::WithoutCase, logic: Logic::OData, hidden: Ordering::Equal };

    pub(crate) fn all() -> impl Iterator<Item = Self> {
        let collations = [Collation::Ordinal, Collation::WithoutCase, Collation::WithoutAccents];
        let logics = [Logic::OData, Logic::Sql, Logic::TwoValued];
        let hidden = [Ordering::Equal, Ordering::Greater, Ordering::Less];
        collations.into_iter().flat_map(move |collation| {
            logics
                .into_iter()
                .flat_map(move |logic| hidden.into_iter().map(move |hidden| Self { collation, logic, hidden }))
        })
    }

    /// Returns whether the row matches.
    pub(crate) fn evaluate(self, row: &Row, condition: &Condition) -> bool {
        self.truth(row, condition) == Some(true)
    }

    /// Returns whether all services evaluate every part of the condition as the same, so that there is no doubt about the whole.
    ///
    /// Null and false differ only below `not`.
    pub(crate) fn all_agree_on_parts(row: &Row, condition: &Condition) -> bool {
        Self::agree(row, condition, false)
    }

    fn agree(row: &Row, condition: &Condition, is_negated: bool) -> bool {
        match condition {
            Condition::And(one, other) | Condition::Or(one, other) => {
                Self::agree(row, one, is_negated) && Self::agree(row, other, is_negated)
            }
            Condition::Not(inner) => Self::agree(row, inner, true),
            // which characters beyond ASCII are equal depends on the collation
            Condition::Text(property, test) if !is_ascii(property.of(row), test) => false,
            Condition::AnyMail(test) if row.mails.iter().any(|mail| !is_ascii(Some(mail), test)) => false,
            leaf => {
                let mut truths = Self::all().map(|service| {
                    let truth = service.truth(row, leaf);
                    if is_negated { truth } else { Some(truth == Some(true)) }
                });
                let first = truths.next().flatten();
                first.is_some() && truths.all(|truth| truth == first)
            }
        }
    }

    /// Returns whether the condition is true, false or null.
    fn truth(self, row: &Row, condition: &Condition) -> Option<bool> {
        match condition {
            Condition::Text(property, test) => self.text(property.of(row), test),
            Condition::Logins(order, number) => self.ordered(Some(row.logins.cmp(number)), *order),
            Condition::Bytes(order, number) => self.ordered(row.bytes.map(|bytes| bytes.cmp(number)), *order),
            Condition::Ratio(order, number) => {
                self.ordered(row.ratio.map(|ratio| ratio.cmp(number).then(self.hidden)), *order)
            }
            Condition::IsEnabled(is, value) => self.equal(row.is_enabled.map(|enabled| enabled == *value), *is),
            Condition::Created(order, (seconds, _)) => {
                self.ordered(Some(row.created.0.cmp(seconds).then(self.hidden)), *order)
            }
            Condition::Sku(is, number) => self.equal(row.sku.map(|sku| sku == *number), *is),
            Condition::AgeGroup(is, member) => self.equal(row.age_group.map(|found| found == *member), *is),
            Condition::Has(member) => Some(row.days.contains(member)),
            Condition::BytesAreNull(is) => Some(row.bytes.is_none() == *is),
            Condition::AnyMail(test) => Some(row.mails.iter().any(|mail| self.text(Some(mail), test) == Some(true))),
            Condition::Mails(order, number) => self.ordered(Some(row.mails.len().cmp(&(*number as usize))), *order),
            Condition::And(one, other) => match (self.truth(row, one), self.truth(row, other)) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            },
            Condition::Or(one, other) => match (self.truth(row, one), self.truth(row, other)) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            },
            Condition::Not(inner) => self.truth(row, inner).map(|truth| !truth),
        }
    }

    /// The result of a comparison with a value; `None` is null.
    fn ordered(self, found: Option<Ordering>, order: Order) -> Option<bool> {
        let Some(found) = found else { return self.equal(None, !matches!(order, Order::IsNot)) };
        Some(match order {
            Order::Is => found.is_eq(),
            Order::IsNot => found.is_ne(),
            Order::Greater => found.is_gt(),
            Order::AtLeast => found.is_ge(),
            Order::Less => found.is_lt(),
            Order::AtMost => found.is_le(),
        })
    }

    fn equal(self, is_equal: Option<bool>, is: bool) -> Option<bool> {
        match (is_equal, self.logic) {
            (Some(is_equal), _) => Some(is_equal == is),
            (None, Logic::Sql) => None,
            (None, Logic::OData | Logic::TwoValued) => Some(!is),
        }
    }

    fn text(self, value: Option<&String>, wanted: &TextTest) -> Option<bool> {
        let found = value.map(|value| self.normalize(value));
        let found = found.as_deref();
        let function = |result: Option<bool>| match (result, self.logic) {
            (None, Logic::TwoValued) => Some(false),
            (result, _) => result,
        };
        match wanted {
            TextTest::Is(text) => self.equal(found.map(|found| self.is_same(found, text)), true),
            TextTest::IsNot(text) => self.equal(found.map(|found| self.is_same(found, text)), false),
            TextTest::IsOneOf(texts) => {
                self.equal(found.map(|found| texts.iter().any(|text| self.is_same(found, text))), true)
            }
            TextTest::HasPrefix(text) => function(found.map(|found| found.starts_with(&self.normalize(text)))),
            TextTest::HasSuffix(text) => function(found.map(|found| found.ends_with(&self.normalize(text)))),
            TextTest::HasSubstring(text) => function(found.map(|found| found.contains(&self.normalize(text)))),
        }
    }

    /// Returns whether a normalized text is equal to another one. Blanks at the end count in functions only.
    fn is_same(self, found: &str, text: &str) -> bool {
        let text = self.normalize(text);
        match self.collation {
            Collation::Ordinal | Collation::WithoutCase => found == text,
            Collation::WithoutAccents => found.trim_end_matches(' ') == text.trim_end_matches(' '),
        }
    }

    /// Returns the text that is compared.
    fn normalize(self, text: &str) -> String {
        match self.collation {
            Collation::Ordinal => text.to_owned(),
            Collation::WithoutCase => text.to_lowercase(),
            Collation::WithoutAccents => {
                let without = text.to_lowercase().replace('\u{fc}', "u").replace('\u{df}', "ss");
                without.replace('\u{e9}', "e").replace('\u{301}', "")
            }
        }
    }
}

impl TextProperty {
    fn of(self, row: &Row) -> Option<&String> {
        match self {
            Self::Id => Some(&row.id),
            Self::Department => row.department.as_ref(),
            Self::City => row.address.as_ref().and_then(|address| address.city.as_ref()),
            Self::HomeCity => row.home.as_ref(),
        }
    }
}

fn is_ascii(value: Option<&String>, test: &TextTest) -> bool {
    value.is_none_or(|value| value.is_ascii() && test.texts().iter().all(|text| text.is_ascii()))
}

impl TextTest {
    fn texts(&self) -> &[String] {
        match self {
            Self::IsOneOf(texts) => texts,
            Self::Is(text)
            | Self::IsNot(text)
            | Self::HasPrefix(text)
            | Self::HasSuffix(text)
            | Self::HasSubstring(text) => std::slice::from_ref(text),
        }
    }
}
