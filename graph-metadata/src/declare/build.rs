//! From the plan to declarations.

use std::collections::{BTreeSet, HashSet};

use super::declaration::{
    Declaration, Declarations, EnumDeclaration, EnumVariant, FieldAccess, StructDeclaration, StructField,
    UnionDeclaration, UnionVariant,
};
use super::field_type::{FieldTypes, Nullability};
use super::member_names::{FieldNames, VariantNames};
use super::nesting::{BoxedMembers, preserving_types};
use super::options::{NamedPath, Options};
use super::plan::{DeclarationPlan, PlannedItem};
use super::representation::Representation;
use super::type_names::TypeNames;
use super::untyped_field::untyped_field;
use super::{docs, identifier, links, operations};
use crate::model::{
    Annotations, DeclaredProperty, EnumType, Model, NavigationProperty, StructuredKind, StructuredType, TypeRef,
};

/// Builds the declarations of a plan.
pub(crate) fn build(
    model: &Model,
    plan: &DeclarationPlan<'_>,
    options: &Options,
    progress: &mut dyn FnMut(usize, usize),
) -> Declarations {
    let names = TypeNames::new(model);
    let boxed = BoxedMembers::new(model, options);
    let preserving = preserving_types(model, options);
    let builder = Builder { types: FieldTypes { model, names: &names, options, boxed: &boxed }, plan, preserving };
    let mut items = Vec::with_capacity(plan.items.len());
    for (nth, item) in plan.items.iter().enumerate() {
        items.extend(builder.declaration(*item));
        progress(nth + 1, plan.items.len());
    }
    let mut used: HashSet<String> = items.iter().map(|item| item.name().to_owned()).collect();
    used.extend(names.reserved());
    let operations = operations::build(&builder.types, plan, &mut used);
    let missing = builder.missing_types(&items);
    Declarations { items, operations, missing }
}

struct Builder<'m> {
    types: FieldTypes<'m>,
    plan: &'m DeclarationPlan<'m>,
    /// The types that preserve undeclared properties although they are not open.
    preserving: HashSet<&'m str>,
}

impl<'m> Builder<'m> {
    fn model(&self) -> &'m Model {
        self.types.model
    }

    fn declaration(&self, item: PlannedItem<'_>) -> Option<Declaration> {
        match item {
            PlannedItem::Struct(name) => {
                Some(Declaration::Struct(self.struct_declaration(self.model().structured_type(name)?)))
            }
            PlannedItem::Union(name) => {
                Some(Declaration::Union(self.union_declaration(self.model().structured_type(name)?)))
            }
            PlannedItem::Enum(name) => Some(Declaration::Enum(self.enum_declaration(self.model().enum_type(name)?))),
        }
    }

    fn struct_declaration(&self, of: &StructuredType) -> StructDeclaration {
        let qualified = of.name.as_str();
        let mut field_names = FieldNames::default();
        let mut fields = self.structural_fields(of, &mut field_names);
        let mut links = Vec::new();
        for own in self.model().navigation_properties(of) {
            match links::link(&self.types, self.plan, of, &own) {
                Some(link) => links.push(link),
                None => fields.extend(self.navigation_field(of, &own, &mut field_names)),
            }
        }
        for member in self.types.options.extra_members_of(qualified) {
            if !fields.iter().any(|field| field.wire_name == member) {
                fields.push(self.extra_field(member, &mut field_names));
            }
        }
        let is_open = self.model().is_open(of);
        let has_dynamic_properties = is_open || self.preserving.contains(qualified);
        let dynamic_properties = has_dynamic_properties.then(|| field_names.unique("dynamic_properties"));
        let paths = self.plan.paths.get(qualified).cloned().unwrap_or_default();
        let is_empty_by_default = |field: &StructField| {
            field.ty.starts_with("Option<") || field.ty.starts_with("Nullable<") || field.ty.starts_with("Vec<")
        };
        let kind = if of.kind == StructuredKind::Entity { "entity" } else { "complex" };
        StructDeclaration {
            type_name: qualified.to_owned(),
            name: self.types.names.type_name(qualified),
            docs: docs::lines(&of.annotations, &format!("The {kind} type `{qualified}`."), docs::ITEM_DOC_WIDTH),
            is_beta: self.types.options.is_beta,
            is_abstract: of.is_abstract && !self.types.options.tagged_types.contains(qualified),
            update_name: if paths.is_empty() {
                None
            } else {
                self.types.names.update_name(qualified).map(str::to_owned)
            },
            selects_all: self.types.options.select_all_types.contains(qualified)
                || self.is_at_base_type(qualified, &paths),
            has_default: paths.is_empty() && fields.iter().all(is_empty_by_default),
            links,
            bases: links::bases(&self.types, self.plan, of),
            paths,
            fields,
            dynamic_properties,
            is_open,
        }
    }

    /// Returns whether a path leads to a base type, whose reads cannot select the properties of the derived type.
    fn is_at_base_type(&self, qualified: &str, paths: &[NamedPath]) -> bool {
        let type_at = |path: &NamedPath| self.model().resolve_path(&path.template).ok().map(|found| found.type_name);
        paths.iter().filter_map(type_at).any(|declared| declared != qualified)
    }

    fn structural_fields(&self, of: &StructuredType, field_names: &mut FieldNames) -> Vec<StructField> {
        let key = self.model().key(of);
        let is_resource = self.plan.paths.contains_key(of.name.as_str()) && !self.types.options.all_writable;
        let mut fields = Vec::new();
        for own in self.model().properties(of) {
            let property = own.property;
            let wire_name = &property.name;
            let is_part_of_key = key.contains(wire_name);
            let is_key = is_part_of_key && !self.types.options.all_writable;
            let is_computed = property.annotations.computed && !self.types.options.all_writable;
            let nullability = if self.types.options.is_nullable(own.declaring_type.name.as_str(), wire_name) {
                Nullability { value: true, items: Some(true) }
            } else {
                Nullability { value: property.is_nullable() && !is_part_of_key, items: property.has_nullable_items() }
            };
            let ty = self.types.field_type(of.name.as_str(), wire_name, &property.type_ref, nullability, is_key);
            let Some(ty) = ty else { continue };
            let is_on_request = is_resource && !is_part_of_key && is_on_request(&property.annotations);
            let default_doc = format!("The property `{wire_name}` (`{}`).", property.type_ref);
            // a field `id` must be the key
            let name = if is_part_of_key && !is_key {
                field_names.name(&format!("sent_{wire_name}"))
            } else {
                field_names.name(wire_name)
            };
            fields.push(StructField {
                ty: if is_on_request { format!("OnRequest<{}>", ty.text) } else { ty.text },
                is_optional: ty.is_optional && !is_on_request,
                is_on_request,
                access: match (is_key, is_computed) {
                    (true, _) => FieldAccess::Key,
                    (false, true) => FieldAccess::ReadOnly,
                    // in a complex value, the whole value is sent
                    (false, false) if is_resource && property.annotations.immutable => FieldAccess::CreateOnly,
                    (false, false) => FieldAccess::Writable,
                },
                ..untyped_field(name, wire_name, &property.annotations, &default_doc)
            });
        }
        fields
    }

    /// Returns the field for a navigation property, if it has one. It holds the values if they are declared inline, and
    /// the reference otherwise.
    fn navigation_field(
        &self,
        of: &StructuredType,
        own: &DeclaredProperty<'_, NavigationProperty>,
        field_names: &mut FieldNames,
    ) -> Option<StructField> {
        let property = own.property;
        let wire_name = &property.name;
        let declaring = own.declaring_type.name.as_str();
        if self.types.options.is_inline(declaring, wire_name) {
            if self.types.options.is_expanded(declaring, wire_name) {
                return self.expanded_field(of, property, field_names);
            }
            let is_made_nullable = self.types.options.is_nullable(declaring, wire_name);
            let is_nullable = property.nullable != Some(false) && !property.type_ref.is_collection;
            let nullability = Nullability { value: is_nullable || is_made_nullable, items: Some(is_made_nullable) };
            let ty = self.types.field_type(of.name.as_str(), wire_name, &property.type_ref, nullability, false)?;
            // a response only contains it if the request expands it
            let is_optional = ty.is_optional || !(ty.text.starts_with("Option<") || ty.text.starts_with("Nullable<"));
            let text = if is_optional && !ty.is_optional { format!("Option<{}>", ty.text) } else { ty.text };
            let default_doc = format!("The navigation property `{wire_name}` (`{}`).", property.type_ref);
            return Some(StructField {
                ty: text,
                is_optional,
                ..untyped_field(field_names.name(wire_name), wire_name, &property.annotations, &default_doc)
            });
        }
        let bind = format!("{wire_name}@odata.bind");
        let has_reference = self.types.options.bind_properties && !property.contains_target;
        if !has_reference && !self.types.options.has_extra_member(of.name.as_str(), &bind) {
            return None;
        }
        let name = field_names.unique(&format!("{}_bind", identifier::snake_case(wire_name)));
        let (text, subject) = if property.type_ref.is_collection {
            ("Option<Vec<String>>", "The addresses of the entities")
        } else {
            ("Option<String>", "The address of the entity")
        };
        let default_doc = format!("{subject} that `{wire_name}` refers to (`{}`).", property.type_ref);
        Some(StructField {
            ty: text.to_owned(),
            is_optional: true,
            ..untyped_field(name, &bind, &Annotations::default(), &default_doc)
        })
    }

    /// Returns the field for the entities of a navigation property that reads expand.
    fn expanded_field(
        &self,
        of: &StructuredType,
        property: &NavigationProperty,
        field_names: &mut FieldNames,
    ) -> Option<StructField> {
        let element = self.types.element_type(of.name.as_str(), &property.name, &property.type_ref)?;
        let wrapper = if property.type_ref.is_collection { "Vec" } else { "Option" };
        let default_doc = format!("The navigation property `{}` (`{}`).", property.name, property.type_ref);
        Some(StructField {
            ty: format!("{wrapper}<{element}>"),
            access: FieldAccess::Expanded,
            ..untyped_field(field_names.name(&property.name), &property.name, &property.annotations, &default_doc)
        })
    }

    /// Returns the field for a member that the metadata does not describe. It can be any JSON value.
    fn extra_field(&self, wire_name: &str, field_names: &mut FieldNames) -> StructField {
        let ty = if self.types.options.partial { "Nullable<Untyped>" } else { "Option<Untyped>" };
        let name = field_names.name(wire_name);
        let default_doc = format!("The member `{wire_name}`.");
        StructField { ty: ty.to_owned(), ..untyped_field(name, wire_name, &Annotations::default(), &default_doc) }
    }

    fn enum_declaration(&self, of: &EnumType) -> EnumDeclaration {
        let qualified = of.name.as_str();
        let mut names = VariantNames::default();
        let variants = of
            .members
            .iter()
            .map(|member| {
                let name = names.name(&member.name);
                let default_doc = format!("The member `{}` ({}).", member.name, member.value);
                EnumVariant {
                    is_renamed: identifier::is_renamed(&name, &member.name),
                    name,
                    wire_name: member.name.clone(),
                    docs: docs::lines(&member.annotations, &default_doc, docs::MEMBER_DOC_WIDTH),
                }
            })
            .collect();
        let kind = if of.is_flags { "flags enumeration" } else { "enumeration" };
        EnumDeclaration {
            type_name: qualified.to_owned(),
            name: self.types.names.type_name(qualified),
            docs: docs::lines(&of.annotations, &format!("The {kind} type `{qualified}`."), docs::ITEM_DOC_WIDTH),
            is_flags: of.is_flags,
            variants,
            other_variant: names.other(),
        }
    }

    fn union_declaration(&self, base: &StructuredType) -> UnionDeclaration {
        let qualified = base.name.as_str();
        let derived = self.model().derived_types(qualified);
        let mut names = VariantNames::default();
        let variants = std::iter::once(base)
            .chain(derived)
            .filter(|of| !of.is_abstract)
            .map(|of| UnionVariant {
                name: names.reserve(self.types.names.type_name(of.name.as_str())),
                type_name: of.name.as_str().to_owned(),
                is_base: of.name == base.name,
            })
            .collect();
        let own_name = || self.types.names.type_name(qualified);
        let name = self.types.names.union_name(qualified).map_or_else(own_name, str::to_owned);
        let default_doc = format!("A value of type `{qualified}` or of a type derived from it.");
        UnionDeclaration {
            type_name: qualified.to_owned(),
            name,
            docs: docs::lines(&Annotations::default(), &default_doc, docs::ITEM_DOC_WIDTH),
            is_beta: self.types.options.is_beta,
            paths: self.plan.union_paths.get(qualified).cloned().unwrap_or_default(),
            variants,
            other_variant: names.other(),
        }
    }

    /// Returns the types that are used but not declared.
    fn missing_types(&self, items: &[Declaration]) -> Vec<String> {
        let mut types: Vec<&TypeRef> = Vec::new();
        for item in &self.plan.items {
            let PlannedItem::Struct(name) = item else { continue };
            let Some(of) = self.model().structured_type(name) else { continue };
            types.extend(self.model().properties(of).into_iter().map(|own| &own.property.type_ref));
        }
        types.extend(self.plan.operations.iter().flat_map(|planned| planned.types()));
        let declared: HashSet<&str> = items.iter().map(Declaration::name).collect();
        let mut missing = BTreeSet::new();
        for used in types.into_iter().filter_map(TypeRef::named) {
            if matches!(Representation::of(self.model(), used), Representation::Untyped | Representation::Text) {
                continue;
            }
            let union = self.types.names.union_name(used.as_str());
            let is_declared = declared.contains(self.types.names.type_name(used.as_str()).as_str())
                || union.is_some_and(|union| declared.contains(union));
            if !is_declared {
                missing.insert(used.as_str().to_owned());
            }
        }
        missing.into_iter().collect()
    }
}

/// Returns whether lists do not contain the property. Only the descriptions of Microsoft Graph state it.
fn is_on_request(annotations: &Annotations) -> bool {
    let texts = [&annotations.description, &annotations.long_description];
    texts.into_iter().flatten().any(|text| text.contains("included in select parameter"))
}
