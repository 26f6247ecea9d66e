use std::fmt;
use std::marker::PhantomData;
use std::ops::{BitAnd, BitOr, Not};

use super::error::QueryErrorKind;
use super::expression::{Comparison, Expression};
use super::literal::Literal;
use super::operand::{Path, Step};
use crate::schema::{PropertyType, Value};

/// A condition on an entity, made of its fields by the operators of [`QueryExt`](crate::QueryExt).
///
/// `&` is `and`, `|` is `or`, `!` is `not`; parentheses are added where OData needs them.
/// [`filter!`](crate::filter) accepts `&&` and `||` as well.
///
/// The lifetime is that of the closure's argument: only its fields can be operands.
///
/// ```
/// use graph_core::query::Filter;
/// use graph_core::{Cloud, GraphClient, QueryExt as _, graph_resource};
///
/// #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer", select = all)]
/// struct Printer {
///     #[graph(key)]
///     id: String,
///     job_count: i32,
///     location: Option<String>,
/// }
///
/// // a condition with a name is a function
/// fn is_idle(printer: &Printer) -> Filter<'_> {
///     printer.job_count.is(0)
/// }
///
/// let graph = GraphClient::builder(Cloud::Global).token("eyJ0eXAi").build()?;
/// let idle = graph.list(Printer::collection()).filter(|printer| is_idle(printer) & !printer.location.is_null());
/// assert!(idle.dry_run()?.url().ends_with("/printers?$filter=jobCount%20eq%200%20and%20not(location%20eq%20null)"));
/// # Ok::<(), graph_core::Error>(())
/// ```
#[must_use = "a condition has no effect until a query uses it"]
pub struct Filter<'a> {
    expression: Result<Expression, QueryErrorKind>,
    /// Invariant, so that a closure for every `'a` can return only what it made of its argument.
    lifetime: PhantomData<fn(&'a ()) -> &'a ()>,
}

impl Filter<'_> {
    /// Creates a condition from OData text, which is percent-encoded and otherwise sent as it is.
    ///
    /// It is for what the types cannot express. Quotes in values are the caller's responsibility, and rows are not checked against it.
    ///
    /// ```
    /// # use graph_core::query::Filter;
    /// let condition = Filter::raw("approximateLastSignInDateTime le 2024-01-01T00:00:00Z");
    /// # drop(condition);
    /// ```
    pub fn raw(odata: impl Into<String>) -> Self {
        let odata = odata.into();
        if odata.trim().is_empty() {
            Self::invalid(QueryErrorKind::EmptyRaw)
        } else {
            Self::new(Expression::Raw(odata))
        }
    }

    pub(super) fn new(expression: Expression) -> Self {
        Self { expression: Ok(expression), lifetime: PhantomData }
    }

    pub(super) fn invalid(error: QueryErrorKind) -> Self {
        Self { expression: Err(error), lifetime: PhantomData }
    }

    /// Returns the condition that `condition` returns for a blank value, with the names of its properties.
    pub(super) fn resolve<T: PropertyType>(
        condition: impl for<'b> FnOnce(&'b T) -> Filter<'b>,
    ) -> Result<Expression, QueryErrorKind> {
        Self::resolve_in_blank(&T::BLANK, condition)
    }

    /// Does the same with a blank value of a type that has no constant one.
    pub(super) fn resolve_in_blank<T: Value>(
        blank: &T,
        condition: impl for<'b> FnOnce(&'b T) -> Filter<'b>,
    ) -> Result<Expression, QueryErrorKind> {
        resolve_in(condition(blank).expression, blank)
    }

    /// Returns a condition on what is at `path`; the paths of `inner` start there.
    pub(super) fn below(path: &Path, step: Option<Step>, inner: Result<Expression, QueryErrorKind>) -> Self {
        let expression = inner.and_then(|mut inner| {
            inner.try_for_each_path_mut(&mut |rest| {
                *rest = path.then(step, rest.clone());
                Ok::<_, QueryErrorKind>(())
            })?;
            Ok(inner)
        });
        Self { expression, lifetime: PhantomData }
    }

    /// Returns a condition on the elements of the collection at `path`.
    pub(super) fn any(path: Path, inner: Result<Expression, QueryErrorKind>) -> Self {
        let expression = inner.map(|inner| Expression::Any { path, condition: Box::new(inner) });
        Self { expression, lifetime: PhantomData }
    }
}

/// Resolves the errors' paths, too: they are values of the same expression.
fn resolve_in(expression: Result<Expression, QueryErrorKind>, blank: &dyn Value) -> Result<Expression, QueryErrorKind> {
    let mut expression = expression?;
    expression.try_for_each_path_mut(&mut |path| path.resolve(blank))?;
    Ok(expression)
}

/// Refuses comparisons that services misunderstand. The paths of `expression` are complete.
pub(super) fn check(expression: &Expression) -> Result<(), QueryErrorKind> {
    match expression {
        Expression::In { path, literals } if literals.is_empty() => Err(QueryErrorKind::EmptyList(path.display())),
        Expression::In { literals, .. } if literals.iter().any(Literal::is_empty_string) => {
            Err(QueryErrorKind::EmptyString(expression.to_string()))
        }
        Expression::Compare { operator: Comparison::Equal | Comparison::NotEqual, literal, .. }
            if literal.is_empty_string() && !literal.is_intended() =>
        {
            Err(QueryErrorKind::EmptyString(expression.to_string()))
        }
        Expression::Text { path, literal, .. } if literal.is_empty_string() => {
            Err(QueryErrorKind::EmptyText(path.display()))
        }
        Expression::Any { condition, .. } => check(condition),
        Expression::And(one, other) | Expression::Or(one, other) => check(one).and_then(|()| check(other)),
        Expression::Not(inner) => check(inner),
        _ => Ok(()),
    }
}

/// Both conditions hold.
impl BitAnd for Filter<'_> {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        join(self, other, Expression::And)
    }
}

/// One of the conditions holds, or both.
impl BitOr for Filter<'_> {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        join(self, other, Expression::Or)
    }
}

/// The condition does not hold.
impl Not for Filter<'_> {
    type Output = Self;

    fn not(self) -> Self {
        Self { expression: self.expression.map(|inner| Expression::Not(Box::new(inner))), lifetime: PhantomData }
    }
}

fn join<'a>(
    one: Filter<'a>,
    other: Filter<'a>,
    kind: fn(Box<Expression>, Box<Expression>) -> Expression,
) -> Filter<'a> {
    let expression = match (one.expression, other.expression) {
        (Ok(one), Ok(other)) => Ok(kind(Box::new(one), Box::new(other))),
        (Err(error), _) | (Ok(_), Err(error)) => Err(error),
    };
    Filter { expression, lifetime: PhantomData }
}

/// Does not show the values that properties are compared with.
impl fmt::Debug for Filter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Filter").field("is_valid", &self.expression.is_ok()).finish_non_exhaustive()
    }
}
