//! An enumeration.
use graph_core::graph_enum;
/// Whether a printer is on.
pub enum PowerState {
    On,
    TurnedOff,
    Other(String),
}

#[allow(deprecated, non_snake_case)]
const _: () = {
    use ::graph_core::__private as __graph;
    #[automatically_derived]
    impl __graph::GraphEnum for PowerState {
        const DESCRIPTOR: &'static __graph::EnumDescriptor = &__graph::EnumDescriptor {
            __name: "PowerState",
            __members: &["on", "turnedOff"],
        };
        #[inline]
        fn as_member(&self) -> &__graph::str {
            match *self {
                PowerState::On => "on",
                PowerState::TurnedOff => "turnedOff",
                PowerState::Other(ref member) => member,
            }
        }
        #[inline]
        fn from_member(member: &__graph::str) -> Self {
            match member {
                "on" => PowerState::On,
                "turnedOff" => PowerState::TurnedOff,
                _ => PowerState::Other(__graph::Into::into(member)),
            }
        }
    }

    #[automatically_derived]
    impl __graph::Declared for PowerState {
        type Kind = __graph::enumeration::Enumeration;
        #[inline]
        fn blank() -> Self {
            <PowerState as __graph::PropertyType>::BLANK
        }
    }

    #[automatically_derived]
    impl __graph::PropertyType for PowerState {
        const BLANK: Self = PowerState::On;
    }

    #[automatically_derived]
    impl __graph::PathSegment for PowerState {
        #[inline]
        fn as_segment(&self) -> __graph::Cow<'_, __graph::str> {
            __graph::Cow::Borrowed(<PowerState as __graph::GraphEnum>::as_member(self))
        }
    }

    #[allow(dead_code)]
    impl PowerState {
        /// Returns the wire name of the member.
        #[inline]
        pub fn as_str(&self) -> &__graph::str {
            <PowerState as __graph::GraphEnum>::as_member(self)
        }
    }

    #[automatically_derived]
    impl __graph::Display for PowerState {
        #[inline]
        fn fmt(&self, f: &mut __graph::Formatter<'_>) -> __graph::FormatResult {
            f.pad(<PowerState as __graph::GraphEnum>::as_member(self))
        }
    }

    #[automatically_derived]
    impl __graph::From<&__graph::str> for PowerState {
        #[inline]
        fn from(member: &__graph::str) -> Self {
            <PowerState as __graph::GraphEnum>::from_member(member)
        }
    }

    #[automatically_derived]
    impl __graph::serde::Serialize for PowerState {
        #[inline]
        fn serialize<S: __graph::serde::Serializer>(
            &self,
            serializer: S,
        ) -> __graph::Result<S::Ok, S::Error> {
            __graph::serialize_value(self, serializer)
        }
    }

    #[automatically_derived]
    impl<'de> __graph::serde::Deserialize<'de> for PowerState {
        #[inline]
        fn deserialize<D: __graph::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> __graph::Result<Self, D::Error> {
            __graph::deserialize_value(deserializer)
        }
    }
};
