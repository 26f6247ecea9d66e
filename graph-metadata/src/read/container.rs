//! The entity container.

use std::collections::HashMap;

use super::annotation;
use super::element::XmlElement;
use super::names::NameResolver;
use crate::error::{MetadataDiagnostic, SourceSpan};
use crate::model::{EntitySet, Model, NavigationPropertyBinding, Singleton};

/// `<EntityContainer>`
pub(crate) fn read(
    element: &XmlElement<'_, '_>,
    names: &NameResolver,
    model: &mut Model,
    diagnostics: &mut Vec<MetadataDiagnostic>,
) {
    let sets = model.entity_sets.iter().map(|set| (set.name.clone(), set.span));
    let singletons = model.singletons.iter().map(|singleton| (singleton.name.clone(), singleton.span));
    let mut defined: HashMap<String, SourceSpan> = sets.chain(singletons).collect();
    for child in element.children() {
        let type_attribute = match child.edm_name() {
            "EntitySet" => "EntityType",
            "Singleton" => "Type",
            _ => continue,
        };
        let name = child.identifier("Name", diagnostics);
        if child.required(type_attribute, diagnostics).is_none() {
            continue;
        }
        let entity_type = names.qualified_name(&child, type_attribute, diagnostics);
        let (Some(name), Some(entity_type)) = (name, entity_type) else { continue };
        let span = child.attribute_span("Name");
        if let Some(first) = defined.insert(name.to_owned(), span) {
            let message = format!("the entity container defines `{name}` twice");
            diagnostics.push(MetadataDiagnostic::new(span, message).related("the first definition", first));
            continue;
        }
        let name = name.to_owned();
        let bindings = read_bindings(&child, diagnostics);
        let annotations = annotation::read_children(&child, diagnostics);
        if child.is("EntitySet") {
            model.entity_sets.push(EntitySet { name, entity_type, bindings, annotations, span });
        } else {
            model.singletons.push(Singleton { name, entity_type, bindings, annotations, span });
        }
    }
}

fn read_bindings(
    element: &XmlElement<'_, '_>,
    diagnostics: &mut Vec<MetadataDiagnostic>,
) -> Vec<NavigationPropertyBinding> {
    let mut found = Vec::new();
    for child in element.children().filter(|child| child.is("NavigationPropertyBinding")) {
        let path = child.required("Path", diagnostics);
        let target = child.required("Target", diagnostics);
        if let (Some(path), Some(target)) = (path, target) {
            found.push(NavigationPropertyBinding {
                path: path.to_owned(),
                target: target.to_owned(),
                span: child.span(),
            });
        }
    }
    found
}
