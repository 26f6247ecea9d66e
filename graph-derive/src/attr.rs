//! Every attribute key, and how attributes are read: argument by argument, so that one mistake does not hide another.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, LitBool, LitStr, Meta, Token};

use crate::errors::Errors;

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
/// additional
/// merge
/// name = "wireName"
/// ```
#[derive(Default)]
pub(crate) struct FieldArgs {
    pub(crate) key: Option<Span>,
    pub(crate) read_only: Option<Span>,
    pub(crate) nullable: Option<Span>,
    pub(crate) optional: Option<Span>,
    pub(crate) additional: Option<Span>,
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
        const KEYS: &[&str] = &["key", "read_only", "nullable", "optional", "additional", "merge", "name"];
        let mut read = Self::default();
        for argument in arguments_of(attributes, KEYS, errors) {
            match argument.name.as_str() {
                "key" => read.key = Some(argument.flag(errors)),
                "read_only" => read.read_only = Some(argument.flag(errors)),
                "nullable" => read.nullable = Some(argument.flag(errors)),
                "optional" => read.optional = Some(argument.flag(errors)),
                "additional" => read.additional = Some(argument.flag(errors)),
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

/// One argument: `key`, `key = value` or `key(list)`.
struct Argument {
    /// The key without `r#`.
    name: String,
    key: Ident,
    value: Value,
}

enum Value {
    None,
    /// After `=`, whose span stands in for a value that is missing.
    Assigned(Span, TokenStream),
    List(TokenStream),
    /// Reported already.
    Broken,
}

impl Argument {
    /// The place of a key that stands alone.
    fn flag(&self, errors: &mut Errors) -> Span {
        match &self.value {
            Value::None | Value::Broken => {}
            Value::Assigned(_, tokens) | Value::List(tokens) => {
                let message = format!("`{}` takes no value", self.name);
                errors.push(if tokens.is_empty() {
                    syn::Error::new(self.key.span(), message)
                } else {
                    syn::Error::new_spanned(tokens, message)
                });
            }
        }
        self.key.span()
    }

    fn string(&self, example: &str, errors: &mut Errors) -> Option<LitStr> {
        let found: LitStr = self.value(&format!("\"{example}\""), errors)?;
        if !found.suffix().is_empty() {
            errors.at(found.span(), format!("a string has no suffix: remove `{}`", found.suffix()));
        }
        Some(found)
    }

    fn value<T: Parse>(&self, example: &str, errors: &mut Errors) -> Option<T> {
        self.parsed(example, T::parse, errors)
    }

    fn parsed<T>(&self, example: &str, parse: fn(ParseStream<'_>) -> syn::Result<T>, errors: &mut Errors) -> Option<T> {
        let message = format!("write `{} = {example}`", self.name);
        match &self.value {
            Value::None => errors.at(self.key.span(), message),
            Value::Broken => {}
            Value::Assigned(sign, tokens) if tokens.is_empty() => errors.at(*sign, message),
            Value::List(tokens) if tokens.is_empty() => errors.at(self.key.span(), message),
            Value::List(tokens) => errors.push(syn::Error::new_spanned(tokens, message)),
            Value::Assigned(_, tokens) => match syn::parse::Parser::parse2(parse, tokens.clone()) {
                Ok(value) => return Some(value),
                Err(_) => errors.push(syn::Error::new_spanned(tokens, message)),
            },
        }
        None
    }

    /// `key = ["..", ..]`
    fn array(&self, example: &str, errors: &mut Errors) -> Vec<LitStr> {
        let strings = |input: ParseStream<'_>| {
            let list;
            syn::bracketed!(list in input);
            Punctuated::<LitStr, Token![,]>::parse_terminated(&list)
        };
        self.parsed(&format!("[\"{example}\"]"), strings, errors).into_iter().flatten().collect()
    }

    /// `key(name = "..", ..)`
    fn strings(&self, errors: &mut Errors) -> Vec<(Ident, LitStr)> {
        let list = match &self.value {
            Value::List(list) => list,
            Value::Broken => return Vec::new(),
            Value::None | Value::Assigned(..) => {
                errors.at(self.key.span(), format!("write `{}(name = \"/users/{{userId}}\")`", self.name));
                return Vec::new();
            }
        };
        split(list.clone(), errors)
            .into_iter()
            .filter_map(|argument| Some((argument.key.clone(), argument.string("/users/{userId}", errors)?)))
            .collect()
    }
}

/// The arguments of all `#[graph(..)]` among `attributes`: only known keys, each once.
fn arguments_of(attributes: &[Attribute], keys: &[&str], errors: &mut Errors) -> Vec<Argument> {
    let mut known: Vec<Argument> = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("graph")) {
        let list = match &attribute.meta {
            Meta::List(list) => list.tokens.clone(),
            other => {
                errors.push(syn::Error::new_spanned(other, format!("write `#[graph(..)]` with {}", one_of(keys))));
                continue;
            }
        };
        for argument in split(list, errors) {
            if !keys.contains(&argument.name.as_str()) {
                let message = format!("unknown key `{}`: the keys here are {}", argument.name, one_of(keys));
                errors.at(argument.key.span(), message);
            } else if known.iter().any(|other| other.name == argument.name) {
                errors.at(argument.key.span(), format!("`{}` is given twice", argument.name));
            } else {
                known.push(argument);
            }
        }
    }
    known
}

fn one_of(keys: &[&str]) -> String {
    keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")
}

/// Splits at commas and reads each argument by itself.
fn split(tokens: TokenStream, errors: &mut Errors) -> Vec<Argument> {
    let mut arguments = Vec::new();
    let mut current = TokenStream::new();
    let mut tokens = ungrouped(tokens).into_iter().peekable();
    while let Some(token) = tokens.next() {
        match &token {
            TokenTree::Punct(comma) if comma.as_char() == ',' => {
                if current.is_empty() {
                    errors.at(comma.span(), "expected a key before this comma");
                }
                arguments.extend(argument(std::mem::take(&mut current), errors));
                continue;
            }
            // `key = value key =`
            TokenTree::Ident(key) if is_equals(tokens.peek()) && !current.is_empty() => {
                errors.at(key.span(), format!("expected a comma before `{key}`"));
                arguments.extend(argument(std::mem::take(&mut current), errors));
            }
            _ => {}
        }
        current.extend([token]);
    }
    arguments.extend(argument(current, errors));
    arguments
}

/// Without the invisible groups that `macro_rules!` puts around `$meta` and `$literal`.
fn ungrouped(tokens: TokenStream) -> TokenStream {
    tokens
        .into_iter()
        .flat_map(|token| match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => ungrouped(group.stream()),
            other => other.into(),
        })
        .collect()
}

fn is_equals(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Punct(sign)) if sign.as_char() == '=')
}

fn argument(tokens: TokenStream, errors: &mut Errors) -> Option<Argument> {
    let mut tokens = tokens.into_iter();
    let key = match tokens.next()? {
        TokenTree::Ident(key) => key,
        other => {
            errors.at(other.span(), "expected a key, as in `key`, `key = value` or `key(..)`");
            return None;
        }
    };
    let name = key.unraw().to_string();
    let value = match tokens.next() {
        None => Value::None,
        Some(TokenTree::Punct(sign)) if sign.as_char() == '=' => {
            Value::Assigned(sign.span(), tokens.by_ref().collect())
        }
        Some(TokenTree::Group(list)) if list.delimiter() == Delimiter::Parenthesis => Value::List(list.stream()),
        Some(other) => {
            errors.at(other.span(), format!("expected `=` or a comma after `{name}`"));
            return Some(Argument { name, key, value: Value::Broken });
        }
    };
    if let Some(rest) = tokens.next() {
        errors.at(rest.span(), "expected a comma before this");
    }
    Some(Argument { name, key, value })
}
