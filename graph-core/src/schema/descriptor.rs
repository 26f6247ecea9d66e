use std::fmt;
use std::iter::FusedIterator;
use std::ops::Range;

use super::enum_descriptor::EnumDescriptor;
use super::template::PathTemplate;
use super::version::Version;

/// What a declaration says about a type, in static memory.
#[derive(Debug)]
pub struct TypeDescriptor {
    #[doc(hidden)]
    pub __opening: &'static str,
    #[doc(hidden)]
    pub __odata_type: &'static str,
    #[doc(hidden)]
    pub __version: Version,
    #[doc(hidden)]
    pub __paths: &'static [PathTemplate],
    #[doc(hidden)]
    pub __permissions: &'static [&'static str],
    /// `,"name":` of each property
    #[doc(hidden)]
    pub __members: &'static [&'static str],
    #[doc(hidden)]
    pub __keys: &'static [usize],
    #[doc(hidden)]
    pub __read_only: &'static [usize],
    #[doc(hidden)]
    pub __never_null: &'static [usize],
    #[doc(hidden)]
    pub __merge: &'static [usize],
    #[doc(hidden)]
    pub __type_of: fn(usize) -> &'static EdmTypeInfo,
    #[doc(hidden)]
    pub __open: bool,
}

impl TypeDescriptor {
    /// The OData type as `@odata.type` carries it, for example `#microsoft.graph.deviceConfigurationUserStatus`.
    pub fn odata_type(&self) -> &'static str {
        self.__odata_type
    }

    /// The last part of the OData type, for example `deviceConfigurationUserStatus`.
    pub fn name(&self) -> &'static str {
        self.__odata_type.rsplit(['.', '#']).next().unwrap_or(self.__odata_type)
    }

    /// The API version that the resource belongs to.
    pub fn version(&self) -> Version {
        self.__version
    }

    /// Whether `@odata.type` is sent in an update.
    pub fn tag(&self) -> Tag {
        if self.__opening.len() > 1 { Tag::Always } else { Tag::Never }
    }

    /// The paths that lead to the resource: `path = ".."` first, then the named ones in the order of declaration.
    pub fn paths(&self) -> &'static [PathTemplate] {
        self.__paths
    }

    /// The permissions of which an operation on the resource needs one, from `permissions = [..]`; empty if that was not said.
    pub fn permissions(&self) -> &'static [&'static str] {
        self.__permissions
    }

    /// The properties in the order of declaration.
    pub fn properties(&'static self) -> Properties {
        Properties { descriptor: self, range: 0..self.__members.len() }
    }

    /// The property at this place in the order of declaration.
    pub fn property(&'static self, index: usize) -> Option<PropertyDescriptor> {
        (index < self.__members.len()).then_some(PropertyDescriptor { descriptor: self, index })
    }

    /// Whether values may hold members that are not declared: the type has a field under `#[graph(dynamic_properties)]`.
    pub fn is_open(&self) -> bool {
        self.__open
    }

    /// Whether `odata_type` names this type: `microsoft.graph.user`, `#microsoft.graph.user`, or a URL that ends with it.
    ///
    /// Source: [OData JSON format 4.01, section 4.6.3](https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_ControlInformationtypeodatatype).
    pub(crate) fn is_named(&self, odata_type: &str) -> bool {
        self.__odata_type == odata_type || self.is_spelled(odata_type)
    }

    #[cold]
    fn is_spelled(&self, odata_type: &str) -> bool {
        let bare = |name: &'_ str| name.rfind('#').map_or(0, |at| at + 1);
        let declared = self.__odata_type;
        declared.get(bare(declared)..) == odata_type.get(bare(odata_type)..)
    }

    /// Whether both are of one type. A constant can stand in memory more than once.
    pub(crate) fn is_same_type(&self, other: &Self) -> bool {
        std::ptr::eq(self, other) || (self.__odata_type == other.__odata_type && self.__members == other.__members)
    }

    /// The text `,"name":` of each property.
    pub(crate) fn members(&self) -> &'static [&'static str] {
        self.__members
    }

    /// Whether an update may set the property at `index`.
    pub(crate) fn is_writable(&self, index: usize) -> bool {
        !self.__keys.contains(&index) && !self.__read_only.contains(&index)
    }

    /// Whether null is a value of the property at `index`, if it is one of its type.
    pub(crate) fn allows_null(&self, index: usize) -> bool {
        !self.__never_null.contains(&index)
    }

    /// Whether a difference sends only the changed members of the property at `index`.
    pub(crate) fn merges(&self, index: usize) -> bool {
        self.__merge.contains(&index)
    }

    /// The text that every JSON object of this type starts with: `{` or `{"@odata.type":"…"`.
    pub(crate) fn opening(&self) -> &'static str {
        self.__opening
    }
}

/// What a declaration says about one property.
#[derive(Clone, Copy)]
pub struct PropertyDescriptor {
    descriptor: &'static TypeDescriptor,
    index: usize,
}

impl PropertyDescriptor {
    /// The place in the order of declaration.
    pub fn index(self) -> usize {
        self.index
    }

    /// The name on the wire, for example `lastUpdateDateTime`.
    pub fn name(self) -> &'static str {
        self.descriptor.__members.get(self.index).map_or("", |member| member_name(member))
    }

    /// The Edm type, and whether `null` is a value of it.
    pub fn type_info(self) -> &'static EdmTypeInfo {
        (self.descriptor.__type_of)(self.index)
    }

    /// Who may write it.
    pub fn access(self) -> Access {
        if self.descriptor.__keys.contains(&self.index) {
            Access::Key
        } else if self.descriptor.__read_only.contains(&self.index) {
            Access::ReadOnly
        } else {
            Access::Writable
        }
    }

    /// Whether a difference sends only the members that changed, if it is a complex value: `#[graph(merge)]`.
    pub fn is_merged(self) -> bool {
        self.descriptor.merges(self.index)
    }

    /// Whether null is a value of it: not under `#[graph(optional)]`, although the type is an `Option`.
    pub fn is_nullable(self) -> bool {
        self.type_info().nullable && self.descriptor.allows_null(self.index)
    }

    /// Whether a response must hold it.
    pub fn is_required(self) -> bool {
        !self.type_info().optional
    }
}

impl fmt::Debug for PropertyDescriptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PropertyDescriptor")
            .field("name", &self.name())
            .field("type", self.type_info())
            .field("access", &self.access())
            .finish_non_exhaustive()
    }
}

/// `,"name":` without its punctuation
pub(crate) fn member_name(member: &'static str) -> &'static str {
    member.get(2..member.len() - 2).unwrap_or("")
}

/// The properties of a type, in the order of declaration.
#[derive(Debug, Clone)]
pub struct Properties {
    descriptor: &'static TypeDescriptor,
    range: Range<usize>,
}

impl Iterator for Properties {
    type Item = PropertyDescriptor;

    fn next(&mut self) -> Option<PropertyDescriptor> {
        self.range.next().map(|index| PropertyDescriptor { descriptor: self.descriptor, index })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.range.size_hint()
    }
}

impl DoubleEndedIterator for Properties {
    fn next_back(&mut self) -> Option<PropertyDescriptor> {
        self.range.next_back().map(|index| PropertyDescriptor { descriptor: self.descriptor, index })
    }
}

impl ExactSizeIterator for Properties {}

impl FusedIterator for Properties {}

/// Who may write a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Access {
    /// An update may set it.
    Writable,
    /// The service computes it: `#[graph(read_only)]`.
    ReadOnly,
    /// It identifies the entity: `#[graph(key)]`.
    Key,
}

/// Whether `@odata.type` is sent in an update of the resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Tag {
    /// First in every body, the default.
    Always,
    /// Not at all: `tag = never`.
    Never,
}

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
    pub distinguishes_absent: bool,
}

impl EdmTypeInfo {
    /// A type that has no null and that a response must hold.
    pub const fn required(edm: EdmType) -> Self {
        Self { edm, nullable: false, optional: false, distinguishes_absent: false }
    }

    /// The same type with null as a value.
    pub(crate) const fn or_null(self) -> Self {
        Self { edm: self.edm, nullable: true, optional: true, distinguishes_absent: false }
    }

    /// The same type with null as a value, which is not the same as absence.
    pub(crate) const fn absent_or_null(self) -> Self {
        Self { edm: self.edm, nullable: true, optional: true, distinguishes_absent: true }
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
