//! Look-ups.

use std::collections::{HashMap, HashSet, VecDeque};
use std::fmt;

use super::nearest::nearest;
use super::{Entry, Enumeration, Model, NavigationProperty, Property, StructuredType, Type};

/// A property of a type, with the type that defines it.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct OwnProperty<'a, P> {
    /// The type or base type that defines it.
    pub owner: &'a StructuredType,
    /// The property.
    pub property: &'a P,
}

impl Model {
    /// The type with that name: `user`, `microsoft.graph.user`, `graph.user` or `#microsoft.graph.user`.
    ///
    /// Of several types with one short name, the one in the shortest namespace is meant.
    ///
    /// # Errors
    ///
    /// When there is none; the error holds the nearest names.
    pub fn find(&self, name: &str) -> Result<Type<'_>, UnknownType> {
        let bare = name.strip_prefix('#').unwrap_or(name);
        self.get(bare)
            .or_else(|| self.get(&self.without_alias(bare)))
            .or_else(|| if bare.contains('.') { None } else { self.by_short_name(bare) })
            .ok_or_else(|| UnknownType { name: name.to_owned(), nearest: self.nearest(bare) })
    }

    /// The type with that qualified name.
    pub fn get(&self, qualified: &str) -> Option<Type<'_>> {
        match self.index.get(qualified)? {
            Entry::Structured(at) => self.structured.get(*at).map(Type::Structured),
            Entry::Enumeration(at) => self.enumerations.get(*at).map(Type::Enumeration),
        }
    }

    /// The entity type or complex type with that qualified name.
    pub fn structured(&self, qualified: &str) -> Option<&StructuredType> {
        match self.get(qualified)? {
            Type::Structured(structured) => Some(structured),
            Type::Enumeration(_) => None,
        }
    }

    /// The enumeration with that qualified name.
    pub fn enumeration(&self, qualified: &str) -> Option<&Enumeration> {
        match self.get(qualified)? {
            Type::Enumeration(enumeration) => Some(enumeration),
            Type::Structured(_) => None,
        }
    }

    /// The name with its namespace in place of an alias.
    pub fn without_alias(&self, name: &str) -> String {
        match name.rsplit_once('.') {
            Some((prefix, short)) => match self.aliases.get(prefix) {
                Some(namespace) => format!("{namespace}.{short}"),
                None => name.to_owned(),
            },
            None => name.to_owned(),
        }
    }

    /// All types in the order of the file, structured types first.
    pub fn types(&self) -> impl Iterator<Item = Type<'_>> {
        self.structured.iter().map(Type::Structured).chain(self.enumerations.iter().map(Type::Enumeration))
    }

    fn by_short_name(&self, short: &str) -> Option<Type<'_>> {
        self.types().filter(|found| found.name().short() == short).min_by_key(|found| found.name().as_str().len())
    }

    fn nearest(&self, name: &str) -> Vec<String> {
        let types: Vec<Type<'_>> = self.types().collect();
        let near = if name.contains('.') {
            nearest(name, types.iter(), |found| found.name().as_str(), 5)
        } else {
            nearest(name, types.iter(), |found| found.name().short(), 5)
        };
        near.into_iter().map(|found| found.name().as_str().to_owned()).collect()
    }

    /// The type, its base type, and so on.
    pub fn lineage<'a>(&'a self, of: &'a StructuredType) -> impl Iterator<Item = &'a StructuredType> {
        std::iter::successors(Some(of), |last| self.structured(last.base.as_ref()?.as_str()))
    }

    /// Whether `of` is `base` or extends it.
    pub fn is_a(&self, of: &StructuredType, base: &str) -> bool {
        self.lineage(of).any(|ancestor| ancestor.name.as_str() == base)
    }

    /// The types that extend this one directly, in the order of the file.
    pub fn children(&self, of: &str) -> impl Iterator<Item = &StructuredType> {
        self.children.get(of).into_iter().flatten().filter_map(|at| self.structured.get(*at))
    }

    /// Whether other types extend it.
    pub fn has_derived(&self, of: &str) -> bool {
        self.children.contains_key(of)
    }

    /// The types that extend this one, at any distance: each before those that extend it.
    pub fn derived(&self, of: &str) -> Vec<&StructuredType> {
        let mut found = Vec::new();
        let mut open: Vec<&StructuredType> = self.children(of).collect();
        open.reverse();
        while let Some(next) = open.pop() {
            found.push(next);
            let at = open.len();
            open.extend(self.children(next.name.as_str()));
            if let Some(children) = open.get_mut(at..) {
                children.reverse();
            }
        }
        found
    }

    /// All properties, those of base types first. A property that a derived type defines again stands once, where it
    /// was defined first, as it was defined last.
    pub fn properties<'a>(&'a self, of: &'a StructuredType) -> Vec<OwnProperty<'a, Property>> {
        self.inherited(of, |owner| &owner.properties, |property| &property.name)
    }

    /// All navigation properties, in the same order.
    pub fn navigation<'a>(&'a self, of: &'a StructuredType) -> Vec<OwnProperty<'a, NavigationProperty>> {
        self.inherited(of, |owner| &owner.navigation, |property| &property.name)
    }

    fn inherited<'a, P>(
        &'a self,
        of: &'a StructuredType,
        list: fn(&'a StructuredType) -> &'a Vec<P>,
        name: fn(&'a P) -> &'a String,
    ) -> Vec<OwnProperty<'a, P>> {
        let mut lineage: Vec<&StructuredType> = self.lineage(of).collect();
        lineage.reverse();
        let mut found: Vec<OwnProperty<'a, P>> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for owner in lineage {
            for property in list(owner) {
                let at = *places.entry(name(property)).or_insert(found.len());
                match found.get_mut(at) {
                    Some(again) => *again = OwnProperty { owner, property },
                    None => found.push(OwnProperty { owner, property }),
                }
            }
        }
        found
    }

    /// The names of the key properties, of the type or of the base type that defines them.
    pub fn key<'a>(&'a self, of: &'a StructuredType) -> &'a [String] {
        self.lineage(of).find(|ancestor| !ancestor.key.is_empty()).map_or(&[], |ancestor| &ancestor.key)
    }

    /// Whether values may hold members that neither the type nor a base type defines.
    pub fn is_open(&self, of: &StructuredType) -> bool {
        self.lineage(of).any(|ancestor| ancestor.is_open)
    }

    /// The types that values of this one can hold, at any depth: types of properties and types derived from them. The
    /// type itself comes first.
    pub fn reachable(&self, from: &str) -> Vec<Type<'_>> {
        let mut found = Vec::new();
        let mut seen: HashSet<&str> = HashSet::new();
        let mut open: VecDeque<Type<'_>> = self.get(from).into_iter().collect();
        while let Some(next) = open.pop_front() {
            if !seen.insert(next.name().as_str()) {
                continue;
            }
            found.push(next);
            if let Type::Structured(structured) = next {
                for own in self.properties(structured) {
                    open.extend(own.property.type_ref.named().and_then(|name| self.get(name.as_str())));
                }
                open.extend(self.children(structured.name.as_str()).map(Type::Structured));
            }
        }
        found
    }
}

/// There is no type with that name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownType {
    name: String,
    nearest: Vec<String>,
}

impl UnknownType {
    /// The name that was looked for.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Names that are near, the nearest first.
    pub fn nearest(&self) -> Vec<&str> {
        self.nearest.iter().map(String::as_str).collect()
    }
}

impl fmt::Display for UnknownType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no type `{}`", self.name)?;
        for (nth, near) in self.nearest.iter().enumerate() {
            let before = if nth == 0 { "; the nearest are " } else { ", " };
            write!(f, "{before}`{near}`")?;
        }
        Ok(())
    }
}

impl std::error::Error for UnknownType {}
