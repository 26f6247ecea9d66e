use std::collections::BTreeSet;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use crate::json::interop::{deserialize_value, serialize_value};
use crate::json_text::{ReadError, Reader, Writer};
use crate::schema::{EdmType, EdmTypeInfo, Element, GraphEnum, PropertyType, Value};

/// Several members of an enumeration under `#[graph_enum]`, as `a,b` on the wire.
///
/// The text is kept as it was read, undeclared members included, until something is inserted or removed.
///
/// Source: OData JSON format 4.01, section 7.1.
///
/// ```
/// use graph_core::{Flags, graph_enum};
///
/// #[graph_enum]
/// #[derive(Debug, Clone, PartialEq)]
/// enum Day {
///     Sunday,
///     Monday,
///     #[graph(other)]
///     Other(String),
/// }
///
/// let mut days = Flags::from_iter([Day::Sunday, Day::Monday]);
/// assert_eq!(days.as_str(), "sunday,monday");
/// days.remove(&Day::Sunday);
/// assert!(!days.contains(&Day::Sunday) && days.contains(&Day::Monday));
/// ```
pub struct Flags<E> {
    text: String,
    member: PhantomData<fn() -> E>,
}

impl<E: GraphEnum> Flags<E> {
    /// No member.
    pub const fn new() -> Self {
        Self { text: String::new(), member: PhantomData }
    }

    /// The members as they are on the wire.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The members in their order.
    pub fn iter(&self) -> impl Iterator<Item = E> + '_ {
        self.members().map(E::from_member)
    }

    /// Returns whether the set contains `member`. A comma-separated member stands for each name in it.
    pub fn contains(&self, member: &E) -> bool {
        let mut wanted = members(member.as_member()).peekable();
        wanted.peek().is_some() && wanted.all(|wanted| self.has(wanted))
    }

    /// Whether there is no member.
    pub fn is_empty(&self) -> bool {
        self.members().next().is_none()
    }

    /// Adds `member`, and returns whether that added anything.
    ///
    /// An undeclared member whose text is a list, such as `a,b`, stands for all members in it; empty text stands for none.
    pub fn insert(&mut self, member: &E) -> bool {
        let mut added = false;
        for member in members(member.as_member()) {
            if self.has(member) {
                continue;
            }
            if !self.is_empty() {
                self.text.push(',');
            }
            self.text.push_str(member);
            added = true;
        }
        added
    }

    /// Removes `member`, and returns whether that removed anything. One whose text is a list stands for all members in it.
    pub fn remove(&mut self, member: &E) -> bool {
        let is_meant = |other: &str| members(member.as_member()).any(|member| member == other);
        let rest: Vec<&str> = self.members().filter(|other| !is_meant(other)).collect();
        let removed = rest.len() < self.members().count();
        if removed {
            self.text = rest.join(",");
        }
        removed
    }

    fn has(&self, member: &str) -> bool {
        self.members().any(|other| other == member)
    }

    fn members(&self) -> impl Iterator<Item = &str> {
        members(&self.text)
    }
}

/// The members in a text.
fn members(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|member| !member.is_empty())
}

impl<E: GraphEnum> FromIterator<E> for Flags<E> {
    fn from_iter<I: IntoIterator<Item = E>>(members: I) -> Self {
        let mut flags = Self::new();
        for member in members {
            flags.insert(&member);
        }
        flags
    }
}

/// One member.
impl<E: GraphEnum> From<E> for Flags<E> {
    fn from(member: E) -> Self {
        Self::from_iter([member])
    }
}

impl<E> Clone for Flags<E> {
    fn clone(&self) -> Self {
        Self { text: self.text.clone(), member: PhantomData }
    }
}

impl<E: GraphEnum> Default for Flags<E> {
    fn default() -> Self {
        Self::new()
    }
}

/// The same members in any order.
impl<E: GraphEnum> PartialEq for Flags<E> {
    fn eq(&self, other: &Self) -> bool {
        self.members().all(|member| other.members().any(|theirs| theirs == member))
            && other.members().all(|theirs| self.members().any(|member| member == theirs))
    }
}

impl<E: GraphEnum> Eq for Flags<E> {}

/// The same for the same members in any order.
impl<E: GraphEnum> Hash for Flags<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.members().collect::<BTreeSet<_>>().hash(state);
    }
}

impl<E: GraphEnum> serde::Serialize for Flags<E> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_value(self, serializer)
    }
}

impl<'de, E: GraphEnum> serde::Deserialize<'de> for Flags<E> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_value(deserializer)
    }
}

impl<E> fmt::Debug for Flags<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Flags").field(&self.text).finish()
    }
}

impl<E: GraphEnum> fmt::Display for Flags<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl<E: GraphEnum> Value for Flags<E> {
    fn type_info(&self) -> &'static EdmTypeInfo {
        <Self as Element>::TYPE
    }

    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
        self.text = json.string("enumeration members")?.into_owned();
        Ok(())
    }

    fn write(&self, json: &mut Writer) {
        json.string(&self.text);
    }
}

impl<E: GraphEnum> PropertyType for Flags<E> {
    const BLANK: Self = Self::new();
}

impl<E: GraphEnum> Element for Flags<E> {
    const TYPE: &'static EdmTypeInfo = &EdmTypeInfo::required(EdmType::Flags(E::DESCRIPTOR));

    fn blank() -> Self {
        Self::new()
    }
}
