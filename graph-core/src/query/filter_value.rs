use super::literal::Literal;
use super::operand_types::Comparable;
use crate::Decimal;
use crate::value::{Date, DateTimeOffset, Duration, Guid, Nullable, TimeOfDay};

/// A value that a property of type `P` can be compared with.
///
/// These are values of the type, with or without `&`; for an `Option<_>` also what it may contain; `&str` for text; and types of
/// [`time`] and [`uuid`]. An `Option` that is `None` is null.
///
/// This trait is sealed: only this crate implements it.
#[diagnostic::on_unimplemented(
    message = "a property of type `{P}` cannot be compared with a value of type `{Self}`",
    label = "not a value of type `{P}`",
    note = "text is compared with `&str` or `String`, and everything else with a value of its own type, such as a `Date` or a member of \
            the enumeration"
)]
pub trait FilterValue<P> {
    #[doc(hidden)]
    fn __literal(&self) -> Literal;
}

#[diagnostic::do_not_recommend]
impl<P: Comparable> FilterValue<P> for P {
    fn __literal(&self) -> Literal {
        Literal::new(self)
    }
}

#[diagnostic::do_not_recommend]
impl<P: Comparable> FilterValue<P> for &P {
    fn __literal(&self) -> Literal {
        Literal::new(*self)
    }
}

/// For an `Option` and a `Nullable`: what it may contain.
macro_rules! nullable {
    ($($wrapper:ident),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<P: Comparable> FilterValue<$wrapper<P>> for P {
            fn __literal(&self) -> Literal {
                Literal::new(self)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<P: Comparable> FilterValue<$wrapper<P>> for &P {
            fn __literal(&self) -> Literal {
                Literal::new(*self)
            }
        }
    )*};
}

nullable!(Option, Nullable);

/// `FilterValue<property> for value => literal;`
macro_rules! values {
    ($($from:ty => $($to:ty),+; by $literal:expr;)*) => {$($(
        #[diagnostic::do_not_recommend]
        impl FilterValue<$to> for $from {
            fn __literal(&self) -> Literal {
                ($literal)(self)
            }
        }
        #[diagnostic::do_not_recommend]
        impl FilterValue<Option<$to>> for $from {
            fn __literal(&self) -> Literal {
                ($literal)(self)
            }
        }
        #[diagnostic::do_not_recommend]
        impl FilterValue<Nullable<$to>> for $from {
            fn __literal(&self) -> Literal {
                ($literal)(self)
            }
        }
    )+)*};
}

values! {
    &str => String; by |text: &&str| Literal::string(text);
    &&str => String; by |text: &&&str| Literal::string(text);
    // an integer literal is an `i32`, unless its type is known
    i32 => i8, u8, i16, i64; by |number: &i32| Literal::new(&i64::from(*number));
    u32 => i8, u8, i16, i32, i64; by |number: &u32| Literal::new(&i64::from(*number));
    i64 => i8, u8, i16, i32; by |number: &i64| Literal::new(number);
    f64 => f32; by |number: &f64| Literal::new(number);
    i32 => Decimal; by |number: &i32| Literal::new(&Decimal::from(*number));
    i64 => Decimal; by |number: &i64| Literal::new(&Decimal::from(*number));
    uuid::Uuid => Guid; by |guid: &uuid::Uuid| Literal::new(guid);
    Guid => uuid::Uuid; by |guid: &Guid| Literal::new(guid);
    time::OffsetDateTime => DateTimeOffset; by |moment: &time::OffsetDateTime| Literal::new(&DateTimeOffset::from(*moment));
    time::Date => Date; by |date: &time::Date| Literal::new(&Date::from(*date));
    time::Time => TimeOfDay; by |time: &time::Time| Literal::new(&TimeOfDay::from(*time));
    time::Duration => Duration; by |duration: &time::Duration| Literal::new(&Duration::from(*duration));
    std::time::Duration => Duration; by |duration: &std::time::Duration| Literal::new(&Duration::from(*duration));
}

/// `None` is null.
macro_rules! optional_text {
    ($($wrapper:ident),*) => {$(
        #[diagnostic::do_not_recommend]
        impl FilterValue<$wrapper<String>> for Option<&str> {
            fn __literal(&self) -> Literal {
                self.map_or_else(Literal::null, Literal::string)
            }
        }
    )*};
}

optional_text!(Option, Nullable);

#[diagnostic::do_not_recommend]
impl<P: Comparable> FilterValue<Nullable<P>> for Option<P> {
    fn __literal(&self) -> Literal {
        self.as_ref().map_or_else(Literal::null, |value| Literal::new(value))
    }
}
