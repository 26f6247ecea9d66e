//! The mapping of paths to resources.

mod key;
mod template;

use std::fmt::Write as _;

use graph_core::schema::{PathTemplate, TypeDescriptor, Version};
use percent_encoding::{percent_decode_str, utf8_percent_encode};

use self::key::CONTEXT_KEY;
pub(crate) use self::key::EntityKey;
use self::template::{SegmentPart, TemplateSegment, match_path, pairs, specificity};
use crate::error::SandboxErrorKind;
use crate::protocol::ErrorResponse;
use crate::query::is_directory_object;
use crate::supported_writes::SupportedWrites;
use crate::types::ServedTypes;

/// The type that every directory object has as a base type.
pub(crate) const DIRECTORY_OBJECT: &str = "microsoft.graph.directoryObject";

/// The templates that are served.
#[derive(Debug, Default)]
pub(crate) struct Routes(Vec<Route>);

/// One path with the types of its entities.
#[derive(Debug)]
pub(crate) struct Route {
    version: Version,
    /// The template as the first declaration has it.
    template: &'static str,
    /// The segments without casts.
    segments: Vec<TemplateSegment>,
    /// The qualified names of the types, in the order of declaration.
    types: Vec<&'static str>,
    /// The qualified name of the base type of all entities, if it is stated.
    base_type: Option<String>,
    /// Whether the template is `collection = ".."`: the one of a collection whose path the paths of its entities do not contain.
    is_separate_collection: bool,
    /// The navigation property whose links the path addresses, if it is not the path of entities of its own.
    link: Option<Link>,
    writes: SupportedWrites,
}

/// A navigation property that refers to entities with paths of their own.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub(crate) name: String,
    /// The qualified name of the type that has the property.
    pub(crate) source: &'static str,
    /// The qualified name of the type of the entities that it refers to, if it is known.
    pub(crate) target: Option<&'static str>,
    pub(crate) is_collection: bool,
}

/// What a path addresses.
#[derive(Debug)]
pub(crate) struct Target<'r> {
    pub(crate) route: &'r Route,
    pub(crate) kind: TargetKind,
    pub(crate) key: EntityKey,
    /// The qualified name of the type in the last segment.
    pub(crate) cast: Option<String>,
    /// Whether the path ends with `$ref`: it addresses a link instead of an entity.
    pub(crate) is_reference: bool,
}

/// The links that a target addresses.
#[derive(Debug)]
pub(crate) struct LinkTarget<'t> {
    pub(crate) link: &'t Link,
    /// The key of the entity that has the navigation property.
    pub(crate) source: EntityKey,
    /// The id of one entity in a collection of links.
    pub(crate) id: Option<&'t str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TargetKind {
    Entity,
    Collection,
    /// `$count` of a collection
    Count,
}

impl Routes {
    /// Serves types at each path of a declaration.
    ///
    /// `base_type` returns the qualified name of the declared type of the entities at a path, if it is known.
    pub(crate) fn add(
        &mut self,
        declaration: &'static TypeDescriptor,
        served: &[&'static str],
        types: &ServedTypes,
        base_type: impl Fn(&PathTemplate) -> Option<String>,
    ) {
        let paths = declaration.paths().iter().map(|path| (path, false));
        let collection = declaration.collection().map(|path| (path, true));
        for (path, is_collection) in paths.chain(collection) {
            let version = declaration.version();
            let mut segments = TemplateSegment::split(path.parts());
            segments.retain(
                |segment| !matches!(segment.0.as_slice(), [SegmentPart::Text(text)] if types.is_known(version, text)),
            );
            let is_same = |other: &Route| {
                other.link.is_none()
                    && other.version == version
                    && other.segments == segments
                    && other.is_separate_collection == is_collection
            };
            let is_known_collection = is_collection
                && self.0.iter().any(|other| {
                    other.version == version && other.template_of(TargetKind::Collection) == segments.as_slice()
                });
            let known = self.0.iter().position(is_same);
            if known.is_none() && is_known_collection {
                continue;
            }
            let index = known.unwrap_or(self.0.len());
            if known.is_none() {
                self.0.push(Route {
                    version,
                    template: path.as_str(),
                    segments,
                    types: Vec::new(),
                    base_type: None,
                    is_separate_collection: is_collection,
                    link: None,
                    writes: SupportedWrites::default(),
                });
            }
            let Some(route) = self.0.get_mut(index) else { continue };
            route.base_type = route.base_type.take().or_else(|| base_type(path));
            for name in served {
                if !route.types.contains(name) {
                    route.types.push(name);
                }
            }
        }
    }

    /// Refuses the writes that a service does not support at a path. `writes` returns `None` if that is not known.
    pub(crate) fn restrict(&mut self, writes: impl Fn(Version, &str) -> Option<SupportedWrites>) {
        for route in &mut self.0 {
            if let Some(supported) = writes(route.version, route.template) {
                route.writes = supported;
            }
        }
    }

    /// Serves a navigation property at each path of the type that has it. It replaces a resource that declares the same path.
    ///
    /// The entities that it refers to are those of all types that are derived from its target. If that is not known, they are
    /// those of the types that the replaced resource declares, or of all types.
    pub(crate) fn add_link(&mut self, version: Version, link: &Link, types: &ServedTypes) {
        let entities = self.0.iter().filter(|route| route.version == version && route.link.is_none());
        let mut targets: Vec<_> = entities.flat_map(|route| route.types.iter().copied()).collect();
        targets.retain(|name| link.target.is_none_or(|target| is_link_target(types, name, target)));
        targets.sort_unstable();
        targets.dedup();
        let sources = self.0.iter().filter(|route| {
            let has_link = route.types.iter().any(|name| types.is_derived(name, link.source));
            route.version == version && route.link.is_none() && !route.is_separate_collection && has_link
        });
        let mut added = Vec::new();
        for source in sources {
            let mut segments = source.segments.clone();
            segments.push(TemplateSegment(vec![SegmentPart::Text(link.name.clone())]));
            if link.is_collection {
                segments.push(TemplateSegment(vec![SegmentPart::Value]));
            }
            added.push(Route {
                version,
                template: source.template,
                segments,
                types: targets.clone(),
                base_type: link.target.map(str::to_owned),
                is_separate_collection: false,
                link: Some(link.clone()),
                writes: SupportedWrites::default(),
            });
        }
        let is_replaced =
            |route: &Route| added.iter().any(|link| link.version == route.version && link.segments == route.segments);
        self.0.retain(|route| !is_replaced(route));
        self.0.extend(added);
    }

    /// Returns the navigation properties that refer from entities at the path of a target to others.
    pub(crate) fn links_of(&self, entity: &Route) -> impl Iterator<Item = &Link> {
        self.0
            .iter()
            .filter(|route| route.version == entity.version && route.link_source() == Some(entity.segments.as_slice()))
            .filter_map(|route| route.link.as_ref())
    }

    /// Returns the target of an entity from its key.
    pub(crate) fn target_of(&self, key: &EntityKey) -> Option<Target<'_>> {
        let routes = self
            .0
            .iter()
            .filter(|route| route.version == key.version && route.link.is_none() && !route.is_separate_collection);
        let matching = routes.filter(|route| match_path(&route.segments, &key.segments).is_ok());
        let route = matching.max_by_key(|route| specificity(&route.segments))?;
        Some(Target { route, kind: TargetKind::Entity, key: key.clone(), cast: None, is_reference: false })
    }

    /// Checks that all types at one path have a common base type.
    ///
    /// # Errors
    /// Returns an error that names two types at one path if they are not related.
    pub(crate) fn check(&self, types: &ServedTypes) -> Result<(), SandboxErrorKind> {
        for route in self.0.iter().filter(|route| route.link.is_none()) {
            let [first, others @ ..] = route.types.as_slice() else { continue };
            if let Some(second) = others.iter().find(|other| types.common_base(&[first, other]).is_none()) {
                return Err(SandboxErrorKind::Conflict {
                    first,
                    second,
                    version: route.version.as_str(),
                    template: route.template,
                });
            }
        }
        Ok(())
    }

    /// Returns the version and the template of each route.
    pub(crate) fn templates(&self) -> impl Iterator<Item = (Version, &'static str)> {
        self.0.iter().filter(|route| route.link.is_none()).map(|route| (route.version, route.template))
    }

    /// Returns what a path such as `/v1.0/deviceManagement/..` addresses. It is percent-encoded.
    ///
    /// # Errors
    /// Returns a response if the path is malformed or no resource declares it.
    pub(crate) fn find(&self, path: &str, types: &ServedTypes) -> Result<Target<'_>, ErrorResponse> {
        let mut decoded = segments(path).map(decode).collect::<Result<Vec<_>, _>>()?;
        let version = decoded.remove(0);
        let Some(version) = [Version::V1, Version::Beta].into_iter().find(|known| known.as_str() == version) else {
            return Err(ErrorResponse::bad_request("Invalid version."));
        };
        if decoded.iter().any(|segment| segment == "$value") {
            return Err(ErrorResponse::bad_request("Resource not found for the segment '$value'."));
        }
        let is_count = decoded.last().is_some_and(|last| last == "$count");
        let is_reference = decoded.last().is_some_and(|last| last == "$ref");
        if is_count || is_reference {
            decoded.pop();
        }
        let cast = decoded.last().filter(|last| types.is_known(version, last)).cloned();
        let unknown_at = |matched: usize| decoded.get(matched).or(decoded.last()).map_or("", String::as_str);
        let segments: Vec<_> = decoded.iter().filter(|segment| !types.is_known(version, segment)).cloned().collect();

        let routes = || self.0.iter().filter(|route| route.version == version);
        let entities = routes().filter(|route| !route.is_separate_collection).map(|route| (route, TargetKind::Entity));
        let collection_kind = if is_count { TargetKind::Count } else { TargetKind::Collection };
        let collections = routes().filter(|route| route.has_collection()).map(|route| (route, collection_kind));
        let candidates = || entities.clone().filter(|_| !is_count).chain(collections.clone());

        let matching = candidates().filter(|(route, kind)| match_path(route.template_of(*kind), &segments).is_ok());
        let found = matching.max_by_key(|(route, kind)| specificity(route.template_of(*kind)));
        if let Some((route, kind)) = found.filter(|(route, _)| route.link.is_some() || !is_reference) {
            return Ok(Target { route, kind, key: EntityKey { version, segments }, cast, is_reference });
        }
        if is_reference && found.is_some() {
            return Err(ErrorResponse::bad_request(
                "The request URI is not valid. $ref requires a navigation property before it.",
            ));
        }
        let matched = routes().filter_map(|route| match_path(&route.segments, &segments).err()).max().unwrap_or(0);
        Err(ErrorResponse::bad_request(format!("Resource not found for the segment '{}'.", unknown_at(matched))))
    }

    /// Returns the key of an entity at a path such as `/deviceManagement/..`, which is percent-encoded.
    ///
    /// The result is `None` if no resource declares the path.
    pub(crate) fn entity_key(&self, version: Version, path: &str, types: &ServedTypes) -> Option<EntityKey> {
        let target = self.find(&format!("/{version}{path}"), types).ok()?;
        (target.kind == TargetKind::Entity && target.route.link.is_none()).then_some(target.key)
    }
}

impl Target<'_> {
    /// Returns the links that the path addresses, with or without `$ref` at its end.
    pub(crate) fn links(&self) -> Option<LinkTarget<'_>> {
        let link = self.route.link.as_ref()?;
        let is_entity = self.kind == TargetKind::Entity;
        let id = self.key.segments.last().filter(|_| is_entity && link.is_collection);
        let length = self.key.segments.len().checked_sub(if id.is_some() { 2 } else { 1 })?;
        let segments = self.key.segments.get(..length)?.to_vec();
        let source = EntityKey { version: self.key.version, segments };
        Some(LinkTarget { link, source, id: id.map(String::as_str) })
    }
}

/// Returns whether a type is the target of a navigation property, or is derived from it. Both are qualified names.
pub(crate) fn is_link_target(types: &ServedTypes, name: &str, target: &str) -> bool {
    types.is_derived(name, target) || (target == DIRECTORY_OBJECT && is_directory_object(name))
}

impl Route {
    /// Returns the qualified names of the types, in the order of declaration.
    pub(crate) fn types(&self) -> &[&'static str] {
        &self.types
    }

    /// Returns the qualified name of the base type of all entities, if it is stated.
    pub(crate) fn base_type(&self) -> Option<&str> {
        self.base_type.as_deref()
    }

    /// Returns whether the path without its last segment addresses a collection: that segment is a placeholder.
    fn has_collection(&self) -> bool {
        let is_placeholder = |last: &TemplateSegment| last.0 == [SegmentPart::Value];
        self.is_separate_collection || (self.segments.len() > 1 && self.segments.last().is_some_and(is_placeholder))
    }

    /// Returns whether the entities of the collection are not at paths below it. It has all entities of its types then.
    pub(crate) fn is_separate_collection(&self) -> bool {
        self.is_separate_collection
    }

    /// Returns whether entities can be created in the collection: they are at paths below it.
    pub(crate) fn contains_entities(&self) -> bool {
        self.link.is_none() && !self.is_separate_collection && self.has_collection()
    }

    /// Returns which writes of the entities are supported.
    pub(crate) fn writes(&self) -> SupportedWrites {
        self.writes
    }

    /// Returns the segments of the entities that have the navigation property, if the path is one of links.
    fn link_source(&self) -> Option<&[TemplateSegment]> {
        let length = if self.link.as_ref()?.is_collection { 2 } else { 1 };
        self.segments.get(..self.segments.len().checked_sub(length)?)
    }

    fn template_of(&self, kind: TargetKind) -> &[TemplateSegment] {
        match (kind, self.segments.split_last()) {
            (TargetKind::Collection | TargetKind::Count, Some((_, segments))) if !self.is_separate_collection => {
                segments
            }
            _ => &self.segments,
        }
    }

    /// Returns the value of the last placeholder, which messages use as the id of the entity.
    pub(crate) fn entity_id(&self, key: &EntityKey) -> String {
        let pairs = pairs(&self.segments, &key.segments);
        let last_value =
            |(segment, path): &(&TemplateSegment, &[String])| segment.values(path).and_then(|mut values| values.pop());
        let last = pairs.iter().rev().find_map(last_value);
        last.or_else(|| pairs.last().map(|(_, path)| path.join("/"))).unwrap_or_default()
    }

    /// Returns the beginning of the fragment of `@odata.context`, for example
    /// `deviceManagement/deviceConfigurations('1')/userStatuses`, which `/$entity` follows for an entity.
    ///
    /// Source: [OData 4.01, section 10](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_ContextURL).
    pub(crate) fn context(&self, kind: TargetKind, key: &EntityKey) -> String {
        let mut context = String::new();
        let pairs = pairs(self.template_of(kind), &key.segments);
        for (index, (segment, path)) in pairs.iter().enumerate() {
            let text = path.join("/");
            if matches!(segment.0[..], [SegmentPart::Text(_)]) {
                context.push_str(if index > 0 { "/" } else { "" });
                context.push_str(&text);
            } else if index + 1 < pairs.len() && !segment.0.is_empty() {
                let text = text.replace('\'', "''");
                _ = write!(context, "('{}')", utf8_percent_encode(&text, CONTEXT_KEY));
            }
        }
        context
    }
}

/// Returns the segments of a path. There is at least one.
fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.strip_prefix('/').unwrap_or(path).split('/')
}

/// Decodes a segment after the path was split, so that an encoded slash does not separate segments.
fn decode(segment: &str) -> Result<String, ErrorResponse> {
    let error = |problem| Err(ErrorResponse::bad_request(format!("Invalid URL: the segment '{segment}' {problem}.")));
    let escapes = segment.split('%').skip(1);
    if !escapes
        .into_iter()
        .all(|rest| rest.as_bytes().get(..2).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)))
    {
        return error("has a '%' without two hexadecimal digits after it");
    }
    match percent_decode_str(segment).decode_utf8() {
        Err(_) => error("does not decode to UTF-8"),
        Ok(text) if text == "." || text == ".." => error("would address another resource"),
        Ok(text) if text.contains(char::is_control) => error("contains a control character"),
        Ok(text) => Ok(text.into_owned()),
    }
}
