//! From the plan to declarations.

use std::collections::{BTreeSet, HashSet};

use super::closure::{Item, Plan};
use super::cycles::Cycles;
use super::kept::kept;
use super::members::{FieldNames, VariantNames};
use super::rust_type::{Form, Nulls, Types, form};
use super::{
    Access, Declaration, Declarations, Enumeration, Field, Member, Names, Options, Struct, Union, Variant, docs, words,
};
use crate::model::{self, Annotations, Model, NavigationProperty, OwnProperty, StructuredKind, StructuredType};

/// Columns that a line of documentation of an item has, and of a member.
const ITEM: usize = 96;
const MEMBER: usize = 92;

/// Declares what was planned.
pub(crate) fn declarations(
    model: &Model,
    plan: &Plan<'_>,
    options: &Options,
    progress: &mut dyn FnMut(usize, usize),
) -> Declarations {
    let names = Names::new(model);
    let cycles = Cycles::new(model, options);
    let kept = kept(model, options);
    let builder = Builder { types: Types { model, names: &names, options, cycles: &cycles }, plan, kept };
    let mut items = Vec::with_capacity(plan.items.len());
    for (nth, item) in plan.items.iter().enumerate() {
        items.extend(builder.declare(*item));
        progress(nth + 1, plan.items.len());
    }
    let missing = builder.missing(&items);
    Declarations { items, missing }
}

struct Builder<'m> {
    types: Types<'m>,
    plan: &'m Plan<'m>,
    /// Types that keep what they do not declare although they are not open.
    kept: HashSet<&'m str>,
}

impl<'m> Builder<'m> {
    fn model(&self) -> &'m Model {
        self.types.model
    }

    fn declare(&self, item: Item<'_>) -> Option<Declaration> {
        match item {
            Item::Struct(name) => Some(Declaration::Struct(self.structured(self.model().structured(name)?))),
            Item::Union(name) => Some(Declaration::Union(self.union(self.model().structured(name)?))),
            Item::Enumeration(name) => {
                Some(Declaration::Enumeration(self.enumeration(self.model().enumeration(name)?)))
            }
        }
    }

    fn structured(&self, of: &StructuredType) -> Struct {
        let qualified = of.name.as_str();
        let mut field_names = FieldNames::default();
        let mut fields = self.properties(of, &mut field_names);
        for own in self.model().navigation(of) {
            fields.extend(self.navigation(of, &own, &mut field_names));
        }
        for member in self.types.options.members_of(qualified) {
            if !fields.iter().any(|field| field.wire == member) {
                fields.push(self.member(member, &mut field_names));
            }
        }
        let is_open = self.model().is_open(of);
        let keeps = is_open || self.kept.contains(qualified);
        let dynamic_properties = keeps.then(|| field_names.free("dynamic_properties"));
        let paths = self.plan.paths.get(qualified).cloned().unwrap_or_default();
        let is_empty_by_default = |field: &Field| {
            field.ty.starts_with("Option<") || field.ty.starts_with("Nullable<") || field.ty.starts_with("Vec<")
        };
        let kind = if of.kind == StructuredKind::Entity { "an entity type" } else { "a complex type" };
        Struct {
            type_name: qualified.to_owned(),
            name: self.types.names.of(qualified),
            docs: docs::lines(&of.annotations, &format!("`{qualified}`, {kind}."), ITEM),
            is_beta: self.types.options.is_beta,
            is_abstract: of.is_abstract && !self.types.options.tagged.contains(qualified),
            update: if paths.is_empty() { None } else { self.types.names.update(qualified).map(str::to_owned) },
            has_default: paths.is_empty() && fields.iter().all(is_empty_by_default),
            paths,
            fields,
            dynamic_properties,
            is_open,
        }
    }

    fn properties(&self, of: &StructuredType, field_names: &mut FieldNames) -> Vec<Field> {
        let key = self.model().key(of);
        let mut fields = Vec::new();
        for own in self.model().properties(of) {
            let property = own.property;
            let wire = &property.name;
            let is_part_of_key = key.contains(wire);
            let is_key = is_part_of_key && !self.types.options.all_writable;
            let is_computed = property.annotations.computed && !self.types.options.all_writable;
            let nulls = if self.types.options.is_nullable(own.owner.name.as_str(), wire) {
                Nulls { value: true, items: Some(true) }
            } else {
                Nulls { value: property.is_nullable() && !is_part_of_key, items: property.has_nullable_items() }
            };
            let ty = self.types.field(of.name.as_str(), wire, &property.type_ref, nulls, is_key);
            let Some(ty) = ty else { continue };
            let neutral = format!("`{wire}`, `{}`.", property.type_ref);
            fields.push(Field {
                ty: ty.text,
                is_optional: ty.is_optional,
                access: match (is_key, is_computed) {
                    (true, _) => Access::Key,
                    (false, true) => Access::ReadOnly,
                    (false, false) => Access::Writable,
                },
                ..field(field_names.name(wire), wire, &property.annotations, &neutral)
            });
        }
        fields
    }

    /// The values of a navigation property if they are wanted, else its reference if it has one.
    fn navigation(
        &self,
        of: &StructuredType,
        own: &OwnProperty<'_, NavigationProperty>,
        field_names: &mut FieldNames,
    ) -> Option<Field> {
        let property = own.property;
        let wire = &property.name;
        if self.types.options.is_inline(own.owner.name.as_str(), wire) {
            let is_made_nullable = self.types.options.is_nullable(own.owner.name.as_str(), wire);
            let is_nullable = property.nullable != Some(false) && !property.type_ref.is_collection;
            let nulls = Nulls { value: is_nullable || is_made_nullable, items: Some(is_made_nullable) };
            let ty = self.types.field(of.name.as_str(), wire, &property.type_ref, nulls, false)?;
            // a service leaves it out unless it is asked for
            let is_optional = ty.is_optional || !(ty.text.starts_with("Option<") || ty.text.starts_with("Nullable<"));
            let text = if is_optional && !ty.is_optional { format!("Option<{}>", ty.text) } else { ty.text };
            let neutral = format!("`{wire}`, `{}`.", property.type_ref);
            return Some(Field {
                ty: text,
                is_optional,
                ..field(field_names.name(wire), wire, &property.annotations, &neutral)
            });
        }
        let bind = format!("{wire}@odata.bind");
        let is_wanted = self.types.options.binds && !property.contains_target;
        if !is_wanted && !self.types.options.has_member(of.name.as_str(), &bind) {
            return None;
        }
        let name = field_names.free(&format!("{}_bind", words::snake(wire)));
        let (text, what) = if property.type_ref.is_collection {
            ("Option<Vec<String>>", "The addresses")
        } else {
            ("Option<String>", "The address")
        };
        let neutral = format!("{what} that `{wire}` is to refer to, `{}`.", property.type_ref);
        Some(Field { ty: text.to_owned(), is_optional: true, ..field(name, &bind, &Annotations::default(), &neutral) })
    }

    /// A member that is not described: any JSON value, or none.
    fn member(&self, wire: &str, field_names: &mut FieldNames) -> Field {
        let ty = if self.types.options.partial { "Nullable<Untyped>" } else { "Option<Untyped>" };
        let name = field_names.name(wire);
        Field { ty: ty.to_owned(), ..field(name, wire, &Annotations::default(), &format!("`{wire}`.")) }
    }

    fn enumeration(&self, of: &model::Enumeration) -> Enumeration {
        let qualified = of.name.as_str();
        let mut names = VariantNames::default();
        let members = of
            .members
            .iter()
            .map(|member| {
                let name = names.name(&member.name);
                let neutral = format!("`{}`, {}.", member.name, member.value);
                Member {
                    is_renamed: words::is_renamed(&name, &member.name),
                    name,
                    wire: member.name.clone(),
                    docs: docs::lines(&member.annotations, &neutral, MEMBER),
                }
            })
            .collect();
        let what = if of.is_flags { "a set of members" } else { "an enumeration" };
        Enumeration {
            type_name: qualified.to_owned(),
            name: self.types.names.of(qualified),
            docs: docs::lines(&of.annotations, &format!("`{qualified}`, {what}."), ITEM),
            is_flags: of.is_flags,
            members,
            other: names.other(),
        }
    }

    fn union(&self, base: &StructuredType) -> Union {
        let qualified = base.name.as_str();
        let derived = self.model().derived(qualified);
        let mut names = VariantNames::default();
        let variants = std::iter::once(base)
            .chain(derived)
            .filter(|of| !of.is_abstract)
            .map(|of| Variant {
                name: names.keep(self.types.names.of(of.name.as_str())),
                type_name: of.name.as_str().to_owned(),
                is_base: of.name == base.name,
            })
            .collect();
        let name = self.types.names.union(qualified).map_or_else(|| self.types.names.of(qualified), str::to_owned);
        let sentence = format!("A value of `{qualified}` or of a type that extends it.");
        Union {
            type_name: qualified.to_owned(),
            name,
            docs: docs::lines(&Annotations::default(), &sentence, ITEM),
            variants,
            other: names.other(),
        }
    }

    /// Types that are used and not declared.
    fn missing(&self, items: &[Declaration]) -> Vec<String> {
        let declared: HashSet<&str> = items.iter().map(Declaration::name).collect();
        let mut missing = BTreeSet::new();
        for item in &self.plan.items {
            let Item::Struct(name) = item else { continue };
            let Some(of) = self.model().structured(name) else { continue };
            for own in self.model().properties(of) {
                let Some(used) = own.property.type_ref.named() else { continue };
                if matches!(form(self.model(), used), Form::Untyped | Form::Text) {
                    continue;
                }
                let union = self.types.names.union(used.as_str());
                let is_declared = declared.contains(self.types.names.of(used.as_str()).as_str())
                    || union.is_some_and(|union| declared.contains(union));
                if !is_declared {
                    missing.insert(used.as_str().to_owned());
                }
            }
        }
        missing.into_iter().collect()
    }
}

/// A field that any update may set, as yet without a type.
fn field(name: String, wire: &str, annotations: &Annotations, neutral: &str) -> Field {
    Field {
        is_renamed: words::is_renamed(&name, wire),
        name,
        wire: wire.to_owned(),
        ty: String::new(),
        access: Access::Writable,
        is_optional: false,
        docs: docs::lines(annotations, neutral, MEMBER),
    }
}
