//! The implementations that the derives ask for.
//!
//! A derive gives facts; the code around them stands here, where the compiler expands it at full speed: a procedural macro
//! is compiled without optimisation in its users' builds, and pays for each token that it hands over.

/// Implements what every structured type has: `Object`, `Structured`, `Value`, `PropertyType`, `Element`, and serde's traits.
///
/// `__graph` is this crate's `__private` at the place of the call.
#[doc(hidden)]
#[macro_export]
macro_rules! __graph_structure {
    (
        $this:tt $name:ident $opening:literal $odata_type:literal $version:ident $open:literal $keeps:literal
        [$($path:literal $text:literal [$($part:ident $part_text:literal)*])*]
        [$($permission:literal)*]
        [$($member:literal)*] [$($key:literal)*] [$($read_only:literal)*] [$($never_null:literal)*] [$($merge:literal)*]
        [$($index:literal $field:ident)*]
        [$($checked_index:literal $checked:ident [$($value:tt)*] [$($value_mut:tt)*])*]
        [
            $($whole:ident
                [$($blank:ident [$($blank_type:tt)*])*]
                [$($checked_blank:ident [$($checked_value:tt)*])*]
            )?
            $(! $mistaken:ident)?
        ]
        [$($dynamic_properties:ident)?]
        [$($serde:ident)?]
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
                __permissions: &[$($permission),*],
                __members: &[$($member),*],
                __keys: &[$($key),*],
                __read_only: &[$($read_only),*],
                __never_null: &[$($never_null),*],
                __merge: &[$($merge),*],
                __type_of: __graph::structure::type_of::<$name>,
                __open: $open,
            };
        }
        #[automatically_derived]
        impl __graph::Object for $name {
            #[inline]
            fn descriptor(&$this) -> &'static __graph::TypeDescriptor {
                <$name as __graph::Structured>::DESCRIPTOR
            }
            #[inline]
            fn property(&$this, index: __graph::usize) -> &dyn __graph::Value {
                match index {
                    $($index => &$this.$field,)*
                    $($checked_index => $($value)*(&$this.$checked),)*
                    _ => __graph::no_property(),
                }
            }
            #[inline]
            fn property_mut(&mut $this, index: __graph::usize) -> &mut dyn __graph::Value {
                match index {
                    $($index => &mut $this.$field,)*
                    $($checked_index => $($value_mut)*(&mut $this.$checked),)*
                    _ => __graph::no_property(),
                }
            }
            $(
                #[inline]
                fn dynamic_properties(&$this) -> __graph::Option<&__graph::DynamicProperties> {
                    __graph::Option::Some(&$this.$dynamic_properties)
                }
                #[inline]
                fn dynamic_properties_mut(&mut $this) -> __graph::Option<&mut __graph::DynamicProperties> {
                    __graph::Option::Some(&mut $this.$dynamic_properties)
                }
            )?
        }
        #[automatically_derived]
        impl __graph::Value for $name {
            #[inline]
            fn type_info(&$this) -> &'static __graph::EdmTypeInfo {
                <$name as __graph::PropertyType>::TYPE
            }
            #[inline]
            fn read(&mut $this, json: &mut __graph::Reader<'_>) -> __graph::Result<(), __graph::ReadError> {
                __graph::structure::read_structure($this, json)
            }
            #[inline]
            fn write(&$this, json: &mut __graph::Writer) {
                __graph::structure::write($this, json)
            }
            #[inline]
            fn write_tagged(&$this, json: &mut __graph::Writer) {
                __graph::structure::write_tagged($this, json)
            }
            #[inline]
            fn as_object(&$this) -> __graph::Option<&dyn __graph::Object> {
                __graph::Option::Some($this)
            }
        }
        #[automatically_derived]
        impl __graph::PropertyType for $name {
            const TYPE: &'static __graph::EdmTypeInfo =
                &__graph::structure::structured(__graph::structure::descriptor_of::<$name>);
            const KEEPS: __graph::bool = $keeps;
            const BLANK: Self =
                $($whole {
                    $($blank: <$($blank_type)* as __graph::PropertyType>::BLANK,)*
                    $($checked_blank: $($checked_value)*,)*
                })?
                $($mistaken)?;
        }
        #[automatically_derived]
        impl __graph::Element for $name {
            const ELEMENT: &'static __graph::EdmTypeInfo = <$name as __graph::PropertyType>::TYPE;
            const KEEPS: __graph::bool = $keeps;
            #[inline]
            fn blank() -> Self {
                <$name as __graph::PropertyType>::BLANK
            }
        }
        $(
            #[automatically_derived]
            impl __graph::serde::Serialize for $serde {
                #[inline]
                fn serialize<S: __graph::serde::Serializer>(&$this, serializer: S) -> __graph::Result<S::Ok, S::Error> {
                    __graph::serialize_value($this, serializer)
                }
            }
            #[automatically_derived]
            impl<'de> __graph::serde::Deserialize<'de> for $serde {
                #[inline]
                fn deserialize<D: __graph::serde::Deserializer<'de>>(deserializer: D) -> __graph::Result<Self, D::Error> {
                    __graph::deserialize_value(deserializer)
                }
            }
        )?
    };
}

/// Implements what resources have besides: addresses, updates, differences.
#[doc(hidden)]
#[macro_export]
macro_rules! __graph_resource {
    (
        $this:tt $body:tt $argument:ident $vis:vis $name:ident $update:ident $update_doc:literal
        [$({ $number:literal $at_doc:literal $at:ident $($segment:ident)* })*]
        [$({
            $index:literal $doc:literal [$($deprecated:tt)*]
            $setter_vis:vis $setter:ident [$($generics:tt)*] [$($ty:tt)*] $set:ident [$($value:tt)*]
            $($clear:ident $clear_doc:literal [$($clear_deprecated:tt)*] [$($check:tt)*])?
        })*]
        [$($additional_vis:vis $dynamic_properties:ident)?]
        [$($serde:ident)?]
    ) => {
        $(
            #[automatically_derived]
            impl __graph::serde::Serialize for $serde {
                #[inline]
                fn serialize<S: __graph::serde::Serializer>(&$this, serializer: S) -> __graph::Result<S::Ok, S::Error> {
                    __graph::serialize_update($this, serializer)
                }
            }
        )?
        #[automatically_derived]
        impl __graph::Resource for $name {
            const DESCRIPTOR: &'static __graph::TypeDescriptor = <$name as __graph::Structured>::DESCRIPTOR;
            type Update = $update;
        }
        // a private resource may be read without being addressed, or the other way round; an address has as many arguments as
        // its path has placeholders
        #[allow(dead_code, clippy::too_many_arguments)]
        impl $name {
            $(
                #[doc = $at_doc]
                #[inline]
                $vis fn $at($($segment: impl __graph::PathSegment),*) -> __graph::Address<$name> {
                    <__graph::Address<$name>>::__new($number, &[$(&$segment),*])
                }
            )*
            #[doc = $update_doc]
            #[inline]
            $vis fn update() -> $update {
                __graph::update::start()
            }
            /// The update that turns `before` into `after`: the writable properties that differ, and nothing else.
            ///
            /// A collection or complex value that differs is sent with all its members.
            #[inline]
            $vis fn diff(before: &$name, after: &$name) -> $update {
                __graph::update::difference(before, after)
            }
        }
        // setters inherit the visibility of their fields, and not every property is set somewhere;
        // they are called as their properties are, `add` and `isEnabled` included
        #[allow(dead_code, clippy::should_implement_trait, clippy::wrong_self_convention)]
        impl $update {
            $(
                #[doc = $doc]
                $($deprecated)*
                #[inline]
                $setter_vis fn $setter $($generics)* ($this, $argument: $($ty)*) -> Self {
                    __graph::update::$set($this, $index, $($value)*)
                }
                $(
                    #[doc = $clear_doc]
                    $($clear_deprecated)*
                    #[inline]
                    $setter_vis fn $clear($this) -> Self {
                        $($check)*
                        __graph::update::clear($this, $index)
                    }
                )?
            )*
            $(
                /// Sets a member that is not declared.
                #[inline]
                $additional_vis fn $dynamic_properties(
                    $this,
                    name: &__graph::str,
                    $argument: impl __graph::Into<__graph::Untyped>,
                ) -> Self {
                    __graph::update::dynamic_properties($this, name, __graph::Into::into($argument))
                }
            )?
        }
        #[automatically_derived]
        impl __graph::Update for $update {
            type Resource = $name;
            #[inline]
            // always the same words at the same place, so that one report is shown where another type has the name
            fn body(&$this) -> &__graph::UpdateBody {
                &(*$this).$body
            }
            #[inline]
            fn into_body($this) -> __graph::UpdateBody {
                $this.$body
            }
            #[inline]
            fn __from_body(body: __graph::UpdateBody) -> Self {
                Self(body)
            }
        }
        #[automatically_derived]
        impl __graph::Clone for $update {
            #[inline]
            fn clone(&$this) -> Self {
                __graph::Update::__from_body(__graph::Clone::clone(&(*$this).$body))
            }
        }
        #[automatically_derived]
        impl __graph::Debug for $update {
            #[inline]
            fn fmt(&$this, f: &mut __graph::Formatter<'_>) -> __graph::FormatResult {
                __graph::Debug::fmt(&(*$this).$body, f)
            }
        }
        #[automatically_derived]
        impl __graph::PartialEq for $update {
            #[inline]
            fn eq(&$this, other: &Self) -> __graph::bool {
                __graph::PartialEq::eq(&(*$this).$body, &(*other).$body)
            }
        }
    };
}

/// Implements addresses for unions with a path.
#[doc(hidden)]
#[macro_export]
macro_rules! __graph_entity {
    (
        $vis:vis $name:ident $odata_type:literal $version:ident
        [$($path:literal $text:literal [$($part:ident $part_text:literal)*])*]
        [$($permission:literal)*]
        [$({ $number:literal $at_doc:literal $at:ident $($segment:ident)* })*]
    ) => {
        #[automatically_derived]
        impl __graph::Readable for $name {
            const ENTITY: &'static __graph::TypeDescriptor = &__graph::TypeDescriptor {
                __opening: "{",
                __odata_type: $odata_type,
                __version: __graph::Version::$version,
                __paths: &[$(__graph::PathTemplate {
                    __name: $path,
                    __text: $text,
                    __parts: &[$(__graph::TemplatePart::$part($part_text)),*],
                }),*],
                __permissions: &[$($permission),*],
                __members: &[],
                __keys: &[],
                __read_only: &[],
                __never_null: &[],
                __merge: &[],
                __type_of: __graph::union::no_type,
                __open: true,
            };
        }
        #[allow(dead_code, clippy::too_many_arguments)]
        impl $name {
            $(
                #[doc = $at_doc]
                #[inline]
                $vis fn $at($($segment: impl __graph::PathSegment),*) -> __graph::Address<$name> {
                    <__graph::Address<$name>>::__new($number, &[$(&$segment),*])
                }
            )*
        }
    };
}
