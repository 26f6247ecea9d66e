//! Actions and functions.

/// Implements what actions and functions have besides those of structured types: `Callable`, and `Harmless` if they are.
#[doc(hidden)]
#[macro_export]
macro_rules! __graph_callable {
    (
        callable $name:ident
        name $text:literal
        kind $kind:ident
        version [$($version:ident)?]
        path [$($path:literal)?]
        permissions [$($permission:literal)*]
        danger $danger:ident
        binding [$($binding:tt)*]
        returns [$($returns:tt)*]
        harmless [$($harmless:ident)?]
    ) => {
        #[automatically_derived]
        impl __graph::Callable for $name {
            const DESCRIPTOR: &'static __graph::CallableDescriptor = &__graph::CallableDescriptor {
                __name: $text,
                __kind: __graph::CallableKind::$kind,
                __version: __graph::callable_option!($(__graph::Version::$version)?),
                __path: __graph::callable_option!($($path)?),
                __permissions: &[$($permission),*],
                __danger: __graph::Danger::$danger,
            };
            type Binding = $($binding)*;
            type Returns = $($returns)*;
        }
        $(
            #[automatically_derived]
            impl __graph::Harmless for $harmless {}
        )?
    };
}

/// `Some(value)`, or `None` without a value.
#[doc(hidden)]
#[macro_export]
macro_rules! __graph_callable_option {
    () => {
        __graph::Option::None
    };
    ($value:expr) => {
        __graph::Option::Some($value)
    };
}
