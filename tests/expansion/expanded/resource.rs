//! A resource with a property of each kind.
use graph_core::{DateTimeOffset, DynamicProperties, Nullable, graph_resource};
use super::complex_type::Location;
use super::enumeration::PowerState;
/// A printer.
pub struct Printer {
    /// Identifies the printer.
    pub id: String,
    pub registered_date_time: DateTimeOffset,
    /// The name that users see.
    pub display_name: String,
    pub manufacturer: Option<String>,
    pub job_count: i32,
    #[deprecated]
    pub page_limit: Option<i64>,
    pub tray_count: Option<i32>,
    pub state: PowerState,
    pub location: Nullable<Location>,
    pub rest: DynamicProperties,
}

/// An update of [`Printer`]: the properties that are set, and no others.
#[must_use = "it changes nothing until it is sent"]
#[allow(non_camel_case_types)]
pub struct PrinterUpdate<__Purpose = ::graph_core::__private::ForUpdate>(
    ::graph_core::__private::WriteBody,
    ::graph_core::__private::PhantomData<__Purpose>,
);

/// A creation of [`Printer`]: the properties of a new entity.
#[allow(dead_code, non_camel_case_types)]
pub type PrinterCreate = PrinterUpdate<::graph_core::__private::ForCreate>;
#[allow(deprecated, non_snake_case)]
const _: () = {
    use ::graph_core::__private as __graph;
    #[automatically_derived]
    impl __graph::Structured for Printer {
        const DESCRIPTOR: &'static __graph::TypeDescriptor = &__graph::TypeDescriptor {
            __opening: "{\"@odata.type\":\"#microsoft.graph.printer\"",
            __odata_type: "#microsoft.graph.printer",
            __version: __graph::Version::V1,
            __paths: &[
                __graph::PathTemplate {
                    __name: "",
                    __text: "/print/printers/{printerId}",
                    __parts: &[
                        __graph::TemplatePart::Literal("/print/printers/"),
                        __graph::TemplatePart::Segment("printerId"),
                    ],
                },
                __graph::PathTemplate {
                    __name: "by_share",
                    __text: "/print/shares/{printerShareId}/printer",
                    __parts: &[
                        __graph::TemplatePart::Literal("/print/shares/"),
                        __graph::TemplatePart::Segment("printerShareId"),
                        __graph::TemplatePart::Literal("/printer"),
                    ],
                },
            ],
            __collections: &[],
            __permissions: &["Printer.ReadWrite.All"],
            __members: &[
                ",\"id\":",
                ",\"registeredDateTime\":",
                ",\"displayName\":",
                ",\"manufacturer\":",
                ",\"jobCount\":",
                ",\"pageLimit\":",
                ",\"trayCount\":",
                ",\"state\":",
                ",\"location\":",
            ],
            __keys: &[0],
            __read_only: &[1],
            __never_null: &[6],
            __merge: &[8],
            __expanded: &[],
            __on_request: &[],
            __create_only: &[],
            __links: &[],
            __type_of: __graph::structure::type_of::<Printer>,
            __open: true,
            __selects_all: true,
        };
    }

    #[automatically_derived]
    impl __graph::Object for Printer {
        #[inline]
        fn descriptor(&self) -> &'static __graph::TypeDescriptor {
            <Printer as __graph::Structured>::DESCRIPTOR
        }
        #[inline]
        fn property(&self, index: __graph::usize) -> &dyn __graph::Value {
            match index {
                0 => &self.id,
                1 => &self.registered_date_time,
                2 => &self.display_name,
                3 => &self.manufacturer,
                4 => &self.job_count,
                5 => &self.page_limit,
                6 => &self.tray_count,
                7 => <PowerState as __graph::Field>::value(&self.state),
                8 => <Nullable<Location> as __graph::Field>::value(&self.location),
                _ => __graph::no_property(),
            }
        }
        #[inline]
        fn property_mut(&mut self, index: __graph::usize) -> &mut dyn __graph::Value {
            match index {
                0 => &mut self.id,
                1 => &mut self.registered_date_time,
                2 => &mut self.display_name,
                3 => &mut self.manufacturer,
                4 => &mut self.job_count,
                5 => &mut self.page_limit,
                6 => &mut self.tray_count,
                7 => <PowerState as __graph::Field>::value_mut(&mut self.state),
                8 => {
                    <Nullable<Location> as __graph::Field>::value_mut(&mut self.location)
                }
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
    impl __graph::Declared for Printer {
        type Kind = __graph::structure::Structure;
        const KEEPS_UNDECLARED: __graph::bool = true;
        #[inline]
        fn blank() -> Self {
            <Printer as __graph::PropertyType>::BLANK
        }
    }

    #[automatically_derived]
    impl __graph::PropertyType for Printer {
        const BLANK: Self = Printer {
            id: <String as __graph::PropertyType>::BLANK,
            registered_date_time: <DateTimeOffset as __graph::PropertyType>::BLANK,
            display_name: <String as __graph::PropertyType>::BLANK,
            manufacturer: <Option<String> as __graph::PropertyType>::BLANK,
            job_count: <i32 as __graph::PropertyType>::BLANK,
            page_limit: <Option<i64> as __graph::PropertyType>::BLANK,
            tray_count: <Option<i32> as __graph::PropertyType>::BLANK,
            state: <PowerState as __graph::Field>::BLANK,
            location: <Nullable<Location> as __graph::Field>::BLANK,
            rest: __graph::DynamicProperties::new(),
        };
    }

    const _: () = __graph::structure::require(
        !(<PowerState as __graph::Field>::LOSES_UNDECLARED
            || <Nullable<Location> as __graph::Field>::LOSES_UNDECLARED),
        "a property of `Printer` is a collection behind a type alias, which an update replaces, so its elements must keep their undeclared properties: add the field `#[graph(dynamic_properties)] rest: DynamicProperties` to their type, or write `undeclared = drop` in its declaration",
    );

    #[automatically_derived]
    impl __graph::serde::Serialize for Printer {
        #[inline]
        fn serialize<S: __graph::serde::Serializer>(
            &self,
            serializer: S,
        ) -> __graph::Result<S::Ok, S::Error> {
            __graph::serialize_value(self, serializer)
        }
    }

    #[automatically_derived]
    impl<'de> __graph::serde::Deserialize<'de> for Printer {
        #[inline]
        fn deserialize<D: __graph::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> __graph::Result<Self, D::Error> {
            __graph::deserialize_value(deserializer)
        }
    }

    #[automatically_derived]
    impl __graph::Resource for Printer {
        const DESCRIPTOR: &'static __graph::TypeDescriptor = <Printer as __graph::Structured>::DESCRIPTOR;
        type Update = PrinterUpdate;
        type Create = PrinterUpdate<__graph::ForCreate>;
    }

    #[allow(dead_code, clippy::too_many_arguments)]
    impl Printer {
        /// Returns the address `/print/printers/{printerId}`.
        #[inline]
        pub fn at(printer_id: impl __graph::PathSegment) -> __graph::Address<Printer> {
            <__graph::Address<Printer>>::__new(0, &[&printer_id])
        }
        /// Returns the address `/print/shares/{printerShareId}/printer`.
        #[inline]
        pub fn at_by_share(
            printer_share_id: impl __graph::PathSegment,
        ) -> __graph::Address<Printer> {
            <__graph::Address<Printer>>::__new(1, &[&printer_share_id])
        }
        /// Returns the collection `/print/printers`.
        #[inline]
        pub fn collection() -> __graph::Collection<Printer> {
            <__graph::Collection<Printer>>::__new(0, &[])
        }
        /// Starts an update of [`Printer`] that changes nothing yet.
        #[inline]
        pub fn update() -> PrinterUpdate {
            __graph::update::start()
        }
        /// Starts a creation of [`Printer`] that sets nothing yet.
        #[inline]
        pub fn create() -> PrinterUpdate<__graph::ForCreate> {
            __graph::update::start_create()
        }
        /// Returns the update that turns `before` into `after`: the writable properties that differ, and nothing else.
        ///
        /// A collection or complex value that differs is sent with all its members.
        #[inline]
        pub fn diff(before: &Printer, after: &Printer) -> PrinterUpdate {
            __graph::update::difference(before, after)
        }
    }

    #[allow(dead_code, clippy::should_implement_trait, clippy::wrong_self_convention)]
    impl<__Purpose> PrinterUpdate<__Purpose> {
        /// Sets `displayName`.
        ///
        /// The name that users see.
        #[inline]
        pub fn display_name(self, value: impl __graph::IntoText) -> Self {
            __graph::update::text(self, 2, value)
        }
        /// Sets `manufacturer`.
        #[inline]
        pub fn manufacturer(self, value: impl __graph::IntoNullableText) -> Self {
            __graph::update::nullable_text(self, 3, value)
        }
        /// Sends null for `manufacturer`, so that the service removes its value.
        #[inline]
        pub fn clear_manufacturer(self) -> Self {
            __graph::update::clear(self, 3)
        }
        /// Sets `jobCount`.
        #[inline]
        pub fn job_count(self, value: i32) -> Self {
            __graph::update::value(self, 4, value)
        }
        /// Sets `pageLimit`.
        #[deprecated]
        #[inline]
        pub fn page_limit(self, value: impl __graph::IntoProperty<Option<i64>>) -> Self {
            __graph::update::property(self, 5, value)
        }
        /// Sends null for `pageLimit`, so that the service removes its value.
        #[deprecated]
        #[inline]
        pub fn clear_page_limit(self) -> Self {
            __graph::update::clear(self, 5)
        }
        /// Sets `trayCount`.
        #[inline]
        pub fn tray_count(self, value: i32) -> Self {
            __graph::update::value(self, 6, __graph::Option::Some(value))
        }
        /// Sets `state`.
        #[inline]
        pub fn state(self, value: PowerState) -> Self {
            __graph::update::dynamic(
                self,
                7,
                <PowerState as __graph::Field>::value(&value),
            )
        }
        /// Sets `location`.
        #[inline]
        pub fn location(
            self,
            value: impl __graph::IntoProperty<__graph::Option<Location>>,
        ) -> Self {
            __graph::update::dynamic(
                self,
                8,
                <Nullable<
                    Location,
                > as __graph::Field>::value(&__graph::update::three_state(value)),
            )
        }
        /// Sends null for `location`, so that the service removes its value.
        #[inline]
        pub fn clear_location(self) -> Self {
            __graph::update::clear(self, 8)
        }
        /// Sets an undeclared property.
        #[inline]
        pub fn rest(
            self,
            name: &__graph::str,
            value: impl __graph::Into<__graph::Untyped>,
        ) -> Self {
            __graph::update::dynamic_property(self, name, __graph::Into::into(value))
        }
    }

    #[automatically_derived]
    impl<__Purpose> __graph::PropertyBuilder for PrinterUpdate<__Purpose> {
        type Resource = Printer;
        type Purpose = __Purpose;
        #[inline]
        fn __body(&self) -> &__graph::WriteBody {
            &(*self).0
        }
        #[inline]
        fn __into_body(self) -> __graph::WriteBody {
            self.0
        }
        #[inline]
        fn __from_body(body: __graph::WriteBody) -> Self {
            Self(body, __graph::PhantomData)
        }
    }

    #[automatically_derived]
    impl<__Purpose> __graph::Clone for PrinterUpdate<__Purpose> {
        #[inline]
        fn clone(&self) -> Self {
            Self(__graph::Clone::clone(&(*self).0), __graph::PhantomData)
        }
    }

    #[automatically_derived]
    impl<__Purpose> __graph::Debug for PrinterUpdate<__Purpose> {
        #[inline]
        fn fmt(&self, f: &mut __graph::Formatter<'_>) -> __graph::FormatResult {
            __graph::Debug::fmt(&(*self).0, f)
        }
    }

    #[automatically_derived]
    impl<__Purpose> __graph::PartialEq for PrinterUpdate<__Purpose> {
        #[inline]
        fn eq(&self, other: &Self) -> __graph::bool {
            __graph::PartialEq::eq(&(*self).0, &(*other).0)
        }
    }

    #[automatically_derived]
    impl<__Purpose> __graph::serde::Serialize for PrinterUpdate<__Purpose> {
        #[inline]
        fn serialize<S: __graph::serde::Serializer>(
            &self,
            serializer: S,
        ) -> __graph::Result<S::Ok, S::Error> {
            __graph::serialize_update(self, serializer)
        }
    }
    __graph::update::is_update::<
        PrinterUpdate,
    >(
        "there is another type `PrinterUpdate`, so the update of `Printer` needs a name of its own: write `update = Name`",
    )
};
