//! The syntax tree of expressions: what a text says before its names have a meaning.

/// An expression of `$filter` or `$orderby`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Expression {
    Literal(Literal),
    Path(MemberPath),
    Not(Box<Expression>),
    Negate(Box<Expression>),
    Binary(BinaryOperator, Box<Expression>, Box<Expression>),
    /// `x in (..)`, or `x in collection`
    In(Box<Expression>, Box<Expression>),
    /// A list in parentheses or brackets.
    List(Vec<Expression>),
    Call(String, Vec<Expression>),
    /// What OData has and the sandbox does not evaluate.
    Unsupported(&'static str),
}

/// A literal, whose text is not converted: the other operand determines its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Literal {
    pub(crate) kind: LiteralKind,
    /// The text without quotes and prefix.
    pub(crate) text: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LiteralKind {
    Null,
    Boolean,
    /// A number, `INF`, `-INF` or `NaN`.
    Number,
    String,
    Guid,
    Date,
    DateTimeOffset,
    TimeOfDay,
    Duration,
    Binary,
    /// `geography'..'` or `geometry'..'`
    Spatial,
    /// `Namespace.Type'member'`: the name of the type.
    Enum(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BinaryOperator {
    Or,
    And,
    Equal,
    NotEqual,
    GreaterThan,
    GreaterThanOrEqual,
    LessThan,
    LessThanOrEqual,
    Has,
    /// `add`, `sub`, `mul`, `div`, `divby` or `mod`
    Arithmetic,
}

/// A path of names and collection operations, such as `assignedLicenses/any(x:x/skuId eq ..)`.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct MemberPath(pub(crate) Vec<PathStep>);

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum PathStep {
    /// A property, a variable, a type, `$it`, `$this` or `$root`.
    Name(String),
    /// `$count`, with the filter of `$count($filter=..)`.
    Count(Option<Box<Expression>>),
    /// `any()`, or `any(variable:condition)`
    Any(Option<Lambda>),
    All(Lambda),
    /// What OData has and the sandbox does not evaluate.
    Unsupported(&'static str),
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Lambda {
    pub(crate) variable: String,
    pub(crate) condition: Box<Expression>,
}

/// An item of `$orderby`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct OrderItem {
    pub(crate) expression: Expression,
    pub(crate) is_descending: bool,
}

impl BinaryOperator {
    /// Returns the name of .NET, which messages use.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Or => "Or",
            Self::And => "And",
            Self::Equal => "Equal",
            Self::NotEqual => "NotEqual",
            Self::GreaterThan => "GreaterThan",
            Self::GreaterThanOrEqual => "GreaterThanOrEqual",
            Self::LessThan => "LessThan",
            Self::LessThanOrEqual => "LessThanOrEqual",
            Self::Has => "Has",
            Self::Arithmetic => "Arithmetic",
        }
    }
}

impl Expression {
    /// Calls `visit` with the expression and everything in it.
    pub(crate) fn walk(&mut self, visit: &mut dyn FnMut(&mut Self)) {
        visit(self);
        match self {
            Self::Literal(_) | Self::Unsupported(_) => {}
            Self::Path(path) => {
                for step in &mut path.0 {
                    match step {
                        PathStep::Count(Some(condition))
                        | PathStep::Any(Some(Lambda { condition, .. }))
                        | PathStep::All(Lambda { condition, .. }) => condition.walk(visit),
                        PathStep::Name(_) | PathStep::Count(None) | PathStep::Any(None) | PathStep::Unsupported(_) => {}
                    }
                }
            }
            Self::Not(operand) | Self::Negate(operand) => operand.walk(visit),
            Self::Binary(_, left, right) | Self::In(left, right) => {
                left.walk(visit);
                right.walk(visit);
            }
            Self::List(items) | Self::Call(_, items) => items.iter_mut().for_each(|item| item.walk(visit)),
        }
    }
}
