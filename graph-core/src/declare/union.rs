//! Unions, and addresses for those with a path.

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
                __create_only: &[],
                __links: &[],
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
