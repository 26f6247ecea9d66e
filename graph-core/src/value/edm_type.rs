use crate::resource::TypeDescriptor;

/// The Edm type of a property, and what may be left out.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct EdmTypeInfo {
    /// The Edm type, without regard to null.
    pub edm: EdmType,
    /// Whether `null` is a value.
    pub nullable: bool,
    /// Whether a response may lack it.
    pub optional: bool,
    /// Whether the Rust type tells an absent value from null.
    pub keeps_absence: bool,
}

impl EdmTypeInfo {
    /// A type that has no null and that a response must hold.
    pub const fn required(edm: EdmType) -> Self {
        Self { edm, nullable: false, optional: false, keeps_absence: false }
    }

    /// The same type with null as a value.
    pub(crate) const fn or_null(self) -> Self {
        Self { edm: self.edm, nullable: true, optional: true, keeps_absence: false }
    }

    /// The same type with null as a value, which is not the same as absence.
    pub(crate) const fn absent_or_null(self) -> Self {
        Self { edm: self.edm, nullable: true, optional: true, keeps_absence: true }
    }
}

/// A type of the Entity Data Model.
///
/// Source: [OData JSON format 4.01, section 7.1](https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_PrimitiveValue).
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum EdmType {
    /// `Edm.Boolean`
    Boolean,
    /// `Edm.Byte`, unsigned
    Byte,
    /// `Edm.SByte`
    SByte,
    /// `Edm.Int16`
    Int16,
    /// `Edm.Int32`
    Int32,
    /// `Edm.Int64`
    Int64,
    /// `Edm.Single`
    Single,
    /// `Edm.Double`
    Double,
    /// `Edm.Decimal`
    Decimal,
    /// `Edm.String`
    String,
    /// `Edm.DateTimeOffset`
    DateTimeOffset,
    /// `Edm.Date`
    Date,
    /// `Edm.TimeOfDay`
    TimeOfDay,
    /// `Edm.Duration`
    Duration,
    /// `Edm.Binary`
    Binary,
    /// `Edm.Guid`
    Guid,
    /// An enumeration type
    Enum(&'static EnumDescriptor),
    /// Several members of an enumeration type at once
    Flags(&'static EnumDescriptor),
    /// A structured type; a function, because types may be recursive
    Structured(fn() -> &'static TypeDescriptor),
    /// A structured type with others derived from it: those that are declared
    Union(&'static [&'static EdmTypeInfo]),
    /// A collection of a type; a function, because types may be recursive
    Collection(fn() -> &'static EdmTypeInfo),
    /// `Edm.Untyped`: any JSON
    Untyped,
}

/// What `#[graph_enum]` says about an enumeration.
#[derive(Debug)]
pub struct EnumDescriptor {
    #[doc(hidden)]
    pub __name: &'static str,
    #[doc(hidden)]
    pub __members: &'static [&'static str],
}

impl EnumDescriptor {
    /// The name of the type in Rust.
    pub fn name(&self) -> &'static str {
        self.__name
    }

    /// The declared members as they are on the wire.
    pub fn members(&self) -> &'static [&'static str] {
        self.__members
    }
}
