//! The closures of typed queries, from parsed query options.

use std::fmt::Write as _;

use graph_metadata::declare::{Declaration, Declarations, StructDeclaration, StructField, UnionDeclaration};

use super::expression::Expression;

/// Writes closures over the declarations of one module.
pub(super) struct ClosureWriter<'d> {
    /// The module of the declarations, such as `super::v1`.
    pub(super) module: &'d str,
    pub(super) declared: &'d Declarations,
    /// The values that the closures compare with: the Rust type and the JSON text of each.
    pub(super) values: Vec<(String, String)>,
}

/// What a variable of a closure is.
#[derive(Clone, Copy)]
enum Scope<'d> {
    Struct(&'d StructDeclaration),
    Union(&'d UnionDeclaration),
    /// An element that is neither.
    Value(&'d str),
}

/// The operand of a condition, with its type.
struct Operand<'a, 'd> {
    text: &'a str,
    ty: &'d str,
}

impl<'d> ClosureWriter<'d> {
    /// Returns a closure that returns a condition on a type.
    pub(super) fn filter(&mut self, type_name: &str, condition: &Expression) -> Result<String, String> {
        let scope = self.scope_of(type_name)?;
        Ok(format!("|row| {}", self.condition("row", "", scope, condition)?))
    }

    /// Returns a closure that returns an order.
    pub(super) fn order(&mut self, type_name: &str, key: &Expression, direction: &str) -> Result<String, String> {
        let (Expression::Path(path), Scope::Struct(scope)) = (key, self.scope_of(type_name)?) else {
            return Err("an order by other than a property of a struct has no typed call".to_owned());
        };
        let place = self.place(scope, path)?;
        let method = if direction == "desc" { "descending" } else { "ascending" };
        Ok(format!("|row| row.{place}.{method}()"))
    }

    /// Returns a closure that returns the selected properties.
    pub(super) fn select(&mut self, type_name: &str, paths: &[Vec<String>]) -> Result<String, String> {
        let Scope::Struct(scope) = self.scope_of(type_name)? else {
            return Err("`$select` of a union has no typed call".to_owned());
        };
        let places = paths.iter().map(|path| Ok(format!("row.{}.property()", self.place(scope, path)?)));
        Ok(format!("|row| [{}]", places.collect::<Result<Vec<_>, String>>()?.join(", ")))
    }

    /// Returns the field of a navigation property, and the type of its entities.
    pub(super) fn expanded(&self, type_name: &str, name: &str) -> Result<(&'d StructField, String), String> {
        let Scope::Struct(scope) = self.scope_of(type_name)? else {
            return Err("`$expand` of a union has no typed call".to_owned());
        };
        let field = field(scope, name)?;
        let target = self.declared.items.iter().find(|item| item.name() == innermost(&field.ty));
        let target = target.ok_or_else(|| format!("the type of `{name}` is not declared"))?;
        Ok((field, target.type_name().to_owned()))
    }

    /// Returns the declaration at the path of a type: its union, or its struct.
    fn scope_of(&self, type_name: &str) -> Result<Scope<'d>, String> {
        let union = self.declared.items.iter().find_map(|item| match item {
            Declaration::Union(item) if item.type_name == type_name && !item.paths.is_empty() => Some(item),
            _ => None,
        });
        union.map(Scope::Union).map_or_else(|| self.struct_of(type_name).map(Scope::Struct), Ok)
    }

    fn struct_of(&self, type_name: &str) -> Result<&'d StructDeclaration, String> {
        let found = self.declared.items.iter().find_map(|item| match item {
            Declaration::Struct(item) if item.type_name == type_name => Some(item),
            _ => None,
        });
        found.ok_or_else(|| format!("`{type_name}` is not declared"))
    }

    /// Returns the fields of a path, for values that are not optional.
    fn place(&self, scope: &StructDeclaration, path: &[String]) -> Result<String, String> {
        let (first, rest) = path.split_first().ok_or("a path is empty")?;
        let field = field(scope, first)?;
        if rest.is_empty() {
            return Ok(field.name.clone());
        }
        match self.scope_of_field(field) {
            Some(Scope::Struct(inner)) if !is_optional(&field.ty) => {
                Ok(format!("{}.{}", field.name, self.place(inner, rest)?))
            }
            _ => Err(format!("a property of the optional value `{first}` has no typed call outside a condition")),
        }
    }

    fn scope_of_field(&self, field: &'d StructField) -> Option<Scope<'d>> {
        self.scope_of_type(innermost(&field.ty))
    }

    fn scope_of_type(&self, name: &str) -> Option<Scope<'d>> {
        self.declared.items.iter().find(|item| item.name() == name).and_then(|item| match item {
            Declaration::Struct(item) => Some(Scope::Struct(item)),
            Declaration::Union(item) => Some(Scope::Union(item)),
            Declaration::Enum(_) => None,
        })
    }

    /// Writes a condition on `variable`. Paths in it start with `alias`, if that is not empty.
    fn condition(
        &mut self,
        variable: &str,
        alias: &str,
        scope: Scope<'d>,
        condition: &Expression,
    ) -> Result<String, String> {
        match condition {
            Expression::Binary(operator, one, other) if operator == "and" || operator == "or" => {
                let one = self.condition(variable, alias, scope, one)?;
                let other = self.condition(variable, alias, scope, other)?;
                Ok(format!("({one} {} {other})", if operator == "and" { "&" } else { "|" }))
            }
            Expression::Binary(operator, one, other) => {
                self.at(variable, alias, scope, one, &mut |writer, operand| writer.comparison(operator, operand, other))
            }
            Expression::Not(inner) => Ok(format!("!{}", self.condition(variable, alias, scope, inner)?)),
            Expression::In(one, list) => self.at(variable, alias, scope, one, &mut |writer, operand| {
                let values = list.iter().map(|literal| writer.literal(operand.ty, literal));
                Ok(format!("{}.is_one_of([{}])", operand.text, values.collect::<Result<Vec<_>, String>>()?.join(", ")))
            }),
            Expression::Lambda(kind, collection, own, inner) if kind == "any" => {
                let nested = format!("{variable}_{}", own.to_ascii_lowercase());
                self.at(variable, alias, scope, collection, &mut |writer, operand| {
                    let ty = element(operand.ty).ok_or_else(|| format!("`{}` is not a collection", operand.text))?;
                    let name = innermost(ty);
                    let named = writer.scope_of_type(name);
                    if named.is_some() && is_optional(ty) {
                        let inner = writer.condition("inner", own, named.unwrap_or(scope), inner)?;
                        return Ok(format!("{}.any(|{nested}| {nested}.of(|inner| {inner}))", operand.text));
                    }
                    let inner = writer.condition(&nested, own, named.unwrap_or(Scope::Value(ty)), inner)?;
                    Ok(format!("{}.any(|{nested}| {inner})", operand.text))
                })
            }
            Expression::Call(name, arguments) => self.call(variable, alias, scope, name, arguments),
            Expression::Path(_) => {
                self.at(variable, alias, scope, condition, &mut |_, operand| Ok(format!("{}.is(true)", operand.text)))
            }
            other => Err(format!("the condition `{other:?}` has no typed call")),
        }
    }

    fn call(
        &mut self,
        variable: &str,
        alias: &str,
        scope: Scope<'d>,
        name: &str,
        arguments: &[Expression],
    ) -> Result<String, String> {
        let method = match name.to_ascii_lowercase().as_str() {
            "startswith" => "has_prefix",
            "endswith" => "has_suffix",
            "contains" => "has_substring",
            "isof" => {
                let [Expression::Literal(_, name)] = arguments else {
                    return Err("`isof` of a path has no typed call".into());
                };
                let name = name.trim_matches('\'');
                return Ok(format!("{variable}.is_a::<{}::{}>()", self.module, self.struct_of(name)?.name));
            }
            _ => return Err(format!("the function `{name}` has no typed call")),
        };
        let [operand, text] = arguments else { return Err(format!("`{name}` has other than two arguments")) };
        self.at(variable, alias, scope, operand, &mut |writer, operand| {
            Ok(format!("{}.{method}({})", operand.text, writer.literal(operand.ty, text)?))
        })
    }

    fn comparison(&mut self, operator: &str, operand: &Operand<'_, 'd>, other: &Expression) -> Result<String, String> {
        if matches!(other, Expression::Literal(kind, _) if kind == "null") {
            return match operator {
                // `Nullable` has a method `is_null` of its own
                "eq" => Ok(format!("QueryExt::is_null(&{})", operand.text)),
                "ne" => Ok(format!("QueryExt::is_not_null(&{})", operand.text)),
                _ => Err(format!("`{operator} null` has no typed call")),
            };
        }
        let is_empty = matches!(other, Expression::Literal(_, text) if text == "''");
        if is_empty && operator == "eq" {
            return Ok(format!("{}.is_empty_string()", operand.text));
        }
        let method = match operator {
            "eq" => "is",
            "ne" => "is_not",
            "gt" => "greater_than",
            "ge" => "at_least",
            "lt" => "less_than",
            "le" => "at_most",
            "has" => "has",
            _ => return Err(format!("the operator `{operator}` has no typed call")),
        };
        let ty = if operator == "has" { innermost(operand.ty) } else { operand.ty };
        let value = self.literal(ty, other)?;
        let value = if operator == "has" { value.trim_start_matches('&') } else { &value };
        Ok(format!("{}.{method}({value})", operand.text))
    }

    /// Returns the value of a literal as an argument: text, or a reference to a value of the type of the operand.
    fn literal(&mut self, ty: &str, literal: &Expression) -> Result<String, String> {
        let Expression::Literal(kind, text) = literal else {
            return Err("a comparison with other than a literal has no typed call".to_owned());
        };
        let ty = without_options(ty);
        let unquoted = text.split_once('\'').and_then(|(_, rest)| rest.strip_suffix('\''));
        let unquoted = unquoted.map(|text| text.replace("''", "'"));
        if ty == "String" {
            let text = unquoted.ok_or_else(|| format!("`{text}` is not text"))?;
            return Ok(format!("{text:?}"));
        }
        let is_bare = matches!(kind.as_str(), "number" | "integer" | "int" | "decimal" | "double" | "boolean");
        let json = match unquoted {
            Some(text) => serde_json::Value::String(text).to_string(),
            None if is_bare => text.clone(),
            None => serde_json::Value::String(text.clone()).to_string(),
        };
        let ty = match self.declared.items.iter().find(|item| item.name() == innermost(ty)) {
            Some(item) => {
                let named = ty.replace(item.name(), &format!("{}::{}", self.module, item.name()));
                if named.starts_with("Flags<") { format!("::graph_core::{named}") } else { named }
            }
            None if ty.contains(':') => ty.to_owned(),
            None if ty.starts_with(|first: char| first.is_ascii_uppercase()) => format!("::graph_core::{ty}"),
            None => ty.to_owned(),
        };
        self.values.push((ty, json));
        Ok(format!("&value{}", self.values.len()))
    }

    /// Writes a condition on the operand that a path leads to.
    fn at(
        &mut self,
        variable: &str,
        alias: &str,
        scope: Scope<'d>,
        path: &Expression,
        write: &mut dyn FnMut(&mut Self, &Operand<'_, 'd>) -> Result<String, String>,
    ) -> Result<String, String> {
        let names = match path {
            Expression::Path(names) => names,
            Expression::Call(name, _) => {
                return Err(format!("a comparison of the function `{name}` has no typed call"));
            }
            _ => return Err("a condition on other than a property has no typed call".to_owned()),
        };
        let names = match names.split_first() {
            Some((first, rest)) if !alias.is_empty() && first == alias => rest,
            _ => names.as_slice(),
        };
        self.descend(variable, scope, names, write)
    }

    fn descend(
        &mut self,
        variable: &str,
        scope: Scope<'d>,
        names: &[String],
        write: &mut dyn FnMut(&mut Self, &Operand<'_, 'd>) -> Result<String, String>,
    ) -> Result<String, String> {
        let Some((first, rest)) = names.split_first() else {
            let Scope::Value(ty) = scope else {
                return Err("a condition on a structured value has no typed call".into());
            };
            return write(self, &Operand { text: variable, ty });
        };
        if first.contains('.') {
            let cast = self.struct_of(first)?;
            let inner = self.descend("cast", Scope::Struct(cast), rest, write)?;
            return Ok(format!("{variable}.cast::<{}::{}>(|cast| {inner})", self.module, cast.name));
        }
        let scope = match scope {
            Scope::Struct(scope) => scope,
            Scope::Union(union) => {
                // a property of the base type
                let base = self.struct_of(&union.type_name)?;
                let inner = self.descend("base", Scope::Struct(base), names, write)?;
                return Ok(format!("{variable}.cast::<{}::{}>(|base| {inner})", self.module, base.name));
            }
            Scope::Value(_) => return Err(format!("`{first}` is not a property")),
        };
        let field = field(scope, first)?;
        let mut text = format!("{variable}.{}", field.name);
        if rest.is_empty() {
            return write(self, &Operand { text: &text, ty: &field.ty });
        }
        let inner_scope = self.scope_of_field(field).ok_or_else(|| format!("`{first}` does not have properties"))?;
        if is_optional(&field.ty) {
            let inner = self.descend("inner", inner_scope, rest, write)?;
            _ = write!(text, ".of(|inner| {inner})");
            return Ok(text);
        }
        self.descend(&text, inner_scope, rest, write)
    }
}

fn field<'d>(of: &'d StructDeclaration, wire_name: &str) -> Result<&'d StructField, String> {
    let found = of.fields.iter().find(|field| field.wire_name == wire_name);
    found.ok_or_else(|| format!("`{}` has no property `{wire_name}`", of.name))
}

/// Splits `Option<String>` into the generic type and its argument.
fn split_generic(ty: &str) -> Option<(&str, &str)> {
    ty.strip_suffix('>')?.split_once('<')
}

fn is_optional(ty: &str) -> bool {
    split_generic(ty).is_some_and(|(generic, _)| matches!(generic, "Option" | "Nullable"))
}

fn without_options(ty: &str) -> &str {
    match split_generic(ty) {
        Some(("Option" | "Nullable" | "Box", inner)) => without_options(inner),
        _ => ty,
    }
}

/// Returns the type of the elements of a collection.
fn element(ty: &str) -> Option<&str> {
    split_generic(without_options(ty)).filter(|(generic, _)| *generic == "Vec").map(|(_, element)| element)
}

/// Returns the type inside all generic types.
fn innermost(ty: &str) -> &str {
    split_generic(ty).map_or(ty, |(_, inner)| innermost(inner))
}
