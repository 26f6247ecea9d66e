//! The condition that a closure returned, with the names of its properties, and its OData text.

use std::fmt::{self, Write as _};

use super::literal::Literal;
use super::operand::{Path, Step};
use super::order::OrderKey;

/// A condition as a tree.
///
/// The same tree becomes the text of `$filter` and the check of each row.
#[derive(Debug, Clone)]
pub(crate) enum Expression {
    Compare {
        path: Path,
        operator: Comparison,
        literal: Literal,
    },
    In {
        path: Path,
        literals: Vec<Literal>,
    },
    Text {
        function: TextFunction,
        path: Path,
        literal: Literal,
    },
    Has {
        path: Path,
        literal: Literal,
    },
    /// `path/$count operator number`
    Count {
        path: Path,
        operator: Comparison,
        number: i64,
    },
    /// A condition on the elements of a collection, whose paths start at the element.
    Any {
        path: Path,
        condition: Box<Self>,
    },
    IsOf {
        path: Path,
        odata_type: &'static str,
    },
    And(Box<Self>, Box<Self>),
    Or(Box<Self>, Box<Self>),
    Not(Box<Self>),
    /// Text of the caller.
    Raw(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Greater,
    AtLeast,
    Less,
    AtMost,
}

impl Comparison {
    /// Returns the operator of OData.
    ///
    /// Source: [OData URL conventions 4.01, section 5.1.1.1](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html#sec_LogicalOperators).
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "eq",
            Self::NotEqual => "ne",
            Self::Greater => "gt",
            Self::AtLeast => "ge",
            Self::Less => "lt",
            Self::AtMost => "le",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextFunction {
    StartsWith,
    EndsWith,
    Contains,
}

impl TextFunction {
    fn as_str(self) -> &'static str {
        match self {
            Self::StartsWith => "startswith",
            Self::EndsWith => "endswith",
            Self::Contains => "contains",
        }
    }
}

impl Expression {
    pub(crate) fn and(self, other: Self) -> Self {
        Self::And(Box::new(self), Box::new(other))
    }

    /// Calls `visit` with the path of each operand that starts at the entity itself.
    pub(crate) fn for_each_path(&self, visit: &mut dyn FnMut(&Path)) {
        match self {
            Self::Compare { path, .. }
            | Self::In { path, .. }
            | Self::Text { path, .. }
            | Self::Has { path, .. }
            | Self::Count { path, .. }
            | Self::Any { path, .. }
            | Self::IsOf { path, .. } => visit(path),
            Self::And(one, other) | Self::Or(one, other) => {
                one.for_each_path(visit);
                other.for_each_path(visit);
            }
            Self::Not(inner) => inner.for_each_path(visit),
            Self::Raw(_) => {}
        }
    }

    /// Returns a list with more than `limit` values: its path and their number.
    pub(crate) fn list_longer_than(&self, limit: usize) -> Option<(String, usize)> {
        match self {
            Self::In { path, literals } if literals.len() > limit => Some((path.display(), literals.len())),
            Self::And(one, other) | Self::Or(one, other) => {
                one.list_longer_than(limit).or_else(|| other.list_longer_than(limit))
            }
            Self::Not(inner) => inner.list_longer_than(limit),
            Self::Any { condition, .. } => condition.list_longer_than(limit),
            _ => None,
        }
    }

    /// Changes the path of each operand that starts at the entity itself.
    pub(super) fn try_for_each_path_mut<E>(
        &mut self,
        change: &mut dyn FnMut(&mut Path) -> Result<(), E>,
    ) -> Result<(), E> {
        match self {
            Self::Compare { path, .. }
            | Self::In { path, .. }
            | Self::Text { path, .. }
            | Self::Has { path, .. }
            | Self::Count { path, .. }
            | Self::Any { path, .. }
            | Self::IsOf { path, .. } => change(path),
            Self::And(one, other) | Self::Or(one, other) => {
                one.try_for_each_path_mut(change)?;
                other.try_for_each_path_mut(change)
            }
            Self::Not(inner) => inner.try_for_each_path_mut(change),
            Self::Raw(_) => Ok(()),
        }
    }

    /// Returns whether a service needs advanced queries for the condition on directory objects.
    ///
    /// Source: [advanced query capabilities on Microsoft Entra ID objects](https://learn.microsoft.com/en-us/graph/aad-advanced-queries).
    pub(crate) fn is_advanced(&self) -> bool {
        match self {
            Self::Compare { operator: Comparison::NotEqual, .. }
            | Self::Not(_)
            | Self::Count { .. }
            | Self::Text { function: TextFunction::EndsWith | TextFunction::Contains, .. } => true,
            Self::And(one, other) | Self::Or(one, other) => one.is_advanced() || other.is_advanced(),
            Self::Any { condition, .. } => condition.is_advanced(),
            _ => false,
        }
    }
}

/// Writes the OData text, not yet percent-encoded.
impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        write(self, None, &mut text);
        f.write_str(&text)
    }
}

/// Writes an expression; `variable` is the one of the lambda around it.
fn write(expression: &Expression, variable: Option<&Variable<'_>>, out: &mut String) {
    // Writing to a string does not fail.
    match expression {
        Expression::Compare { path, operator, literal } => {
            write_path(path, variable, out);
            _ = write!(out, " {} {literal}", operator.as_str());
        }
        Expression::In { path, literals } => {
            write_path(path, variable, out);
            out.push_str(" in (");
            for (index, literal) in literals.iter().enumerate() {
                let comma = if index > 0 { "," } else { "" };
                _ = write!(out, "{comma}{literal}");
            }
            out.push(')');
        }
        Expression::Text { function, path, literal } => {
            out.push_str(function.as_str());
            out.push('(');
            write_path(path, variable, out);
            _ = write!(out, ",{literal})");
        }
        Expression::Has { path, literal } => {
            write_path(path, variable, out);
            _ = write!(out, " has {literal}");
        }
        Expression::Count { path, operator, number } => {
            write_path(path, variable, out);
            _ = write!(out, "/$count {} {number}", operator.as_str());
        }
        Expression::Any { path, condition } => write_any(path, condition, variable, out),
        Expression::IsOf { path, odata_type } => {
            out.push_str("isof(");
            if !path.steps.is_empty() || variable.is_some() {
                write_path(path, variable, out);
                out.push(',');
            }
            _ = write!(out, "'{}')", odata_type.trim_start_matches('#'));
        }
        Expression::And(one, other) => {
            write_operand(one, |inner| matches!(inner, Expression::Or(..) | Expression::Raw(_)), variable, out);
            out.push_str(" and ");
            write_operand(other, |inner| matches!(inner, Expression::Or(..) | Expression::Raw(_)), variable, out);
        }
        Expression::Or(one, other) => {
            // `and` binds more tightly than `or`
            write_operand(one, |inner| matches!(inner, Expression::Raw(_)), variable, out);
            out.push_str(" or ");
            write_operand(other, |inner| matches!(inner, Expression::Raw(_)), variable, out);
        }
        Expression::Not(inner) => {
            out.push_str("not(");
            write(inner, variable, out);
            out.push(')');
        }
        Expression::Raw(text) => out.push_str(text),
    }
}

fn write_operand(
    operand: &Expression,
    needs_parentheses: fn(&Expression) -> bool,
    variable: Option<&Variable<'_>>,
    out: &mut String,
) {
    let needs_parentheses = needs_parentheses(operand);
    out.push_str(if needs_parentheses { "(" } else { "" });
    write(operand, variable, out);
    out.push_str(if needs_parentheses { ")" } else { "" });
}

/// The variable of a lambda expression, and the one around it.
struct Variable<'a> {
    name: String,
    outer: Option<&'a Self>,
}

impl<'a> Variable<'a> {
    /// Creates the variable for the elements at `path`: the first letter of the property, as in Microsoft's examples, and more of it if
    /// another variable has that name.
    fn new(path: &Path, outer: Option<&'a Self>) -> Self {
        let property = path.steps.iter().rev().find_map(Step::property_name).unwrap_or("x");
        let letter = property.chars().next().filter(char::is_ascii_alphabetic).map_or('x', |c| c.to_ascii_lowercase());
        let mut name = String::from(letter);
        while std::iter::successors(outer, |variable| variable.outer).any(|variable| variable.name == name) {
            name.push(letter);
        }
        Self { name, outer }
    }
}

/// Writes `roles/any(r:r eq 'owner')`.
fn write_any(path: &Path, condition: &Expression, outer: Option<&Variable<'_>>, out: &mut String) {
    write_path(path, outer, out);
    out.push_str("/any(");
    let variable = Variable::new(path, outer);
    out.extend([&variable.name, ":"]);
    write(condition, Some(&variable), out);
    out.push(')');
}

fn write_path(path: &Path, variable: Option<&Variable<'_>>, out: &mut String) {
    let mut separator = "";
    if let Some(variable) = variable {
        out.push_str(&variable.name);
        separator = "/";
    }
    for name in path.steps.iter().filter_map(Step::text) {
        out.push_str(separator);
        out.push_str(name);
        separator = "/";
    }
}

/// Returns the text of `$orderby`.
pub(super) fn order_text(keys: &[OrderKey]) -> String {
    let mut text = String::new();
    for key in keys {
        if !text.is_empty() {
            text.push(',');
        }
        write_path(&key.path, None, &mut text);
        if key.is_descending {
            text.push_str(" desc");
        }
    }
    text
}
