//! Resolves the names of an expression, and checks the types of its operands.
//!
//! The messages are those of the .NET library behind Graph.

use graph_core::schema::EdmType;

use super::bound::{Bound, BoundPath, BoundStep, ValueKind};
use super::error::QueryError;
use super::function::Function;
use super::operand_type::{ObjectType, OperandType};
use super::scalar::Scalar;
use super::syntax::{BinaryOperator, Expression, Lambda, Literal, LiteralKind, MemberPath, PathStep};
use crate::types::ServedTypes;

/// Resolves the names of a filter about objects of a type.
///
/// # Errors
/// Returns an error that names what does not exist or does not fit.
pub(crate) fn bind_filter(
    expression: &Expression,
    types: &ServedTypes,
    item: &ObjectType,
) -> Result<Bound, QueryError> {
    Binder::new(types, item).condition(expression)
}

/// Resolves the names of an expression of `$orderby`.
///
/// # Errors
/// Returns an error that names what does not exist or does not fit.
pub(crate) fn bind_order(expression: &Expression, types: &ServedTypes, item: &ObjectType) -> Result<Bound, QueryError> {
    let (bound, operand_type) = Binder::new(types, item).operand(expression)?;
    match operand_type {
        OperandType::Primitive(_) | OperandType::Dynamic => Ok(bound),
        _ => Err(QueryError::malformed("The $orderby expression must evaluate to a single value of primitive type.")),
    }
}

struct Binder<'t> {
    types: &'t ServedTypes,
    /// The names and types of the variables; the first one is the item.
    variables: Vec<(String, OperandType)>,
}

type Operand = (Bound, OperandType);

impl<'t> Binder<'t> {
    fn new(types: &'t ServedTypes, item: &ObjectType) -> Self {
        Self { types, variables: vec![("$it".to_owned(), OperandType::Objects(item.clone()))] }
    }

    fn condition(&mut self, expression: &Expression) -> Result<Bound, QueryError> {
        let (bound, operand_type) = self.operand(expression)?;
        if operand_type.is_boolean() {
            return Ok(bound);
        }
        Err(QueryError::malformed("The $filter expression must evaluate to a single boolean value."))
    }

    fn operand(&mut self, expression: &Expression) -> Result<Operand, QueryError> {
        let boolean = |bound| Ok((bound, OperandType::Primitive(EdmType::Boolean)));
        match expression {
            Expression::Literal(literal) => literal_operand(literal),
            Expression::Path(path) => self.path(path),
            Expression::Not(operand) => {
                let (bound, operand_type) = self.operand(operand)?;
                if !operand_type.is_boolean() {
                    return Err(unary_error(&operand_type, "Not"));
                }
                boolean(Bound::Not(Box::new(bound)))
            }
            Expression::Negate(operand) => {
                let (bound, operand_type) = self.operand(operand)?;
                if !operand_type.is_ordered() || operand_type.is_text() {
                    return Err(unary_error(&operand_type, "Negate"));
                }
                Ok((Bound::Negate(Box::new(bound)), operand_type))
            }
            Expression::Binary(operator, left, right) => boolean(self.binary(*operator, left, right)?),
            Expression::In(operand, list) => boolean(self.membership(operand, list)?),
            Expression::List(_) => Err(unsupported("lists as operands")),
            Expression::Unsupported(what) => Err(unsupported(what)),
            Expression::Call(name, arguments) => self.call(name, arguments),
        }
    }

    fn binary(&mut self, operator: BinaryOperator, left: &Expression, right: &Expression) -> Result<Bound, QueryError> {
        let left = self.operand(left)?;
        let right = self.operand(right)?;
        let left = adapt(left, &right.1);
        let right = adapt(right, &left.1);
        let is_legal = match operator {
            BinaryOperator::And | BinaryOperator::Or => left.1.is_boolean() && right.1.is_boolean(),
            BinaryOperator::Equal | BinaryOperator::NotEqual => left.1.is_comparable_to(&right.1),
            BinaryOperator::Has => {
                left.1.is_enumeration() && (right.1.is_enumeration() || matches!(right.1, OperandType::Null))
            }
            BinaryOperator::Arithmetic => {
                return Err(unsupported("arithmetic operators"));
            }
            _ => left.1.is_comparable_to(&right.1) && left.1.is_ordered() && right.1.is_ordered(),
        };
        if !is_legal {
            return Err(QueryError::malformed(format!(
                "A binary operator with incompatible types was detected. Found operand types '{}' and '{}' for operator kind '{}'.",
                left.1.name(),
                right.1.name(),
                operator.name()
            )));
        }
        let (left, right) = (Box::new(left.0), Box::new(right.0));
        Ok(match operator {
            BinaryOperator::And => Bound::And(left, right),
            BinaryOperator::Or => Bound::Or(left, right),
            BinaryOperator::Has => Bound::Has(left, right),
            _ => Bound::Compare(operator, left, right),
        })
    }

    fn membership(&mut self, operand: &Expression, list: &Expression) -> Result<Bound, QueryError> {
        let (value, value_type) = self.operand(operand)?;
        let error = |item_type: &OperandType| {
            QueryError::malformed(format!(
                "The 'in' operator expects items of the type '{}', found the type '{}'.",
                value_type.name(),
                item_type.name()
            ))
        };
        match list {
            Expression::List(items) => {
                let mut bound = Vec::new();
                for item in items {
                    let item = adapt(self.operand(item)?, &value_type);
                    if !value_type.is_comparable_to(&item.1) {
                        return Err(error(&item.1));
                    }
                    bound.push(item.0);
                }
                Ok(Bound::In(Box::new(value), bound))
            }
            Expression::Path(path) => match self.resolve(&path.0)? {
                (path, OperandType::Collection(element)) => match *element {
                    OperandType::Primitive(edm) if value_type.is_comparable_to(&element) => {
                        Ok(Bound::Within(Box::new(value), path, edm))
                    }
                    other => Err(error(&other)),
                },
                (_, other) => Err(error(&other)),
            },
            _ => Err(QueryError::malformed("The 'in' operator expects a list.")),
        }
    }

    fn call(&mut self, name: &str, arguments: &[Expression]) -> Result<Operand, QueryError> {
        if name.eq_ignore_ascii_case("isof") {
            return self.is_of(arguments);
        }
        let Some(function) = Function::find(name) else {
            return Err(QueryError::malformed(format!("An unknown function with name '{name}' was found.")));
        };
        let mut bound = Vec::new();
        let mut is_legal = arguments.len() == function.argument_count();
        for argument in arguments {
            let (argument, operand_type) = self.operand(argument)?;
            is_legal &= if function.takes_moments() {
                matches!(operand_type, OperandType::Primitive(EdmType::DateTimeOffset) | OperandType::Null)
            } else {
                operand_type.is_text()
            };
            bound.push(argument);
        }
        if !is_legal {
            return Err(QueryError::malformed(format!(
                "No function signature for the function with name '{name}' matches the specified arguments."
            )));
        }
        Ok((Bound::Call(function, bound), OperandType::Primitive(function.result_type())))
    }

    /// Binds `isof(type)` or `isof(path,type)`.
    fn is_of(&mut self, arguments: &[Expression]) -> Result<Operand, QueryError> {
        let (path, name) = match arguments {
            [name] => (None, name),
            [Expression::Path(path), name] => (Some(path), name),
            _ => return Err(QueryError::malformed("'isof' expects a type, or a path and a type.")),
        };
        let name = match name {
            Expression::Literal(Literal { kind: LiteralKind::String, text }) => text.as_str(),
            Expression::Path(MemberPath(steps)) => match steps.as_slice() {
                [PathStep::Name(name)] => name.as_str(),
                _ => return Err(QueryError::malformed("'isof' expects the name of a type.")),
            },
            _ => return Err(QueryError::malformed("'isof' expects the name of a type.")),
        };
        let (path, operand_type) = self.resolve(path.map_or(&[], |path| path.0.as_slice()))?;
        let OperandType::Objects(objects) = operand_type else {
            return Err(QueryError::malformed(format!("'isof' expects an object, found '{}'.", operand_type.name())));
        };
        let (_, names) = objects.cast(self.types, name)?;
        Ok((Bound::IsOf(path, names), OperandType::Primitive(EdmType::Boolean)))
    }

    fn path(&mut self, path: &MemberPath) -> Result<Operand, QueryError> {
        let unsupported_step = path.0.iter().find_map(|step| match step {
            PathStep::Unsupported(what) => Some(*what),
            _ => None,
        });
        if let Some(what) = unsupported_step {
            return Err(unsupported(what));
        }
        let (last, before) = match path.0.split_last() {
            Some((PathStep::Name(_), _)) | None => (None, path.0.as_slice()),
            Some((last, before)) => (Some(last), before),
        };
        let (bound, operand_type) = self.resolve(before)?;
        let Some(last) = last else { return Ok(value_operand(bound, operand_type)) };
        let OperandType::Collection(element) = operand_type else {
            return Err(QueryError::malformed(format!(
                "'any', 'all' and '$count' expect a collection, found '{}'.",
                operand_type.name()
            )));
        };
        let boolean = OperandType::Primitive(EdmType::Boolean);
        Ok(match last {
            PathStep::Count(filter) => {
                let condition = filter.as_ref().map(|filter| self.lambda("$this", filter, &element)).transpose()?;
                (Bound::Count(bound, condition.map(Box::new)), OperandType::Primitive(EdmType::Int64))
            }
            PathStep::Any(None) => (Bound::Any(bound, None), boolean),
            PathStep::Any(Some(Lambda { variable, condition })) => {
                let condition = self.lambda(variable, condition, &element)?;
                (Bound::Any(bound, Some(Box::new(condition))), boolean)
            }
            PathStep::All(Lambda { variable, condition }) => {
                (Bound::All(bound, Box::new(self.lambda(variable, condition, &element)?)), boolean)
            }
            PathStep::Name(_) | PathStep::Unsupported(_) => return Err(unsupported("this path")),
        })
    }

    fn lambda(&mut self, variable: &str, condition: &Expression, element: &OperandType) -> Result<Bound, QueryError> {
        self.variables.push((variable.to_owned(), element.clone()));
        let bound = self.condition(condition);
        self.variables.pop();
        bound
    }

    /// Resolves a path of names.
    fn resolve(&self, steps: &[PathStep]) -> Result<(BoundPath, OperandType), QueryError> {
        let mut names = steps.iter().filter_map(|step| if let PathStep::Name(name) = step { Some(name) } else { None });
        let first = names.clone().next();
        let known = self.variables.iter().rposition(|(variable, _)| Some(variable) == first);
        // `$this` outside of a lambda is the item.
        let is_item = first.is_some_and(|name| name == "$this");
        // Inside of `$count($filter=..)`, names are those of the element.
        let implicit = self.variables.iter().rposition(|(variable, _)| variable == "$this").unwrap_or(0);
        let variable = known.unwrap_or(implicit);
        if known.is_some() || is_item {
            names.next();
        } else if first.is_some_and(|name| name == "$root") {
            return Err(unsupported("'$root'"));
        }
        let item = self.variables.get(variable).map(|(_, item)| item.clone());
        let mut operand_type = item.unwrap_or(OperandType::Null);
        let mut path = BoundPath { variable, steps: Vec::new() };
        for name in names {
            let OperandType::Objects(objects) = &operand_type else {
                return Err(QueryError::malformed(format!(
                    "The path segment '{name}' cannot follow a value of the type '{}'.",
                    operand_type.name()
                )));
            };
            if name.contains('.') {
                let (narrowed, names) = objects.cast(self.types, name)?;
                path.steps.push(BoundStep::Cast(names));
                operand_type = OperandType::Objects(narrowed);
            } else {
                operand_type = objects.property(self.types, name)?;
                path.steps.push(BoundStep::Property(name.clone()));
            }
        }
        Ok((path, operand_type))
    }
}

fn value_operand(path: BoundPath, operand_type: OperandType) -> Operand {
    let kind = match &operand_type {
        OperandType::Primitive(edm) => ValueKind::Primitive(*edm),
        OperandType::Objects(_) => ValueKind::Object,
        OperandType::Null => return (Bound::Constant(Scalar::Null), operand_type),
        // The operator of a collection reports its type.
        OperandType::Dynamic | OperandType::Collection(_) => ValueKind::Untyped,
    };
    (Bound::Value(path, kind), operand_type)
}

fn literal_operand(literal: &Literal) -> Result<Operand, QueryError> {
    if literal.kind == LiteralKind::Spatial {
        return Err(unsupported("geography and geometry"));
    }
    let Some(value) = Scalar::from_literal(literal) else {
        return Err(QueryError::malformed(format!("Unrecognized literal '{}'.", literal.text)));
    };
    let edm = match &literal.kind {
        LiteralKind::Null => return Ok((Bound::Constant(value), OperandType::Null)),
        LiteralKind::Boolean => EdmType::Boolean,
        LiteralKind::Number if literal.text.parse::<i32>().is_ok() => EdmType::Int32,
        LiteralKind::Number if literal.text.parse::<i64>().is_ok() => EdmType::Int64,
        LiteralKind::Number => EdmType::Double,
        LiteralKind::String => EdmType::String,
        LiteralKind::Guid => EdmType::Guid,
        LiteralKind::Date => EdmType::Date,
        LiteralKind::DateTimeOffset => EdmType::DateTimeOffset,
        LiteralKind::TimeOfDay => EdmType::TimeOfDay,
        LiteralKind::Duration => EdmType::Duration,
        LiteralKind::Binary => EdmType::Binary,
        // The other operand determines the enumeration.
        LiteralKind::Enum(_) | LiteralKind::Spatial => return Ok((Bound::Constant(value), OperandType::Dynamic)),
    };
    Ok((Bound::Constant(value), OperandType::Primitive(edm)))
}

/// Converts a text literal to the enumeration of the other operand.
fn adapt(operand: Operand, other: &OperandType) -> Operand {
    match operand {
        (Bound::Constant(Scalar::Text(text)), _) if other.is_enumeration() => {
            (Bound::Constant(Scalar::members(&text)), other.clone())
        }
        (Bound::Constant(Scalar::Members(members)), _) if other.is_enumeration() => {
            (Bound::Constant(Scalar::Members(members)), other.clone())
        }
        operand => operand,
    }
}

fn unsupported(what: &str) -> QueryError {
    QueryError::not_implemented(format!("The sandbox does not support {what}."))
}

fn unary_error(operand_type: &OperandType, operator: &str) -> QueryError {
    QueryError::malformed(format!(
        "A unary operator with an incompatible type was detected. Found operand type '{}' for operator kind '{operator}'.",
        operand_type.name()
    ))
}
