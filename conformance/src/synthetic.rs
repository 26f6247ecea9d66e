//! Pages generated from the metadata: a random update and a random response per type.
//!
//! They cover types without a documented page, and contain what documentation could contain: values of every type in the
//! formats that services use, derived types, dynamic properties, null, references and annotations.

mod value;

use std::collections::BTreeMap;

use graph_metadata::{Model, PathFinder, StructuredType};
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Map, Value};

use crate::page::{Check, ExampleRequest, ExampleResponse, Page, Path};
use crate::rng::Rng;
use value::{ValueGenerator, add_type_annotation};

/// Generates up to `count` pages, at most one per type. The same `seed` results in the same pages.
pub fn pages(models: &BTreeMap<String, Model>, count: usize, seed: u64) -> Vec<Page> {
    let mut rng = Rng::new(seed);
    let mut pages = Vec::new();
    let each = count.div_ceil(models.len().max(1));
    for (version, model) in models {
        let paths = PathFinder::new(model);
        let mut types: Vec<&StructuredType> = model.structured_types().iter().filter(|of| !of.is_any_json()).collect();
        rng.shuffle(&mut types);
        pages.extend(types.into_iter().filter_map(|of| page(model, &paths, version, of, &mut rng)).take(each));
    }
    pages.truncate(count);
    pages
}

/// Generates a page about a type, or `None` for an abstract type without derived types.
fn page(model: &Model, paths: &PathFinder<'_>, version: &str, of: &StructuredType, rng: &mut Rng) -> Option<Page> {
    let mut generator = ValueGenerator { model, rng };
    let sent = generator.concrete(of)?;
    let mut body = generator.object(sent, 0);
    if sent.name != of.name || generator.rng.one_in(2) {
        add_type_annotation(&mut body, sent, generator.rng);
    }
    let mut response = generator.object(sent, 0);
    add_type_annotation(&mut response, sent, generator.rng);
    response.insert("@odata.context".to_owned(), Value::from("https://example.com/$metadata#things/$entity"));
    let template = paths
        .paths_to(of.name.as_str(), 3)
        .into_iter()
        .next_back()
        .unwrap_or_else(|| format!("/generated/{{id}}/{{id}}/{}", of.name.short()));
    let (path, bindings) = fill_template(&template, rng);
    let name = of.name.short();
    Some(Page {
        page: format!("generated for {}", of.name),
        version: version.to_owned(),
        namespace: Some(of.name.namespace().to_owned()),
        entity: Some(name.to_owned()),
        odata_type: None,
        entity_kind: Some("entity".to_owned()),
        paths: vec![Path { template: Some(template) }],
        request: ExampleRequest {
            method: rng.pick(&["PATCH", "PATCH", "PATCH", "PUT", "POST"]).to_owned(),
            path,
            template: (!rng.one_in(8)).then_some(0),
            bindings,
            body: Some(raw(body)?),
        },
        response: Some(ExampleResponse { body: Some(raw(response)?), annotated_type: None }),
        check: Check::default(),
    })
}

fn raw(body: Map<String, Value>) -> Option<Box<RawValue>> {
    to_raw_value(&Value::Object(body)).ok()
}

/// Returns a documented path, with values in the formats of the documentation.
fn fill_template(template: &str, rng: &mut Rng) -> (String, Vec<(String, Option<String>)>) {
    const VALUES: [&str; 6] = ["{same}", "id-value", "19%3Aabc%40thread", "AQAAAJ5dZqA%3D", "AQAAAJ5dZqA=", "a.b_c~d"];
    let (mut path, mut bindings, mut rest) = (String::new(), Vec::new(), template);
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let value = rng.pick(&VALUES).replace("same", name);
        path.push_str(before);
        path.push_str(&value);
        bindings.push((name.to_owned(), Some(value)));
        rest = after;
    }
    path.push_str(rest);
    (path, bindings)
}
