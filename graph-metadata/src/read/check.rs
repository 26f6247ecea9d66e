//! Checks of a model as a whole, and the indexes that they build.

use std::collections::HashSet;

use crate::error::{MetadataDiagnostic, SourceSpan};
use crate::model::{Model, SchemaType, StructuredKind, TypeIndex};

/// The largest number of base types above a type. The longest chain of Microsoft Graph has six types.
const MAX_BASE_TYPES: usize = 100;

/// Builds the index of types by name, and reports types that are defined twice.
pub(crate) fn index_types(model: &mut Model, diagnostics: &mut Vec<MetadataDiagnostic>) {
    let structured = model.structured_types.iter().enumerate();
    let enums = model.enum_types.iter().enumerate();
    let all = structured
        .map(|(at, found)| (&found.name, found.span, TypeIndex::Structured(at)))
        .chain(enums.map(|(at, found)| (&found.name, found.span, TypeIndex::Enum(at))));
    let mut duplicates: Vec<(String, SourceSpan, TypeIndex)> = Vec::new();
    for (name, span, index) in all {
        match model.type_index.get(name.as_str()) {
            None => {
                model.type_index.insert(name.as_str().to_owned(), index);
            }
            Some(first) => duplicates.push((name.as_str().to_owned(), span, *first)),
        }
    }
    for (name, span, first) in duplicates {
        let first = match first {
            TypeIndex::Structured(at) => model.structured_types.get(at).map(|found| found.span),
            TypeIndex::Enum(at) => model.enum_types.get(at).map(|found| found.span),
        };
        let (span, first) = match first {
            Some(first) if first > span => (first, Some(span)),
            other => (span, other),
        };
        let diagnostic = MetadataDiagnostic::new(span, format!("the type `{name}` is defined twice"));
        diagnostics.push(match first {
            Some(first) => diagnostic.related("the first definition", first),
            None => diagnostic,
        });
    }
}

/// Checks base types, and builds the index of derived types. A base type must exist, have the same kind, and not form a
/// cycle.
pub(crate) fn check_base_types(model: &mut Model, diagnostics: &mut Vec<MetadataDiagnostic>) {
    for (at, found) in model.structured_types.iter().enumerate() {
        let Some(base) = &found.base_type else { continue };
        match model.get(base.as_str()) {
            None => {
                // the search is slow, and a file with many such errors lacks a whole schema
                let unknown = if diagnostics.len() < 20 { model.find(base.as_str()).err() } else { None };
                let similar = unknown.and_then(|unknown| {
                    unknown.similar_names().first().map(|name| format!("; a similar name is `{name}`"))
                });
                let message = format!("the base type `{base}` of `{}` does not exist", found.name);
                diagnostics.push(MetadataDiagnostic::new(found.base_type_span, message + &similar.unwrap_or_default()));
            }
            Some(SchemaType::Structured(of)) if of.kind == found.kind => {
                model.derived_index.entry(base.as_str().to_owned()).or_default().push(at);
            }
            Some(other) => {
                let kind = if found.kind == StructuredKind::Entity { "an entity type" } else { "a complex type" };
                let message = format!("the base type `{base}` of `{}` is not {kind}", found.name);
                let diagnostic = MetadataDiagnostic::new(found.base_type_span, message);
                diagnostics.push(diagnostic.related("the base type", other.span()));
            }
        }
    }
    check_base_type_chains(model, diagnostics);
}

/// Reports chains of base types that are cyclic or too long.
fn check_base_type_chains(model: &Model, diagnostics: &mut Vec<MetadataDiagnostic>) {
    // the number of base types above each type; types that were counted before end a walk, which keeps the total cost
    // linear
    let mut depths: Vec<Option<usize>> = vec![None; model.structured_types.len()];
    let base_of = |at: usize| {
        let base = model.structured_types.get(at)?.base_type.as_ref()?;
        match model.type_index.get(base.as_str()) {
            Some(TypeIndex::Structured(base)) => Some(*base),
            _ => None,
        }
    };
    for start in 0..model.structured_types.len() {
        let mut walk: Vec<usize> = Vec::new();
        let mut seen: HashSet<usize> = HashSet::new();
        let mut next = Some(start);
        let known = loop {
            let Some(at) = next else { break 0 };
            if let Some(depth) = depths.get(at).copied().flatten() {
                break depth + 1;
            }
            if !seen.insert(at) {
                let first = walk.iter().position(|visited| *visited == at).unwrap_or(0);
                diagnostics.extend(cycle_diagnostic(model, walk.get(first..).unwrap_or(&[])));
                break 0;
            }
            walk.push(at);
            next = base_of(at);
        };
        for (nth, at) in walk.iter().rev().enumerate() {
            if let Some(depth) = depths.get_mut(*at) {
                *depth = Some(known + nth);
            }
            if known + nth == MAX_BASE_TYPES
                && let Some(found) = model.structured_types.get(*at)
            {
                let message = format!("`{}` has more than {MAX_BASE_TYPES} base types", found.name);
                diagnostics.push(MetadataDiagnostic::new(found.base_type_span, message));
            }
        }
    }
}

fn cycle_diagnostic(model: &Model, cycle: &[usize]) -> Option<MetadataDiagnostic> {
    let mut types: Vec<_> = cycle.iter().filter_map(|at| model.structured_types.get(*at)).collect();
    types.push(types.first()?);
    let names: Vec<String> = types.iter().map(|found| format!("`{}`", found.name)).collect();
    let span = types.iter().map(|found| found.span).min()?;
    Some(MetadataDiagnostic::new(span, format!("a type derives from itself: {}", names.join(" derives from "))))
}

/// Reports types that are used but not defined, as warnings.
pub(crate) fn check_type_references(model: &mut Model) {
    let mut warnings = Vec::new();
    for owner in &model.structured_types {
        let properties = owner.properties.iter().map(|own| (&own.name, &own.type_ref, own.span));
        let navigation = owner.navigation_properties.iter().map(|own| (&own.name, &own.type_ref, own.span));
        for (name, type_ref, span) in properties.chain(navigation) {
            if let Some(unknown) = type_ref.named().filter(|named| model.get(named.as_str()).is_none()) {
                let message = format!("the type `{unknown}` of `{}/{name}` does not exist", owner.name);
                warnings.push(MetadataDiagnostic::new(span, message));
            }
        }
    }
    let sets = model.entity_sets.iter().map(|set| (&set.name, &set.entity_type, set.span));
    let singletons = model.singletons.iter().map(|own| (&own.name, &own.entity_type, own.span));
    for (name, entity_type, span) in sets.chain(singletons) {
        if model.structured_type(entity_type.as_str()).is_none() {
            let message = format!("the entity type `{entity_type}` of `{name}` does not exist");
            warnings.push(MetadataDiagnostic::new(span, message));
        }
    }
    warnings.sort_by_key(|diagnostic| diagnostic.span);
    model.warnings = warnings;
}
