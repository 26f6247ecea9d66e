//! What must be true of a file as a whole.

use crate::error::{Fault, Place};
use crate::model::{Entry, Model, StructuredKind, Type};

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
                faults.push(Fault::new(found.place, message + &near.unwrap_or_default()));
            }
            Some(Type::Structured(of)) if of.kind == found.kind => {
                model.children.entry(base.as_str().to_owned()).or_default().push(at);
            }
            Some(other) => {
                let kind = if found.kind == StructuredKind::Entity { "an entity type" } else { "a complex type" };
                let message = format!("the base type `{base}` of `{}` is not {kind} as itself", found.name);
                faults.push(Fault::new(found.place, message).related("the base type", other.place()));
            }
        }
    }
    // a walk longer than there are types goes round; marks of earlier walks keep all of it linear
    let mut fine = vec![false; model.structured.len()];
    for start in 0..model.structured.len() {
        let mut walk = Vec::new();
        let mut next = Some(start);
        while let Some(at) = next {
            if fine.get(at).copied().unwrap_or(true) {
                break;
            }
            if let Some(mark) = fine.get_mut(at) {
                *mark = true;
            }
            walk.push(at);
            let base = model.structured.get(at).and_then(|found| found.base.as_ref());
            next = base.and_then(|base| match model.index.get(base.as_str()) {
                Some(Entry::Structured(at)) => Some(*at),
                _ => None,
            });
            // what is marked belongs to this walk or to an earlier one
            let marked = next.filter(|at| fine.get(*at).copied().unwrap_or(false));
            if let Some(again) = marked.and_then(|at| walk.iter().position(|seen| *seen == at)) {
                faults.extend(cycle(model, walk.get(again..).unwrap_or(&[])));
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
