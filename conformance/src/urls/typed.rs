//! A query as typed calls of the library.

use std::str::FromStr;

use graph_core::query::{Comparable, Filter, FilterValue, MaybeNull, Ordered, Search};
use graph_core::{Binary, Error, GraphClient, QueryExt as _};

use super::query::{Condition, Function, Nullable, Operator, OrderKey, Property, Query, Scalar, Selection, Textual};
use super::sample::{Platform, Sample, SpecialSample, State};

/// Returns the URL that the library requests.
pub(super) fn url(graph: &GraphClient, query: &Query) -> Result<String, Error> {
    let mut list = graph.list(Sample::collection(query.user.as_str()));
    if let Some(filter) = &query.filter {
        list = list.filter(|row| condition(row, filter));
    }
    for (key, is_descending) in &query.order {
        list = list.order_by(|row| match (key, is_descending) {
            (OrderKey::Title, false) => row.title.ascending(),
            (OrderKey::Title, true) => row.title.descending(),
            (OrderKey::Moment, false) => row.moment.ascending(),
            (OrderKey::Moment, true) => row.moment.descending(),
            (OrderKey::HomeCity, false) => row.home.city.ascending(),
            (OrderKey::HomeCity, true) => row.home.city.descending(),
        });
    }
    if let Some(search) = query.search.iter().map(|clause| Search::new(clause)).reduce(|one, other| one & other) {
        list = list.search(search);
    }
    if let Some(prefix) = &query.parts {
        list = list.expand(|row| row.parts.expand().filter(|part| part.label.has_prefix(prefix)).top(5));
    }
    if let Some(top) = query.top {
        list = list.page_size(top);
    }
    if let Some(skip) = query.skip {
        list = list.skip(skip);
    }
    if query.has_count {
        list = list.with_count();
    }
    let request = match query.selection {
        Selection::Declared => list.dry_run()?,
        Selection::All => list.select_all().dry_run()?,
        Selection::TitleAndNote => list.select(|row| [row.title.property(), row.note.property()]).dry_run()?,
    };
    Ok(request.url())
}

fn condition<'a>(row: &'a Sample, plan: &Condition) -> Filter<'a> {
    match plan {
        Condition::And(one, other) => condition(row, one) & condition(row, other),
        Condition::Or(one, other) => condition(row, one) | condition(row, other),
        Condition::Not(inner) => !condition(row, inner),
        Condition::Compare(property, operator, value) => on(row, *property, &Test::Compare(*operator, value)),
        Condition::OneOf(property, values) => on(row, *property, &Test::OneOf(values)),
        Condition::Null(Nullable::Note, is) => null(&row.note, *is),
        Condition::Null(Nullable::Whole, is) => null(&row.whole, *is),
        Condition::Null(Nullable::Sku, is) => null(&row.sku, *is),
        Condition::Null(Nullable::HomeCity, is) => null(&row.home.city, *is),
        Condition::EmptyTitle => row.title.is_empty_string(),
        Condition::Text(Textual::Title, function, text) => match function {
            Function::Prefix => row.title.has_prefix(text),
            Function::Suffix => row.title.has_suffix(text),
            Function::Substring => row.title.has_substring(text),
        },
        Condition::Text(textual, function, text) => {
            let property = if *textual == Textual::Note { &row.note } else { &row.home.city };
            match function {
                Function::Prefix => property.has_prefix(text),
                Function::Suffix => property.has_suffix(text),
                Function::Substring => property.has_substring(text),
            }
        }
        Condition::HasPlatform(0) => row.platforms.has(Platform::Windows10),
        Condition::HasPlatform(_) => row.platforms.has(Platform::MacOs),
        Condition::TagCount(operator, number) => {
            let number = *number;
            match operator {
                Operator::Equal => row.tags.count().is(number),
                Operator::NotEqual => row.tags.count().is_not(number),
                Operator::Greater => row.tags.count().greater_than(number),
                Operator::AtLeast => row.tags.count().at_least(number),
                Operator::Less => row.tags.count().less_than(number),
                Operator::AtMost => row.tags.count().at_most(number),
            }
        }
        Condition::AnyTag(prefix) => row.tags.any(|tag| tag.has_prefix(prefix)),
        Condition::AnyPlace(city, visits) => {
            row.places.any(|place| place.city.is(city.as_str()) | place.visits.at_least(*visits))
        }
        Condition::OfficeCity(city) => row.office.of(|office| office.city.is(city.as_str()) | office.visits.is(0)),
        Condition::OwnerName(name) => row.owner.of(|owner| owner.display_name.is(name.as_str())),
        Condition::IsSpecial => row.is_a::<SpecialSample>(),
        Condition::Speciality(text) => row.cast::<SpecialSample>(|special| special.speciality.is(text.as_str())),
    }
}

fn null<P: MaybeNull>(property: &P, is_null: bool) -> Filter<'_> {
    if is_null { property.is_null() } else { property.is_not_null() }
}

/// What a property is tested for.
enum Test<'t> {
    Compare(Operator, &'t Scalar),
    OneOf(&'t [Scalar]),
}

impl<'t> Test<'t> {
    fn values(&self) -> &'t [Scalar] {
        match self {
            Self::Compare(_, value) => std::slice::from_ref(*value),
            Self::OneOf(values) => values,
        }
    }

    /// Applies the test. Values that are not of the type of the property make the query fail.
    fn unordered<'a, P: Comparable, V: FilterValue<P>>(
        &self,
        property: &'a P,
        value: impl Fn(&'t Scalar) -> Option<V>,
    ) -> Filter<'a> {
        let Some(mut values) = self.values().iter().map(value).collect::<Option<Vec<V>>>() else {
            return Filter::raw("");
        };
        match (self, values.pop()) {
            (Self::OneOf(_), last) => property.is_one_of(values.into_iter().chain(last)),
            (Self::Compare(Operator::Equal, _), Some(value)) => property.is(value),
            (Self::Compare(Operator::NotEqual, _), Some(value)) => property.is_not(value),
            _ => Filter::raw(""),
        }
    }

    fn ordered<'a, P: Ordered, V: FilterValue<P>>(
        &self,
        property: &'a P,
        value: impl Fn(&'t Scalar) -> Option<V>,
    ) -> Filter<'a> {
        match self {
            Self::Compare(
                operator @ (Operator::Greater | Operator::AtLeast | Operator::Less | Operator::AtMost),
                scalar,
            ) => match (operator, value(scalar)) {
                (Operator::Greater, Some(value)) => property.greater_than(value),
                (Operator::AtLeast, Some(value)) => property.at_least(value),
                (Operator::Less, Some(value)) => property.less_than(value),
                (_, Some(value)) => property.at_most(value),
                (_, None) => Filter::raw(""),
            },
            _ => self.unordered(property, value),
        }
    }
}

fn on<'a>(row: &'a Sample, property: Property, test: &Test<'_>) -> Filter<'a> {
    match property {
        Property::Title => test.ordered(&row.title, text),
        Property::Note => test.ordered(&row.note, text),
        Property::HomeCity => test.ordered(&row.home.city, text),
        Property::Tiny => test.ordered(&row.tiny, integer::<u8>),
        Property::Short => test.ordered(&row.short, integer::<i8>),
        Property::Medium => test.ordered(&row.medium, integer::<i16>),
        Property::Whole => test.ordered(&row.whole, integer::<i32>),
        Property::Long => test.ordered(&row.long, integer::<i64>),
        Property::Single => test.ordered(&row.single, number),
        Property::Double => test.ordered(&row.double, number),
        Property::Price => test.ordered(&row.price, parsed::<graph_core::Decimal>),
        Property::IsOn => test.unordered(&row.is_on, |scalar| match scalar {
            Scalar::Boolean(value) => Some(*value),
            _ => None,
        }),
        Property::Moment => test.ordered(&row.moment, parsed::<graph_core::DateTimeOffset>),
        Property::Day => test.ordered(&row.day, parsed::<graph_core::Date>),
        Property::Clock => test.ordered(&row.clock, parsed::<graph_core::TimeOfDay>),
        Property::Span => test.ordered(&row.span, parsed::<graph_core::Duration>),
        Property::Chip => test.unordered(&row.chip, parsed::<graph_core::Guid>),
        Property::Sku => test.unordered(&row.sku, parsed::<uuid::Uuid>),
        Property::Photo => test.unordered(&row.photo, |scalar| match scalar {
            Scalar::Bytes(bytes) => Some(Binary::from(bytes.as_slice())),
            _ => None,
        }),
        Property::State => test.unordered(&row.state, |scalar| match scalar {
            Scalar::Text(member) if member == "on" => Some(State::On),
            Scalar::Text(_) => Some(State::Off),
            _ => None,
        }),
    }
}

fn text(scalar: &Scalar) -> Option<&str> {
    if let Scalar::Text(text) = scalar { Some(text) } else { None }
}

fn integer<T: TryFrom<i64>>(scalar: &Scalar) -> Option<T> {
    if let Scalar::Integer(number) = scalar { T::try_from(*number).ok() } else { None }
}

fn number(scalar: &Scalar) -> Option<f64> {
    if let Scalar::Number(number) = scalar { Some(*number) } else { None }
}

fn parsed<T: FromStr>(scalar: &Scalar) -> Option<T> {
    match scalar {
        Scalar::Bare(text) | Scalar::Duration(text) => text.parse().ok(),
        _ => None,
    }
}
