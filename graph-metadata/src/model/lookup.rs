//! Searches in a model: types by name, inheritance, properties with inherited ones.

use std::collections::{HashMap, HashSet, VecDeque};
use std::fmt;

use super::similar::{most_similar, write_similar_names};
use super::{EnumType, Model, NavigationProperty, SchemaType, StructuralProperty, StructuredType, TypeIndex};

/// A property together with the type that defines it.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct DeclaredProperty<'a, P> {
    /// The type or base type that defines the property.
    pub declaring_type: &'a StructuredType,
    /// The property.
    pub property: &'a P,
}

impl Model {
    /// Returns the type with a name such as `user`, `microsoft.graph.user`, `graph.user` or `#microsoft.graph.user`.
    ///
    /// If several types have the same short name, the one in the shortest namespace is returned.
    ///
    /// # Errors
    ///
    /// If no type has that name. The error holds similar names.
    pub fn find(&self, name: &str) -> Result<SchemaType<'_>, UnknownTypeError> {
        let bare = name.strip_prefix('#').unwrap_or(name);
        self.get(bare)
            .or_else(|| self.get(&self.resolve_alias(bare)))
            .or_else(|| if bare.contains('.') { None } else { self.find_short_name(bare) })
            .ok_or_else(|| UnknownTypeError { name: name.to_owned(), similar_names: self.similar_type_names(bare) })
    }

    /// Returns the type with that qualified name.
    pub fn get(&self, qualified: &str) -> Option<SchemaType<'_>> {
        match self.type_index.get(qualified)? {
            TypeIndex::Structured(at) => self.structured_types.get(*at).map(SchemaType::Structured),
            TypeIndex::Enum(at) => self.enum_types.get(*at).map(SchemaType::Enum),
        }
    }

    /// Returns the entity type or complex type with that qualified name.
    pub fn structured_type(&self, qualified: &str) -> Option<&StructuredType> {
        match self.get(qualified)? {
            SchemaType::Structured(found) => Some(found),
            SchemaType::Enum(_) => None,
        }
    }

    /// Returns the enumeration type with that qualified name.
    pub fn enum_type(&self, qualified: &str) -> Option<&EnumType> {
        match self.get(qualified)? {
            SchemaType::Enum(found) => Some(found),
            SchemaType::Structured(_) => None,
        }
    }

    /// Returns the name with an alias replaced by its namespace.
    pub fn resolve_alias(&self, name: &str) -> String {
        match name.rsplit_once('.') {
            Some((prefix, short)) => match self.aliases.get(prefix) {
                Some(namespace) => format!("{namespace}.{short}"),
                None => name.to_owned(),
            },
            None => name.to_owned(),
        }
    }

    /// Returns all types in the order of the file, structured types first.
    pub fn types(&self) -> impl Iterator<Item = SchemaType<'_>> {
        self.structured_types.iter().map(SchemaType::Structured).chain(self.enum_types.iter().map(SchemaType::Enum))
    }

    fn find_short_name(&self, short: &str) -> Option<SchemaType<'_>> {
        self.types().filter(|found| found.name().short() == short).min_by_key(|found| found.name().as_str().len())
    }

    fn similar_type_names(&self, name: &str) -> Vec<String> {
        let types: Vec<SchemaType<'_>> = self.types().collect();
        let similar = if name.contains('.') {
            most_similar(name, types.iter(), |found| found.name().as_str(), 5)
        } else {
            most_similar(name, types.iter(), |found| found.name().short(), 5)
        };
        similar.into_iter().map(|found| found.name().as_str().to_owned()).collect()
    }

    /// Returns the type itself, then its base type, and so on.
    pub fn with_base_types<'a>(&'a self, of: &'a StructuredType) -> impl Iterator<Item = &'a StructuredType> {
        std::iter::successors(Some(of), |last| self.structured_type(last.base_type.as_ref()?.as_str()))
    }

    /// Returns whether `of` is the type `base` or derives from it.
    pub fn is_a(&self, of: &StructuredType, base: &str) -> bool {
        self.with_base_types(of).any(|ancestor| ancestor.name.as_str() == base)
    }

    /// Returns the types whose base type is this one, in the order of the file.
    pub fn directly_derived_types(&self, of: &str) -> impl Iterator<Item = &StructuredType> {
        self.derived_index.get(of).into_iter().flatten().filter_map(|at| self.structured_types.get(*at))
    }

    /// Returns whether other types derive from this one.
    pub fn has_derived_types(&self, of: &str) -> bool {
        self.derived_index.contains_key(of)
    }

    /// Returns the types that derive from this one, directly or indirectly. Each type comes before the types that
    /// derive from it.
    pub fn derived_types(&self, of: &str) -> Vec<&StructuredType> {
        let mut found = Vec::new();
        let mut open: Vec<&StructuredType> = self.directly_derived_types(of).collect();
        open.reverse();
        while let Some(next) = open.pop() {
            found.push(next);
            let at = open.len();
            open.extend(self.directly_derived_types(next.name.as_str()));
            if let Some(added) = open.get_mut(at..) {
                added.reverse();
            }
        }
        found
    }

    /// Returns all structural properties, those of base types first.
    ///
    /// A property that a derived type defines again is returned once: at the position of its first definition, as its last
    /// one defines it.
    pub fn properties<'a>(&'a self, of: &'a StructuredType) -> Vec<DeclaredProperty<'a, StructuralProperty>> {
        self.with_inherited(of, |declaring| &declaring.properties, |property| &property.name)
    }

    /// Returns all navigation properties, in the same order as [`properties`](Self::properties).
    pub fn navigation_properties<'a>(
        &'a self,
        of: &'a StructuredType,
    ) -> Vec<DeclaredProperty<'a, NavigationProperty>> {
        self.with_inherited(of, |declaring| &declaring.navigation_properties, |property| &property.name)
    }

    fn with_inherited<'a, P>(
        &'a self,
        of: &'a StructuredType,
        list: fn(&'a StructuredType) -> &'a Vec<P>,
        name: fn(&'a P) -> &'a String,
    ) -> Vec<DeclaredProperty<'a, P>> {
        let mut types: Vec<&StructuredType> = self.with_base_types(of).collect();
        types.reverse();
        let mut found: Vec<DeclaredProperty<'a, P>> = Vec::new();
        let mut positions: HashMap<&str, usize> = HashMap::new();
        for declaring_type in types {
            for property in list(declaring_type) {
                let at = *positions.entry(name(property)).or_insert(found.len());
                match found.get_mut(at) {
                    Some(first) => *first = DeclaredProperty { declaring_type, property },
                    None => found.push(DeclaredProperty { declaring_type, property }),
                }
            }
        }
        found
    }

    /// Returns the names of the key properties. The type or one of its base types defines them.
    pub fn key<'a>(&'a self, of: &'a StructuredType) -> &'a [String] {
        self.with_base_types(of).find(|ancestor| !ancestor.key.is_empty()).map_or(&[], |ancestor| &ancestor.key)
    }

    /// Returns whether the type or one of its base types is open. Values of an open type can have dynamic properties.
    pub fn is_open(&self, of: &StructuredType) -> bool {
        self.with_base_types(of).any(|ancestor| ancestor.is_open)
    }

    /// Returns the types that values of this type can contain, at any depth. These are the types of properties, and the
    /// types derived from them. The type itself comes first.
    pub fn reachable_types(&self, from: &str) -> Vec<SchemaType<'_>> {
        let mut found = Vec::new();
        let mut seen: HashSet<&str> = HashSet::new();
        let mut open: VecDeque<SchemaType<'_>> = self.get(from).into_iter().collect();
        while let Some(next) = open.pop_front() {
            if !seen.insert(next.name().as_str()) {
                continue;
            }
            found.push(next);
            if let SchemaType::Structured(structured) = next {
                for declared in self.properties(structured) {
                    open.extend(declared.property.type_ref.named().and_then(|name| self.get(name.as_str())));
                }
                open.extend(self.directly_derived_types(structured.name.as_str()).map(SchemaType::Structured));
            }
        }
        found
    }
}

/// An error that reports the name of a type that does not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownTypeError {
    name: String,
    similar_names: Vec<String>,
}

impl UnknownTypeError {
    /// Returns the name that was not found.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the names of types with similar names, the most similar first.
    pub fn similar_names(&self) -> Vec<&str> {
        self.similar_names.iter().map(String::as_str).collect()
    }
}

impl fmt::Display for UnknownTypeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the type `{}` does not exist", self.name)?;
        write_similar_names(f, &self.similar_names)
    }
}

impl std::error::Error for UnknownTypeError {}
