use std::fmt;
use std::iter::FusedIterator;
use std::ops::Range;

use super::link::LinkDescriptor;
use super::template::PathTemplate;
use super::version::Version;

/// What a declaration states about a type, in static memory.
///
/// The module [`schema`](crate::schema) has an example.
#[derive(Debug, Clone)]
pub struct TypeDescriptor {
    #[doc(hidden)]
    pub __opening: &'static str,
    #[doc(hidden)]
    pub __odata_type: &'static str,
    #[doc(hidden)]
    pub __version: Version,
    #[doc(hidden)]
    pub __paths: &'static [PathTemplate],
    /// `collection = ".."`: at most one
    #[doc(hidden)]
    pub __collections: &'static [PathTemplate],
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
    pub __expanded: &'static [usize],
    #[doc(hidden)]
    pub __on_request: &'static [usize],
    #[doc(hidden)]
    pub __create_only: &'static [usize],
    #[doc(hidden)]
    pub __links: &'static [LinkDescriptor],
    #[doc(hidden)]
    pub __type_of: fn(usize) -> &'static EdmTypeInfo,
    #[doc(hidden)]
    pub __open: bool,
    #[doc(hidden)]
    pub __selects_all: bool,
}

impl TypeDescriptor {
    /// Returns the OData type as in `@odata.type`, for example `#microsoft.graph.deviceConfigurationUserStatus`.
    pub fn odata_type(&self) -> &'static str {
        self.__odata_type
    }

    /// Returns the last part of the OData type, for example `deviceConfigurationUserStatus`.
    pub fn name(&self) -> &'static str {
        self.__odata_type.rsplit(['.', '#']).next().unwrap_or(self.__odata_type)
    }

    /// Returns the API version of the resource.
    pub fn version(&self) -> Version {
        self.__version
    }

    /// Returns whether `@odata.type` is sent in an update.
    pub fn tag(&self) -> Tag {
        if self.__opening.len() > 1 { Tag::Always } else { Tag::Never }
    }

    /// Returns the path templates of the resource.
    ///
    /// `path = ".."` is the first one, then those of `paths(..)` in the order of declaration.
    pub fn paths(&self) -> &'static [PathTemplate] {
        self.__paths
    }

    /// Returns the path template of the collection from `collection = ".."`, if it is declared.
    pub fn collection(&self) -> Option<&'static PathTemplate> {
        self.__collections.first()
    }

    /// Returns whether reads leave it to the service which properties it returns.
    ///
    /// That is so under `select = all`, for a type without properties, such as a union, and for a type that stores undeclared properties unless its
    /// declaration has `select = declared`.
    pub fn selects_all(&self) -> bool {
        self.__selects_all || self.__members.is_empty()
    }

    /// Returns the permissions from `permissions = [..]`: an operation on the resource needs one of them. Empty by default.
    pub fn permissions(&self) -> &'static [&'static str] {
        self.__permissions
    }

    /// Returns an iterator over the properties in the order of declaration.
    pub fn properties(&'static self) -> Properties {
        Properties { descriptor: self, range: 0..self.__members.len() }
    }

    /// Returns the property at `index` in the order of declaration.
    pub fn property(&'static self, index: usize) -> Option<PropertyDescriptor> {
        (index < self.__members.len()).then_some(PropertyDescriptor { descriptor: self, index })
    }

    /// Returns whether values store undeclared properties, in a field under `#[graph(dynamic_properties)]`.
    pub fn is_open(&self) -> bool {
        self.__open
    }

    /// Returns whether `odata_type` names this type: `microsoft.graph.user`, `#microsoft.graph.user`, or a URL that ends with it.
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

    /// Returns whether both describe the same type. A constant can have several addresses in memory.
    pub(crate) fn is_same_type(&self, other: &Self) -> bool {
        std::ptr::eq(self, other) || (self.__odata_type == other.__odata_type && self.__members == other.__members)
    }

    /// Returns the text `,"name":` of each property.
    pub(crate) fn members(&self) -> &'static [&'static str] {
        self.__members
    }

    /// Returns the navigation properties from `links(..)`, which refer to entities that exist on their own.
    pub fn links(&self) -> &'static [LinkDescriptor] {
        self.__links
    }

    /// Returns whether an update may set the property at `index`.
    pub(crate) fn is_writable(&self, index: usize) -> bool {
        !self.__keys.contains(&index) && !self.__read_only.contains(&index) && !self.__create_only.contains(&index)
    }

    /// Returns whether a creation may set the property at `index`.
    pub(crate) fn is_creatable(&self, index: usize) -> bool {
        self.is_writable(index) || self.__create_only.contains(&index) || self.__expanded.contains(&index)
    }

    /// Returns whether the property at `index` may be null, if its type allows it.
    pub(crate) fn allows_null(&self, index: usize) -> bool {
        !self.__never_null.contains(&index)
    }

    /// Returns whether reads expand navigation properties.
    pub(crate) fn has_expanded(&self) -> bool {
        !self.__expanded.is_empty()
    }

    /// Returns whether the property at `index` is a navigation property that reads expand.
    pub(crate) fn expands(&self, index: usize) -> bool {
        self.__expanded.contains(&index)
    }

    /// Returns whether collections do not contain the property at `index`.
    pub(crate) fn is_on_request(&self, index: usize) -> bool {
        self.__on_request.contains(&index)
    }

    /// Returns whether a difference sends only what changed inside the property at `index`.
    pub(crate) fn merges(&self, index: usize) -> bool {
        self.__merge.contains(&index)
    }

    /// Returns the text that every JSON object of this type starts with: `{` or `{"@odata.type":"…"`.
    pub(crate) fn opening(&self) -> &'static str {
        self.__opening
    }
}

/// What a declaration states about one property.
///
/// The module [`schema`](crate::schema) has an example.
#[derive(Clone, Copy)]
pub struct PropertyDescriptor {
    descriptor: &'static TypeDescriptor,
    index: usize,
}

impl PropertyDescriptor {
    /// Returns the index of the property in the order of declaration.
    pub fn index(self) -> usize {
        self.index
    }

    /// Returns the wire name, for example `lastUpdateDateTime`.
    pub fn name(self) -> &'static str {
        self.descriptor.__members.get(self.index).map_or("", |member| member_name(member))
    }

    /// Returns the Edm type, and whether the property may be null or absent.
    pub fn type_info(self) -> &'static EdmTypeInfo {
        (self.descriptor.__type_of)(self.index)
    }

    /// Returns whether a caller may write the property.
    pub fn access(self) -> Access {
        if self.descriptor.__keys.contains(&self.index) {
            Access::Key
        } else if self.descriptor.__read_only.contains(&self.index) {
            Access::ReadOnly
        } else if self.descriptor.__create_only.contains(&self.index) {
            Access::CreateOnly
        } else {
            Access::Writable
        }
    }

    /// Returns whether a creation may set the property.
    ///
    /// Unlike an update, it may set properties under `#[graph(create_only)]` and `#[graph(expand)]`.
    pub fn is_creatable(self) -> bool {
        self.descriptor.is_creatable(self.index)
    }

    /// Returns whether a difference sends only what changed inside the complex value: `#[graph(merge)]`.
    pub fn is_merged(self) -> bool {
        self.descriptor.merges(self.index)
    }

    /// Returns whether the property is a navigation property that reads expand: `#[graph(expand)]`.
    pub fn is_expanded(self) -> bool {
        self.descriptor.__expanded.contains(&self.index)
    }

    /// Returns whether only reads of one entity return the property: `#[graph(on_request)]`.
    pub fn is_on_request(self) -> bool {
        self.descriptor.__on_request.contains(&self.index)
    }

    /// Returns whether the property may be null.
    ///
    /// It is false under `#[graph(optional)]`, although the type is an `Option`.
    pub fn is_nullable(self) -> bool {
        self.type_info().nullable && self.descriptor.allows_null(self.index)
    }

    /// Returns whether a response must contain the property.
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

/// Returns the name in a member text `,"name":`.
pub(crate) fn member_name(member: &'static str) -> &'static str {
    member.get(2..member.len() - 2).unwrap_or("")
}

/// An iterator over the properties of a type, in the order of declaration.
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

/// Whether a caller may write a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Access {
    /// An update may set the property.
    Writable,
    /// The service computes the property, or it is a navigation property: `#[graph(read_only)]` or `#[graph(expand)]`.
    ReadOnly,
    /// Only a creation may set the property: `#[graph(create_only)]`.
    CreateOnly,
    /// The property identifies the entity: `#[graph(key)]`.
    Key,
}

/// Whether `@odata.type` is sent in an update of the resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Tag {
    /// It is the first member of every body, the default.
    Always,
    /// It is not sent: `tag = never`.
    Never,
}

/// The Edm type of a property, and whether it may be null or absent.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct EdmTypeInfo {
    /// The Edm type, regardless of null.
    pub edm: EdmType,
    /// Whether the property may be null.
    pub nullable: bool,
    /// Whether a response may omit the property.
    pub optional: bool,
    /// Whether the Rust type distinguishes absent and null.
    pub distinguishes_absent: bool,
}

impl EdmTypeInfo {
    /// Creates the description of a type that must be present and not null.
    pub const fn required(edm: EdmType) -> Self {
        Self { edm, nullable: false, optional: false, distinguishes_absent: false }
    }

    /// Returns the same type, with null and absent as one state.
    pub(crate) const fn or_null(self) -> Self {
        Self { edm: self.edm, nullable: true, optional: true, distinguishes_absent: false }
    }

    /// Returns the same type for a property that some responses omit.
    pub(crate) const fn absent_if_not_requested(self) -> Self {
        Self { edm: self.edm, nullable: self.nullable, optional: true, distinguishes_absent: true }
    }

    /// Returns the same type, with null and absent as two states.
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
    /// An enumeration type whose values are sets of members
    Flags(&'static EnumDescriptor),
    /// A structured type, returned by a function because types may be recursive
    Structured(fn() -> &'static TypeDescriptor),
    /// A base type, with its declared derived types
    Union(&'static [&'static EdmTypeInfo]),
    /// A collection, whose element type is returned by a function because types may be recursive
    Collection(fn() -> &'static EdmTypeInfo),
    /// `Edm.Untyped`: any JSON
    Untyped,
}

/// What a declaration states about an enumeration, in static memory.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EnumDescriptor {
    #[doc(hidden)]
    pub __name: &'static str,
    #[doc(hidden)]
    pub __members: &'static [&'static str],
}

impl EnumDescriptor {
    /// Returns the name of the type in Rust.
    pub fn name(&self) -> &'static str {
        self.__name
    }

    /// Returns the wire names of the declared members.
    pub fn members(&self) -> &'static [&'static str] {
        self.__members
    }
}
