//! Random filters.

use graph_core::query::Filter;
use graph_core::{DateTimeOffset, QueryExt as _};
use proptest::prelude::*;

use crate::rows::{AgeGroup, Person, created, guid, member, moment, ratio, text};

/// A filter, in types of this test.
#[derive(Debug, Clone)]
pub(crate) enum Condition {
    Text(TextProperty, TextTest),
    Logins(Order, i32),
    Bytes(Order, i64),
    Ratio(Order, i32),
    IsEnabled(bool, bool),
    Created(Order, (i32, i8)),
    Sku(bool, u8),
    AgeGroup(bool, &'static str),
    Has(&'static str),
    BytesAreNull(bool),
    AnyMail(TextTest),
    Mails(Order, u32),
    And(Box<Self>, Box<Self>),
    Or(Box<Self>, Box<Self>),
    Not(Box<Self>),
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum TextProperty {
    Id,
    Department,
    /// Of an optional complex value.
    City,
    /// Of a complex value.
    HomeCity,
}

#[derive(Debug, Clone)]
pub(crate) enum TextTest {
    Is(String),
    IsNot(String),
    IsOneOf(Vec<String>),
    HasPrefix(String),
    HasSuffix(String),
    HasSubstring(String),
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Order {
    Is,
    IsNot,
    Greater,
    AtLeast,
    Less,
    AtMost,
}

macro_rules! build_text {
    ($property:expr, $test:expr) => {
        match $test {
            TextTest::Is(text) => $property.is(text.as_str()),
            TextTest::IsNot(text) => $property.is_not(text.as_str()),
            TextTest::IsOneOf(texts) => $property.is_one_of(texts),
            TextTest::HasPrefix(text) => $property.has_prefix(text),
            TextTest::HasSuffix(text) => $property.has_suffix(text),
            TextTest::HasSubstring(text) => $property.has_substring(text),
        }
    };
}
/// Writes the filter with the operators of the client.
pub(crate) fn build<'a>(person: &'a Person, condition: &Condition) -> Filter<'a> {
    macro_rules! ordered {
        ($property:expr, $order:expr, $value:expr) => {
            match $order {
                Order::Is => $property.is($value),
                Order::IsNot => $property.is_not($value),
                Order::Greater => $property.greater_than($value),
                Order::AtLeast => $property.at_least($value),
                Order::Less => $property.less_than($value),
                Order::AtMost => $property.at_most($value),
            }
        };
    }
    macro_rules! equal {
        ($property:expr, $is:expr, $value:expr) => {
            if $is { $property.is($value) } else { $property.is_not($value) }
        };
    }
    match condition {
        Condition::Text(TextProperty::Id, test) => build_text!(person.id, test),
        Condition::Text(TextProperty::Department, test) => build_text!(person.department, test),
        Condition::Text(TextProperty::City, test) => person.address.of(|address| build_text!(address.city, test)),
        Condition::Text(TextProperty::HomeCity, test) => build_text!(person.home.city, test),
        Condition::Logins(order, number) => ordered!(person.logins, order, *number),
        Condition::Bytes(order, number) => ordered!(person.bytes, order, *number),
        Condition::Ratio(order, number) => ordered!(person.ratio, order, ratio(*number)),
        Condition::IsEnabled(is, value) => equal!(person.is_enabled, *is, *value),
        Condition::Created(order, value) => {
            let value: DateTimeOffset = moment(*value).parse().expect("a moment");
            ordered!(person.created, order, value)
        }
        Condition::Sku(is, number) => equal!(person.sku, *is, guid(*number)),
        Condition::AgeGroup(is, member) => equal!(person.age_group, *is, AgeGroup::from(*member)),
        Condition::Has(member) => person.days.has(AgeGroup::from(*member)),
        Condition::BytesAreNull(true) => person.bytes.is_null(),
        Condition::BytesAreNull(false) => person.bytes.is_not_null(),
        Condition::AnyMail(test) => person.mails.any(|mail| build_text!(mail, test)),
        Condition::Mails(order, number) => ordered!(person.mails.count(), order, *number),
        Condition::And(one, other) => build(person, one) & build(person, other),
        Condition::Or(one, other) => build(person, one) | build(person, other),
        Condition::Not(inner) => !build(person, inner),
    }
}

fn text_test() -> impl Strategy<Value = TextTest> {
    prop_oneof![
        text().prop_map(TextTest::Is),
        text().prop_map(TextTest::IsNot),
        prop::collection::vec(text(), 1..3).prop_map(TextTest::IsOneOf),
        text().prop_map(TextTest::HasPrefix),
        text().prop_map(TextTest::HasSuffix),
        text().prop_map(TextTest::HasSubstring),
    ]
}

fn order() -> impl Strategy<Value = Order> {
    prop::sample::select(vec![Order::Is, Order::IsNot, Order::Greater, Order::AtLeast, Order::Less, Order::AtMost])
}

pub(crate) fn condition() -> impl Strategy<Value = Condition> {
    let property = prop::sample::select(vec![
        TextProperty::Id,
        TextProperty::Department,
        TextProperty::City,
        TextProperty::HomeCity,
    ]);
    let leaf = prop_oneof![
        4 => (property, text_test()).prop_map(|(property, test)| Condition::Text(property, test)),
        1 => (order(), -2..3_i32).prop_map(|(order, number)| Condition::Logins(order, number)),
        1 => (order(), -2..3_i64).prop_map(|(order, number)| Condition::Bytes(order, number)),
        1 => (order(), -9..9_i32).prop_map(|(order, number)| Condition::Ratio(order, number)),
        1 => any::<(bool, bool)>().prop_map(|(is, value)| Condition::IsEnabled(is, value)),
        2 => (order(), created()).prop_map(|(order, moment)| Condition::Created(order, moment)),
        1 => (any::<bool>(), 0..3_u8).prop_map(|(is, sku)| Condition::Sku(is, sku)),
        1 => (any::<bool>(), member()).prop_map(|(is, member)| Condition::AgeGroup(is, member)),
        1 => member().prop_map(Condition::Has),
        1 => any::<bool>().prop_map(Condition::BytesAreNull),
        2 => text_test().prop_map(Condition::AnyMail),
        1 => (order(), 0..3_u32).prop_map(|(order, number)| Condition::Mails(order, number)),
    ];
    leaf.prop_recursive(3, 8, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(one, other)| Condition::And(Box::new(one), Box::new(other))),
            (inner.clone(), inner.clone()).prop_map(|(one, other)| Condition::Or(Box::new(one), Box::new(other))),
            inner.prop_map(|inner| Condition::Not(Box::new(inner))),
        ]
    })
}
