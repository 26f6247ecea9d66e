//! Enumerations.

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
