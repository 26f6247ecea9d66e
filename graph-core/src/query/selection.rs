//! `$select` and `$expand`: the properties of the struct.

use std::fmt;
use std::marker::PhantomData;

use super::error::QueryErrorKind;
use super::expand::ExpandOptions;
use super::operand::{Path, Step};
use crate::schema::{EdmType, EdmTypeInfo, PropertyDescriptor, PropertyType, TypeDescriptor};

/// A property to select, made by [`QueryExt::property`](crate::QueryExt::property).
#[must_use = "a property has no effect until a query selects it"]
pub struct Property<'a> {
    path: Path,
    lifetime: PhantomData<fn(&'a ()) -> &'a ()>,
}

impl Property<'_> {
    pub(super) fn new(path: Path) -> Self {
        Self { path, lifetime: PhantomData }
    }

    /// Returns the properties that `select` returns for a blank value.
    pub(super) fn resolve<T: PropertyType, const N: usize>(
        select: impl for<'b> FnOnce(&'b T) -> [Property<'b>; N],
    ) -> Result<Vec<Path>, QueryErrorKind> {
        let blank = T::BLANK;
        let mut paths: Vec<Path> = select(&blank).into_iter().map(|property| property.path).collect();
        for path in &mut paths {
            path.resolve(&blank)?;
        }
        Ok(paths)
    }
}

impl fmt::Debug for Property<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Property")
    }
}

/// Which properties the service returns.
#[derive(Debug, Clone, Default)]
pub(crate) enum Selection {
    /// Those that are declared.
    #[default]
    Declared,
    /// Those that the service chooses: no `$select`.
    All,
    /// These.
    These(Vec<Path>),
}

/// What is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReadScope {
    Entity,
    /// A collection, which does not contain the properties under `#[graph(on_request)]`.
    Collection,
}

/// Returns the texts of `$select` and `$expand`, not yet percent-encoded; an option whose text is empty is not sent.
pub(super) fn projection(
    descriptor: &'static TypeDescriptor,
    selection: &Selection,
    expanded: &[ExpandOptions],
    scope: ReadScope,
) -> (String, String) {
    let mut select = Vec::new();
    match selection {
        Selection::All => {}
        Selection::Declared if descriptor.selects_all() => {}
        Selection::Declared => select.extend(selected(descriptor, scope).map(|property| property.name().to_owned())),
        Selection::These(paths) => {
            for path in paths.iter().map(Path::display) {
                if !path.is_empty() && !select.contains(&path) {
                    select.push(path);
                }
            }
        }
    }
    let mut expand = String::new();
    write_expand(descriptor, expanded, &mut vec![descriptor], &mut expand);
    (select.join(","), expand)
}

/// Returns the properties that `$select` names.
fn selected(descriptor: &'static TypeDescriptor, scope: ReadScope) -> impl Iterator<Item = PropertyDescriptor> {
    descriptor.properties().filter(move |property| {
        // an annotation, such as `manager@odata.bind`, is not a property
        !property.name().contains('@')
            && !property.is_expanded()
            && !(property.is_on_request() && scope == ReadScope::Collection)
    })
}

fn write_expand(
    descriptor: &'static TypeDescriptor,
    expanded: &[ExpandOptions],
    outer: &mut Vec<&'static TypeDescriptor>,
    out: &mut String,
) {
    for property in descriptor.properties().filter(|property| property.is_expanded()) {
        let options = expanded.iter().find(|options| {
            matches!(options.path.steps.as_slice(), [Step::Property { index, .. }] if *index == property.index())
        });
        let target = target(property.type_info());
        // an entity of a type that contains it would be expanded without end
        if target.is_some_and(|target| outer.iter().any(|outer| outer.is_same_type(target)))
            && options.is_none()
            && outer.len() > 1
        {
            continue;
        }
        if !out.is_empty() && !out.ends_with('=') {
            out.push(',');
        }
        out.push_str(property.name());
        let mut inner = String::new();
        if let Some(target) = target {
            if !target.selects_all() {
                let names: Vec<_> = selected(target, ReadScope::Collection).map(PropertyDescriptor::name).collect();
                inner.extend([";$select=", &names.join(",")]);
            }
            if outer.iter().all(|outer| !outer.is_same_type(target)) {
                outer.push(target);
                let mut nested = String::new();
                write_expand(target, &[], outer, &mut nested);
                if !nested.is_empty() {
                    inner.extend([";$expand=", &nested]);
                }
                outer.pop();
            }
        }
        if let Some(options) = options {
            options.write(&mut inner);
        }
        if let Some(inner) = inner.strip_prefix(';') {
            out.extend(["(", inner, ")"]);
        }
    }
}

/// Returns the type of the entities of a navigation property, if it is a declared struct.
fn target(info: &EdmTypeInfo) -> Option<&'static TypeDescriptor> {
    match info.edm {
        EdmType::Structured(descriptor) => Some(descriptor()),
        EdmType::Collection(element) => target(element()),
        _ => None,
    }
}
