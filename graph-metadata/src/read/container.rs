//! The entity container.

use std::collections::HashMap;

use super::annotation;
use super::element::Element;
use super::scope::Scope;
use crate::error::{Fault, Place};
use crate::model::{Binding, EntitySet, Model, Singleton};

/// `<EntityContainer>`
pub(crate) fn read(element: &Element<'_, '_>, scope: &Scope, model: &mut Model, faults: &mut Vec<Fault>) {
    let sets = model.entity_sets.iter().map(|set| (set.name.clone(), set.place));
    let singletons = model.singletons.iter().map(|singleton| (singleton.name.clone(), singleton.place));
    let mut names: HashMap<String, Place> = sets.chain(singletons).collect();
    for child in element.children() {
        let type_attribute = match child.edm_name() {
            "EntitySet" => "EntityType",
            "Singleton" => "Type",
            _ => continue,
        };
        let name = child.identifier("Name", faults);
        if child.required(type_attribute, faults).is_none() {
            continue;
        }
        let (Some(name), Some(entity_type)) = (name, scope.type_name(&child, type_attribute, faults)) else { continue };
        let place = child.value_place("Name");
        if let Some(first) = names.insert(name.to_owned(), place) {
            let message = format!("`{name}` stands twice under the service root");
            faults.push(Fault::new(place, message).related("the first", first));
            continue;
        }
        let name = name.to_owned();
        let bindings = bindings(&child, faults);
        let annotations = annotation::read_inside(&child, faults);
        if child.is("EntitySet") {
            model.entity_sets.push(EntitySet { name, entity_type, bindings, annotations, place });
        } else {
            model.singletons.push(Singleton { name, entity_type, bindings, annotations, place });
        }
    }
}

fn bindings(element: &Element<'_, '_>, faults: &mut Vec<Fault>) -> Vec<Binding> {
    let mut found = Vec::new();
    for child in element.children().filter(|child| child.is("NavigationPropertyBinding")) {
        let path = child.required("Path", faults);
        let target = child.required("Target", faults);
        if let (Some(path), Some(target)) = (path, target) {
            found.push(Binding { path: path.to_owned(), target: target.to_owned(), place: child.place() });
        }
    }
    found
}
