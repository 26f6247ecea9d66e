//! Every attribute key.

mod argument;

use proc_macro2::{Ident, Span, TokenStream};
use syn::{Attribute, LitBool, LitStr};

use crate::errors::Errors;
use argument::{Argument, arguments_of, split};

/// What the first argument of `#[graph(..)]` on an item starts with, which says whose arguments follow.
pub(crate) const MARK: &str = "__";

/// What `#[graph_resource(..)]` can say.
///
/// ```text
/// path = "/users/{userId}"
/// odata_type = "#microsoft.graph.user"
/// version = "v1.0" | "beta"
/// tag = always | never
/// paths(name = "/…", ..)
/// permissions = ["Name", ..]
/// update = Name
/// serde = true | false
/// crate = ::path
/// ```
#[derive(Default)]
pub(crate) struct ResourceArgs {
    pub(crate) path: Option<LitStr>,
    pub(crate) version: Option<LitStr>,
    pub(crate) paths: Vec<(Ident, LitStr)>,
    pub(crate) permissions: Vec<LitStr>,
    pub(crate) update: Option<Ident>,
    pub(crate) structure: StructureArgs,
}

/// What `#[graph_complex(..)]` can say, and `#[graph_resource(..)]` besides.
///
/// ```text
/// odata_type = "#microsoft.graph.passwordProfile"
/// tag = always | never
/// undeclared = drop
/// serde = true | false
/// crate = ::path
/// ```
#[derive(Default)]
pub(crate) struct StructureArgs {
    pub(crate) odata_type: Option<LitStr>,
    pub(crate) tag: Option<Ident>,
    pub(crate) undeclared: Option<Ident>,
    pub(crate) shared: SharedArgs,
    /// Keys that were given, with a value or not: what was written wrong is not missing as well.
    given: Vec<String>,
}

/// What `#[graph_union(..)]` can say.
///
/// ```text
/// path = "/users/{userId}"
/// odata_type = "#microsoft.graph.user"
/// version = "v1.0" | "beta"
/// paths(name = "/…", ..)
/// permissions = ["Name", ..]
/// serde = true | false
/// crate = ::path
/// ```
#[derive(Default)]
pub(crate) struct UnionArgs {
    pub(crate) path: Option<LitStr>,
    pub(crate) odata_type: Option<LitStr>,
    pub(crate) version: Option<LitStr>,
    pub(crate) paths: Vec<(Ident, LitStr)>,
    pub(crate) permissions: Vec<LitStr>,
    pub(crate) shared: SharedArgs,
    given: Vec<(String, Span)>,
}

/// What every macro of ours can say.
#[derive(Default)]
pub(crate) struct SharedArgs {
    pub(crate) serde: Option<LitBool>,
    pub(crate) krate: Option<syn::Path>,
}

/// What `#[graph(..)]` on a field of a resource can say.
///
/// ```text
/// key
/// read_only
/// nullable
/// optional
/// dynamic_properties
/// merge
/// name = "wireName"
/// ```
#[derive(Default)]
pub(crate) struct FieldArgs {
    pub(crate) key: Option<Span>,
    pub(crate) read_only: Option<Span>,
    pub(crate) nullable: Option<Span>,
    pub(crate) optional: Option<Span>,
    pub(crate) dynamic_properties: Option<Span>,
    pub(crate) merge: Option<Span>,
    pub(crate) name: Option<LitStr>,
}

/// What `#[graph(..)]` on a variant of an enumeration can say.
///
/// ```text
/// other
/// name = "wireName"
/// ```
#[derive(Default)]
pub(crate) struct VariantArgs {
    pub(crate) other: Option<Span>,
    pub(crate) name: Option<LitStr>,
}

/// What `#[graph(..)]` on a variant of a union can say.
///
/// ```text
/// base
/// other
/// ```
#[derive(Default)]
pub(crate) struct AlternativeArgs {
    pub(crate) base: Option<Span>,
    pub(crate) other: Option<Span>,
}

impl ResourceArgs {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        const KEYS: &[&str] =
            &["path", "odata_type", "version", "tag", "undeclared", "paths", "permissions", "update", "serde", "crate"];
        let mut read = Self::default();
        for argument in arguments_of(attributes, KEYS, errors) {
            match argument.name.as_str() {
                "path" => read.path = argument.string("/users/{userId}", errors),
                "version" => read.version = argument.string("beta", errors),
                "update" => read.update = argument.value("UserPatch", errors),
                "paths" => read.paths = argument.strings(errors),
                "permissions" => read.permissions = argument.array("User.ReadWrite.All", errors),
                _ => read.structure.set(&argument, errors),
            }
            read.structure.given.push(argument.name);
        }
        read
    }
}

impl UnionArgs {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        const KEYS: &[&str] = &["path", "odata_type", "version", "paths", "permissions", "serde", "crate"];
        let mut read = Self::default();
        for argument in arguments_of(attributes, KEYS, errors) {
            match argument.name.as_str() {
                "path" => read.path = argument.string("/users/{userId}", errors),
                "odata_type" => read.odata_type = argument.string("#microsoft.graph.user", errors),
                "version" => read.version = argument.string("beta", errors),
                "paths" => read.paths = argument.strings(errors),
                "permissions" => read.permissions = argument.array("User.ReadWrite.All", errors),
                _ => read.shared.read(&argument, errors),
            }
            read.given.push((argument.name, argument.key.span()));
        }
        read
    }

    /// Where the first key stands that is only for a union with a path.
    pub(crate) fn of_entity(&self) -> Option<(&str, Span)> {
        let mut keys = self.given.iter().filter(|(key, _)| !matches!(&**key, "serde" | "crate"));
        keys.next().map(|(key, span)| (&**key, *span))
    }

    pub(crate) fn lacks(&self, key: &str) -> bool {
        !self.given.iter().any(|(given, _)| given == key)
    }
}

impl StructureArgs {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut read = Self::default();
        for argument in arguments_of(attributes, &["odata_type", "tag", "undeclared", "serde", "crate"], errors) {
            read.set(&argument, errors);
            read.given.push(argument.name);
        }
        read
    }

    fn set(&mut self, argument: &Argument, errors: &mut Errors) {
        match argument.name.as_str() {
            "odata_type" => self.odata_type = argument.string("#microsoft.graph.user", errors),
            "tag" => self.tag = argument.value("always` or `tag = never", errors),
            "undeclared" => self.undeclared = argument.value("drop", errors),
            _ => self.shared.read(argument, errors),
        }
    }

    pub(crate) fn lacks(&self, key: &str) -> bool {
        !self.given.iter().any(|given| given == key)
    }
}

impl SharedArgs {
    pub(crate) fn of_enum(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut read = Self::default();
        for argument in arguments_of(attributes, &["serde", "crate"], errors) {
            read.read(&argument, errors);
        }
        read
    }

    fn read(&mut self, argument: &Argument, errors: &mut Errors) {
        match argument.name.as_str() {
            "serde" => self.serde = argument.value("false", errors),
            "crate" => self.krate = argument.parsed("::graph_core", syn::Path::parse_mod_style, errors),
            _ => {}
        }
    }
}

impl FieldArgs {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        const KEYS: &[&str] = &["key", "read_only", "nullable", "optional", "dynamic_properties", "merge", "name"];
        let mut read = Self::default();
        for argument in arguments_of(attributes, KEYS, errors) {
            match argument.name.as_str() {
                "key" => read.key = Some(argument.flag(errors)),
                "read_only" => read.read_only = Some(argument.flag(errors)),
                "nullable" => read.nullable = Some(argument.flag(errors)),
                "optional" => read.optional = Some(argument.flag(errors)),
                "dynamic_properties" => read.dynamic_properties = Some(argument.flag(errors)),
                "merge" => read.merge = Some(argument.flag(errors)),
                _ => read.name = argument.string("wireName", errors),
            }
        }
        read
    }
}

impl VariantArgs {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut read = Self::default();
        for argument in arguments_of(attributes, &["other", "name"], errors) {
            match argument.name.as_str() {
                "other" => read.other = Some(argument.flag(errors)),
                _ => read.name = argument.string("wireName", errors),
            }
        }
        read
    }
}

impl AlternativeArgs {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut read = Self::default();
        for argument in arguments_of(attributes, &["base", "other"], errors) {
            match argument.name.as_str() {
                "base" => read.base = Some(argument.flag(errors)),
                _ => read.other = Some(argument.flag(errors)),
            }
        }
        read
    }
}

/// `crate = path` of the arguments of an attribute, before anything else of them is looked at.
pub(crate) fn krate_of(arguments: &TokenStream) -> Option<syn::Path> {
    let argument = split(arguments.clone(), &mut Errors::default()).into_iter().find(|found| found.name == "crate")?;
    argument.parsed("", syn::Path::parse_mod_style, &mut Errors::default())
}

/// Whether the arguments of an attribute hold `key`.
pub(crate) fn has_key(arguments: &TokenStream, key: &str) -> bool {
    split(arguments.clone(), &mut Errors::default()).iter().any(|argument| argument.name == key)
}
