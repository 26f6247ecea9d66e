//! The types of operands, which names in a query are resolved against.

use std::borrow::Cow;
use std::sync::Arc;

use graph_core::schema::{EdmType, Version};

use super::error::QueryError;
use crate::types::{ServedProperty, ServedType, ServedTypes, qualified_name, structured_types, type_name};

/// The type of an operand.
#[derive(Debug, Clone)]
pub(crate) enum OperandType {
    Null,
    Primitive(EdmType),
    Objects(ObjectType),
    Collection(Box<OperandType>),
    /// A property that an open type does not declare.
    Dynamic,
}

/// The structured type of an operand: the type that its declaration names, and the types that its values can have.
#[derive(Debug, Clone)]
pub(crate) struct ObjectType {
    version: Version,
    /// The qualified name, for messages.
    pub(crate) name: String,
    /// The declaration of the type itself, if there is one.
    own: Option<Arc<ServedType>>,
    alternatives: Vec<Arc<ServedType>>,
}

impl OperandType {
    /// Returns the type of a declared property.
    pub(crate) fn new(types: &ServedTypes, version: Version, edm: &EdmType) -> Self {
        match edm {
            EdmType::Structured(descriptor) => {
                Self::Objects(ObjectType::of(types, version, vec![types.get(version, descriptor())]))
            }
            EdmType::Union(alternatives) => {
                let alternatives = structured_types(alternatives).map(|descriptor| types.get(version, descriptor));
                Self::Objects(ObjectType::of(types, version, alternatives.collect()))
            }
            EdmType::Collection(element) => Self::Collection(Box::new(Self::new(types, version, &element().edm))),
            EdmType::Untyped => Self::Dynamic,
            primitive => Self::Primitive(*primitive),
        }
    }

    /// Returns the name for messages.
    pub(crate) fn name(&self) -> Cow<'_, str> {
        match self {
            Self::Null => "<null>".into(),
            Self::Primitive(edm) => type_name(edm),
            Self::Objects(objects) => objects.name.as_str().into(),
            Self::Collection(element) => format!("Collection({})", element.name()).into(),
            Self::Dynamic => "Edm.Untyped".into(),
        }
    }

    /// Returns whether values of both types can be compared, regardless of the form of literals.
    pub(crate) fn is_comparable_to(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Collection(_), _) | (_, Self::Collection(_)) => false,
            (Self::Null, _) | (_, Self::Null) => true,
            (Self::Objects(_), _) | (_, Self::Objects(_)) => false,
            (Self::Dynamic, _) | (_, Self::Dynamic) => true,
            (Self::Primitive(left), Self::Primitive(right)) => {
                is_number(left) && is_number(right)
                    || matches!(
                        (left, right),
                        (EdmType::Date | EdmType::DateTimeOffset, EdmType::Date | EdmType::DateTimeOffset)
                            | (EdmType::Enum(_) | EdmType::Flags(_), EdmType::Enum(_) | EdmType::Flags(_))
                    )
                    || type_name(left) == type_name(right)
            }
        }
    }

    /// Returns whether `gt` and the like accept values of the type.
    pub(crate) fn is_ordered(&self) -> bool {
        match self {
            Self::Null | Self::Dynamic => true,
            Self::Primitive(edm) => {
                is_number(edm)
                    || matches!(
                        edm,
                        EdmType::String
                            | EdmType::Date
                            | EdmType::DateTimeOffset
                            | EdmType::TimeOfDay
                            | EdmType::Duration
                    )
            }
            _ => false,
        }
    }

    pub(crate) fn is_enumeration(&self) -> bool {
        matches!(self, Self::Primitive(EdmType::Enum(_) | EdmType::Flags(_)))
    }

    pub(crate) fn is_text(&self) -> bool {
        matches!(self, Self::Primitive(EdmType::String) | Self::Dynamic | Self::Null)
    }

    pub(crate) fn is_boolean(&self) -> bool {
        matches!(self, Self::Primitive(EdmType::Boolean) | Self::Dynamic | Self::Null)
    }
}

impl ObjectType {
    /// Creates the type of values that have one of the types.
    pub(crate) fn of(types: &ServedTypes, version: Version, alternatives: Vec<Arc<ServedType>>) -> Self {
        let names: Vec<_> = alternatives.iter().map(|served| served.name()).collect();
        let base = types.common_base(&names);
        let own = base.as_deref().and_then(|base| types.find(version, base));
        Self { version, name: base.unwrap_or_else(|| names.join(" or ")), own, alternatives }
    }

    /// States the base type of the values, by its qualified name.
    pub(crate) fn with_base_type(self, types: &ServedTypes, name: &str) -> Self {
        Self { name: name.to_owned(), own: types.find(self.version, name), ..self }
    }

    /// Returns whether a value of a type, given by its qualified name, can occur.
    pub(crate) fn includes(&self, name: &str) -> bool {
        self.alternatives.iter().any(|served| served.name() == name)
    }

    /// Returns the type of a property.
    ///
    /// # Errors
    /// Returns an error if the type does not have the property. A property that only some of the alternatives have is not
    /// one of the type.
    pub(crate) fn property(&self, types: &ServedTypes, name: &str) -> Result<OperandType, QueryError> {
        let is_lacking = types.lacks_property(self.version, &self.name, name);
        match self.served_property(name).filter(|_| !is_lacking) {
            Some(property) => Ok(OperandType::new(types, self.version, &property.type_info.edm)),
            None if self.is_open() => Ok(OperandType::Dynamic),
            None => {
                Err(QueryError::malformed(format!("Could not find a property named '{name}' on type '{}'.", self.name)))
            }
        }
    }

    fn served_property(&self, name: &str) -> Option<&ServedProperty> {
        let property_of = |served: &'_ Arc<ServedType>| served.property(name).is_some();
        let declaring = self
            .own
            .iter()
            .find(|own| property_of(own))
            .or_else(|| self.alternatives.iter().all(property_of).then(|| self.alternatives.first()).flatten())?;
        declaring.property(name).map(|(_, property)| property)
    }

    fn is_open(&self) -> bool {
        self.own.iter().chain(&self.alternatives).any(|served| served.is_open)
    }

    /// Narrows the type to a derived one, and returns the names of the types that values can have then.
    ///
    /// # Errors
    /// Returns an error if the type is not known, or none of the alternatives is derived from it.
    pub(crate) fn cast(&self, types: &ServedTypes, name: &str) -> Result<(Self, Vec<&'static str>), QueryError> {
        let name = qualified_name(name);
        let own = types.find(self.version, name);
        let derived = self.alternatives.iter().filter(|served| types.is_derived(served.name(), name));
        let alternatives: Vec<_> = derived.cloned().collect();
        if alternatives.is_empty() && !types.is_derived(name, &self.name) {
            let message = if own.is_some() {
                format!("Encountered invalid type cast. '{name}' is not assignable from '{}'.", self.name)
            } else {
                format!("The child type '{name}' in a cast was not an entity type or a complex type.")
            };
            return Err(QueryError::malformed(message));
        }
        let names = alternatives.iter().map(|served| served.name()).chain(own.iter().map(|own| own.name())).collect();
        Ok((Self { version: self.version, name: name.to_owned(), own, alternatives }, names))
    }
}

fn is_number(edm: &EdmType) -> bool {
    matches!(
        edm,
        EdmType::Byte
            | EdmType::SByte
            | EdmType::Int16
            | EdmType::Int32
            | EdmType::Int64
            | EdmType::Single
            | EdmType::Double
            | EdmType::Decimal
    )
}
