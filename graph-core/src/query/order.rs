use std::fmt;
use std::marker::PhantomData;

use super::error::QueryErrorKind;
use super::operand::Path;
use crate::schema::{PropertyType, Value};

/// A property to order by: [`QueryExt::ascending`](crate::QueryExt::ascending) or [`descending`](crate::QueryExt::descending).
#[must_use = "an order has no effect until a query uses it"]
pub struct Order<'a> {
    key: OrderKey,
    lifetime: PhantomData<fn(&'a ()) -> &'a ()>,
}

#[derive(Debug, Clone)]
pub(crate) struct OrderKey {
    pub(super) path: Path,
    pub(super) is_descending: bool,
}

impl Order<'_> {
    pub(super) fn new(path: Path, is_descending: bool) -> Self {
        Self { key: OrderKey { path, is_descending }, lifetime: PhantomData }
    }

    pub(super) fn resolve<T: PropertyType>(
        order: impl for<'b> FnOnce(&'b T) -> Order<'b>,
    ) -> Result<OrderKey, QueryErrorKind> {
        Self::resolve_in_blank(&T::BLANK, order)
    }

    /// Does the same with a blank value of a type that has no constant one.
    pub(super) fn resolve_in_blank<T: Value>(
        blank: &T,
        order: impl for<'b> FnOnce(&'b T) -> Order<'b>,
    ) -> Result<OrderKey, QueryErrorKind> {
        let mut key = order(blank).key;
        key.path.resolve(blank)?;
        Ok(key)
    }
}

impl fmt::Debug for Order<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Order").field("is_descending", &self.key.is_descending).finish_non_exhaustive()
    }
}
