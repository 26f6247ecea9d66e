//! Resources: addresses, updates, differences, creations, links.

/// Implements what resources have besides: addresses, updates, differences, creations.
#[doc(hidden)]
#[macro_export]
macro_rules! __graph_resource {
    (
        resource $name:ident vis $vis:vis
        update $update:ident $update_doc:literal
        create $create_doc:literal
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
            type Create = $update<__graph::ForCreate>;
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
            #[doc = $create_doc]
            #[inline]
            $vis fn create() -> $update<__graph::ForCreate> {
                __graph::update::start_create()
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
        impl<__Purpose> $update<__Purpose> {
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
        impl<__Purpose> __graph::PropertyBuilder for $update<__Purpose> {
            type Resource = $name;
            type Purpose = __Purpose;
            #[inline]
            // always the same tokens with the same span, so that one error is shown where another type has the name
            fn __body(&self) -> &__graph::WriteBody {
                &(*self).$body
            }
            #[inline]
            fn __into_body(self) -> __graph::WriteBody {
                self.$body
            }
            #[inline]
            fn __from_body(body: __graph::WriteBody) -> Self {
                Self(body, __graph::PhantomData)
            }
        }
        #[automatically_derived]
        impl<__Purpose> __graph::Clone for $update<__Purpose> {
            #[inline]
            fn clone(&self) -> Self {
                Self(__graph::Clone::clone(&(*self).$body), __graph::PhantomData)
            }
        }
        #[automatically_derived]
        impl<__Purpose> __graph::Debug for $update<__Purpose> {
            #[inline]
            fn fmt(&self, f: &mut __graph::Formatter<'_>) -> __graph::FormatResult {
                __graph::Debug::fmt(&(*self).$body, f)
            }
        }
        #[automatically_derived]
        impl<__Purpose> __graph::PartialEq for $update<__Purpose> {
            #[inline]
            fn eq(&self, other: &Self) -> __graph::bool {
                __graph::PartialEq::eq(&(*self).$body, &(*other).$body)
            }
        }
    };
}

/// Implements what resources with `create_only` or `expand` properties, links or a base type have besides.
#[doc(hidden)]
#[macro_export]
macro_rules! __graph_related {
    (
        resource $name:ident vis $vis:vis
        update $update:ident
        argument $argument:ident
        create_setters [$({
            $index:literal $setter_vis:vis $setter:ident ($($ty:tt)*) $set:ident [$($value:tt)*]
            $doc:literal [$($deprecated:tt)*]
        })*]
        links [$({
            $link:ident $link_name:literal $kind:ident $link_doc:literal
            $bind:ident $bind_set:ident $bind_argument:ident $bind_doc:literal [$($target:tt)*]
        })*]
        bases [$([$($base:tt)*])*]
    ) => {
        #[allow(dead_code, clippy::should_implement_trait, clippy::wrong_self_convention)]
        impl $update<__graph::ForCreate> {
            $(
                #[doc = $doc]
                $($deprecated)*
                #[inline]
                $setter_vis fn $setter(self, $argument: $($ty)*) -> Self {
                    __graph::update::$set(self, $index, $($value)*)
                }
            )*
        }
        #[allow(dead_code)]
        impl $name {
            $(
                #[doc = $link_doc]
                #[inline]
                $vis fn $link() -> __graph::$kind<$name, $($target)*> {
                    <__graph::$kind<$name, $($target)*>>::__new($link_name)
                }
            )*
        }
        #[allow(dead_code)]
        impl<__Purpose> $update<__Purpose> {
            $(
                #[doc = $bind_doc]
                #[inline]
                $vis fn $bind(self, $argument: impl __graph::$bind_argument<$($target)*>) -> Self {
                    __graph::update::$bind_set(self, $link_name, $argument)
                }
            )*
        }
        $(
            #[automatically_derived]
            impl __graph::LinkTarget<$($base)*> for $name {}
        )*
    };
}
