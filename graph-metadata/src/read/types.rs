//! Entity types, complex types and enumeration types.

use std::collections::HashMap;

use super::annotation;
use super::element::XmlElement;
use super::names::NameResolver;
use crate::error::{MetadataDiagnostic, SourceSpan};
use crate::model::{
    EnumMember, EnumType, NavigationProperty, PrimitiveType, QualifiedName, StructuralProperty, StructuredKind,
    StructuredType,
};

/// `<EntityType>` or `<ComplexType>`
pub(crate) fn read_structured_type(
    element: &XmlElement<'_, '_>,
    namespace: &str,
    names: &NameResolver,
    diagnostics: &mut Vec<MetadataDiagnostic>,
) -> Option<StructuredType> {
    let name = element.identifier("Name", diagnostics)?;
    let mut found = StructuredType {
        name: QualifiedName::new(format!("{namespace}.{name}")),
        kind: if element.is("EntityType") { StructuredKind::Entity } else { StructuredKind::Complex },
        base_type: names.qualified_name(element, "BaseType", diagnostics),
        base_type_span: element.attribute_span("BaseType"),
        is_abstract: element.boolean("Abstract", diagnostics).unwrap_or(false),
        is_open: element.boolean("OpenType", diagnostics).unwrap_or(false),
        has_stream: element.boolean("HasStream", diagnostics).unwrap_or(false),
        key: Vec::new(),
        properties: Vec::new(),
        navigation_properties: Vec::new(),
        annotations: annotation::read_children(element, diagnostics),
        span: element.attribute_span("Name"),
    };
    let mut defined: HashMap<&str, SourceSpan> = HashMap::new();
    for child in element.children() {
        match child.edm_name() {
            "Key" => {
                let refs = child.children().filter(|child| child.is("PropertyRef"));
                found.key.extend(refs.filter_map(|part| part.required("Name", diagnostics).map(str::to_owned)));
            }
            "Property" => {
                let property = read_property(&child, names, diagnostics);
                report_duplicate(&mut defined, &child, &found.name, diagnostics);
                found.properties.extend(property);
            }
            "NavigationProperty" => {
                let property = read_navigation_property(&child, names, diagnostics);
                report_duplicate(&mut defined, &child, &found.name, diagnostics);
                found.navigation_properties.extend(property);
            }
            _ => {}
        }
    }
    Some(found)
}

fn report_duplicate<'a>(
    defined: &mut HashMap<&'a str, SourceSpan>,
    child: &XmlElement<'a, '_>,
    owner: &QualifiedName,
    diagnostics: &mut Vec<MetadataDiagnostic>,
) {
    let Some(name) = child.attribute("Name") else { return };
    let span = child.attribute_span("Name");
    if let Some(first) = defined.insert(name, span) {
        let message = format!("`{owner}` defines the property `{}` twice", name.escape_debug());
        diagnostics.push(MetadataDiagnostic::new(span, message).related("the first definition", first));
    }
}

fn read_property(
    element: &XmlElement<'_, '_>,
    names: &NameResolver,
    diagnostics: &mut Vec<MetadataDiagnostic>,
) -> Option<StructuralProperty> {
    let name = element.identifier("Name", diagnostics);
    let type_ref = names.type_ref(element, diagnostics);
    Some(StructuralProperty {
        name: name?.to_owned(),
        type_ref: type_ref?,
        nullable: element.boolean("Nullable", diagnostics),
        default_value: element.attribute("DefaultValue").map(str::to_owned),
        annotations: annotation::read_children(element, diagnostics),
        span: element.attribute_span("Name"),
    })
}

fn read_navigation_property(
    element: &XmlElement<'_, '_>,
    names: &NameResolver,
    diagnostics: &mut Vec<MetadataDiagnostic>,
) -> Option<NavigationProperty> {
    let name = element.identifier("Name", diagnostics);
    let type_ref = names.type_ref(element, diagnostics);
    Some(NavigationProperty {
        name: name?.to_owned(),
        type_ref: type_ref?,
        nullable: element.boolean("Nullable", diagnostics),
        contains_target: element.boolean("ContainsTarget", diagnostics).unwrap_or(false),
        partner: element.attribute("Partner").map(str::to_owned),
        annotations: annotation::read_children(element, diagnostics),
        span: element.attribute_span("Name"),
    })
}

/// `<EnumType>`
pub(crate) fn read_enum_type(
    element: &XmlElement<'_, '_>,
    namespace: &str,
    diagnostics: &mut Vec<MetadataDiagnostic>,
) -> Option<EnumType> {
    let name = element.identifier("Name", diagnostics)?;
    let underlying_type = underlying_type(element, diagnostics);
    let mut found = EnumType {
        name: QualifiedName::new(format!("{namespace}.{name}")),
        is_flags: element.boolean("IsFlags", diagnostics).unwrap_or(false),
        underlying_type,
        members: Vec::new(),
        annotations: annotation::read_children(element, diagnostics),
        span: element.attribute_span("Name"),
    };
    let mut defined: HashMap<&str, SourceSpan> = HashMap::new();
    let mut next: i64 = 0;
    for child in element.children().filter(|child| child.is("Member")) {
        let Some(name) = child.identifier("Name", diagnostics) else { continue };
        let span = child.attribute_span("Name");
        if let Some(first) = defined.insert(name, span) {
            let message = format!("`{}` defines the member `{name}` twice", found.name);
            diagnostics.push(MetadataDiagnostic::new(span, message).related("the first definition", first));
        }
        let value = match child.attribute("Value") {
            None => next,
            Some(text) => text.trim().parse().unwrap_or_else(|_| {
                let message = format!("expected a 64-bit integer for `Value`, found `{}`", text.escape_debug());
                diagnostics.push(MetadataDiagnostic::new(child.attribute_span("Value"), message));
                next
            }),
        };
        next = value.saturating_add(1);
        let annotations = annotation::read_children(&child, diagnostics);
        found.members.push(EnumMember { name: name.to_owned(), value, annotations, span });
    }
    Some(found)
}

fn underlying_type(element: &XmlElement<'_, '_>, diagnostics: &mut Vec<MetadataDiagnostic>) -> PrimitiveType {
    use PrimitiveType::{Byte, Int16, Int32, Int64, SByte};
    let Some(text) = element.attribute("UnderlyingType") else { return Int32 };
    PrimitiveType::named(text).filter(|found| matches!(found, Byte | SByte | Int16 | Int32 | Int64)).unwrap_or_else(
        || {
            let message = format!(
                "expected `Edm.Byte`, `Edm.SByte`, `Edm.Int16`, `Edm.Int32` or `Edm.Int64`, found `{}`",
                text.escape_debug()
            );
            diagnostics.push(MetadataDiagnostic::new(element.attribute_span("UnderlyingType"), message));
            Int32
        },
    )
}
