//! The parser of expressions.
//!
//! Source: [OData URL conventions 4.01, section 5.1.1](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html#sec_SystemQueryOptionfilter),
//! with the precedence of its section 5.1.1.16. As Microsoft Graph does, `isof` and `cast` take types in quotes, too.

use super::error::QueryError;
use super::scanner::Scanner;
use super::syntax::{BinaryOperator, Expression, Lambda, Literal, LiteralKind, MemberPath, OrderItem, PathStep};

/// How deeply expressions are nested at most.
const MAX_DEPTH: usize = 100;

/// How many binary operators an expression has at most. Later stages descend into the left operands.
const MAX_OPERATORS: usize = 300;

/// The binary operators, the weakest first. The operators of one row have the same precedence.
const OPERATORS: [&[(&str, BinaryOperator)]; 7] = [
    &[("or", BinaryOperator::Or)],
    &[("and", BinaryOperator::And)],
    &[("eq", BinaryOperator::Equal), ("ne", BinaryOperator::NotEqual)],
    &[
        ("gt", BinaryOperator::GreaterThan),
        ("ge", BinaryOperator::GreaterThanOrEqual),
        ("lt", BinaryOperator::LessThan),
        ("le", BinaryOperator::LessThanOrEqual),
    ],
    &[("add", BinaryOperator::Arithmetic), ("sub", BinaryOperator::Arithmetic)],
    &[
        ("mul", BinaryOperator::Arithmetic),
        ("divby", BinaryOperator::Arithmetic),
        ("div", BinaryOperator::Arithmetic),
        ("mod", BinaryOperator::Arithmetic),
    ],
    &[("has", BinaryOperator::Has)],
];

/// Parses the text of `$filter`, which is percent-decoded.
///
/// # Errors
/// Returns an error if the text is not an expression.
pub(crate) fn parse_expression(text: &str) -> Result<Expression, QueryError> {
    let mut parser = Parser { scanner: Scanner::new(text), depth: 0, operators: 0 };
    let expression = parser.expression()?;
    parser.end()?;
    Ok(expression)
}

/// Parses the text of `$orderby`, which is percent-decoded.
///
/// # Errors
/// Returns an error if the text is not a list of expressions with directions.
pub(crate) fn parse_order(text: &str) -> Result<Vec<OrderItem>, QueryError> {
    let mut parser = Parser { scanner: Scanner::new(text), depth: 0, operators: 0 };
    let mut items = Vec::new();
    loop {
        let expression = parser.expression()?;
        let has_space = parser.scanner.skip_space();
        let direction = if has_space { parser.scanner.identifier() } else { None };
        let is_descending = match direction.map(str::to_ascii_lowercase).as_deref() {
            None | Some("asc") => false,
            Some("desc") => true,
            Some(_) => return Err(parser.scanner.error("'asc' or 'desc' expected")),
        };
        items.push(OrderItem { expression, is_descending });
        parser.scanner.skip_space();
        if !parser.scanner.eat(",") {
            break;
        }
        parser.scanner.skip_space();
    }
    parser.end()?;
    Ok(items)
}

struct Parser<'t> {
    scanner: Scanner<'t>,
    depth: usize,
    operators: usize,
}

impl Parser<'_> {
    fn end(&mut self) -> Result<(), QueryError> {
        if self.scanner.is_at_end() { Ok(()) } else { Err(self.scanner.error("Syntax error")) }
    }

    fn expression(&mut self) -> Result<Expression, QueryError> {
        self.nested(|parser| parser.binary(0))
    }

    /// Parses something that can contain expressions.
    fn nested<T>(&mut self, parse: impl FnOnce(&mut Self) -> Result<T, QueryError>) -> Result<T, QueryError> {
        if self.depth == MAX_DEPTH {
            return Err(self.scanner.error("The query is nested too deeply: recursion limit reached"));
        }
        self.depth += 1;
        let parsed = parse(self);
        self.depth -= 1;
        parsed
    }

    /// Parses operands with binary operators of this precedence or a stronger one.
    fn binary(&mut self, precedence: usize) -> Result<Expression, QueryError> {
        let mut left = self.unary()?;
        loop {
            let before = self.scanner.clone();
            let Some((found, operator)) = self.operator() else { return Ok(left) };
            if found < precedence {
                self.scanner = before;
                return Ok(left);
            }
            self.count_operator()?;
            self.scanner.skip_space();
            left = match operator {
                Some(operator) => {
                    let right = self.binary(found + 1)?;
                    Expression::Binary(operator, Box::new(left), Box::new(right))
                }
                None => Expression::In(Box::new(left), Box::new(self.list_or_path()?)),
            };
        }
    }

    /// Skips an operator with white space around it, and returns it with its precedence; `None` is `in`.
    fn operator(&mut self) -> Option<(usize, Option<BinaryOperator>)> {
        let before = self.scanner.clone();
        if self.scanner.skip_space() {
            for (precedence, operators) in OPERATORS.iter().enumerate() {
                if let Some((_, operator)) = operators.iter().find(|(word, _)| self.scanner.eat_operator(word)) {
                    return Some((precedence, Some(*operator)));
                }
            }
            if self.scanner.eat_operator("in") {
                return Some((OPERATORS.len() - 1, None));
            }
        }
        self.scanner = before;
        None
    }

    fn count_operator(&mut self) -> Result<(), QueryError> {
        self.operators += 1;
        if self.operators > MAX_OPERATORS {
            return Err(self.scanner.error(&format!("The query has more than {MAX_OPERATORS} operators")));
        }
        Ok(())
    }

    fn unary(&mut self) -> Result<Expression, QueryError> {
        let before = self.scanner.clone();
        if let Some(word) = self.scanner.identifier()
            && word.eq_ignore_ascii_case("not")
            && (self.scanner.skip_space() || self.scanner.peek() == Some('('))
        {
            return Ok(Expression::Not(Box::new(self.nested(Self::unary)?)));
        }
        self.scanner = before;
        if let Some(literal) = self.scanner.bare_literal() {
            return Ok(Expression::Literal(literal));
        }
        if self.scanner.eat("-") {
            self.scanner.skip_space();
            return Ok(Expression::Negate(Box::new(self.nested(Self::unary)?)));
        }
        self.primary()
    }

    fn primary(&mut self) -> Result<Expression, QueryError> {
        if let Some(text) = self.scanner.string()? {
            return Ok(Expression::Literal(Literal { kind: LiteralKind::String, text }));
        }
        if self.scanner.eat("(") {
            self.scanner.skip_space();
            let inner = self.expression()?;
            self.scanner.skip_space();
            self.scanner.expect(")")?;
            return Ok(inner);
        }
        if matches!(self.scanner.peek(), Some('[' | '{')) {
            return self.nested(Self::json);
        }
        if let Some(literal) = self.prefixed_literal()? {
            return Ok(Expression::Literal(literal));
        }
        self.call_or_path()
    }

    /// Parses `duration'..'`, `binary'..'` or `Namespace.Type'member'`.
    fn prefixed_literal(&mut self) -> Result<Option<Literal>, QueryError> {
        let before = self.scanner.clone();
        let Some(prefix) = self.scanner.qualified_name() else { return Ok(None) };
        let Some(text) = self.scanner.string()? else {
            self.scanner = before;
            return Ok(None);
        };
        let kind = match prefix.to_ascii_lowercase().as_str() {
            "duration" if crate::json::lexical::duration(&text).is_some() => LiteralKind::Duration,
            "binary" if crate::json::lexical::binary(&text).is_some() => LiteralKind::Binary,
            "geography" | "geometry" => LiteralKind::Spatial,
            _ if prefix.contains('.') && !text.is_empty() => LiteralKind::Enum(prefix.to_owned()),
            _ => return Err(before.error(&format!("Unrecognized '{prefix}' literal '{prefix}'{text}''"))),
        };
        Ok(Some(Literal { kind, text }))
    }

    fn call_or_path(&mut self) -> Result<Expression, QueryError> {
        let before = self.scanner.clone();
        if let Some(name) = self.scanner.qualified_name()
            && self.scanner.peek() == Some('(')
            && !matches!(name, "any" | "all")
        {
            let arguments = self.arguments()?;
            if self.scanner.eat("/") {
                self.path()?;
                return Ok(Expression::Unsupported("paths into results of functions"));
            }
            return Ok(Expression::Call(name.to_owned(), arguments));
        }
        self.scanner = before;
        self.path().map(Expression::Path)
    }

    fn arguments(&mut self) -> Result<Vec<Expression>, QueryError> {
        self.scanner.expect("(")?;
        self.scanner.skip_space();
        if self.scanner.eat(")") {
            return Ok(Vec::new());
        }
        let mut arguments = Vec::new();
        loop {
            self.argument_name();
            arguments.push(self.expression()?);
            self.scanner.skip_space();
            if self.scanner.eat(")") {
                return Ok(arguments);
            }
            self.scanner.expect(",")?;
            self.scanner.skip_space();
        }
    }

    /// Skips the name of an argument: `name=`.
    fn argument_name(&mut self) {
        let before = self.scanner.clone();
        if self.scanner.identifier().is_none() || !self.scanner.eat("=") {
            self.scanner = before;
        }
    }

    fn path(&mut self) -> Result<MemberPath, QueryError> {
        let mut path = MemberPath::default();
        loop {
            let step = self.step(path.0.is_empty())?;
            let is_last = !matches!(step, PathStep::Name(_) | PathStep::Unsupported(_));
            path.0.push(step);
            if is_last || !self.scanner.eat("/") {
                return Ok(path);
            }
        }
    }

    fn step(&mut self, is_first: bool) -> Result<PathStep, QueryError> {
        let before = self.scanner.clone();
        if self.scanner.eat("@") {
            let has_name = self.scanner.qualified_name().is_some();
            let has_qualifier = !self.scanner.eat("#") || self.scanner.identifier().is_some();
            if has_name && has_qualifier {
                return Ok(PathStep::Unsupported("annotations and aliases"));
            }
            return Err(before.error("Expression expected"));
        }
        let is_system = self.scanner.eat("$");
        let Some(name) = self.scanner.qualified_name() else {
            return Err(before.error("Expression expected"));
        };
        let has_arguments = self.scanner.peek() == Some('(');
        match (is_system, name) {
            (true, "it" | "this" | "root") if is_first => Ok(PathStep::Name(format!("${name}"))),
            (true, "count") if !is_first => Ok(PathStep::Count(self.count_filter()?)),
            (false, "any") if has_arguments && !is_first => Ok(PathStep::Any(self.lambda()?)),
            (false, "all") if has_arguments && !is_first => match self.lambda()? {
                Some(lambda) => Ok(PathStep::All(lambda)),
                None => Err(before.error("'all' requires a condition")),
            },
            (false, _) if !has_arguments => Ok(PathStep::Name(name.to_owned())),
            (false, _) if !is_first => {
                self.arguments()?;
                Ok(PathStep::Unsupported("functions of values"))
            }
            (true, "filter") if !is_first && has_arguments => {
                self.scanner.expect("(")?;
                self.expression()?;
                self.scanner.expect(")")?;
                Ok(PathStep::Unsupported("'$filter' in paths"))
            }
            _ => Err(before.error("Syntax error")),
        }
    }

    /// Parses `($filter=..)` after `$count`.
    fn count_filter(&mut self) -> Result<Option<Box<Expression>>, QueryError> {
        if !self.scanner.eat("(") {
            return Ok(None);
        }
        self.scanner.expect("$filter=")?;
        let filter = self.expression()?;
        self.scanner.expect(")")?;
        Ok(Some(Box::new(filter)))
    }

    /// Parses `(variable:condition)`, or `()`.
    fn lambda(&mut self) -> Result<Option<Lambda>, QueryError> {
        self.scanner.expect("(")?;
        self.scanner.skip_space();
        if self.scanner.eat(")") {
            return Ok(None);
        }
        let Some(variable) = self.scanner.identifier() else { return Err(self.scanner.error("Variable expected")) };
        self.scanner.skip_space();
        self.scanner.expect(":")?;
        self.scanner.skip_space();
        let condition = Box::new(self.expression()?);
        self.scanner.skip_space();
        self.scanner.expect(")")?;
        Ok(Some(Lambda { variable: variable.to_owned(), condition }))
    }

    /// Parses the right operand of `in`.
    fn list_or_path(&mut self) -> Result<Expression, QueryError> {
        let before = self.scanner.clone();
        match self.scanner.peek() {
            Some('(') => {
                let items = self.items(")", |parser| parser.nested(|parser| parser.binary(0)))?;
                let is_literal = |item: &Expression| matches!(item, Expression::Literal(_));
                if items.len() > 1 && !items.iter().all(is_literal) {
                    return Err(before.error("A list of literals expected"));
                }
                Ok(Expression::List(items))
            }
            Some('[') => self.nested(Self::json),
            _ => self.path().map(Expression::Path),
        }
    }

    /// Parses an array, an object or a string of JSON, whose values can be expressions.
    fn json(&mut self) -> Result<Expression, QueryError> {
        match self.scanner.peek() {
            Some('[') => self.items("]", |parser| parser.nested(Self::json)).map(Expression::List),
            Some('{') => {
                self.items("}", |parser| {
                    parser.json_string()?;
                    parser.scanner.skip_space();
                    parser.scanner.expect(":")?;
                    parser.scanner.skip_space();
                    parser.nested(Self::json)
                })?;
                Ok(Expression::Unsupported("objects as operands"))
            }
            Some('"') => {
                let text = self.json_string()?;
                Ok(Expression::Literal(Literal { kind: LiteralKind::String, text }))
            }
            _ => self.expression(),
        }
    }

    fn json_string(&mut self) -> Result<String, QueryError> {
        let mut strings = serde_json::Deserializer::from_str(self.scanner.rest()).into_iter::<String>();
        let Some(Ok(text)) = strings.next() else { return Err(self.scanner.error("String expected")) };
        self.scanner.advance(strings.byte_offset());
        Ok(text)
    }

    /// Parses items with commas between them, from the opening character to `close`.
    fn items(
        &mut self,
        close: &str,
        parse: impl Fn(&mut Self) -> Result<Expression, QueryError>,
    ) -> Result<Vec<Expression>, QueryError> {
        self.scanner.advance(1);
        self.scanner.skip_space();
        let mut items = Vec::new();
        if self.scanner.eat(close) {
            return Ok(items);
        }
        loop {
            items.push(parse(self)?);
            self.scanner.skip_space();
            if self.scanner.eat(close) {
                return Ok(items);
            }
            self.scanner.expect(",")?;
            self.scanner.skip_space();
        }
    }
}
