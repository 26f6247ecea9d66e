//! The expressions of `$filter` and `$orderby` in records.

use serde::Deserialize;
use serde::de::{Deserializer, Error as _};
use serde_json::Value;

/// An expression. Records contain it as a list with the operator first.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    /// The names of a path.
    Path(Vec<String>),
    /// The kind and the text of a literal.
    Literal(String, String),
    /// An operator of two operands, such as `eq` and `and`.
    Binary(String, Box<Self>, Box<Self>),
    /// `not`
    Not(Box<Self>),
    /// A value and the values of a list.
    In(Box<Self>, Vec<Self>),
    /// `any` or `all` with the collection, the variable, and the condition.
    Lambda(String, Box<Self>, String, Box<Self>),
    /// The name and the arguments of a function.
    Call(String, Vec<Self>),
}

impl<'de> Deserialize<'de> for Expression {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Self::read(&value).ok_or_else(|| D::Error::custom(format!("`{value}` is not an expression")))
    }
}

impl Expression {
    fn read(value: &Value) -> Option<Self> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let operand = |value: &Value| Self::read(value).map(Box::new);
        match value.as_array()?.as_slice() {
            [Value::String(kind), Value::Array(names)] if kind == "path" => {
                names.iter().map(text).collect::<Option<_>>().map(Self::Path)
            }
            [Value::String(kind), of, literal] if kind == "literal" => Some(Self::Literal(text(of)?, text(literal)?)),
            [Value::String(kind), Value::String(name), arguments @ ..] if kind == "call" => {
                let arguments = arguments.iter().map(Self::read).collect::<Option<_>>()?;
                Some(Self::Call(name.clone(), arguments))
            }
            [Value::String(kind), one, Value::Array(list)] if kind == "in" => {
                Some(Self::In(operand(one)?, list.iter().map(Self::read).collect::<Option<_>>()?))
            }
            [Value::String(kind), path, Value::String(variable), condition]
                if matches!(kind.as_str(), "any" | "all") =>
            {
                Some(Self::Lambda(kind.clone(), operand(path)?, variable.clone(), operand(condition)?))
            }
            [Value::String(kind), inner] if kind == "not" => operand(inner).map(Self::Not),
            [Value::String(kind), one, other] => Some(Self::Binary(kind.clone(), operand(one)?, operand(other)?)),
            _ => None,
        }
    }

    /// Returns the paths of the expression. Those inside a condition on elements start with the path of the collection.
    pub fn paths(&self) -> Vec<Vec<String>> {
        let mut paths = Vec::new();
        self.add_paths(&mut paths);
        paths
    }

    fn add_paths(&self, paths: &mut Vec<Vec<String>>) {
        match self {
            Self::Path(names) => paths.push(names.clone()),
            Self::Literal(..) => {}
            Self::Binary(_, one, other) => {
                one.add_paths(paths);
                other.add_paths(paths);
            }
            Self::Not(inner) => inner.add_paths(paths),
            Self::In(one, list) => {
                one.add_paths(paths);
                for item in list {
                    item.add_paths(paths);
                }
            }
            Self::Call(_, arguments) => {
                for argument in arguments {
                    argument.add_paths(paths);
                }
            }
            Self::Lambda(_, collection, variable, condition) => {
                collection.add_paths(paths);
                let Self::Path(collection) = &**collection else { return };
                for inner in condition.paths() {
                    paths.push(match inner.split_first() {
                        Some((first, rest)) if first == variable => collection.iter().chain(rest).cloned().collect(),
                        _ => inner,
                    });
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Expression;

    fn read(text: &str) -> Result<Expression, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn expressions_are_read() {
        let text = r#"["and", ["any", ["path", ["a", "b"]], "x", ["eq", ["path", ["x", "c"]], ["literal", "string", "'d'"]]],
            ["not", ["call", "startswith", ["path", ["e"]], ["literal", "string", "'f'"]]]]"#;
        let read_paths = read(text).expect("an expression").paths();
        let expected: Vec<Vec<&str>> = vec![vec!["a", "b"], vec!["a", "b", "c"], vec!["e"]];
        assert_eq!(read_paths, expected);
        assert!(
            matches!(read(r#"["in", ["path", ["a"]], [["literal", "number", "1"]]]"#), Ok(Expression::In(_, list)) if list.len() == 1)
        );
    }

    #[test]
    fn other_lists_are_refused() {
        for text in ["[]", "[1]", r#"["path", [1]]"#, r#"["eq", ["path", ["a"]]]"#, r#""a""#] {
            assert!(read(text).is_err_and(|message| message.contains("is not an expression")), "{text}");
        }
    }
}
