//! Annotations: inside the annotated element, or in an element `Annotations` with a target.

use std::collections::HashMap;

use super::element::XmlElement;
use super::names::NameResolver;
use crate::error::MetadataDiagnostic;
use crate::model::{Annotations, Model, Permission, TypeIndex};

/// The contents of `<Annotations Target="..">`.
pub(crate) struct TargetedAnnotations {
    /// With namespaces in place of aliases.
    target: String,
    annotations: Annotations,
}

/// `<Annotations Target="..">`
pub(crate) fn read_targeted(
    element: &XmlElement<'_, '_>,
    names: &NameResolver,
    diagnostics: &mut Vec<MetadataDiagnostic>,
) -> Option<TargetedAnnotations> {
    let target = element.required("Target", diagnostics)?;
    let target = match target.split_once('/') {
        Some((first, rest)) => format!("{}/{rest}", names.qualify(first)),
        None => names.qualify(target),
    };
    Some(TargetedAnnotations { target, annotations: read_children(element, diagnostics) })
}

/// Reads the `<Annotation>` children of an element.
pub(crate) fn read_children(element: &XmlElement<'_, '_>, diagnostics: &mut Vec<MetadataDiagnostic>) -> Annotations {
    let mut found = Annotations::default();
    for child in element.children().filter(|child| child.is("Annotation")) {
        let Some(term) = child.attribute("Term") else {
            child.report_missing("Term", diagnostics);
            continue;
        };
        // most files use the full names of vocabularies, some use the customary aliases
        match term.strip_prefix("Org.OData.").unwrap_or(term) {
            "Core.V1.Description" | "Core.Description" => found.description = text(&child),
            "Core.V1.LongDescription" | "Core.LongDescription" => found.long_description = text(&child),
            "Core.V1.Computed" | "Core.Computed" => found.computed = child.boolean("Bool", diagnostics).unwrap_or(true),
            "Core.V1.Immutable" | "Core.Immutable" => {
                found.immutable = child.boolean("Bool", diagnostics).unwrap_or(true);
            }
            "Core.V1.Permissions" | "Core.Permissions" => found.permission = permission(&child),
            "Capabilities.V1.InsertRestrictions"
            | "Capabilities.InsertRestrictions"
            | "Capabilities.V1.UpdateRestrictions"
            | "Capabilities.UpdateRestrictions"
            | "Capabilities.V1.DeleteRestrictions"
            | "Capabilities.DeleteRestrictions" => read_restrictions(&child, &mut found, diagnostics),
            _ => {}
        }
    }
    found
}

fn text(annotation: &XmlElement<'_, '_>) -> Option<String> {
    let text = annotation
        .attribute("String")
        .map(str::to_owned)
        .or_else(|| annotation.children().find(|child| child.is("String")).map(|child| child.text().to_owned()))?;
    (!text.trim().is_empty()).then_some(text)
}

fn permission(annotation: &XmlElement<'_, '_>) -> Option<Permission> {
    let text = annotation
        .attribute("EnumMember")
        .or_else(|| annotation.children().find(|child| child.is("EnumMember")).map(|child| child.text()))?;
    let members: Vec<&str> = text.split_whitespace().filter_map(|member| member.rsplit('/').next()).collect();
    let (read, write) = (members.contains(&"Read"), members.contains(&"Write"));
    match (read, write) {
        _ if members.contains(&"ReadWrite") => Some(Permission::ReadWrite),
        (true, true) => Some(Permission::ReadWrite),
        (true, false) => Some(Permission::Read),
        (false, true) => Some(Permission::Write),
        (false, false) => members.contains(&"None").then_some(Permission::None),
    }
}

/// Reads the restrictions of creations, updates or deletions, whose members have different names.
fn read_restrictions(
    annotation: &XmlElement<'_, '_>,
    found: &mut Annotations,
    diagnostics: &mut Vec<MetadataDiagnostic>,
) {
    let values = annotation
        .children()
        .filter(|child| child.is("Record"))
        .flat_map(|record| record.children())
        .filter(|child| child.is("PropertyValue"));
    for value in values {
        match value.attribute("Property") {
            Some("Insertable") => found.insertable = value.boolean("Bool", diagnostics),
            Some("Deletable") => found.deletable = value.boolean("Bool", diagnostics),
            Some("Updatable") => found.updatable = value.boolean("Bool", diagnostics),
            Some("Upsertable") => found.upsertable = value.boolean("Bool", diagnostics),
            Some("NonUpdatableProperties") => {
                let paths = value
                    .children()
                    .filter(|child| child.is("Collection"))
                    .flat_map(|collection| collection.children())
                    .filter(|child| child.is("PropertyPath"));
                found.non_updatable_properties.extend(paths.map(|path| path.text().to_owned()));
            }
            _ => {}
        }
    }
}

/// Merges annotations into the elements that they target. Unknown targets are ignored, because services have them.
pub(crate) fn attach(model: &mut Model, targeted: Vec<TargetedAnnotations>) {
    let mut by_type: HashMap<String, Vec<(String, Annotations)>> = HashMap::new();
    for TargetedAnnotations { target, annotations } in targeted {
        let Some((first, rest)) = target.split_once('/') else {
            attach_to_type(model, &target, annotations);
            continue;
        };
        if model.type_index.contains_key(first) {
            by_type.entry(first.to_owned()).or_default().push((rest.to_owned(), annotations));
        } else {
            attach_to_container_child(model, rest, annotations);
        }
    }
    for (type_name, targeted) in by_type {
        let mut by_member: HashMap<String, Annotations> = HashMap::new();
        for (member, annotations) in targeted {
            by_member.entry(member).or_default().merge(annotations);
        }
        match model.type_index.get(&type_name) {
            Some(TypeIndex::Structured(at)) => {
                let Some(found) = model.structured_types.get_mut(*at) else { continue };
                let properties = found.properties.iter_mut().map(|own| (&own.name, &mut own.annotations));
                let navigation = found.navigation_properties.iter_mut().map(|own| (&own.name, &mut own.annotations));
                for (name, annotations) in properties.chain(navigation) {
                    annotations.merge(by_member.remove(name).unwrap_or_default());
                }
            }
            Some(TypeIndex::Enum(at)) => {
                let Some(found) = model.enum_types.get_mut(*at) else { continue };
                for member in &mut found.members {
                    member.annotations.merge(by_member.remove(&member.name).unwrap_or_default());
                }
            }
            None => {}
        }
    }
}

fn attach_to_type(model: &mut Model, name: &str, annotations: Annotations) {
    match model.type_index.get(name) {
        Some(TypeIndex::Structured(at)) => {
            if let Some(found) = model.structured_types.get_mut(*at) {
                found.annotations.merge(annotations);
            }
        }
        Some(TypeIndex::Enum(at)) => {
            if let Some(found) = model.enum_types.get_mut(*at) {
                found.annotations.merge(annotations);
            }
        }
        // the target of an operation has its parameter types in parentheses, because operations can be overloaded;
        // annotations of operations do not matter to updates
        None => {}
    }
}

/// `microsoft.graph.GraphService/users`
fn attach_to_container_child(model: &mut Model, name: &str, annotations: Annotations) {
    if let Some(set) = model.entity_sets.iter_mut().find(|set| set.name == name) {
        set.annotations.merge(annotations);
    } else if let Some(singleton) = model.singletons.iter_mut().find(|singleton| singleton.name == name) {
        singleton.annotations.merge(annotations);
    }
}
