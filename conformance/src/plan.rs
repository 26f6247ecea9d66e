//! The plan of a run: the necessary declarations, and the cases to replay.

use std::collections::{BTreeMap, BTreeSet};

use graph_metadata::declare::{Declarations, DeclareError, NamedPath, Options, RequestedType, declare};
use graph_metadata::{Model, StructuredType};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::case::{Case, Mismatch, Task};
use crate::extras::{BodyExtras, annotated_type, best_match, find_structured_type};
use crate::page::Page;
use crate::route::UpdateRoute;

/// The declarations that the pages of one API version need.
#[derive(Debug, Default)]
pub struct VersionNeeds {
    /// From the qualified name of a type to what the pages need of it.
    pub types: BTreeMap<String, TypeNeeds>,
    extras: BodyExtras,
}

/// What the pages need of one type.
#[derive(Debug, Default)]
pub struct TypeNeeds {
    /// The path templates, in the order of the pages.
    pub templates: Vec<String>,
    /// The wire names of the members that updates set.
    pub members: BTreeSet<String>,
}

/// The plan of a run.
#[derive(Debug, Default)]
pub struct ReplayPlan {
    /// From the API version to what the pages need of it.
    pub needs: BTreeMap<String, VersionNeeds>,
    /// The cases, in the order of the pages.
    pub cases: Vec<Case>,
    /// The requests and responses that cannot be replayed. Each item is the number of the page, whether it is the
    /// request, and the reason.
    pub rejected: Vec<(usize, bool, Mismatch)>,
}

impl ReplayPlan {
    /// Plans the evaluated pages.
    pub fn new(pages: &[Page], models: &BTreeMap<String, Model>) -> Self {
        let mut plan = Self::default();
        for (nth, page) in pages.iter().enumerate().filter(|(_, page)| page.is_evaluated()) {
            let Some(model) = models.get(&page.version) else {
                plan.reject(nth, page, &format!("no metadata is available for version `{}`", page.version));
                continue;
            };
            let name = page.type_name().unwrap_or_default();
            let Some(of) = find_structured_type(model, &name) else {
                plan.reject(nth, page, &format!("the metadata has no type `{name}`"));
                continue;
            };
            let route = UpdateRoute::of_page(page, model);
            plan.add_request(nth, page, model, of, &route);
            plan.add_response(nth, page, model, of, &route);
        }
        plan
    }

    fn reject(&mut self, nth: usize, page: &Page, reason: &str) {
        self.rejected.push((nth, true, Mismatch::of_body(reason)));
        if page.response_body().is_some() {
            self.rejected.push((nth, false, Mismatch::of_body(reason)));
        }
    }

    fn add_request(&mut self, nth: usize, page: &Page, model: &Model, of: &StructuredType, route: &UpdateRoute) {
        let empty = RawValue::from_string("{}".to_owned()).unwrap_or_default();
        let raw = page.request.body.clone().filter(|body| body.get() != "null").unwrap_or(empty);
        let Some(body) = parse_object(&raw) else {
            self.rejected.push((nth, true, Mismatch::of_body("the body is not an object")));
            return;
        };
        let of = best_match(model, annotated_type(model, &body).into_iter().chain([of]), &body).unwrap_or(of);
        let needs = self.add_needs(page, model, of, &body, route);
        needs.members.extend(body.keys().cloned());
        self.add_case(
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

    fn add_response(&mut self, nth: usize, page: &Page, model: &Model, of: &StructuredType, route: &UpdateRoute) {
        let Some(raw) = page.response_body() else { return };
        let Some(body) = parse_object(raw) else {
            self.rejected.push((nth, false, Mismatch::of_body("the body is not an object")));
            return;
        };
        let annotated = page.response.as_ref().and_then(|response| response.annotated_type.as_deref());
        let annotated = annotated.and_then(|name| find_structured_type(model, name));
        let candidates = annotated_type(model, &body).into_iter().chain([of]).chain(annotated);
        let of = best_match(model, candidates, &body).unwrap_or(of);
        self.add_needs(page, model, of, &body, route);
        self.add_case(nth, page, of, Task::Read { body: raw.to_owned() });
    }

    fn add_needs(
        &mut self,
        page: &Page,
        model: &Model,
        of: &StructuredType,
        body: &Map<String, Value>,
        route: &UpdateRoute,
    ) -> &mut TypeNeeds {
        let needs = self.needs.entry(page.version.clone()).or_default();
        needs.extras.add_body(model, of, body);
        let need = needs.types.entry(of.name.as_str().to_owned()).or_default();
        if !need.templates.contains(&route.template) {
            need.templates.push(route.template.clone());
        }
        need
    }

    fn add_case(&mut self, page: usize, of: &Page, found: &StructuredType, task: Task) {
        let type_name = found.name.as_str().to_owned();
        self.cases.push(Case { page, version: of.version.clone(), type_name, task });
    }
}

impl VersionNeeds {
    /// Generates the declarations.
    ///
    /// They are partial, because an update sets a part of the properties, and entirely writable, because some documented
    /// updates set computed properties.
    ///
    /// # Errors
    /// If a path cannot be declared.
    pub fn declare(&self, model: &Model, is_beta: bool) -> Result<Declarations, DeclareError> {
        let mut options = Options::default();
        options.partial = true;
        options.all_writable = true;
        options.with_dependencies = true;
        options.derived_types = false;
        options.bind_properties = false;
        options.is_beta = is_beta;
        options.inline_navigation_properties.clone_from(&self.extras.inline_navigation_properties);
        options.extra_members.clone_from(&self.extras.extra_members);
        options.nullable_properties.clone_from(&self.extras.nullable_properties);
        options.tagged_types.clone_from(&self.extras.tagged_types);
        let requested = self.types.iter().map(|(name, needs)| {
            let paths = needs.templates.iter().map(NamedPath::new);
            paths.fold(RequestedType::new(name), RequestedType::with_path)
        });
        declare(model, &requested.collect::<Vec<_>>(), &options)
    }
}

fn parse_object(raw: &RawValue) -> Option<Map<String, Value>> {
    serde_json::from_str(raw.get()).ok()
}
