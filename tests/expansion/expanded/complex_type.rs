//! A complex type, and one that keeps its undeclared properties.
use graph_core::{DynamicProperties, graph_complex};
/// Where a printer is.
pub struct Location {
    pub building: Option<String>,
    pub floor: Option<String>,
    pub inner: Option<Box<Location>>,
}

#[allow(deprecated, non_snake_case)]
const _: () = {
    use ::graph_core::__private as __graph;
    #[automatically_derived]
    impl __graph::Structured for Location {
        const DESCRIPTOR: &'static __graph::TypeDescriptor = &__graph::TypeDescriptor {
            __opening: "{",
            __odata_type: "#microsoft.graph.printerLocation",
            __version: __graph::Version::V1,
            __paths: &[],
            __collections: &[],
            __permissions: &[],
            __members: &[",\"building\":", ",\"floorDescription\":", ",\"inner\":"],
            __keys: &[],
            __read_only: &[],
            __never_null: &[],
            __merge: &[],
            __expanded: &[],
            __on_request: &[],
            __create_only: &[],
            __links: &[],
            __type_of: __graph::structure::type_of::<Location>,
            __open: false,
            __selects_all: false,
        };
    }

    #[automatically_derived]
    impl __graph::Object for Location {
        #[inline]
        fn descriptor(&self) -> &'static __graph::TypeDescriptor {
            <Location as __graph::Structured>::DESCRIPTOR
        }
        #[inline]
        fn property(&self, index: __graph::usize) -> &dyn __graph::Value {
            match index {
                0 => &self.building,
                1 => &self.floor,
                2 => <Option<Box<Location>> as __graph::Field>::value(&self.inner),
                _ => __graph::no_property(),
            }
        }
        #[inline]
        fn property_mut(&mut self, index: __graph::usize) -> &mut dyn __graph::Value {
            match index {
                0 => &mut self.building,
                1 => &mut self.floor,
                2 => {
                    <Option<Box<Location>> as __graph::Field>::value_mut(&mut self.inner)
                }
                _ => __graph::no_property(),
            }
        }
    }

    #[automatically_derived]
    impl __graph::Declared for Location {
        type Kind = __graph::structure::Structure;
        const KEEPS_UNDECLARED: __graph::bool = true;
        #[inline]
        fn blank() -> Self {
            <Location as __graph::PropertyType>::BLANK
        }
    }

    #[automatically_derived]
    impl __graph::PropertyType for Location {
        const BLANK: Self = Location {
            building: <Option<String> as __graph::PropertyType>::BLANK,
            floor: <Option<String> as __graph::PropertyType>::BLANK,
            inner: <Option<Box<Location>> as __graph::Field>::BLANK,
        };
    }

    const _: () = __graph::structure::require(
        !(<Option<Box<Location>> as __graph::Field>::LOSES_UNDECLARED),
        "a property of `Location` is a collection behind a type alias, which an update replaces, so its elements must keep their undeclared properties: add the field `#[graph(dynamic_properties)] rest: DynamicProperties` to their type, or write `undeclared = drop` in its declaration",
    );

    #[automatically_derived]
    impl __graph::serde::Serialize for Location {
        #[inline]
        fn serialize<S: __graph::serde::Serializer>(
            &self,
            serializer: S,
        ) -> __graph::Result<S::Ok, S::Error> {
            __graph::serialize_value(self, serializer)
        }
    }

    #[automatically_derived]
    impl<'de> __graph::serde::Deserialize<'de> for Location {
        #[inline]
        fn deserialize<D: __graph::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> __graph::Result<Self, D::Error> {
            __graph::deserialize_value(deserializer)
        }
    }
};

/// Several locations.
pub struct Site {
    pub rest: DynamicProperties,
}

#[allow(deprecated, non_snake_case)]
const _: () = {
    use ::graph_core::__private as __graph;
    #[automatically_derived]
    impl __graph::Structured for Site {
        const DESCRIPTOR: &'static __graph::TypeDescriptor = &__graph::TypeDescriptor {
            __opening: "{\"@odata.type\":\"#microsoft.graph.site\"",
            __odata_type: "#microsoft.graph.site",
            __version: __graph::Version::V1,
            __paths: &[],
            __collections: &[],
            __permissions: &[],
            __members: &[],
            __keys: &[],
            __read_only: &[],
            __never_null: &[],
            __merge: &[],
            __expanded: &[],
            __on_request: &[],
            __create_only: &[],
            __links: &[],
            __type_of: __graph::structure::type_of::<Site>,
            __open: true,
            __selects_all: false,
        };
    }

    #[automatically_derived]
    impl __graph::Object for Site {
        #[inline]
        fn descriptor(&self) -> &'static __graph::TypeDescriptor {
            <Site as __graph::Structured>::DESCRIPTOR
        }
        #[inline]
        fn property(&self, index: __graph::usize) -> &dyn __graph::Value {
            match index {
                _ => __graph::no_property(),
            }
        }
        #[inline]
        fn property_mut(&mut self, index: __graph::usize) -> &mut dyn __graph::Value {
            match index {
                _ => __graph::no_property(),
            }
        }
        #[inline]
        fn dynamic_properties(&self) -> __graph::Option<&__graph::DynamicProperties> {
            __graph::Option::Some(&self.rest)
        }
        #[inline]
        fn dynamic_properties_mut(
            &mut self,
        ) -> __graph::Option<&mut __graph::DynamicProperties> {
            __graph::Option::Some(&mut self.rest)
        }
    }

    #[automatically_derived]
    impl __graph::Declared for Site {
        type Kind = __graph::structure::Structure;
        const KEEPS_UNDECLARED: __graph::bool = true;
        #[inline]
        fn blank() -> Self {
            <Site as __graph::PropertyType>::BLANK
        }
    }

    #[automatically_derived]
    impl __graph::PropertyType for Site {
        const BLANK: Self = Site {
            rest: __graph::DynamicProperties::new(),
        };
    }

    #[automatically_derived]
    impl __graph::serde::Serialize for Site {
        #[inline]
        fn serialize<S: __graph::serde::Serializer>(
            &self,
            serializer: S,
        ) -> __graph::Result<S::Ok, S::Error> {
            __graph::serialize_value(self, serializer)
        }
    }

    #[automatically_derived]
    impl<'de> __graph::serde::Deserialize<'de> for Site {
        #[inline]
        fn deserialize<D: __graph::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> __graph::Result<Self, D::Error> {
            __graph::deserialize_value(deserializer)
        }
    }
};
