//! Reads metadata files, and checks declarations against them.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use graph_core::schema::{
    Access, EdmType, EdmTypeInfo, EnumDescriptor, PathTemplate, PropertyDescriptor, TypeDescriptor, Version,
};
use graph_metadata::{
    ElementType, Model, NavigationProperty, PrimitiveType, StructuredType, TypeRef, WriteRestrictions,
};

use crate::error::SandboxErrorKind;
use crate::supported_writes::SupportedWrites;
use crate::types::{ServedTypes, qualified_name, structured_types, type_name};

/// The metadata of one version.
#[derive(Debug)]
pub(crate) struct Metadata {
    version: Version,
    file: PathBuf,
    model: Model,
}

impl Metadata {
    /// Reads a file.
    ///
    /// # Errors
    /// Returns an error if the file cannot be read or is not CSDL.
    pub(crate) fn read(version: Version, file: &Path) -> Result<Self, SandboxErrorKind> {
        let file = file.to_owned();
        let bytes = std::fs::read(&file);
        let bytes = bytes.map_err(|source| SandboxErrorKind::MetadataFile { file: file.clone(), source })?;
        match Model::read_bytes(&bytes) {
            Ok(model) => Ok(Self { version, file, model }),
            Err(source) => Err(SandboxErrorKind::Metadata { file, source }),
        }
    }

    /// Checks declarations, each given by the descriptor with its paths and the types of its entities.
    ///
    /// # Errors
    /// Returns an error that lists everything that the metadata does not have.
    pub(crate) fn check<'d>(
        &self,
        declarations: impl Iterator<Item = (&'static TypeDescriptor, &'d [&'static TypeDescriptor])>,
    ) -> Result<(), SandboxErrorKind> {
        let mut check = Check { model: &self.model, problems: Vec::new(), visited: HashSet::new() };
        for (entity, types) in declarations.filter(|(entity, _)| entity.version() == self.version) {
            check.entity(entity);
            for descriptor in types {
                check.structured_type(descriptor);
            }
        }
        if check.problems.is_empty() {
            return Ok(());
        }
        Err(SandboxErrorKind::Invented { file: self.file.clone(), problems: check.problems })
    }

    /// Adds what the metadata states about the types that are served: their base types, and the properties of those.
    pub(crate) fn add_base_types(&self, types: &mut ServedTypes) {
        for name in types.names(self.version) {
            let Some(structured) = self.model.structured_type(name) else { continue };
            let lineage: Vec<_> = self.model.with_base_types(structured).collect();
            for pair in lineage.windows(2) {
                if let [derived, base] = pair {
                    types.add_base(derived.name.as_str(), base.name.as_str());
                }
            }
            for structured in lineage {
                let properties = self.model.properties(structured).into_iter().map(|declared| &declared.property.name);
                let navigation = self.model.navigation_properties(structured).into_iter();
                let navigation = navigation.map(|declared| &declared.property.name);
                if !self.model.is_open(structured) {
                    let names = properties.chain(navigation).cloned().collect();
                    types.set_property_names(self.version, structured.name.as_str(), names);
                }
            }
        }
    }

    /// Returns the qualified name of the declared type of the entities at a path.
    pub(crate) fn type_at(&self, version: Version, path: &PathTemplate) -> Option<String> {
        let resolved = self.model.resolve_path(path.as_str()).ok();
        resolved.filter(|_| version == self.version).map(|resolved| resolved.type_name)
    }
}

impl Metadata {
    /// Returns which writes the service supports at a path, if the path is in the metadata.
    pub(crate) fn writes_at(&self, version: Version, path: &str) -> Option<SupportedWrites> {
        let resolved = self.model.resolve_path(path).ok().filter(|_| version == self.version)?;
        let WriteRestrictions { is_insertable, is_updatable, is_deletable, .. } = resolved.restrictions;
        Some(SupportedWrites { creations: is_insertable, updates: is_updatable, deletions: is_deletable })
    }
}

/// Collects what the metadata does not have.
struct Check<'m> {
    model: &'m Model,
    problems: Vec<String>,
    visited: HashSet<*const TypeDescriptor>,
}

impl<'m> Check<'m> {
    fn report(&mut self, descriptor: &TypeDescriptor, problem: &str) {
        self.problems.push(format!("`{}`: {problem}", descriptor.odata_type()));
    }

    /// Checks the type and the paths of a resource or a union.
    fn entity(&mut self, entity: &'static TypeDescriptor) {
        let Some(structured) = self.find(entity) else { return };
        let paths = entity.paths().iter().map(|path| (path, false));
        for (path, is_collection) in paths.chain(entity.collection().map(|path| (path, true))) {
            let resolved = match self.model.resolve_path(path.as_str()) {
                Ok(resolved) => resolved,
                Err(error) => {
                    self.report(entity, &error.to_string());
                    continue;
                }
            };
            if resolved.is_collection != is_collection {
                let (found, expected) =
                    if is_collection { ("an entity", "a collection") } else { ("a collection", "an entity") };
                self.report(entity, &format!("the path `{path}` leads to {found}, but {expected} was expected"));
            }
            let is_related = self.model.is_a(structured, &resolved.type_name)
                || self
                    .model
                    .structured_type(&resolved.type_name)
                    .is_some_and(|at| self.model.is_a(at, structured.name.as_str()));
            if !is_related {
                let problem = format!("the path `{path}` leads to `#{}`, which is another type", resolved.type_name);
                self.report(entity, &problem);
            }
        }
    }

    /// Returns the type of a declaration, or reports once that it does not exist.
    fn find(&mut self, descriptor: &'static TypeDescriptor) -> Option<&'m StructuredType> {
        let name = qualified_name(descriptor.odata_type());
        let found = self.model.structured_type(name);
        if found.is_none() {
            let problem = match self.model.find(name) {
                Err(error) => error.to_string(),
                Ok(_) => format!("the type `{name}` is not a structured type"),
            };
            if !self.problems.contains(&problem) {
                self.problems.push(problem);
            }
        }
        found
    }

    /// Checks the properties of a type, and the types in it.
    fn structured_type(&mut self, descriptor: &'static TypeDescriptor) {
        if !self.visited.insert(std::ptr::from_ref(descriptor)) {
            return;
        }
        let Some(structured) = self.find(descriptor) else { return };
        for property in descriptor.properties() {
            self.property(descriptor, structured, property);
        }
    }

    fn property(
        &mut self,
        descriptor: &'static TypeDescriptor,
        structured: &'m StructuredType,
        property: PropertyDescriptor,
    ) {
        let name = property.name();
        let (name, is_link) = name.split_once('@').map_or((name, false), |(name, _)| (name, true));
        let navigation = self.navigation_property(structured, name);
        let own = self.model.properties(structured).into_iter().find(|declared| declared.property.name == name);
        if is_link {
            if navigation.is_none() {
                self.report(descriptor, &format!("the navigation property `{name}` does not exist"));
            }
            return;
        }
        let type_ref = match (own, navigation) {
            (Some(own), _) if property.is_expanded() => {
                let problem = format!("the property `{name}` is not a navigation property; remove `#[graph(expand)]`");
                self.report(descriptor, &problem);
                &own.property.type_ref
            }
            (Some(own), _) => &own.property.type_ref,
            (None, Some(navigation)) => {
                if !property.is_expanded() {
                    let problem =
                        format!("the property `{name}` is a navigation property; declare it with `#[graph(expand)]`");
                    self.report(descriptor, &problem);
                }
                &navigation.type_ref
            }
            (None, None) => {
                if !self.model.is_open(structured) {
                    self.report(descriptor, &self.unknown_property(structured, name));
                }
                return;
            }
        };
        let keys = self.model.key(structured);
        if property.access() == Access::Key && !keys.is_empty() && !keys.iter().any(|key| key == name) {
            self.report(descriptor, &format!("the property `{name}` is not a key; the key is `{}`", keys.join("`, `")));
        }
        self.value(descriptor, name, property.type_info(), type_ref);
    }

    fn navigation_property(&self, structured: &'m StructuredType, name: &str) -> Option<&'m NavigationProperty> {
        let mut properties = self.model.navigation_properties(structured).into_iter();
        properties.find(|declared| declared.property.name == name).map(|declared| declared.property)
    }

    /// Describes a property that does not exist, with the one that differs in case or the type that has it.
    fn unknown_property(&self, structured: &'m StructuredType, name: &str) -> String {
        let properties = self.model.properties(structured);
        let similar = properties.iter().map(|declared| &declared.property.name);
        let similar = similar.into_iter().find(|known| known.eq_ignore_ascii_case(name));
        let derived = self.model.derived_types(structured.name.as_str()).into_iter();
        let mut owners = derived.filter(|derived| derived.properties.iter().any(|own| own.name == name));
        match (similar, owners.next()) {
            (Some(similar), _) => format!("the property `{name}` does not exist; its name is `{similar}`"),
            (None, Some(owner)) => {
                format!("the property `{name}` does not exist; the derived type `#{}` has it", owner.name)
            }
            (None, None) => format!("the property `{name}` does not exist"),
        }
    }

    /// Checks the type of a property, and the types in it.
    fn value(&mut self, owner: &'static TypeDescriptor, name: &str, declared: &'static EdmTypeInfo, actual: &TypeRef) {
        let (element, is_collection) = match &declared.edm {
            EdmType::Collection(element) => (element(), true),
            _ => (declared, false),
        };
        let is_untyped = matches!(declared.edm, EdmType::Untyped);
        if !is_untyped && (is_collection != actual.is_collection || !self.has_type(&element.edm, &actual.element)) {
            let problem = format!(
                "the property `{name}` has the type `{actual}`, but is declared as `{}`",
                type_name(&declared.edm)
            );
            return self.report(owner, &problem);
        }
        if let (EdmType::Enum(members) | EdmType::Flags(members), Some(actual)) = (&element.edm, actual.named()) {
            let unknown = self.unknown_members(members, actual.as_str());
            if !unknown.is_empty() {
                let problem =
                    format!("the enumeration `{actual}` of `{name}` does not have `{}`", unknown.join("`, `"));
                self.report(owner, &problem);
            }
        }
        match &element.edm {
            EdmType::Structured(descriptor) => self.structured_type(descriptor()),
            EdmType::Union(alternatives) => {
                for descriptor in structured_types(alternatives) {
                    self.structured_type(descriptor);
                }
            }
            _ => {}
        }
    }

    /// Returns whether a declared type is the one of the metadata.
    fn has_type(&self, declared: &EdmType, actual: &ElementType) -> bool {
        let name = match actual {
            ElementType::Primitive(primitive) => return has_primitive_type(declared, *primitive),
            ElementType::Named(name) => name.as_str(),
        };
        if let Some(enumeration) = self.model.enum_type(name) {
            return match declared {
                EdmType::String => true,
                EdmType::Flags(_) => enumeration.is_flags,
                EdmType::Enum(_) => !enumeration.is_flags,
                _ => false,
            };
        }
        let is_derived = |descriptor: &TypeDescriptor| {
            // A type that does not exist is reported once, where its own declaration is checked.
            let declared = self.model.structured_type(qualified_name(descriptor.odata_type()));
            declared.is_none_or(|declared| self.model.is_a(declared, name))
        };
        match declared {
            EdmType::Structured(descriptor) => is_derived(descriptor()),
            EdmType::Union(alternatives) => structured_types(alternatives).all(is_derived),
            _ => false,
        }
    }

    fn unknown_members(&self, declared: &'static EnumDescriptor, actual: &str) -> Vec<&'static str> {
        let Some(actual) = self.model.enum_type(actual) else { return Vec::new() };
        let is_known = |member: &&str| actual.members.iter().any(|known| known.name == **member);
        declared.members().iter().copied().filter(|member| !is_known(member)).collect()
    }
}

fn has_primitive_type(declared: &EdmType, actual: PrimitiveType) -> bool {
    match actual {
        // Documented values of `Edm.Single` have more digits than a single.
        PrimitiveType::Single => matches!(declared, EdmType::Single | EdmType::Double),
        PrimitiveType::Stream | PrimitiveType::Untyped => matches!(declared, EdmType::Untyped),
        _ => type_name(declared) == actual.name(),
    }
}
