//! The type that a path leads to.

use std::fmt;

use super::containment::{contains_placeholder, key_placeholder, unused_placeholder};
use super::restrictions::WriteRestrictions;
use crate::model::{
    Annotations, ElementType, Model, OperationKind, StructuredType, TypeRef, similar_names, write_similar_names,
};

/// A path together with the type of the entities at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ResolvedPath {
    /// The qualified name of the declared type at the end of the path.
    pub type_name: String,
    /// Whether the path leads to a collection.
    pub is_collection: bool,
    /// The template of the path to one entity. It has no version, the letter case of the metadata, and a placeholder
    /// for each key.
    pub template: String,
    /// Which writes the service supports at the path.
    pub restrictions: WriteRestrictions,
}

/// An error that reports a path with an unknown segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownPathError {
    path: String,
    segment: String,
    /// The type before the unknown segment; `None` for the service root.
    after: Option<String>,
    is_action: bool,
    similar_names: Vec<String>,
}

impl UnknownPathError {
    /// Returns the unknown segment.
    pub fn segment(&self) -> &str {
        &self.segment
    }

    /// Returns the names of known segments with similar names, the most similar first.
    pub fn similar_names(&self) -> Vec<&str> {
        self.similar_names.iter().map(String::as_str).collect()
    }
}

impl fmt::Display for UnknownPathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.segment.is_empty() {
            return write!(f, "the path `{}` has no segments; write it as in `/users/{{userId}}`", self.path);
        }
        if let Some(after) = self.after.as_ref().filter(|_| self.is_action) {
            return write!(
                f,
                "the path `{}` calls the action `{}` of `{after}`, which is not a type; declare the type, and the action \
                 with `#[graph_action]`",
                self.path, self.segment
            );
        }
        write!(f, "the path `{}` does not exist: ", self.path)?;
        match &self.after {
            Some(after) => write!(f, "`{after}` has no property or function `{}`", self.segment)?,
            None => write!(f, "the service root has no entity set or singleton `{}`", self.segment)?,
        }
        write_similar_names(f, &self.similar_names)
    }
}

impl std::error::Error for UnknownPathError {}

/// Returns whether a segment is a placeholder whose name a declaration accepts.
fn is_placeholder(segment: &str) -> bool {
    let name = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or("");
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.chars().all(|character| character.is_ascii_alphanumeric() || matches!(character, '_' | '-'))
}

/// The end of the segments that are resolved so far.
struct Position<'m> {
    declared: &'m StructuredType,
    is_collection: bool,
    /// The last segment, as the metadata spells it.
    name: &'m str,
    /// The annotations of the entity set, the singleton or the navigation property.
    annotations: Option<&'m Annotations>,
}

impl Model {
    /// Resolves a path such as `/deviceManagement/deviceConfigurations/{deviceConfigurationId}`.
    ///
    /// Segments can be entity sets, singletons, navigation properties, structural properties of structured types, keys,
    /// type casts and bound functions. Letter case is ignored if no name matches exactly. A version at the start is
    /// skipped.
    ///
    /// # Errors
    ///
    /// If a segment is unknown. The error holds similar names.
    pub fn resolve_path(&self, path: &str) -> Result<ResolvedPath, UnknownPathError> {
        let mut segments = path.split('/').filter(|segment| !segment.is_empty()).peekable();
        segments.next_if(|first| matches!(*first, "v1.0" | "beta"));
        let unknown = |segment: &str, after: Option<&Position<'_>>| UnknownPathError {
            path: path.to_owned(),
            segment: segment.to_owned(),
            after: after.map(|position| position.declared.name.to_string()),
            is_action: after.is_some_and(|position| self.has_action(position.declared, segment)),
            similar_names: similar_names(segment, &self.next_segments(after.map(|position| position.declared))),
        };
        let first = segments.next().unwrap_or("");
        let mut position = self.root_segment(first).ok_or_else(|| unknown(first, None))?;
        let mut template = format!("/{}", position.name);
        while let Some(segment) = segments.next() {
            // `root:/{path}:` does not change the type: it addresses another item of the same type
            let bare = segment.strip_suffix(':').unwrap_or(segment);
            let written = if let Some(cast) = self.cast_segment(position.declared, bare) {
                position.declared = cast;
                cast.name.to_string()
            } else if let Some(next) = self.member_segment(position.declared, bare) {
                position = next;
                // the arguments of a function stay in the template
                if bare.contains('(') { bare.to_owned() } else { position.name.to_owned() }
            } else if position.is_collection || bare.starts_with('{') {
                position.is_collection = false;
                // two keys of one name, as in `/a/{id}/b/{id}`, are named after their types
                if is_placeholder(bare) && !contains_placeholder(&template, bare) {
                    bare.to_owned()
                } else {
                    unused_placeholder(&template, &key_placeholder(position.declared.name.as_str()))
                }
            } else {
                return Err(unknown(bare, Some(&position)));
            };
            template.push('/');
            template.push_str(&written);
            if segment.ends_with(':') {
                template.push(':');
                if let Some(path) = segments.next_if(|next| next.starts_with('{')) {
                    template.push('/');
                    let (placeholder, colon) = path.strip_suffix(':').map_or((path, ""), |bare| (bare, ":"));
                    let placeholder = unused_placeholder(&template, placeholder);
                    template.push_str(&placeholder);
                    template.push_str(colon);
                }
            }
        }
        if position.is_collection {
            template.push('/');
            let placeholder = unused_placeholder(&template, &key_placeholder(position.declared.name.as_str()));
            template.push_str(&placeholder);
        }
        let type_name = position.declared.name.to_string();
        let restrictions = WriteRestrictions::new(position.annotations, &position.declared.annotations);
        Ok(ResolvedPath { type_name, is_collection: position.is_collection, template, restrictions })
    }

    /// Returns the entity set or singleton with that name.
    fn root_segment(&self, name: &str) -> Option<Position<'_>> {
        let sets = self.entity_sets().iter().map(|set| (&set.name, &set.entity_type, true, &set.annotations));
        let singletons = self.singletons().iter();
        let singletons = singletons.map(|one| (&one.name, &one.entity_type, false, &one.annotations));
        let all: Vec<_> = sets.chain(singletons).collect();
        let exact = all.iter().find(|(known, ..)| *known == name);
        let (name, of, is_collection, annotations) =
            exact.or_else(|| all.iter().find(|(known, ..)| known.eq_ignore_ascii_case(name)))?;
        let declared = self.structured_type(of.as_str())?;
        Some(Position { declared, is_collection: *is_collection, name, annotations: Some(annotations) })
    }

    /// Returns the type of a type cast segment.
    fn cast_segment(&self, declared: &StructuredType, segment: &str) -> Option<&StructuredType> {
        if !segment.contains('.') {
            return None;
        }
        let found = self.structured_type(&self.resolve_alias(segment))?;
        (self.is_a(found, declared.name.as_str()) || self.is_a(declared, found.name.as_str())).then_some(found)
    }

    /// Returns a property or a bound function. Properties of the type come before properties of derived types, and
    /// these before functions.
    fn member_segment<'m>(&'m self, declared: &'m StructuredType, segment: &str) -> Option<Position<'m>> {
        let name = segment.split('(').next().unwrap_or(segment);
        if name.is_empty() || name.starts_with('{') {
            return None;
        }
        let base_types: Vec<&StructuredType> = self.with_base_types(declared).collect();
        let derived_types = self.derived_types(declared.name.as_str());
        let types = || base_types.iter().chain(&derived_types);
        types()
            .find_map(|of| self.property_segment(of, |known| known == name))
            .or_else(|| types().find_map(|of| self.property_segment(of, |known| known.eq_ignore_ascii_case(name))))
            .or_else(|| self.function_segment(&base_types, name))
    }

    fn property_segment<'m>(
        &'m self,
        declaring: &'m StructuredType,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Option<Position<'m>> {
        let navigation = declaring.navigation_properties.iter();
        let navigation = navigation.map(|own| (&own.name, &own.type_ref, &own.annotations));
        let properties = declaring.properties.iter().map(|own| (&own.name, &own.type_ref, &own.annotations));
        let (name, type_ref, annotations) = navigation.chain(properties).find(|(name, ..)| is_wanted(name))?;
        Some(Position { annotations: Some(annotations), ..self.position(name, type_ref)? })
    }

    fn function_segment<'m>(&'m self, base_types: &[&StructuredType], name: &str) -> Option<Position<'m>> {
        let short = name.rsplit('.').next().unwrap_or(name);
        let is_bound_to = |parameter: Option<&TypeRef>| {
            parameter.and_then(TypeRef::named).is_some_and(|of| base_types.iter().any(|base| base.name == *of))
        };
        self.operations()
            .iter()
            .filter(|operation| operation.is_bound && operation.kind == OperationKind::Function)
            .filter(|operation| operation.name.short() == short)
            .filter(|operation| is_bound_to(operation.parameters.first().map(|parameter| &parameter.type_ref)))
            .find_map(|operation| self.position(operation.name.as_str(), operation.return_type.as_ref()?))
    }

    /// Returns whether the type, or a base type, has an action of that name.
    fn has_action(&self, declared: &StructuredType, name: &str) -> bool {
        let short = name.split('(').next().and_then(|name| name.rsplit('.').next()).unwrap_or(name);
        self.operations()
            .iter()
            .filter(|operation| operation.is_bound && operation.kind == OperationKind::Action)
            .filter(|operation| operation.name.short() == short)
            .filter_map(|operation| operation.parameters.first()?.type_ref.named())
            .any(|bound| self.with_base_types(declared).any(|base| base.name == *bound))
    }

    /// Returns the position after a segment of that type; primitive types have no further segments.
    fn position<'m>(&'m self, name: &'m str, type_ref: &TypeRef) -> Option<Position<'m>> {
        match &type_ref.element {
            ElementType::Named(of) => {
                let declared = self.structured_type(of.as_str()).filter(|found| !found.is_any_json())?;
                Some(Position { declared, is_collection: type_ref.is_collection, name, annotations: None })
            }
            ElementType::Primitive(_) => None,
        }
    }

    /// Returns the names of the segments after a type, or after the service root.
    fn next_segments(&self, declared: Option<&StructuredType>) -> Vec<String> {
        match declared {
            None => {
                let sets = self.entity_sets().iter().map(|set| &set.name);
                sets.chain(self.singletons().iter().map(|singleton| &singleton.name)).cloned().collect()
            }
            Some(of) => {
                let navigation = self.navigation_properties(of).into_iter().map(|own| own.property.name.clone());
                let properties = self.properties(of).into_iter().map(|own| own.property);
                let structured = properties.filter(|property| property.type_ref.named().is_some());
                navigation.chain(structured.map(|property| property.name.clone())).collect()
            }
        }
    }
}
