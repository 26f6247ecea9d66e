//! Structured types, and serde's traits.

/// Implements what every structured type has: `Object`, `Structured`, `Declared` and `PropertyType`.
#[doc(hidden)]
#[macro_export]
macro_rules! __graph_structure {
    (
        struct $name:ident
        opening $opening:literal
        odata_type $odata_type:literal
        open $open:literal
        keeps_undeclared $keeps_undeclared:literal
        version $version:ident
        paths [$($path:literal $text:literal [$($part:ident $part_text:literal)*])*]
        collections [$($collection_text:literal [$($collection_part:ident $collection_part_text:literal)*])*]
        permissions [$($permission:literal)*]
        selects_all $selects_all:literal
        members [$($member:literal)*]
        keys [$($key:literal)*]
        read_only [$($read_only:literal)*]
        never_null [$($never_null:literal)*]
        merge [$($merge:literal)*]
        expanded [$($expanded:literal)*]
        on_request [$($on_request:literal)*]
        create_only [$($create_only:literal)*]
        links [$($link:literal $link_is_collection:literal)*]
        fields [$($index:literal $field:ident)*]
        checked_fields [$($checked_index:literal $checked:ident [$($value:tt)*] [$($value_mut:tt)*])*]
        dynamic_field [$($dynamic_field:ident)?]
        $(
            blank $whole:ident [$($blank:ident [$($blank_type:tt)*])*]
            checked_blank [$($checked_blank:ident [$($checked_value:tt)*])*]
        )?
        $(invalid_blank $invalid_blank:ident)?
    ) => {
        #[automatically_derived]
        impl __graph::Structured for $name {
            const DESCRIPTOR: &'static __graph::TypeDescriptor = &__graph::TypeDescriptor {
                __opening: $opening,
                __odata_type: $odata_type,
                __version: __graph::Version::$version,
                __paths: &[$(__graph::PathTemplate {
                    __name: $path,
                    __text: $text,
                    __parts: &[$(__graph::TemplatePart::$part($part_text)),*],
                }),*],
                __collections: &[$(__graph::PathTemplate {
                    __name: "",
                    __text: $collection_text,
                    __parts: &[$(__graph::TemplatePart::$collection_part($collection_part_text)),*],
                }),*],
                __permissions: &[$($permission),*],
                __members: &[$($member),*],
                __keys: &[$($key),*],
                __read_only: &[$($read_only),*],
                __never_null: &[$($never_null),*],
                __merge: &[$($merge),*],
                __expanded: &[$($expanded),*],
                __on_request: &[$($on_request),*],
                __create_only: &[$($create_only),*],
                __links: &[$(__graph::LinkDescriptor { __name: $link, __is_collection: $link_is_collection }),*],
                __type_of: __graph::structure::type_of::<$name>,
                __open: $open,
                __selects_all: $selects_all,
            };
        }
        #[automatically_derived]
        impl __graph::Object for $name {
            #[inline]
            fn descriptor(&self) -> &'static __graph::TypeDescriptor {
                <$name as __graph::Structured>::DESCRIPTOR
            }
            #[inline]
            fn property(&self, index: __graph::usize) -> &dyn __graph::Value {
                match index {
                    $($index => &self.$field,)*
                    $($checked_index => $($value)*(&self.$checked),)*
                    _ => __graph::no_property(),
                }
            }
            #[inline]
            fn property_mut(&mut self, index: __graph::usize) -> &mut dyn __graph::Value {
                match index {
                    $($index => &mut self.$field,)*
                    $($checked_index => $($value_mut)*(&mut self.$checked),)*
                    _ => __graph::no_property(),
                }
            }
            $(
                #[inline]
                fn dynamic_properties(&self) -> __graph::Option<&__graph::DynamicProperties> {
                    __graph::Option::Some(&self.$dynamic_field)
                }
                #[inline]
                fn dynamic_properties_mut(&mut self) -> __graph::Option<&mut __graph::DynamicProperties> {
                    __graph::Option::Some(&mut self.$dynamic_field)
                }
            )?
        }
        #[automatically_derived]
        impl __graph::Declared for $name {
            type Kind = __graph::structure::Structure;
            const KEEPS_UNDECLARED: __graph::bool = $keeps_undeclared;
            #[inline]
            fn blank() -> Self {
                <$name as __graph::PropertyType>::BLANK
            }
        }
        #[automatically_derived]
        impl __graph::PropertyType for $name {
            const BLANK: Self =
                $($whole {
                    $($blank: <$($blank_type)* as __graph::PropertyType>::BLANK,)*
                    $($checked_blank: $($checked_value)*,)*
                })?
                $($invalid_blank)?;
        }
    };
}

/// Implements serde's traits by functions of `__graph`: `Serialize`, and `Deserialize` if a second function is given.
#[doc(hidden)]
#[macro_export]
macro_rules! __graph_serde_impls {
    ($name:ident<$purpose:ident> $serialize:ident) => {
        #[automatically_derived]
        impl<$purpose> __graph::serde::Serialize for $name<$purpose> {
            #[inline]
            fn serialize<S: __graph::serde::Serializer>(&self, serializer: S) -> __graph::Result<S::Ok, S::Error> {
                __graph::$serialize(self, serializer)
            }
        }
    };
    ($name:ident $serialize:ident $($deserialize:ident)?) => {
        #[automatically_derived]
        impl __graph::serde::Serialize for $name {
            #[inline]
            fn serialize<S: __graph::serde::Serializer>(&self, serializer: S) -> __graph::Result<S::Ok, S::Error> {
                __graph::$serialize(self, serializer)
            }
        }
        $(
            #[automatically_derived]
            impl<'de> __graph::serde::Deserialize<'de> for $name {
                #[inline]
                fn deserialize<D: __graph::serde::Deserializer<'de>>(deserializer: D) -> __graph::Result<Self, D::Error> {
                    __graph::$deserialize(deserializer)
                }
            }
        )?
    };
}
