//! Annotations, inside the element and out of line.

use std::collections::HashMap;

use super::element::Element;
use super::scope::Scope;
use crate::error::Fault;
use crate::model::{Annotations, Entry, Model, Permission};

/// What stands in `<Annotations Target="..">`.
pub(crate) struct Remark {
    /// With namespaces in place of aliases.
    target: String,
    annotations: Annotations,
}

/// `<Annotations Target="..">`
pub(crate) fn read_remark(element: &Element<'_, '_>, scope: &Scope, faults: &mut Vec<Fault>) -> Option<Remark> {
    let target = element.required("Target", faults)?;
    let target = match target.split_once('/') {
        Some((head, rest)) => format!("{}/{rest}", scope.qualified(head)),
        None => scope.qualified(target),
    };
    Some(Remark { target, annotations: read_inside(element, faults) })
}

/// The `<Annotation>` children of an element.
pub(crate) fn read_inside(element: &Element<'_, '_>, faults: &mut Vec<Fault>) -> Annotations {
    let mut found = Annotations::default();
    for child in element.children().filter(|child| child.is("Annotation")) {
        let Some(term) = child.attribute("Term") else {
            faults.push(Fault::new(child.place(), "`Annotation` has no `Term`"));
            continue;
        };
        // vocabularies are mostly named in full, sometimes by their customary aliases
        match term.strip_prefix("Org.OData.").unwrap_or(term) {
            "Core.V1.Description" | "Core.Description" => found.description = text(&child),
            "Core.V1.LongDescription" | "Core.LongDescription" => found.long_description = text(&child),
            "Core.V1.Computed" | "Core.Computed" => found.computed = child.flag("Bool", faults).unwrap_or(true),
            "Core.V1.Immutable" | "Core.Immutable" => found.immutable = child.flag("Bool", faults).unwrap_or(true),
            "Core.V1.Permissions" | "Core.Permissions" => found.permission = permission(&child),
            "Capabilities.V1.UpdateRestrictions" | "Capabilities.UpdateRestrictions" => {
                update_restrictions(&child, &mut found, faults);
            }
            _ => {}
        }
    }
    found
}

fn text(annotation: &Element<'_, '_>) -> Option<String> {
    let text = annotation
        .attribute("String")
        .map(str::to_owned)
        .or_else(|| annotation.children().find(|child| child.is("String")).map(|child| child.text().to_owned()))?;
    (!text.trim().is_empty()).then_some(text)
}

fn permission(annotation: &Element<'_, '_>) -> Option<Permission> {
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

fn update_restrictions(annotation: &Element<'_, '_>, found: &mut Annotations, faults: &mut Vec<Fault>) {
    let values = annotation
        .children()
        .filter(|child| child.is("Record"))
        .flat_map(|record| record.children())
        .filter(|child| child.is("PropertyValue"));
    for value in values {
        match value.attribute("Property") {
            Some("Updatable") => found.updatable = value.flag("Bool", faults),
            Some("Upsertable") => found.upsertable = value.flag("Bool", faults),
            Some("NonUpdatableProperties") => {
                let paths = value
                    .children()
                    .filter(|child| child.is("Collection"))
                    .flat_map(|collection| collection.children())
                    .filter(|child| child.is("PropertyPath"));
                found.not_updatable.extend(paths.map(|path| path.text().to_owned()));
            }
            _ => {}
        }
    }
}

/// Puts what is said out of line where it belongs. What is said of nothing is left alone: services do that.
pub(crate) fn attach(model: &mut Model, remarks: Vec<Remark>) {
    let mut by_root: HashMap<String, Vec<(String, Annotations)>> = HashMap::new();
    for remark in remarks {
        let Some((head, rest)) = remark.target.split_once('/') else {
            attach_to_type(model, &remark.target, remark.annotations);
            continue;
        };
        if model.index.contains_key(head) {
            by_root.entry(head.to_owned()).or_default().push((rest.to_owned(), remark.annotations));
        } else {
            attach_to_root(model, rest, remark.annotations);
        }
    }
    for (head, remarks) in by_root {
        let mut by_member: HashMap<String, Annotations> = HashMap::new();
        for (member, annotations) in remarks {
            by_member.entry(member).or_default().merge(annotations);
        }
        match model.index.get(&head) {
            Some(Entry::Structured(at)) => {
                let Some(found) = model.structured.get_mut(*at) else { continue };
                let properties = found.properties.iter_mut().map(|own| (&own.name, &mut own.annotations));
                let navigation = found.navigation.iter_mut().map(|own| (&own.name, &mut own.annotations));
                for (name, annotations) in properties.chain(navigation) {
                    annotations.merge(by_member.remove(name).unwrap_or_default());
                }
            }
            Some(Entry::Enumeration(at)) => {
                let Some(found) = model.enumerations.get_mut(*at) else { continue };
                for member in &mut found.members {
                    member.annotations.merge(by_member.remove(&member.name).unwrap_or_default());
                }
            }
            None => {}
        }
    }
}

fn attach_to_type(model: &mut Model, name: &str, annotations: Annotations) {
    match model.index.get(name) {
        Some(Entry::Structured(at)) => {
            if let Some(found) = model.structured.get_mut(*at) {
                found.annotations.merge(annotations);
            }
        }
        Some(Entry::Enumeration(at)) => {
            if let Some(found) = model.enumerations.get_mut(*at) {
                found.annotations.merge(annotations);
            }
        }
        // an operation has its parameter types in parentheses, which tell overloads apart; what is said of them does
        // not matter to updates
        None => {}
    }
}

/// `microsoft.graph.GraphService/users`
fn attach_to_root(model: &mut Model, name: &str, annotations: Annotations) {
    if let Some(set) = model.entity_sets.iter_mut().find(|set| set.name == name) {
        set.annotations.merge(annotations);
    } else if let Some(singleton) = model.singletons.iter_mut().find(|singleton| singleton.name == name) {
        singleton.annotations.merge(annotations);
    }
}
