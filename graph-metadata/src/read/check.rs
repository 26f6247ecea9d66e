//! What must be true of a file as a whole.

use std::collections::HashSet;

use crate::error::{Fault, Place};
use crate::model::{Entry, Model, StructuredKind, Type};

/// Longer chains of base types are not read: Microsoft Graph's have six types.
const DEEPEST: usize = 100;

/// Gives every type its place in the index; no two types have one name.
pub(crate) fn index(model: &mut Model, faults: &mut Vec<Fault>) {
    let structured = model.structured.iter().enumerate();
    let enumerations = model.enumerations.iter().enumerate();
    let all = structured
        .map(|(at, found)| (&found.name, found.place, Entry::Structured(at)))
        .chain(enumerations.map(|(at, found)| (&found.name, found.place, Entry::Enumeration(at))));
    let mut twins: Vec<(String, Place, Entry)> = Vec::new();
    for (name, place, entry) in all {
        match model.index.get(name.as_str()) {
            None => {
                model.index.insert(name.as_str().to_owned(), entry);
            }
            Some(first) => twins.push((name.as_str().to_owned(), place, *first)),
        }
    }
    for (name, place, first) in twins {
        let first = match first {
            Entry::Structured(at) => model.structured.get(at).map(|found| found.place),
            Entry::Enumeration(at) => model.enumerations.get(at).map(|found| found.place),
        };
        let (place, first) = match first {
            Some(first) if first > place => (first, Some(place)),
            other => (place, other),
        };
        let fault = Fault::new(place, format!("the type `{name}` is defined twice"));
        faults.push(match first {
            Some(first) => fault.related("the first definition", first),
            None => fault,
        });
    }
}

/// Base types exist, are of the same kind, and no type is its own base.
pub(crate) fn bases(model: &mut Model, faults: &mut Vec<Fault>) {
    for (at, found) in model.structured.iter().enumerate() {
        let Some(base) = &found.base else { continue };
        match model.get(base.as_str()) {
            None => {
                // the search takes time, and who has many of these has lost a whole schema
                let near = if faults.len() < 20 { model.find(base.as_str()).err() } else { None };
                let near = near.and_then(|unknown| unknown.nearest().first().map(|near| format!("; `{near}` does")));
                let message = format!("the base type `{base}` of `{}` does not exist", found.name);
                faults.push(Fault::new(found.base_place, message + &near.unwrap_or_default()));
            }
            Some(Type::Structured(of)) if of.kind == found.kind => {
                model.children.entry(base.as_str().to_owned()).or_default().push(at);
            }
            Some(other) => {
                let kind = if found.kind == StructuredKind::Entity { "an entity type" } else { "a complex type" };
                let message = format!("the base type `{base}` of `{}` is not {kind} as itself", found.name);
                faults.push(Fault::new(found.base_place, message).related("the base type", other.place()));
            }
        }
    }
    chains(model, faults);
}

/// No chain of base types goes round, or is so long that nobody wrote it.
fn chains(model: &Model, faults: &mut Vec<Fault>) {
    // how many types are above each; what earlier walks found keeps all of it linear
    let mut depths: Vec<Option<usize>> = vec![None; model.structured.len()];
    let base_of = |at: usize| {
        let base = model.structured.get(at)?.base.as_ref()?;
        match model.index.get(base.as_str()) {
            Some(Entry::Structured(base)) => Some(*base),
            _ => None,
        }
    };
    for start in 0..model.structured.len() {
        let mut walk: Vec<usize> = Vec::new();
        let mut seen: HashSet<usize> = HashSet::new();
        let mut next = Some(start);
        let known = loop {
            let Some(at) = next else { break 0 };
            if let Some(depth) = depths.get(at).copied().flatten() {
                break depth + 1;
            }
            if !seen.insert(at) {
                let round = walk.iter().position(|member| *member == at).unwrap_or(0);
                faults.extend(cycle(model, walk.get(round..).unwrap_or(&[])));
                break 0;
            }
            walk.push(at);
            next = base_of(at);
        };
        for (nth, at) in walk.iter().rev().enumerate() {
            if let Some(depth) = depths.get_mut(*at) {
                *depth = Some(known + nth);
            }
            if known + nth == DEEPEST
                && let Some(found) = model.structured.get(*at)
            {
                let message = format!("`{}` has more than {DEEPEST} base types above it", found.name);
                faults.push(Fault::new(found.base_place, message));
            }
        }
    }
}

fn cycle(model: &Model, members: &[usize]) -> Option<Fault> {
    let mut types: Vec<_> = members.iter().filter_map(|at| model.structured.get(*at)).collect();
    types.push(types.first()?);
    let names: Vec<String> = types.iter().map(|found| format!("`{}`", found.name)).collect();
    let place = types.iter().map(|found| found.place).min()?;
    Some(Fault::new(place, format!("a type is its own base type: {}", names.join(" extends "))))
}

/// Types that are used and not defined.
pub(crate) fn uses(model: &mut Model) {
    let mut warnings = Vec::new();
    for owner in &model.structured {
        let properties = owner.properties.iter().map(|own| (&own.name, &own.type_ref, own.place));
        let navigation = owner.navigation.iter().map(|own| (&own.name, &own.type_ref, own.place));
        for (name, type_ref, place) in properties.chain(navigation) {
            if let Some(unknown) = type_ref.named().filter(|named| model.get(named.as_str()).is_none()) {
                let message = format!("the type `{unknown}` of `{}/{name}` does not exist", owner.name);
                warnings.push(Fault::new(place, message));
            }
        }
    }
    let sets = model.entity_sets.iter().map(|set| (&set.name, &set.entity_type, set.place));
    let singletons = model.singletons.iter().map(|own| (&own.name, &own.entity_type, own.place));
    for (name, entity_type, place) in sets.chain(singletons) {
        if model.structured(entity_type.as_str()).is_none() {
            warnings.push(Fault::new(place, format!("the entity type `{entity_type}` of `{name}` does not exist")));
        }
    }
    warnings.sort_by_key(|fault| fault.place);
    model.warnings = warnings;
}
