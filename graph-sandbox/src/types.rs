//! The types that a sandbox serves, merged from all declarations of each.
//!
//! A type may be declared several times with different properties. The service has one type with all of them.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use graph_core::schema::{Access, EdmType, EdmTypeInfo, PropertyDescriptor, TypeDescriptor, Version};

/// A structured type with the properties of all its declarations.
#[derive(Debug, Clone)]
pub(crate) struct ServedType {
    /// The type as in `@odata.type`.
    pub(crate) odata_type: &'static str,
    pub(crate) properties: Vec<ServedProperty>,
    pub(crate) is_open: bool,
}

/// A property as all its declarations state it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ServedProperty {
    pub(crate) name: &'static str,
    pub(crate) type_info: &'static EdmTypeInfo,
    pub(crate) is_nullable: bool,
    /// Whether every declaration of the type requires the property.
    pub(crate) is_required: bool,
    pub(crate) access: Access,
    /// Whether a creation may set the property.
    pub(crate) is_creatable: bool,
    pub(crate) presence: Presence,
}

/// Which responses have a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Presence {
    Always,
    /// Lists have null for it.
    OnRequest,
    /// Those to a request whose `$expand` names it: a navigation property.
    Expanded,
}

/// All types of a service, by version and name.
#[derive(Debug, Default)]
pub(crate) struct ServedTypes {
    types: HashMap<(Version, &'static str), Arc<ServedType>>,
    /// The qualified name of the base type by that of the derived type.
    bases: HashMap<String, String>,
    /// The names of all properties of types, including those that are not declared, if they are known.
    property_names: HashMap<(Version, String), HashSet<String>>,
}

/// Two declarations of one property that contradict each other.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "two declarations of `{odata_type}` contradict each other: the property `{property}` has the type `{first}` in one and \
     `{second}` in the other"
)]
pub(crate) struct TypeConflict {
    pub(crate) odata_type: &'static str,
    pub(crate) property: &'static str,
    pub(crate) first: String,
    pub(crate) second: String,
}

impl ServedTypes {
    /// Adds a declaration and the declarations of all types that it contains.
    ///
    /// # Errors
    /// Returns an error if another declaration of the type states another type of a property.
    pub(crate) fn add(&mut self, version: Version, descriptor: &'static TypeDescriptor) -> Result<(), TypeConflict> {
        let mut visited = HashSet::new();
        let mut pending = vec![descriptor];
        while let Some(descriptor) = pending.pop() {
            if !visited.insert(std::ptr::from_ref(descriptor)) {
                continue;
            }
            for property in descriptor.properties() {
                contained_types(&property.type_info().edm, &mut pending);
            }
            let declared = ServedType::new(descriptor);
            let key = (version, qualified_name(descriptor.odata_type()));
            let merged = match self.types.get(&key) {
                Some(known) => known.merge(&declared)?,
                None => declared,
            };
            self.types.insert(key, Arc::new(merged));
        }
        Ok(())
    }

    /// States that a type is derived from another one. Both are qualified names.
    pub(crate) fn add_base(&mut self, derived: &str, base: &str) {
        if !self.is_derived(base, derived) {
            self.bases.insert(derived.to_owned(), base.to_owned());
        }
    }

    /// Returns the qualified names of the types of a version.
    #[cfg(feature = "metadata")]
    pub(crate) fn names(&self, version: Version) -> Vec<&'static str> {
        self.types.keys().filter(|(known, _)| *known == version).map(|(_, name)| *name).collect()
    }

    /// States all properties that a type has, by its qualified name.
    #[cfg(feature = "metadata")]
    pub(crate) fn set_property_names(&mut self, version: Version, name: &str, properties: HashSet<String>) {
        self.property_names.insert((version, name.to_owned()), properties);
    }

    /// Returns whether a type is known not to have a property. Derived types may have it.
    pub(crate) fn lacks_property(&self, version: Version, name: &str, property: &str) -> bool {
        let names = self.property_names.get(&(version, name.to_owned()));
        names.is_some_and(|names| !names.contains(property))
    }

    /// Returns whether a qualified name is the one of a served type or of its base type.
    pub(crate) fn is_known(&self, version: Version, name: &str) -> bool {
        self.types.contains_key(&(version, name)) || self.bases.values().any(|base| base == name)
    }

    /// Returns whether a type, or one that is derived from it, has a property.
    pub(crate) fn has_property(&self, name: &str, property: &str) -> bool {
        let mut types = self.types.values().filter(|served| self.is_derived(served.name(), name));
        types.any(|served| served.property(property).is_some())
    }

    /// Returns whether a type is another one, or is derived from it.
    pub(crate) fn is_derived(&self, derived: &str, base: &str) -> bool {
        self.with_bases(derived).any(|name| name == base)
    }

    /// Returns the nearest type that all types are or are derived from.
    pub(crate) fn common_base(&self, names: &[&str]) -> Option<String> {
        let (first, others) = names.split_first()?;
        let mut bases = self.with_bases(first);
        bases.find(|base| others.iter().all(|other| self.is_derived(other, base))).map(str::to_owned)
    }

    /// Returns the name of a type and those of its base types, the nearest first.
    fn with_bases<'t>(&'t self, name: &'t str) -> impl Iterator<Item = &'t str> {
        std::iter::successors(Some(name), |name| self.bases.get(*name).map(String::as_str))
    }

    /// Returns the type of a declaration.
    pub(crate) fn get(&self, version: Version, descriptor: &'static TypeDescriptor) -> Arc<ServedType> {
        let known = self.find(version, qualified_name(descriptor.odata_type()));
        known.unwrap_or_else(|| Arc::new(ServedType::new(descriptor)))
    }

    /// Returns the type with a qualified name, such as `microsoft.graph.user`.
    pub(crate) fn find(&self, version: Version, name: &str) -> Option<Arc<ServedType>> {
        self.types.get(&(version, name)).cloned()
    }
}

impl ServedType {
    fn new(descriptor: &'static TypeDescriptor) -> Self {
        let properties = descriptor.properties().map(ServedProperty::new).collect();
        Self { odata_type: descriptor.odata_type(), properties, is_open: descriptor.is_open() }
    }

    /// Returns the qualified name, such as `microsoft.graph.user`.
    pub(crate) fn name(&self) -> &'static str {
        qualified_name(self.odata_type)
    }

    /// Returns the property with this name, and its index.
    pub(crate) fn property(&self, name: &str) -> Option<(usize, &ServedProperty)> {
        self.properties.iter().enumerate().find(|(_, property)| property.name == name)
    }

    /// Returns the type with the properties of both.
    fn merge(&self, other: &Self) -> Result<Self, TypeConflict> {
        let mut merged = self.clone();
        merged.is_open |= other.is_open;
        for property in &mut merged.properties {
            match other.property(property.name) {
                Some((_, other)) => property.merge(self.odata_type, other)?,
                None => property.is_required = false,
            }
        }
        let added = other.properties.iter().filter(|property| self.property(property.name).is_none());
        merged.properties.extend(added.map(|property| ServedProperty { is_required: false, ..*property }));
        Ok(merged)
    }
}

impl ServedProperty {
    fn new(property: PropertyDescriptor) -> Self {
        Self {
            name: property.name(),
            type_info: property.type_info(),
            is_nullable: property.is_nullable(),
            is_required: property.is_required(),
            access: property.access(),
            is_creatable: property.is_creatable(),
            presence: match (property.is_expanded(), property.is_on_request()) {
                (true, _) => Presence::Expanded,
                (false, true) => Presence::OnRequest,
                (false, false) => Presence::Always,
            },
        }
    }

    fn merge(&mut self, odata_type: &'static str, other: &Self) -> Result<(), TypeConflict> {
        let Some(type_info) = wider_type(self.type_info, other.type_info) else {
            return Err(TypeConflict {
                odata_type,
                property: self.name,
                first: type_name(&self.type_info.edm).into_owned(),
                second: type_name(&other.type_info.edm).into_owned(),
            });
        };
        self.type_info = type_info;
        self.is_nullable |= other.is_nullable;
        self.is_required &= other.is_required;
        self.presence = self.presence.max(other.presence);
        if self.access == Access::Writable {
            self.access = other.access;
        }
        self.is_creatable |= other.is_creatable;
        Ok(())
    }
}

/// Returns the type that has the values of both, if they can be declarations of one type.
fn wider_type(first: &'static EdmTypeInfo, second: &'static EdmTypeInfo) -> Option<&'static EdmTypeInfo> {
    match (&first.edm, &second.edm) {
        // `f64` holds the documented values of `Edm.Single`, which have more digits than a single.
        (EdmType::Single, EdmType::Double) | (EdmType::Untyped | EdmType::Structured(_), EdmType::Union(_)) => {
            Some(second)
        }
        (EdmType::Union(ours), EdmType::Union(others)) => Some(if ours.len() < others.len() { second } else { first }),
        (EdmType::Collection(ours), EdmType::Collection(others)) => {
            let wider = wider_type(ours(), others())?;
            Some(if std::ptr::eq(wider, others()) { second } else { first })
        }
        (EdmType::Untyped, _) => Some(second),
        // Declarations may give different names to an enumeration.
        (_, EdmType::Untyped) | (EdmType::Enum(_), EdmType::Enum(_)) | (EdmType::Flags(_), EdmType::Flags(_)) => {
            Some(first)
        }
        (ours, others) => (type_name(ours) == type_name(others)).then_some(first),
    }
}

/// Adds the structured types of a property to `types`.
fn contained_types(edm: &EdmType, types: &mut Vec<&'static TypeDescriptor>) {
    match edm {
        EdmType::Structured(descriptor) => types.push(descriptor()),
        EdmType::Union(alternatives) => types.extend(structured_types(alternatives)),
        EdmType::Collection(element) => contained_types(&element().edm, types),
        _ => {}
    }
}

/// Returns the qualified name of a type, which `@odata.type` has after a `#`.
pub(crate) fn qualified_name(odata_type: &str) -> &str {
    odata_type.strip_prefix('#').unwrap_or(odata_type)
}

/// Returns the name of a type for messages.
pub(crate) fn type_name(edm: &EdmType) -> Cow<'static, str> {
    Cow::Borrowed(match edm {
        EdmType::Boolean => "Edm.Boolean",
        EdmType::Byte => "Edm.Byte",
        EdmType::SByte => "Edm.SByte",
        EdmType::Int16 => "Edm.Int16",
        EdmType::Int32 => "Edm.Int32",
        EdmType::Int64 => "Edm.Int64",
        EdmType::Decimal => "Edm.Decimal",
        EdmType::Single => "Edm.Single",
        EdmType::Double => "Edm.Double",
        EdmType::String => "Edm.String",
        EdmType::DateTimeOffset => "Edm.DateTimeOffset",
        EdmType::Date => "Edm.Date",
        EdmType::TimeOfDay => "Edm.TimeOfDay",
        EdmType::Duration => "Edm.Duration",
        EdmType::Binary => "Edm.Binary",
        EdmType::Guid => "Edm.Guid",
        EdmType::Enum(enumeration) | EdmType::Flags(enumeration) => enumeration.name(),
        EdmType::Structured(descriptor) => qualified_name(descriptor().odata_type()),
        EdmType::Union(types) => {
            let names = structured_types(types).map(|descriptor| qualified_name(descriptor.odata_type()));
            return names.collect::<Vec<_>>().join(" or ").into();
        }
        EdmType::Collection(element) => return format!("Collection({})", type_name(&element().edm)).into(),
        EdmType::Untyped => "Edm.Untyped",
        _ => "a type that the sandbox does not support",
    })
}

/// Returns the types that a union declares.
pub(crate) fn structured_types(
    types: &'static [&'static EdmTypeInfo],
) -> impl Iterator<Item = &'static TypeDescriptor> {
    types.iter().filter_map(|descriptor| match descriptor.edm {
        EdmType::Structured(descriptor) => Some(descriptor()),
        _ => None,
    })
}
