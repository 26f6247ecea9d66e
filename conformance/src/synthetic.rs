//! Pages made up from the metadata: a random update and a random response for types that no page may name.
//!
//! They are what documentation could say: values of every type in the spellings that services use, derived types,
//! members of open types, null, references and annotations.

mod random;
mod value;

use std::collections::BTreeMap;

use graph_metadata::{Model, PathFinder, StructuredType};
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Map, Value};

use crate::page::{Check, Page, Path, Request, Response};
use random::Random;
use value::Author;

/// Makes up to `count` pages, of as many types as there are; the same for the same `seed`.
pub fn pages(models: &BTreeMap<String, Model>, count: usize, seed: u64) -> Vec<Page> {
    let mut random = Random::new(seed);
    let mut pages = Vec::new();
    let each = count.div_ceil(models.len().max(1));
    for (version, model) in models {
        let paths = PathFinder::new(model);
        let mut types: Vec<&StructuredType> = model.structured_types().iter().filter(|of| !of.is_any_json()).collect();
        random.shuffle(&mut types);
        pages.extend(types.into_iter().filter_map(|of| page(model, &paths, version, of, &mut random)).take(each));
    }
    pages.truncate(count);
    pages
}

/// A page about a type; nothing for an abstract type that no other extends.
fn page(
    model: &Model,
    paths: &PathFinder<'_>,
    version: &str,
    of: &StructuredType,
    random: &mut Random,
) -> Option<Page> {
    let mut author = Author { model, random };
    let sent = author.concrete(of)?;
    let mut body = author.object(sent, 0);
    if sent.name != of.name || author.random.one_in(2) {
        tag(&mut body, sent, author.random);
    }
    let mut answer = author.object(sent, 0);
    tag(&mut answer, sent, author.random);
    answer.insert("@odata.context".to_owned(), Value::from("https://example.com/$metadata#things/$entity"));
    let template = paths
        .paths_to(of.name.as_str(), 3)
        .into_iter()
        .next_back()
        .unwrap_or_else(|| format!("/made-up/{{id}}/{{id}}/{}", of.name.short()));
    let (path, bindings) = filled(&template, random);
    let name = of.name.short();
    Some(Page {
        page: format!("made up for {}", of.name),
        version: version.to_owned(),
        namespace: Some(of.name.namespace().to_owned()),
        entity: Some(name.to_owned()),
        odata_type: None,
        entity_kind: Some("entity".to_owned()),
        paths: vec![Path { template: Some(template) }],
        request: Request {
            method: random.pick(&["PATCH", "PATCH", "PATCH", "PUT", "POST"]).to_owned(),
            path,
            template: (!random.one_in(8)).then_some(0),
            bindings,
            body: Some(raw(body)?),
        },
        response: Some(Response { body: Some(raw(answer)?), annotated_type: None }),
        check: Check::default(),
    })
}

fn raw(body: Map<String, Value>) -> Option<Box<RawValue>> {
    to_raw_value(&Value::Object(body)).ok()
}

fn tag(body: &mut Map<String, Value>, of: &StructuredType, random: &mut Random) {
    let sign = if random.one_in(3) { "" } else { "#" };
    body.insert("@odata.type".to_owned(), Value::from(format!("{sign}{}", of.name)));
}

/// A documented path, with values as the documentation prints them.
fn filled(template: &str, random: &mut Random) -> (String, Vec<(String, Option<String>)>) {
    const VALUES: [&str; 6] = ["{same}", "id-value", "19%3Aabc%40thread", "AQAAAJ5dZqA%3D", "AQAAAJ5dZqA=", "a.b_c~d"];
    let (mut path, mut bindings, mut rest) = (String::new(), Vec::new(), template);
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let value = random.pick(&VALUES).replace("same", name);
        path.push_str(before);
        path.push_str(&value);
        bindings.push((name.to_owned(), Some(value)));
        rest = after;
    }
    path.push_str(rest);
    (path, bindings)
}
