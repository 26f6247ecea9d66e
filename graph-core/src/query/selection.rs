//! `$select` and `$expand`: the properties of the struct.

use std::fmt;
use std::marker::PhantomData;

use super::encoding::push_encoded;
use super::error::QueryErrorKind;
use super::expand::ExpandOptions;
use super::operand::{Path, Step};
use crate::schema::{EdmType, EdmTypeInfo, PropertyType, TypeDescriptor, member_name};

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

    /// Returns the indexes of the properties of `T` that `select` returns; a part of a complex value is an error.
    pub(crate) fn indexes<T: PropertyType, const N: usize>(
        select: impl for<'b> FnOnce(&'b T) -> [Property<'b>; N],
    ) -> Result<Vec<usize>, QueryErrorKind> {
        Self::resolve(select)?.iter().map(own_index).collect()
    }

    /// Returns the index of the property of `T` that `select` returns.
    pub(crate) fn index<T: PropertyType>(
        select: impl for<'b> FnOnce(&'b T) -> Property<'b>,
    ) -> Result<usize, QueryErrorKind> {
        let blank = T::BLANK;
        let mut path = select(&blank).path;
        path.resolve(&blank)?;
        own_index(&path)
    }
}

/// Returns the index of a property of the entity itself.
fn own_index(path: &Path) -> Result<usize, QueryErrorKind> {
    match path.steps.as_slice() {
        [Step::Property { index, .. }] => Ok(*index),
        _ => Err(QueryErrorKind::NotOwnProperty(path.display())),
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

/// Writes the value of `$select`, percent-encoded. Nothing is written if the service chooses.
pub(super) fn write_select(
    descriptor: &'static TypeDescriptor,
    selection: &Selection,
    scope: ReadScope,
    out: &mut String,
) {
    match selection {
        Selection::Declared if !descriptor.selects_all() => write_declared(descriptor, scope, out),
        Selection::Declared | Selection::All => {}
        Selection::These(paths) => {
            let mut names: Vec<String> = Vec::new();
            let is_expanded = |path: &Path| {
                (0..descriptor.members().len()).any(|index| descriptor.expands(index) && is_property(path, index))
            };
            for name in paths.iter().filter(|path| !is_expanded(path)).map(Path::display) {
                if !name.is_empty() && !names.contains(&name) {
                    names.push(name);
                }
            }
            push_encoded(out, &names.join(","));
        }
    }
}

/// Writes the names of the declared properties that `$select` names.
fn write_declared(descriptor: &'static TypeDescriptor, scope: ReadScope, out: &mut String) {
    let mut separator = "";
    for (index, member) in descriptor.members().iter().enumerate() {
        let name = member_name(member);
        let is_selected = !descriptor.expands(index)
            && (scope == ReadScope::Entity || !descriptor.is_on_request(index))
            // an annotation, such as `manager@odata.bind`, is not a property
            && !name.contains('@');
        if is_selected {
            out.push_str(separator);
            push_encoded(out, name);
            separator = ",";
        }
    }
}

/// Returns the text of `$expand`, not yet percent-encoded.
///
/// A selection by the call expands only the navigation properties in it, and those with options.
pub(super) fn expand_text(
    descriptor: &'static TypeDescriptor,
    selection: &Selection,
    expanded: &[ExpandOptions],
) -> String {
    let mut text = String::new();
    if descriptor.has_expanded() {
        let is_selected = |index: usize| match selection {
            Selection::Declared | Selection::All => true,
            Selection::These(paths) => {
                let options = expanded.iter().map(|options| &options.path);
                paths.iter().chain(options).any(|path| is_property(path, index))
            }
        };
        write_expand(descriptor, &is_selected, expanded, &mut vec![descriptor], &mut text);
    }
    text
}

fn is_property(path: &Path, wanted: usize) -> bool {
    matches!(path.steps.as_slice(), [Step::Property { index, .. }] if *index == wanted)
}

fn write_expand(
    descriptor: &'static TypeDescriptor,
    is_selected: &dyn Fn(usize) -> bool,
    expanded: &[ExpandOptions],
    outer: &mut Vec<&'static TypeDescriptor>,
    out: &mut String,
) {
    for property in descriptor.properties().filter(|property| property.is_expanded() && is_selected(property.index())) {
        let options = expanded.iter().find(|options| is_property(&options.path, property.index()));
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
                let mut names = String::new();
                write_declared(target, ReadScope::Collection, &mut names);
                if !names.is_empty() {
                    inner.extend([";$select=", &names]);
                }
            }
            if outer.iter().all(|outer| !outer.is_same_type(target)) {
                outer.push(target);
                let mut nested = String::new();
                write_expand(target, &|_| true, &[], outer, &mut nested);
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
