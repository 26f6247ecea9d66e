//! The implementations of declared types.
//!
//! A derive passes what was declared to these macros, in labelled lists. The code around it is here, because the compiler expands
//! `macro_rules!` at full speed, and a procedural macro is compiled without optimisation in its users' builds and pays for each
//! token that it returns. `tests/expansion` contains the generated code in full.
//!
//! `__graph` is the `__private` module of this crate at the call site.

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

/// Implements what resources have besides: addresses, updates, differences.
#[doc(hidden)]
#[macro_export]
macro_rules! __graph_resource {
    (
        resource $name:ident vis $vis:vis
        update $update:ident $update_doc:literal
        argument $argument:ident
        body $body:tt
        addresses [$($number:literal $at:ident($($segment:ident)*) $at_doc:literal)*]
        collections [$($collection_number:literal $collection:ident($($collection_segment:ident)*) $collection_doc:literal)*]
        singleton [$($singleton:ident $singleton_doc:literal)?]
        setters [$({
            $index:literal $setter_vis:vis $setter:ident ($($ty:tt)*) $set:ident [$($value:tt)*]
            $doc:literal [$($deprecated:tt)*]
            $(clear $clear:ident $clear_doc:literal [$($clear_deprecated:tt)*] [$($null_check:tt)*])?
        })*]
        dynamic_setter [$($dynamic_vis:vis $dynamic_setter:ident)?]
    ) => {
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
            $(
                #[doc = $collection_doc]
                #[inline]
                $vis fn $collection(
                    $($collection_segment: impl __graph::PathSegment),*
                ) -> __graph::Collection<$name> {
                    <__graph::Collection<$name>>::__new($collection_number, &[$(&$collection_segment),*])
                }
            )*
            $(
                #[doc = $singleton_doc]
                #[doc(hidden)]
                #[inline]
                $vis fn $singleton() -> __graph::Singleton<$name> {
                    __graph::Singleton::__new()
                }
            )?
            #[doc = $update_doc]
            #[inline]
            $vis fn update() -> $update {
                __graph::update::start()
            }
            /// Returns the update that turns `before` into `after`: the writable properties that differ, and nothing else.
            ///
            /// A collection or complex value that differs is sent with all its members.
            #[inline]
            $vis fn diff(before: &$name, after: &$name) -> $update {
                __graph::update::difference(before, after)
            }
        }
        // setters inherit the visibility of their fields, and not every setter is called;
        // they have the names of their properties, also where those are `add` or `isEnabled`
        #[allow(dead_code, clippy::should_implement_trait, clippy::wrong_self_convention)]
        impl $update {
            $(
                #[doc = $doc]
                $($deprecated)*
                #[inline]
                $setter_vis fn $setter(self, $argument: $($ty)*) -> Self {
                    __graph::update::$set(self, $index, $($value)*)
                }
                $(
                    #[doc = $clear_doc]
                    $($clear_deprecated)*
                    #[inline]
                    $setter_vis fn $clear(self) -> Self {
                        $($null_check)*
                        __graph::update::clear(self, $index)
                    }
                )?
            )*
            $(
                /// Sets an undeclared property.
                #[inline]
                $dynamic_vis fn $dynamic_setter(
                    self,
                    name: &__graph::str,
                    $argument: impl __graph::Into<__graph::Untyped>,
                ) -> Self {
                    __graph::update::dynamic_property(self, name, __graph::Into::into($argument))
                }
            )?
        }
        #[automatically_derived]
        impl __graph::Update for $update {
            type Resource = $name;
            #[inline]
            // always the same tokens with the same span, so that one error is shown where another type has the name
            fn body(&self) -> &__graph::UpdateBody {
                &(*self).$body
            }
            #[inline]
            fn into_body(self) -> __graph::UpdateBody {
                self.$body
            }
            #[inline]
            fn __from_body(body: __graph::UpdateBody) -> Self {
                Self(body)
            }
        }
        #[automatically_derived]
        impl __graph::Clone for $update {
            #[inline]
            fn clone(&self) -> Self {
                __graph::Update::__from_body(__graph::Clone::clone(&(*self).$body))
            }
        }
        #[automatically_derived]
        impl __graph::Debug for $update {
            #[inline]
            fn fmt(&self, f: &mut __graph::Formatter<'_>) -> __graph::FormatResult {
                __graph::Debug::fmt(&(*self).$body, f)
            }
        }
        #[automatically_derived]
        impl __graph::PartialEq for $update {
            #[inline]
            fn eq(&self, other: &Self) -> __graph::bool {
                __graph::PartialEq::eq(&(*self).$body, &(*other).$body)
            }
        }
    };
}

/// Implements what every enumeration has: `GraphEnum`, `Declared`, `PropertyType`, and conversions from and to text.
#[doc(hidden)]
#[macro_export]
macro_rules! __graph_enumeration {
    (
        enum $name:ident vis $vis:vis name $text:literal
        members [$($member:literal $variant:ident)*]
        $(other $other:ident)?
        $(no_other $no_other:ident)?
        skipped [$([$($skipped:tt)*])*]
        $(blank $blank:ident)?
        $(invalid_blank $invalid_blank:ident)?
    ) => {
        #[automatically_derived]
        impl __graph::GraphEnum for $name {
            const DESCRIPTOR: &'static __graph::EnumDescriptor =
                &__graph::EnumDescriptor { __name: $text, __members: &[$($member),*] };
            #[inline]
            fn as_member(&self) -> &__graph::str {
                match *self {
                    $($name::$variant => $member,)*
                    $($name::$other(ref member) => member,)?
                    $($($skipped)* => __graph::no_variant(),)*
                }
            }
            #[inline]
            fn from_member(member: &__graph::str) -> Self {
                match member {
                    $($member => $name::$variant,)*
                    $(_ => $name::$other(__graph::Into::into(member)),)?
                    $(_ => __graph::$no_other(),)?
                }
            }
        }
        #[automatically_derived]
        impl __graph::Declared for $name {
            type Kind = __graph::enumeration::Enumeration;
            #[inline]
            fn blank() -> Self {
                <$name as __graph::PropertyType>::BLANK
            }
        }
        #[automatically_derived]
        impl __graph::PropertyType for $name {
            const BLANK: Self = $($name::$blank)? $($invalid_blank)?;
        }
        #[automatically_derived]
        impl __graph::PathSegment for $name {
            #[inline]
            fn as_segment(&self) -> __graph::Cow<'_, __graph::str> {
                __graph::Cow::Borrowed(<$name as __graph::GraphEnum>::as_member(self))
            }
        }
        // a private enumeration may only be sent or only be read
        #[allow(dead_code)]
        impl $name {
            /// Returns the wire name of the member.
            #[inline]
            $vis fn as_str(&self) -> &__graph::str {
                <$name as __graph::GraphEnum>::as_member(self)
            }
        }
        #[automatically_derived]
        impl __graph::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut __graph::Formatter<'_>) -> __graph::FormatResult {
                f.pad(<$name as __graph::GraphEnum>::as_member(self))
            }
        }
        #[automatically_derived]
        impl __graph::From<&__graph::str> for $name {
            #[inline]
            fn from(member: &__graph::str) -> Self {
                <$name as __graph::GraphEnum>::from_member(member)
            }
        }
    };
}

/// Implements what every union has: `UnionType`, `Declared`, `PropertyType`, and `From` of each alternative.
#[doc(hidden)]
#[macro_export]
macro_rules! __graph_union {
    (
        enum $name:ident
        $(keeps_undeclared $keeps_undeclared:literal)?
        alternatives [$({
            $index:literal $variant:ident $text:literal [$($ty:tt)*]
            info [$($info:tt)*] read [$($read:tt)*] value [$($value:tt)*] distinct [$($distinct:tt)*]
        })*]
        base $base:ident [$($base_index:literal)?]
        $(other $other:ident [$($other_ty:tt)*])?
        $(no_other $no_other:ident $invalid_blank:ident)?
        skipped [$([$($skipped:tt)*])*]
    ) => {
        const __GRAPH_ALTERNATIVES: &[__graph::union::NamedAlternative] = &[$(($text, $($info)*)),*];
        #[automatically_derived]
        impl __graph::UnionType for $name {
            const TYPES: &'static [&'static __graph::EdmTypeInfo] = &[$($($distinct)*),*];
            const BASE: __graph::Option<__graph::usize> = __graph::Option::$base $(($base_index))?;
            #[inline]
            fn read_alternative(
                index: __graph::Option<__graph::usize>,
                json: &mut __graph::Reader<'_>,
            ) -> __graph::Result<Self, __graph::ReadError> {
                match index {
                    $(__graph::Option::Some($index) => __graph::Result::Ok($name::$variant($($read)*(json)?)),)*
                    $(_ => __graph::Result::Ok($name::$other(__graph::union::read_other::<$($other_ty)*>(json)?)),)?
                    $(_ => __graph::$no_other(),)?
                }
            }
            #[inline]
            fn value(&self) -> &dyn __graph::Value {
                match *self {
                    $($name::$variant(ref value) => $($value)*(value),)*
                    $($name::$other(ref value) => value,)?
                    $($($skipped)* => __graph::no_variant(),)*
                }
            }
        }
        #[automatically_derived]
        impl __graph::Declared for $name {
            type Kind = __graph::union::Union;
            const KEEPS_UNDECLARED: __graph::bool =
                $($keeps_undeclared ||)? __graph::union::keeps_undeclared(__GRAPH_ALTERNATIVES);
            #[inline]
            fn blank() -> Self {
                <$name as __graph::PropertyType>::BLANK
            }
        }
        #[automatically_derived]
        impl __graph::PropertyType for $name {
            const BLANK: Self =
                $($name::$other(<$($other_ty)* as __graph::PropertyType>::BLANK))? $($invalid_blank)?;
        }
        $(
            #[automatically_derived]
            impl __graph::From<$($ty)*> for $name {
                #[inline]
                fn from(value: $($ty)*) -> Self {
                    $name::$variant(value)
                }
            }
        )*
    };
}

/// Implements addresses for unions with a path.
#[doc(hidden)]
#[macro_export]
macro_rules! __graph_entity {
    (
        entity $name:ident vis $vis:vis
        odata_type $odata_type:literal
        version $version:ident
        paths [$($path:literal $text:literal [$($part:ident $part_text:literal)*])*]
        collections [$($collection_text:literal [$($collection_part:ident $collection_part_text:literal)*])*]
        permissions [$($permission:literal)*]
        selects_all $selects_all:literal
        addresses [$($number:literal $at:ident($($segment:ident)*) $at_doc:literal)*]
        collections [$($collection_number:literal $collection:ident($($collection_segment:ident)*) $collection_doc:literal)*]
        singleton [$($singleton:ident $singleton_doc:literal)?]
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
                __collections: &[$(__graph::PathTemplate {
                    __name: "",
                    __text: $collection_text,
                    __parts: &[$(__graph::TemplatePart::$collection_part($collection_part_text)),*],
                }),*],
                __permissions: &[$($permission),*],
                __members: &[],
                __keys: &[],
                __read_only: &[],
                __never_null: &[],
                __merge: &[],
                __expanded: &[],
                __on_request: &[],
                __type_of: __graph::union::no_type,
                __open: true,
                __selects_all: $selects_all,
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
            $(
                #[doc = $collection_doc]
                #[inline]
                $vis fn $collection(
                    $($collection_segment: impl __graph::PathSegment),*
                ) -> __graph::Collection<$name> {
                    <__graph::Collection<$name>>::__new($collection_number, &[$(&$collection_segment),*])
                }
            )*
            $(
                #[doc = $singleton_doc]
                #[doc(hidden)]
                #[inline]
                $vis fn $singleton() -> __graph::Singleton<$name> {
                    __graph::Singleton::__new()
                }
            )?
        }
    };
}

/// Implements serde's traits by functions of `__graph`: `Serialize`, and `Deserialize` if a second function is given.
#[doc(hidden)]
#[macro_export]
macro_rules! __graph_serde_impls {
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

/// Writes a condition with `&&` and `||`.
///
/// Rust does not let a type define these operators, so a [`Filter`](crate::query::Filter) has `&` and `|`. The macro replaces the ones by the others,
/// and imports [`QueryExt`](crate::QueryExt) for the condition.
///
/// ```
/// use graph_core::{Cloud, GraphClient, filter, graph_resource};
///
/// #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer", select = all)]
/// struct Printer {
///     #[graph(key)]
///     id: String,
///     job_count: i32,
///     location: Option<String>,
/// }
///
/// let graph = GraphClient::builder(Cloud::Global).token("eyJ0eXAi").build()?;
/// let idle = graph.list(Printer::collection()).filter(filter!(|p| p.job_count.is(0) && !p.location.is_null()));
/// assert!(idle.dry_run()?.url().ends_with("?$filter=jobCount%20eq%200%20and%20not(location%20eq%20null)"));
/// # Ok::<(), graph_core::Error>(())
/// ```
#[macro_export]
macro_rules! filter {
    ($($condition:tt)*) => {{
        #[allow(unused_imports)]
        use $crate::QueryExt as _;
        $crate::__private::filter_operators!($($condition)*)
    }};
}
