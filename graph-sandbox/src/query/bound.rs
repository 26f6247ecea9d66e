//! Expressions whose names are resolved, and their evaluation.
//!
//! Source of the rules for null: [OData URL conventions 4.01, section 5.1.1.1](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html#sec_LogicalOperators).

use std::cmp::Ordering;

use graph_core::schema::EdmType;

use super::function::Function;
use super::number::Number;
use super::scalar::Scalar;
use super::syntax::BinaryOperator;
use crate::json::{TypedObject, TypedValue, array_elements, object_members, parse_string};
use crate::types::qualified_name;

/// An expression whose names are resolved.
#[derive(Debug, Clone)]
pub(crate) enum Bound {
    Constant(Scalar),
    Value(BoundPath, ValueKind),
    Not(Box<Bound>),
    Negate(Box<Bound>),
    And(Box<Bound>, Box<Bound>),
    Or(Box<Bound>, Box<Bound>),
    Compare(BinaryOperator, Box<Bound>, Box<Bound>),
    Has(Box<Bound>, Box<Bound>),
    In(Box<Bound>, Vec<Bound>),
    /// `x in collection`
    Within(Box<Bound>, BoundPath, EdmType),
    Call(Function, Vec<Bound>),
    /// Whether the value has one of the types.
    IsOf(BoundPath, Vec<&'static str>),
    Count(BoundPath, Option<Box<Bound>>),
    Any(BoundPath, Option<Box<Bound>>),
    All(BoundPath, Box<Bound>),
}

/// How the value at a path is read.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ValueKind {
    Primitive(EdmType),
    Untyped,
    /// An object: whether it is null is the only question.
    Object,
}

/// A path from a variable to a value.
#[derive(Debug, Clone)]
pub(crate) struct BoundPath {
    /// The index of the variable: 0 is the item, the others are those of the enclosing lambdas.
    pub(crate) variable: usize,
    pub(crate) steps: Vec<BoundStep>,
}

#[derive(Debug, Clone)]
pub(crate) enum BoundStep {
    Property(String),
    /// Continues if the value has one of the types.
    Cast(Vec<&'static str>),
}

/// A stored value during evaluation.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Stored<'v> {
    Object(&'v TypedObject),
    Collection(&'v [TypedValue]),
    /// JSON text.
    Text(&'v str),
    Absent,
}

impl Bound {
    /// Evaluates the expression. `variables` has the item and the elements of the enclosing lambdas.
    ///
    /// A condition that is not known because an operand is null is null.
    pub(crate) fn evaluate(&self, variables: &mut Vec<Stored<'_>>) -> Scalar {
        match self {
            Self::Constant(value) => value.clone(),
            Self::Value(path, kind) => kind.read(path.resolve(variables)),
            Self::Not(operand) => match operand.evaluate(variables) {
                Scalar::Boolean(value) => Scalar::Boolean(!value),
                _ => Scalar::Null,
            },
            Self::Negate(operand) => match operand.evaluate(variables) {
                Scalar::Number(value) => Scalar::Number(value.negate()),
                Scalar::Duration(value) => Scalar::Duration(-value),
                _ => Scalar::Null,
            },
            Self::And(left, right) => logical(left, right, false, variables),
            Self::Or(left, right) => logical(left, right, true, variables),
            Self::Compare(operator, left, right) => {
                Scalar::Boolean(compare(*operator, &left.evaluate(variables), &right.evaluate(variables)))
            }
            Self::Has(left, right) => match (left.evaluate(variables), right.evaluate(variables)) {
                (Scalar::Members(set), Scalar::Members(members)) => {
                    Scalar::Boolean(members.iter().all(|member| set.contains(member)))
                }
                _ => Scalar::Null,
            },
            Self::In(operand, items) => {
                let value = operand.evaluate(variables);
                Scalar::Boolean(items.iter().any(|item| item.evaluate(variables).is_equal(&value)))
            }
            Self::Within(operand, path, edm) => {
                let value = operand.evaluate(variables);
                let elements = path.resolve(variables).elements();
                let kind = ValueKind::Primitive(*edm);
                Scalar::Boolean(elements.into_iter().any(|element| kind.read(element).is_equal(&value)))
            }
            Self::Call(function, arguments) => {
                let arguments: Vec<_> = arguments.iter().map(|argument| argument.evaluate(variables)).collect();
                function.evaluate(&arguments)
            }
            Self::IsOf(path, names) => Scalar::Boolean(path.resolve(variables).has_type(names)),
            Self::Count(path, filter) => {
                let elements = path.resolve(variables).elements();
                let matching = elements
                    .into_iter()
                    .filter(|element| filter.as_ref().is_none_or(|filter| filter.holds_for(*element, variables)));
                Scalar::Number(Number::from(matching.count()))
            }
            Self::Any(path, condition) => {
                let mut elements = path.resolve(variables).elements().into_iter();
                Scalar::Boolean(match condition {
                    Some(condition) => elements.any(|element| condition.holds_for(element, variables)),
                    None => elements.next().is_some(),
                })
            }
            Self::All(path, condition) => {
                let mut elements = path.resolve(variables).elements().into_iter();
                Scalar::Boolean(elements.all(|element| condition.holds_for(element, variables)))
            }
        }
    }

    /// Returns whether an item matches a filter.
    pub(crate) fn matches(&self, item: &TypedObject) -> bool {
        matches!(self.evaluate(&mut vec![Stored::Object(item)]), Scalar::Boolean(true))
    }

    /// Evaluates the condition of a lambda for one element.
    fn holds_for<'v>(&self, element: Stored<'v>, variables: &mut Vec<Stored<'v>>) -> bool {
        variables.push(element);
        let value = self.evaluate(variables);
        variables.pop();
        matches!(value, Scalar::Boolean(true))
    }
}

/// Evaluates `and`, or with `decisive` `or`: one operand with the decisive value determines the result.
fn logical(left: &Bound, right: &Bound, decisive: bool, variables: &mut Vec<Stored<'_>>) -> Scalar {
    let left = left.evaluate(variables);
    if matches!(left, Scalar::Boolean(value) if value == decisive) {
        return left;
    }
    let right = right.evaluate(variables);
    if matches!(right, Scalar::Boolean(value) if value == decisive) {
        return right;
    }
    if left.is_null() || right.is_null() { Scalar::Null } else { Scalar::Boolean(!decisive) }
}

fn compare(operator: BinaryOperator, left: &Scalar, right: &Scalar) -> bool {
    let order = || left.order(right);
    match operator {
        BinaryOperator::Equal => left.is_equal(right),
        BinaryOperator::NotEqual => !left.is_equal(right),
        BinaryOperator::GreaterThan => order() == Some(Ordering::Greater),
        BinaryOperator::GreaterThanOrEqual => order().is_some_and(Ordering::is_ge),
        BinaryOperator::LessThan => order() == Some(Ordering::Less),
        BinaryOperator::LessThanOrEqual => order().is_some_and(Ordering::is_le),
        _ => false,
    }
}

impl ValueKind {
    fn read(self, value: Stored<'_>) -> Scalar {
        match (self, value) {
            (Self::Primitive(edm), Stored::Text(text)) => Scalar::from_json(&edm, text),
            (Self::Untyped, Stored::Text(text)) => Scalar::from_untyped(text).unwrap_or(Scalar::Null),
            (Self::Object, Stored::Object(_)) => Scalar::Boolean(true),
            (Self::Object, Stored::Text(text)) if text != "null" => Scalar::Boolean(true),
            _ => Scalar::Null,
        }
    }
}

impl BoundPath {
    fn resolve<'v>(&self, variables: &[Stored<'v>]) -> Stored<'v> {
        let mut value = variables.get(self.variable).copied().unwrap_or(Stored::Absent);
        for step in &self.steps {
            value = match step {
                BoundStep::Property(name) => value.property(name),
                BoundStep::Cast(names) if value.has_type(names) => value,
                BoundStep::Cast(_) => Stored::Absent,
            };
        }
        value
    }
}

impl<'v> Stored<'v> {
    pub(crate) fn new(value: &'v TypedValue) -> Self {
        match value {
            TypedValue::Text(text) => Self::Text(text),
            TypedValue::Object(object) => Self::Object(object),
            TypedValue::Collection(elements) => Self::Collection(elements),
        }
    }

    fn property(self, name: &str) -> Self {
        match self {
            Self::Object(object) => match object.value(name) {
                Some(value) => Self::new(value),
                None => object.dynamic_property(name).map_or(Self::Absent, Self::Text),
            },
            Self::Text(text) => {
                let members = object_members(text).unwrap_or_default();
                let found = members.into_iter().find(|(member, _)| member == name);
                found.map_or(Self::Absent, |(_, text)| Self::Text(text))
            }
            Self::Collection(_) | Self::Absent => Self::Absent,
        }
    }

    fn has_type(self, names: &[&str]) -> bool {
        match self {
            Self::Object(object) => names.contains(&object.served_type().name()),
            Self::Text(_) => {
                let Self::Text(tag) = self.property("@odata.type") else { return false };
                parse_string(tag).is_some_and(|tag| names.contains(&qualified_name(&tag)))
            }
            Self::Collection(_) | Self::Absent => false,
        }
    }

    fn elements(self) -> Vec<Self> {
        match self {
            Self::Collection(elements) => elements.iter().map(Self::new).collect(),
            Self::Text(text) => array_elements(text).unwrap_or_default().into_iter().map(Self::Text).collect(),
            Self::Object(_) | Self::Absent => Vec::new(),
        }
    }
}
