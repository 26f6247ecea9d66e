//! What is declared for the pages, and what is replayed.

use std::collections::{BTreeMap, BTreeSet};

use graph_metadata::declare::{Declarations, DeclareError, NamedPath, Options, RequestedType, declare};
use graph_metadata::{Model, StructuredType};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::case::{Case, Fault, Task};
use crate::page::Page;
use crate::reach::{Reach, best, structured, tagged};
use crate::route::Route;

/// What the pages need of one version.
#[derive(Debug, Default)]
pub struct Needs {
    /// For each type its paths and the members that updates set.
    pub types: BTreeMap<String, Need>,
    reach: Reach,
}

/// What the pages need of one type.
#[derive(Debug, Default)]
pub struct Need {
    /// Templates, in the order of the pages.
    pub templates: Vec<String>,
    /// Names on the wire.
    pub members: BTreeSet<String>,
}

/// What is declared and replayed.
#[derive(Debug, Default)]
pub struct Plan {
    /// By version.
    pub needs: BTreeMap<String, Needs>,
    /// In the order of the pages.
    pub cases: Vec<Case>,
    /// What cannot be replayed: the number of the page, whether it is the request, and why.
    pub refused: Vec<(usize, bool, Fault)>,
}

impl Plan {
    /// Plans the pages that count.
    pub fn new(pages: &[Page], models: &BTreeMap<String, Model>) -> Self {
        let mut plan = Self::default();
        for (nth, page) in pages.iter().enumerate().filter(|(_, page)| page.counts()) {
            let Some(model) = models.get(&page.version) else {
                plan.refuse(nth, page, &format!("there is no metadata of version {}", page.version));
                continue;
            };
            let name = page.type_name().unwrap_or_default();
            let Some(of) = structured(model, &name) else {
                plan.refuse(nth, page, &format!("the metadata has no type `{name}`"));
                continue;
            };
            let route = Route::of(page, model);
            plan.send(nth, page, model, of, &route);
            plan.read(nth, page, model, of, &route);
        }
        plan
    }

    fn refuse(&mut self, nth: usize, page: &Page, reason: &str) {
        self.refused.push((nth, true, Fault::of_all(reason)));
        if page.response_body().is_some() {
            self.refused.push((nth, false, Fault::of_all(reason)));
        }
    }

    fn send(&mut self, nth: usize, page: &Page, model: &Model, of: &StructuredType, route: &Route) {
        let nothing = RawValue::from_string("{}".to_owned()).unwrap_or_default();
        let raw = page.request.body.clone().filter(|body| body.get() != "null").unwrap_or(nothing);
        let Some(body) = object(&raw) else {
            self.refused.push((nth, true, Fault::of_all("the body is no object")));
            return;
        };
        let of = best(model, tagged(model, &body).into_iter().chain([of]), &body).unwrap_or(of);
        let need = self.need(page, model, of, &body, route);
        need.members.extend(body.keys().cloned());
        self.case(
            nth,
            page,
            of,
            Task::Send {
                method: page.request.method.clone(),
                template: route.template.clone(),
                values: route.values.clone(),
                body: raw,
            },
        );
    }

    fn read(&mut self, nth: usize, page: &Page, model: &Model, of: &StructuredType, route: &Route) {
        let Some(raw) = page.response_body() else { return };
        let Some(body) = object(raw) else {
            self.refused.push((nth, false, Fault::of_all("the body is no object")));
            return;
        };
        let annotated = page.response.as_ref().and_then(|response| response.annotated_type.as_deref());
        let annotated = annotated.and_then(|name| structured(model, name));
        let candidates = tagged(model, &body).into_iter().chain([of]).chain(annotated);
        let of = best(model, candidates, &body).unwrap_or(of);
        self.need(page, model, of, &body, route);
        self.case(nth, page, of, Task::Read { body: raw.to_owned() });
    }

    fn need(
        &mut self,
        page: &Page,
        model: &Model,
        of: &StructuredType,
        body: &Map<String, Value>,
        route: &Route,
    ) -> &mut Need {
        let needs = self.needs.entry(page.version.clone()).or_default();
        needs.reach.look(model, of, body);
        let need = needs.types.entry(of.name.as_str().to_owned()).or_default();
        if !need.templates.contains(&route.template) {
            need.templates.push(route.template.clone());
        }
        need
    }

    fn case(&mut self, page: usize, of: &Page, type_: &StructuredType, task: Task) {
        let type_name = type_.name.as_str().to_owned();
        self.cases.push(Case { page, version: of.version.clone(), type_name, task });
    }
}

impl Needs {
    /// Declares what is needed: partial, because an update names a part, and all of it writable, because documented
    /// updates set what the service computes, too.
    ///
    /// # Errors
    /// When a path cannot be declared.
    pub fn declare(&self, model: &Model, is_beta: bool) -> Result<Declarations, DeclareError> {
        let mut options = Options::default();
        options.partial = true;
        options.all_writable = true;
        options.with_dependencies = true;
        options.derived_types = false;
        options.bind_properties = false;
        options.is_beta = is_beta;
        options.inline_navigation_properties.clone_from(&self.reach.inline);
        options.extra_members.clone_from(&self.reach.members);
        options.nullable_properties.clone_from(&self.reach.nullable);
        options.tagged_types.clone_from(&self.reach.tagged);
        let roots = self.types.iter().map(|(name, need)| {
            let paths = need.templates.iter().map(NamedPath::new);
            paths.fold(RequestedType::new(name), RequestedType::with_path)
        });
        declare(model, &roots.collect::<Vec<_>>(), &options)
    }
}

fn object(raw: &RawValue) -> Option<Map<String, Value>> {
    serde_json::from_str(raw.get()).ok()
}
