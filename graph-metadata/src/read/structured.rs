//! Entity types, complex types and enumerations.

use std::collections::HashMap;

use super::annotation;
use super::element::Element;
use super::scope::Scope;
use crate::error::{Fault, Place};
use crate::model::{
    Enumeration, EnumerationMember, NavigationProperty, Primitive, Property, StructuredKind, StructuredType, TypeName,
};

/// `<EntityType>` or `<ComplexType>`
pub(crate) fn read(
    element: &Element<'_, '_>,
    namespace: &str,
    scope: &Scope,
    faults: &mut Vec<Fault>,
) -> Option<StructuredType> {
    let name = element.identifier("Name", faults)?;
    let mut found = StructuredType {
        name: TypeName::new(format!("{namespace}.{name}")),
        kind: if element.is("EntityType") { StructuredKind::Entity } else { StructuredKind::Complex },
        base: scope.type_name(element, "BaseType", faults),
        base_place: element.value_place("BaseType"),
        is_abstract: element.flag("Abstract", faults).unwrap_or(false),
        is_open: element.flag("OpenType", faults).unwrap_or(false),
        has_stream: element.flag("HasStream", faults).unwrap_or(false),
        key: Vec::new(),
        properties: Vec::new(),
        navigation: Vec::new(),
        annotations: annotation::read_inside(element, faults),
        place: element.value_place("Name"),
    };
    let mut names: HashMap<&str, Place> = HashMap::new();
    for child in element.children() {
        match child.edm_name() {
            "Key" => {
                let refs = child.children().filter(|child| child.is("PropertyRef"));
                found.key.extend(refs.filter_map(|part| part.required("Name", faults).map(str::to_owned)));
            }
            "Property" => {
                let property = read_property(&child, scope, faults);
                unique(&mut names, &child, &found.name, faults);
                found.properties.extend(property);
            }
            "NavigationProperty" => {
                let property = read_navigation(&child, scope, faults);
                unique(&mut names, &child, &found.name, faults);
                found.navigation.extend(property);
            }
            _ => {}
        }
    }
    Some(found)
}

fn unique<'a>(names: &mut HashMap<&'a str, Place>, child: &Element<'a, '_>, owner: &TypeName, faults: &mut Vec<Fault>) {
    let Some(name) = child.attribute("Name") else { return };
    let place = child.value_place("Name");
    if let Some(first) = names.insert(name, place) {
        let message = format!("`{owner}` has two properties `{}`", name.escape_debug());
        faults.push(Fault::new(place, message).related("the first", first));
    }
}

fn read_property(element: &Element<'_, '_>, scope: &Scope, faults: &mut Vec<Fault>) -> Option<Property> {
    let name = element.identifier("Name", faults);
    let type_ref = scope.type_ref(element, faults);
    Some(Property {
        name: name?.to_owned(),
        type_ref: type_ref?,
        nullable: element.flag("Nullable", faults),
        default: element.attribute("DefaultValue").map(str::to_owned),
        annotations: annotation::read_inside(element, faults),
        place: element.value_place("Name"),
    })
}

fn read_navigation(element: &Element<'_, '_>, scope: &Scope, faults: &mut Vec<Fault>) -> Option<NavigationProperty> {
    let name = element.identifier("Name", faults);
    let type_ref = scope.type_ref(element, faults);
    Some(NavigationProperty {
        name: name?.to_owned(),
        type_ref: type_ref?,
        nullable: element.flag("Nullable", faults),
        contains_target: element.flag("ContainsTarget", faults).unwrap_or(false),
        partner: element.attribute("Partner").map(str::to_owned),
        annotations: annotation::read_inside(element, faults),
        place: element.value_place("Name"),
    })
}

/// `<EnumType>`
pub(crate) fn read_enumeration(
    element: &Element<'_, '_>,
    namespace: &str,
    faults: &mut Vec<Fault>,
) -> Option<Enumeration> {
    let name = element.identifier("Name", faults)?;
    let underlying = underlying(element, faults);
    let mut found = Enumeration {
        name: TypeName::new(format!("{namespace}.{name}")),
        is_flags: element.flag("IsFlags", faults).unwrap_or(false),
        underlying,
        members: Vec::new(),
        annotations: annotation::read_inside(element, faults),
        place: element.value_place("Name"),
    };
    let mut names: HashMap<&str, Place> = HashMap::new();
    let mut next: i64 = 0;
    for child in element.children().filter(|child| child.is("Member")) {
        let Some(name) = child.identifier("Name", faults) else { continue };
        let place = child.value_place("Name");
        if let Some(first) = names.insert(name, place) {
            let message = format!("`{}` has two members `{name}`", found.name);
            faults.push(Fault::new(place, message).related("the first", first));
        }
        let value = match child.attribute("Value") {
            None => next,
            Some(text) => text.trim().parse().unwrap_or_else(|_| {
                let message = format!("`{}` is no number of a member", text.escape_debug());
                faults.push(Fault::new(child.value_place("Value"), message));
                next
            }),
        };
        next = value.saturating_add(1);
        let annotations = annotation::read_inside(&child, faults);
        found.members.push(EnumerationMember { name: name.to_owned(), value, annotations, place });
    }
    Some(found)
}

fn underlying(element: &Element<'_, '_>, faults: &mut Vec<Fault>) -> Primitive {
    use Primitive::{Byte, Int16, Int32, Int64, SByte};
    let Some(text) = element.attribute("UnderlyingType") else { return Int32 };
    Primitive::named(text).filter(|found| matches!(found, Byte | SByte | Int16 | Int32 | Int64)).unwrap_or_else(|| {
        let message = format!("`{}` is no type for an enumeration", text.escape_debug());
        faults.push(Fault::new(element.value_place("UnderlyingType"), message));
        Int32
    })
}
