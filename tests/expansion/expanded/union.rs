//! A union with a path.
use graph_core::{UntypedObject, graph_union};
use super::complex_type::{Location, Site};
/// Any location.
pub enum AnyLocation {
    Location(Box<Location>),
    Site(Site),
    Other(UntypedObject),
}

#[allow(deprecated, non_snake_case)]
const _: () = {
    use ::graph_core::__private as __graph;
    const __GRAPH_ALTERNATIVES: &[__graph::union::NamedAlternative] = &[
        ("Location", <Box<Location> as __graph::Alternative>::INFO),
        ("Site", <Site as __graph::Alternative>::INFO),
    ];
    #[automatically_derived]
    impl __graph::UnionType for AnyLocation {
        const TYPES: &'static [&'static __graph::EdmTypeInfo] = &[
            __graph::union::distinct_type(__GRAPH_ALTERNATIVES, 0usize),
            __graph::union::distinct_type(__GRAPH_ALTERNATIVES, 1usize),
        ];
        const BASE: __graph::Option<__graph::usize> = __graph::Option::Some(1);
        #[inline]
        fn read_alternative(
            index: __graph::Option<__graph::usize>,
            json: &mut __graph::Reader<'_>,
        ) -> __graph::Result<Self, __graph::ReadError> {
            match index {
                __graph::Option::Some(0) => {
                    __graph::Result::Ok(
                        AnyLocation::Location(
                            <Box<Location> as __graph::Alternative>::read(json)?,
                        ),
                    )
                }
                __graph::Option::Some(1) => {
                    __graph::Result::Ok(
                        AnyLocation::Site(<Site as __graph::Alternative>::read(json)?),
                    )
                }
                _ => {
                    __graph::Result::Ok(
                        AnyLocation::Other(
                            __graph::union::read_other::<UntypedObject>(json)?,
                        ),
                    )
                }
            }
        }
        #[inline]
        fn value(&self) -> &dyn __graph::Value {
            match *self {
                AnyLocation::Location(ref value) => {
                    <Box<Location> as __graph::Alternative>::value(value)
                }
                AnyLocation::Site(ref value) => {
                    <Site as __graph::Alternative>::value(value)
                }
                AnyLocation::Other(ref value) => value,
            }
        }
    }

    #[automatically_derived]
    impl __graph::Declared for AnyLocation {
        type Kind = __graph::union::Union;
        const KEEPS_UNDECLARED: __graph::bool = __graph::union::keeps_undeclared(
            __GRAPH_ALTERNATIVES,
        );
        #[inline]
        fn blank() -> Self {
            <AnyLocation as __graph::PropertyType>::BLANK
        }
    }

    #[automatically_derived]
    impl __graph::PropertyType for AnyLocation {
        const BLANK: Self = AnyLocation::Other(
            <UntypedObject as __graph::PropertyType>::BLANK,
        );
    }

    #[automatically_derived]
    impl __graph::From<Box<Location>> for AnyLocation {
        #[inline]
        fn from(value: Box<Location>) -> Self {
            AnyLocation::Location(value)
        }
    }

    #[automatically_derived]
    impl __graph::From<Site> for AnyLocation {
        #[inline]
        fn from(value: Site) -> Self {
            AnyLocation::Site(value)
        }
    }

    #[automatically_derived]
    impl __graph::Readable for AnyLocation {
        const ENTITY: &'static __graph::TypeDescriptor = &__graph::TypeDescriptor {
            __opening: "{",
            __odata_type: "#microsoft.graph.location",
            __version: __graph::Version::Beta,
            __paths: &[
                __graph::PathTemplate {
                    __name: "",
                    __text: "/print/locations/{locationId}",
                    __parts: &[
                        __graph::TemplatePart::Literal("/print/locations/"),
                        __graph::TemplatePart::Segment("locationId"),
                    ],
                },
            ],
            __collections: &[],
            __permissions: &["Printer.Read.All"],
            __members: &[],
            __keys: &[],
            __read_only: &[],
            __never_null: &[],
            __merge: &[],
            __expanded: &[],
            __on_request: &[],
            __create_only: &[],
            __links: &[],
            __type_of: __graph::union::no_type,
            __open: true,
            __selects_all: true,
        };
    }

    #[allow(dead_code, clippy::too_many_arguments)]
    impl AnyLocation {
        /// Returns the address `/print/locations/{locationId}`.
        #[inline]
        pub fn at(
            location_id: impl __graph::PathSegment,
        ) -> __graph::Address<AnyLocation> {
            <__graph::Address<AnyLocation>>::__new(0, &[&location_id])
        }
        /// Returns the collection `/print/locations`.
        #[inline]
        pub fn collection() -> __graph::Collection<AnyLocation> {
            <__graph::Collection<AnyLocation>>::__new(0, &[])
        }
    }

    #[automatically_derived]
    impl __graph::serde::Serialize for AnyLocation {
        #[inline]
        fn serialize<S: __graph::serde::Serializer>(
            &self,
            serializer: S,
        ) -> __graph::Result<S::Ok, S::Error> {
            __graph::serialize_value(self, serializer)
        }
    }

    #[automatically_derived]
    impl<'de> __graph::serde::Deserialize<'de> for AnyLocation {
        #[inline]
        fn deserialize<D: __graph::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> __graph::Result<Self, D::Error> {
            __graph::deserialize_value(deserializer)
        }
    }
};
