use std::fmt;
use std::marker::PhantomData;

use super::expression::{Comparison, Expression};
use super::filter::Filter;
use super::operand::Path;

/// The number of elements of a collection, made by [`QueryExt::count`](crate::QueryExt::count).
#[must_use = "a count is a part of a condition: compare it with a number"]
pub struct CollectionCount<'a> {
    path: Path,
    lifetime: PhantomData<fn(&'a ()) -> &'a ()>,
}

macro_rules! comparisons {
    ($($(#[$doc:meta])* $name:ident: $operator:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name(self, number: u32) -> Filter<'a> {
            Filter::new(Expression::Count { path: self.path, operator: Comparison::$operator, number: number.into() })
        }
    )*};
}

impl<'a> CollectionCount<'a> {
    pub(super) fn new(path: Path) -> Self {
        Self { path, lifetime: PhantomData }
    }

    comparisons! {
        /// Returns the condition that the collection has this number of elements: `eq`.
        is: Equal;
        /// Returns the condition that the collection has another number of elements: `ne`.
        is_not: NotEqual;
        /// Returns the condition that the collection has more elements: `gt`.
        greater_than: Greater;
        /// Returns the condition that the collection has this number of elements or more: `ge`.
        at_least: AtLeast;
        /// Returns the condition that the collection has fewer elements: `lt`.
        less_than: Less;
        /// Returns the condition that the collection has this number of elements or fewer: `le`.
        at_most: AtMost;
    }
}

impl fmt::Debug for CollectionCount<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CollectionCount")
    }
}
