use std::collections::BTreeSet;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::iter::FusedIterator;
use std::marker::PhantomData;

use crate::json::interop::{deserialize_value, serialize_value};
use crate::json_text::{ReadError, Reader, Writer};
use crate::schema::{EdmType, EdmTypeInfo, Element, GraphEnum, PropertyType, Value};

/// A set of members of an enumeration under [`#[graph_enum]`](macro@crate::graph_enum): `a,b` on the wire.
///
/// The text that was read is preserved, with undeclared members, until a member is inserted or removed.
///
/// Source: [OData JSON format 4.01, section 7.1](https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_PrimitiveValue).
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
/// days.extend([Day::from("friday")]);
/// assert_eq!(days.into_iter().collect::<Vec<_>>(), [Day::Monday, Day::Other("friday".into())]);
/// ```
pub struct Flags<E> {
    text: String,
    member: PhantomData<fn() -> E>,
}

impl<E: GraphEnum> Flags<E> {
    /// Creates a set without members.
    pub const fn new() -> Self {
        Self { text: String::new(), member: PhantomData }
    }

    /// Returns the members as they are on the wire, separated by commas.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns an iterator over the members in their order.
    pub fn iter(&self) -> FlagsIter<'_, E> {
        FlagsIter { text: &self.text, member: PhantomData }
    }

    /// Returns whether the set contains `member`. An undeclared member whose text is a list, such as `a,b`, is all members in it.
    pub fn contains(&self, member: &E) -> bool {
        let mut wanted = members(member.as_member()).peekable();
        wanted.peek().is_some() && wanted.all(|wanted| self.has(wanted))
    }

    /// Returns whether the set does not have members.
    pub fn is_empty(&self) -> bool {
        self.members().next().is_none()
    }

    /// Adds `member`, and returns whether the set did not contain it before.
    ///
    /// An undeclared member whose text is a list, such as `a,b`, adds all members in it; empty text adds none.
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

    /// Removes `member`, and returns whether the set contained it. An undeclared member whose text is a list removes all in it.
    pub fn remove(&mut self, member: &E) -> bool {
        let is_removed = |other: &str| members(member.as_member()).any(|member| member == other);
        let rest: Vec<&str> = self.members().filter(|other| !is_removed(other)).collect();
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

/// Returns the members in a text.
fn members(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|member| !member.is_empty())
}

impl<E: GraphEnum> FromIterator<E> for Flags<E> {
    fn from_iter<I: IntoIterator<Item = E>>(members: I) -> Self {
        let mut flags = Self::new();
        flags.extend(members);
        flags
    }
}

impl<E: GraphEnum> Extend<E> for Flags<E> {
    fn extend<I: IntoIterator<Item = E>>(&mut self, members: I) {
        for member in members {
            self.insert(&member);
        }
    }
}

impl<'a, E: GraphEnum> IntoIterator for &'a Flags<E> {
    type Item = E;
    type IntoIter = FlagsIter<'a, E>;

    fn into_iter(self) -> FlagsIter<'a, E> {
        self.iter()
    }
}

impl<E: GraphEnum> IntoIterator for Flags<E> {
    type Item = E;
    type IntoIter = FlagsIntoIter<E>;

    fn into_iter(self) -> FlagsIntoIter<E> {
        FlagsIntoIter { flags: self, position: 0 }
    }
}

/// An iterator over the members of [`Flags`], in their order.
pub struct FlagsIter<'a, E> {
    /// The members that were not returned yet.
    text: &'a str,
    member: PhantomData<fn() -> E>,
}

/// An owning iterator over the members of [`Flags`], in their order.
pub struct FlagsIntoIter<E> {
    flags: Flags<E>,
    /// The start of the members that were not returned yet.
    position: usize,
}

/// Returns the first member in a text, and the text after it.
fn split_member(text: &str) -> Option<(&str, &str)> {
    let mut rest = text;
    while !rest.is_empty() {
        let (member, more) = rest.split_once(',').unwrap_or((rest, ""));
        rest = more;
        let member = member.trim();
        if !member.is_empty() {
            return Some((member, rest));
        }
    }
    None
}

impl<E: GraphEnum> Iterator for FlagsIter<'_, E> {
    type Item = E;

    fn next(&mut self) -> Option<E> {
        let (member, rest) = split_member(self.text)?;
        self.text = rest;
        Some(E::from_member(member))
    }
}

impl<E: GraphEnum> Iterator for FlagsIntoIter<E> {
    type Item = E;

    fn next(&mut self) -> Option<E> {
        let text = &self.flags.text;
        let (member, rest) = split_member(text.get(self.position..)?)?;
        self.position = text.len() - rest.len();
        Some(E::from_member(member))
    }
}

impl<E: GraphEnum> FusedIterator for FlagsIter<'_, E> {}

impl<E: GraphEnum> FusedIterator for FlagsIntoIter<E> {}

impl<E> Clone for FlagsIter<'_, E> {
    fn clone(&self) -> Self {
        Self { text: self.text, member: PhantomData }
    }
}

impl<E> Clone for FlagsIntoIter<E> {
    fn clone(&self) -> Self {
        Self { flags: self.flags.clone(), position: self.position }
    }
}

/// Shows the members that were not returned yet.
impl<E> fmt::Debug for FlagsIter<'_, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FlagsIter").field(&self.text).finish()
    }
}

/// Shows the members that were not returned yet.
impl<E> fmt::Debug for FlagsIntoIter<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FlagsIntoIter").field(&self.flags.text.get(self.position..).unwrap_or_default()).finish()
    }
}

/// Returns a set with one member.
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

/// Two sets are equal if they have the same members, in any order.
impl<E: GraphEnum> PartialEq for Flags<E> {
    fn eq(&self, other: &Self) -> bool {
        self.members().all(|member| other.members().any(|theirs| theirs == member))
            && other.members().all(|theirs| self.members().any(|member| member == theirs))
    }
}

impl<E: GraphEnum> Eq for Flags<E> {}

/// Hashes the members regardless of their order.
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
