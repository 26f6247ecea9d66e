//! Entities that a test adds, as opposed to those that a request changes.

use graph_core::address::Address;
use graph_core::schema::{Readable, TypeDescriptor};
use serde::Serialize;

use crate::error::SandboxErrorKind;
use crate::json::{TypedObject, Validator, check_syntax, object_members, parse_string};
use crate::routing::{EntityKey, Routes, Target, TargetKind};
use crate::types::{ServedTypes, qualified_name};

/// An entity, or changes of one, from a test.
#[derive(Debug)]
pub(crate) struct Seed {
    pub(crate) declaration: &'static TypeDescriptor,
    /// The percent-encoded path without the version, or why it cannot be built.
    pub(crate) path: Result<String, String>,
    pub(crate) json: Result<String, String>,
}

impl Seed {
    pub(crate) fn new(
        declaration: &'static TypeDescriptor,
        path: Result<String, String>,
        value: &impl Serialize,
    ) -> Self {
        Self { declaration, path, json: serde_json::to_string(value).map_err(|error| error.to_string()) }
    }

    /// Reads an entity with all its properties.
    ///
    /// # Errors
    /// Returns an error that names the properties that do not match the type, or the path that is not served.
    pub(crate) fn entity(
        self,
        routes: &Routes,
        types: &ServedTypes,
    ) -> Result<(EntityKey, TypedObject), SandboxErrorKind> {
        self.read(routes, types, true)
    }

    /// Reads some properties of an entity, from an object or from an update, which serializes as a string of its text.
    ///
    /// # Errors
    /// Returns an error that names the properties that do not match the type, or the path that is not served.
    pub(crate) fn changes(
        self,
        routes: &Routes,
        types: &ServedTypes,
    ) -> Result<(EntityKey, TypedObject), SandboxErrorKind> {
        let json = self.json.map(|json| parse_string(&json).unwrap_or(json));
        Self { json, ..self }.read(routes, types, false)
    }

    fn read(
        self,
        routes: &Routes,
        types: &ServedTypes,
        is_complete: bool,
    ) -> Result<(EntityKey, TypedObject), SandboxErrorKind> {
        let Self { declaration, path, json } = self;
        let path = path.map_err(|message| seed_error(declaration.paths().first(), declaration, message))?;
        let error = |message| seed_error(Some(&path), declaration, message);
        let json = json.map_err(error)?;
        let text = check_syntax(json.as_bytes()).map_err(error)?;
        let target = find(routes, types, declaration, &path).map_err(error)?;
        let name = type_of(&target, declaration, text).map_err(error)?;
        let version = declaration.version();
        let Some(served_type) = types.find(version, name) else {
            return Err(error(format!("the type `{name}` is not declared")));
        };
        let mut validator = Validator::new(types, version);
        let mut object = validator.read(&served_type, text);
        if is_complete {
            object.complete("", &mut validator.errors);
        }
        validator.errors.into_result().map_err(error)?;
        Ok((target.key, object))
    }
}

/// Returns the key of an entity at the path of a typed address.
///
/// # Errors
/// Returns an error if the path is not served.
pub(crate) fn entity_key(
    routes: &Routes,
    types: &ServedTypes,
    declaration: &'static TypeDescriptor,
    path: &str,
) -> Result<EntityKey, SandboxErrorKind> {
    let target = find(routes, types, declaration, path);
    target.map(|target| target.key).map_err(|message| seed_error(Some(&path), declaration, message))
}

pub(crate) fn seed_error(
    path: Option<&impl ToString>,
    declaration: &'static TypeDescriptor,
    message: String,
) -> SandboxErrorKind {
    let path = path.map(ToString::to_string).unwrap_or_default();
    SandboxErrorKind::Entity { path, odata_type: declaration.odata_type(), message }
}

fn find<'r>(
    routes: &'r Routes,
    types: &ServedTypes,
    declaration: &'static TypeDescriptor,
    path: &str,
) -> Result<Target<'r>, String> {
    let target = routes.find(&format!("/{}{path}", declaration.version()), types);
    let target = target.map_err(|response| response.message().to_owned())?;
    if target.links().is_some() || target.is_reference {
        return Err("the path leads through a navigation property; add the entity at its own path, and then the link"
            .to_owned());
    }
    if target.kind != TargetKind::Entity {
        return Err("the path is the one of a collection; add the key of an entity".to_owned());
    }
    let name = qualified_name(declaration.odata_type());
    let served = target.route.types();
    if !served.iter().any(|served| types.is_derived(served, name)) {
        return Err(format!("the path belongs to `#{}`", served.join("`, `#")));
    }
    Ok(target)
}

/// Returns the name of the type of an entity: the declared one, or for a union the one that `@odata.type` names.
fn type_of<'t>(target: &Target<'t>, declaration: &'static TypeDescriptor, json: &str) -> Result<&'t str, String> {
    let served = target.route.types();
    let declared = qualified_name(declaration.odata_type());
    if let Some(name) = served.iter().find(|name| **name == declared) {
        return Ok(name);
    }
    let members = object_members(json).unwrap_or_default();
    let tag = members.into_iter().find(|(name, _)| name == "@odata.type").and_then(|(_, text)| parse_string(text));
    let Some(tag) = tag else {
        return Err(format!("the entity has no `@odata.type`; write one of `#{}`", served.join("`, `#")));
    };
    let name = served.iter().find(|name| **name == qualified_name(&tag));
    name.copied().ok_or(format!("the type `{tag}` is not one of `#{}`", served.join("`, `#")))
}

/// Returns the path of an address, or why it cannot be built.
#[expect(clippy::needless_pass_by_value, reason = "an address is used once, as in `GraphClient::get`")]
pub(crate) fn address_path<T: Readable>(address: Address<T>) -> Result<String, String> {
    address.path().map(str::to_owned).map_err(|error| error.to_string())
}
