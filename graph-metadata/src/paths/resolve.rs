//! What a path leads to.

use std::fmt;

use super::placeholder;
use crate::model::{ElementType, Model, OperationKind, StructuredType, TypeRef};

/// A path that was followed through the model.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ResolvedPath {
    /// The qualified name of the declared type of what is there.
    pub type_name: String,
    /// Whether the path led to the collection itself.
    pub is_collection: bool,
    /// The path to an entity: without version, in the letter case of the metadata, with a placeholder for each key.
    pub template: String,
}

/// A path that leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownPath {
    path: String,
    segment: String,
    after: Option<String>,
    nearest: Vec<String>,
}

impl UnknownPath {
    /// The segment that is not known.
    pub fn segment(&self) -> &str {
        &self.segment
    }

    /// Segments that are near to it, the nearest first.
    pub fn nearest(&self) -> Vec<&str> {
        self.nearest.iter().map(String::as_str).collect()
    }
}

impl fmt::Display for UnknownPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the path `{}` leads nowhere: ", self.path)?;
        match &self.after {
            Some(after) => write!(f, "`{after}` has no `{}`", self.segment)?,
            None => write!(f, "there is no `{}` under the service root", self.segment)?,
        }
        for (nth, near) in self.nearest.iter().enumerate() {
            let before = if nth == 0 { "; the nearest are " } else { ", " };
            write!(f, "{before}`{near}`")?;
        }
        Ok(())
    }
}

impl std::error::Error for UnknownPath {}

/// Where a walk along a path is.
struct Here<'m> {
    declared: &'m StructuredType,
    is_collection: bool,
    /// The segment that led there, as the metadata spells it.
    name: &'m str,
}

/// `{userId}`
fn key(declared: &StructuredType) -> String {
    format!("{{{}}}", placeholder(declared.name.as_str()))
}

impl Model {
    /// Follows a path such as `/deviceManagement/deviceConfigurations/{deviceConfigurationId}`: entity sets, singletons,
    /// navigation properties, structured properties, keys, casts and bound functions. Letter case does not matter where
    /// nothing fits exactly; a version at the start is skipped.
    ///
    /// # Errors
    ///
    /// When a segment is not known; the error holds the nearest ones.
    pub fn resolve_path(&self, path: &str) -> Result<ResolvedPath, UnknownPath> {
        let mut segments = path.split('/').filter(|segment| !segment.is_empty()).peekable();
        segments.next_if(|first| matches!(*first, "v1.0" | "beta"));
        let unknown = |segment: &str, here: Option<&Here<'_>>| UnknownPath {
            path: path.to_owned(),
            segment: segment.to_owned(),
            after: here.map(|here| here.declared.name.to_string()),
            nearest: crate::model::nearest_names(segment, &self.names_after(here.map(|here| here.declared))),
        };
        let first = segments.next().unwrap_or("");
        let mut here = self.root(first).ok_or_else(|| unknown(first, None))?;
        let mut template = format!("/{}", here.name);
        while let Some(segment) = segments.next() {
            // `root:/{path}:` stays where it is: the path leads to an item of the same type
            let bare = segment.strip_suffix(':').unwrap_or(segment);
            let written = if let Some(cast) = self.cast(here.declared, bare) {
                here.declared = cast;
                cast.name.to_string()
            } else if let Some(next) = self.member(here.declared, bare) {
                here = next;
                // a function keeps its arguments
                if bare.contains('(') { bare.to_owned() } else { here.name.to_owned() }
            } else if here.is_collection || bare.starts_with('{') {
                here.is_collection = false;
                let is_placeholder = bare.starts_with('{') && bare.ends_with('}');
                if is_placeholder { bare.to_owned() } else { key(here.declared) }
            } else {
                return Err(unknown(bare, Some(&here)));
            };
            template.push('/');
            template.push_str(&written);
            if segment.ends_with(':') {
                template.push(':');
                if let Some(path) = segments.next_if(|next| next.starts_with('{')) {
                    template.push('/');
                    template.push_str(path);
                }
            }
        }
        if here.is_collection {
            template.push('/');
            template.push_str(&key(here.declared));
        }
        Ok(ResolvedPath { type_name: here.declared.name.to_string(), is_collection: here.is_collection, template })
    }

    fn root(&self, name: &str) -> Option<Here<'_>> {
        let sets = self.entity_sets().iter().map(|set| (&set.name, &set.entity_type, true));
        let singletons = self.singletons().iter().map(|singleton| (&singleton.name, &singleton.entity_type, false));
        let all: Vec<_> = sets.chain(singletons).collect();
        let exact = all.iter().find(|(known, ..)| *known == name);
        let (name, of, is_collection) =
            exact.or_else(|| all.iter().find(|(known, ..)| known.eq_ignore_ascii_case(name)))?;
        Some(Here { declared: self.structured(of.as_str())?, is_collection: *is_collection, name })
    }

    fn cast(&self, declared: &StructuredType, segment: &str) -> Option<&StructuredType> {
        if !segment.contains('.') {
            return None;
        }
        let found = self.structured(&self.without_alias(segment))?;
        (self.is_a(found, declared.name.as_str()) || self.is_a(declared, found.name.as_str())).then_some(found)
    }

    /// A property, else a property of a derived type, else a bound function.
    fn member<'m>(&'m self, declared: &'m StructuredType, segment: &str) -> Option<Here<'m>> {
        let name = segment.split('(').next().unwrap_or(segment);
        if name.is_empty() || name.starts_with('{') {
            return None;
        }
        let lineage: Vec<&StructuredType> = self.lineage(declared).collect();
        let derived = self.derived(declared.name.as_str());
        let owners = || lineage.iter().chain(&derived);
        let exact = owners().find_map(|owner| self.own_member(owner, |known| known == name));
        exact
            .or_else(|| owners().find_map(|owner| self.own_member(owner, |known| known.eq_ignore_ascii_case(name))))
            .or_else(|| self.function(&lineage, name))
    }

    fn own_member<'m>(&'m self, owner: &'m StructuredType, fits: impl Fn(&str) -> bool) -> Option<Here<'m>> {
        let navigation = owner.navigation.iter().map(|own| (&own.name, &own.type_ref));
        let properties = owner.properties.iter().map(|own| (&own.name, &own.type_ref));
        navigation.chain(properties).find(|(name, _)| fits(name)).and_then(|(name, type_ref)| self.here(name, type_ref))
    }

    fn function<'m>(&'m self, lineage: &[&StructuredType], name: &str) -> Option<Here<'m>> {
        let short = name.rsplit('.').next().unwrap_or(name);
        let fits = |binding: Option<&TypeRef>| {
            binding.and_then(TypeRef::named).is_some_and(|of| lineage.iter().any(|owner| owner.name == *of))
        };
        self.operations()
            .iter()
            .filter(|operation| operation.is_bound && operation.kind == OperationKind::Function)
            .filter(|operation| operation.name.short() == short)
            .filter(|operation| fits(operation.parameters.first().map(|parameter| &parameter.type_ref)))
            .find_map(|operation| self.here(operation.name.as_str(), operation.returns.as_ref()?))
    }

    fn here<'m>(&'m self, name: &'m str, type_ref: &TypeRef) -> Option<Here<'m>> {
        match &type_ref.element {
            ElementType::Named(of) => {
                let declared = self.structured(of.as_str()).filter(|found| !found.is_any_json())?;
                Some(Here { declared, is_collection: type_ref.is_collection, name })
            }
            ElementType::Primitive(_) => None,
        }
    }

    fn names_after(&self, declared: Option<&StructuredType>) -> Vec<String> {
        match declared {
            None => {
                let sets = self.entity_sets().iter().map(|set| &set.name);
                sets.chain(self.singletons().iter().map(|singleton| &singleton.name)).cloned().collect()
            }
            Some(of) => {
                let navigation = self.navigation(of).into_iter().map(|own| own.property.name.clone());
                let properties = self.properties(of).into_iter().map(|own| own.property);
                let structured = properties.filter(|property| property.type_ref.named().is_some());
                navigation.chain(structured.map(|property| property.name.clone())).collect()
            }
        }
    }
}
