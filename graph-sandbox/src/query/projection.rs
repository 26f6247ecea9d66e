//! What a response shows of an entity: `$select` and `$expand`.

use std::collections::BTreeMap;

use super::bind::{bind_filter, bind_order};
use super::bound::{Bound, Stored};
use super::error::QueryError;
use super::operand_type::{ObjectType, OperandType};
use super::options::{ExpandItem, QueryOptions};
use super::search::SearchExpression;
use crate::json::{TypedObject, TypedValue, write_name};
use crate::types::{Presence, ServedTypes};

/// The properties that a response shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Projection {
    /// `None` if the request does not select properties.
    selection: Option<Selection>,
    /// Properties that are shown only if they are selected.
    pub(crate) hidden: Vec<String>,
    /// Properties that are shown with another JSON text.
    pub(crate) replaced: Vec<(String, String)>,
    expansions: Vec<Expansion>,
}

/// Selected properties, each with the selected properties of its value; none of them selects the whole value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Selection(BTreeMap<String, Selection>);

/// A navigation property with the options for its values.
#[derive(Debug, Clone)]
struct Expansion {
    property: String,
    items: BoundOptions,
    projection: Projection,
    has_count: bool,
}

/// The options that choose items and their order.
#[derive(Debug, Clone, Default)]
pub(crate) struct BoundOptions {
    pub(crate) filter: Option<Bound>,
    search: Option<SearchExpression>,
    order: Vec<(Bound, bool)>,
    skip: usize,
    top: Option<usize>,
}

impl BoundOptions {
    /// Resolves the names of the options of a collection.
    ///
    /// # Errors
    /// Returns an error that names what does not exist or does not fit.
    pub(crate) fn new(options: &QueryOptions, types: &ServedTypes, item: &ObjectType) -> Result<Self, QueryError> {
        let filter = options.filter.as_ref().map(|filter| bind_filter(filter, types, item)).transpose();
        let order = options.order.iter().map(|order| {
            let bound = bind_order(&order.expression, types, item)?;
            Ok::<_, QueryError>((bound, order.is_descending))
        });
        if let Some(search) = &options.search {
            for property in search.clauses().iter().filter_map(|clause| clause.property.as_ref()) {
                item.property(types, property)?;
            }
        }
        Ok(Self {
            filter: filter.map_err(|error| error.within("Invalid filter clause: "))?,
            search: options.search.clone(),
            order: order.collect::<Result<_, _>>().map_err(|error| error.within("Invalid orderby clause: "))?,
            skip: options.skip.unwrap_or(0),
            top: options.top,
        })
    }

    pub(crate) fn matches(&self, item: &TypedObject) -> bool {
        self.filter.as_ref().is_none_or(|filter| filter.matches(item))
            && self.search.as_ref().is_none_or(|search| search.matches(item))
    }

    pub(crate) fn is_ordered(&self) -> bool {
        !self.order.is_empty()
    }

    /// Sorts items. Items that are equal remain in their order.
    pub(crate) fn sort<T>(&self, items: &mut [T], object: impl Fn(&T) -> &TypedObject) {
        if !self.is_ordered() {
            return;
        }
        let keys = |item: &T| {
            let mut variables = vec![Stored::Object(object(item))];
            self.order.iter().map(|(bound, _)| bound.evaluate(&mut variables)).collect::<Vec<_>>()
        };
        items.sort_by(|left, right| {
            let orders =
                keys(left).into_iter().zip(keys(right)).zip(&self.order).map(|((left, right), (_, descending))| {
                    let order = left.sort_order(&right);
                    if *descending { order.reverse() } else { order }
                });
            orders.into_iter().find(|order| order.is_ne()).unwrap_or(std::cmp::Ordering::Equal)
        });
    }
}

impl Projection {
    /// Resolves the names of `$select` and `$expand`.
    ///
    /// # Errors
    /// Returns an error that names what does not exist or does not fit.
    pub(crate) fn new(options: &QueryOptions, types: &ServedTypes, item: &ObjectType) -> Result<Self, QueryError> {
        Self::resolve(options, types, item).map_err(|error| error.within("Parsing OData Select and Expand failed: "))
    }

    fn resolve(options: &QueryOptions, types: &ServedTypes, item: &ObjectType) -> Result<Self, QueryError> {
        let mut projection = Self::default();
        if let Some(paths) = &options.select {
            let mut selection = Selection::default();
            for path in paths {
                selection.add(path, types, item)?;
            }
            projection.selection = Some(selection);
        }
        for expand in &options.expand {
            projection.expansions.push(Expansion::new(expand, types, item)?);
        }
        Ok(projection)
    }

    /// Appends the members of an object that are shown, with a comma unless `json` ends with `{`.
    pub(crate) fn write(&self, object: &TypedObject, json: &mut String) {
        for (property, value) in object.members() {
            if let Some(expansion) = self.expansions.iter().find(|expansion| expansion.property == property.name) {
                expansion.write(value, json);
                continue;
            }
            if property.presence == Presence::Expanded {
                continue;
            }
            let name = property.name;
            let selected = match &self.selection {
                Some(selection) => match selection.0.get(name) {
                    Some(selected) => Some(selected),
                    None => continue,
                },
                None if self.hidden.iter().any(|hidden| hidden == name) => continue,
                None => None,
            };
            write_name(name, json);
            match self.replaced.iter().find(|(replaced, _)| replaced == name) {
                Some((_, text)) => json.push_str(text),
                None => write_selected(value, selected, json),
            }
        }
        for (name, text) in object.dynamic_properties() {
            let is_selected = |selection: &Selection| selection.0.contains_key(name);
            if self.selection.as_ref().is_none_or(is_selected) {
                write_name(name, json);
                json.push_str(text);
            }
        }
    }

    /// Returns whether a property is shown.
    pub(crate) fn shows(&self, name: &str) -> bool {
        match &self.selection {
            Some(selection) => selection.0.contains_key(name),
            None => !self.hidden.iter().any(|hidden| hidden == name),
        }
    }

    /// Returns whether the request selects properties.
    pub(crate) fn is_selective(&self) -> bool {
        self.selection.is_some()
    }

    /// Limits the number of objects that each expanded property shows.
    pub(crate) fn limit_expansions(&mut self, count: usize) {
        for expansion in &mut self.expansions {
            let top = expansion.items.top.map_or(count, |top| top.min(count));
            expansion.items.top = Some(top);
        }
    }

    /// Returns the selected paths as in a context URL: `(id,location/city)`, or nothing.
    pub(crate) fn context(&self) -> String {
        let Some(selection) = &self.selection else { return String::new() };
        let mut paths = Vec::new();
        selection.paths("", &mut paths);
        format!("({})", paths.join(","))
    }
}

impl Selection {
    fn add(&mut self, path: &[String], types: &ServedTypes, item: &ObjectType) -> Result<(), QueryError> {
        let Some((name, rest)) = path.split_first() else { return Ok(()) };
        if name.contains('.') {
            let (narrowed, _) = item.cast(types, name)?;
            return self.add(rest, types, &narrowed);
        }
        let operand_type = item.property(types, name)?;
        // A path into a value that is selected as a whole adds nothing.
        let is_known = self.0.contains_key(name);
        let selected = self.0.entry(name.clone()).or_default();
        if rest.is_empty() {
            *selected = Self::default();
            return Ok(());
        }
        if is_known && selected.0.is_empty() {
            return Ok(());
        }
        match element_type(operand_type) {
            Some(objects) => selected.add(rest, types, &objects),
            None => Err(QueryError::malformed(format!("The property '{name}' does not have properties to select."))),
        }
    }

    fn paths(&self, prefix: &str, paths: &mut Vec<String>) {
        for (name, selected) in &self.0 {
            let path = format!("{prefix}{name}");
            if selected.0.is_empty() {
                paths.push(path);
            } else {
                selected.paths(&format!("{path}/"), paths);
            }
        }
    }
}

impl Expansion {
    fn new(item: &ExpandItem, types: &ServedTypes, parent: &ObjectType) -> Result<Self, QueryError> {
        let mut parent = parent.clone();
        let mut names = item.path.iter().peekable();
        while let Some(cast) = names.next_if(|name| name.contains('.')) {
            parent = parent.cast(types, cast)?.0;
        }
        let (Some(name), None) = (names.next(), names.next()) else {
            return Err(QueryError::not_implemented(format!(
                "The sandbox does not support '$expand={}'.",
                item.path.join("/")
            )));
        };
        let operand_type = parent.property(types, name)?;
        let Some(objects) = element_type(operand_type) else {
            return Err(QueryError::malformed(format!(
                "Property '{name}' on type '{}' is not a navigation property or complex property. \
                 Only navigation properties can be expanded.",
                parent.name
            )));
        };
        Ok(Self {
            property: name.clone(),
            items: BoundOptions::new(&item.options, types, &objects)?,
            projection: Projection::resolve(&item.options, types, &objects)?,
            has_count: item.options.count == Some(true),
        })
    }

    fn write(&self, value: &TypedValue, json: &mut String) {
        let TypedValue::Collection(elements) = value else {
            write_name(&self.property, json);
            match value {
                TypedValue::Object(object) => self.write_object(object, json),
                other => other.write(json),
            }
            return;
        };
        let objects = elements.iter().filter_map(|element| match element {
            TypedValue::Object(object) => Some(object),
            _ => None,
        });
        let mut objects: Vec<_> = objects.filter(|object| self.items.matches(object)).collect();
        self.items.sort(&mut objects, |object| object);
        if self.has_count {
            write_name(&format!("{}@odata.count", self.property), json);
            json.push_str(&objects.len().to_string());
        }
        write_name(&self.property, json);
        json.push('[');
        let shown = objects.into_iter().skip(self.items.skip).take(self.items.top.unwrap_or(usize::MAX));
        for (index, object) in shown.enumerate() {
            if index > 0 {
                json.push(',');
            }
            self.write_object(object, json);
        }
        json.push(']');
    }

    fn write_object(&self, object: &TypedObject, json: &mut String) {
        json.push('{');
        object.write_type_annotation(json);
        self.projection.write(object, json);
        json.push('}');
    }
}

/// Returns the type of an object, or of the elements of a collection of objects.
fn element_type(operand_type: OperandType) -> Option<ObjectType> {
    match operand_type {
        OperandType::Objects(objects) => Some(objects),
        OperandType::Collection(element) => element_type(*element),
        _ => None,
    }
}

/// Writes a value, or the selected properties of its objects.
fn write_selected(value: &TypedValue, selected: Option<&Selection>, json: &mut String) {
    let selected = selected.filter(|selected| !selected.0.is_empty());
    match (value, selected) {
        (TypedValue::Object(object), Some(selected)) => {
            let projection = Projection { selection: Some(selected.clone()), ..Projection::default() };
            json.push('{');
            object.write_type_annotation(json);
            projection.write(object, json);
            json.push('}');
        }
        (TypedValue::Collection(elements), Some(_)) => {
            json.push('[');
            for (index, element) in elements.iter().enumerate() {
                if index > 0 {
                    json.push(',');
                }
                write_selected(element, selected, json);
            }
            json.push(']');
        }
        (value, _) => value.write(json),
    }
}
