//! Reads an attribute argument by argument, so that an error in one does not hide those in others.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::{Attribute, Meta};

use super::key::Key;
use super::similarity::most_similar;
use crate::errors::Errors;
use crate::macro_kind::MacroKind;

/// One argument: `key`, `key = value` or `key(list)`.
pub(crate) struct RawArgument {
    /// The key without `r#`.
    pub(super) name: String,
    pub(super) key: Ident,
    pub(super) value: RawValue,
}

/// What follows the key of an argument.
pub(crate) enum RawValue {
    None,
    /// `= value`, with the span of the sign, at which a missing value is reported.
    Assigned(Span, TokenStream),
    /// `(list)`
    List(TokenStream),
    /// Something else, which was reported.
    Malformed,
}

/// The arguments of all `#[graph(..)]` on one item, field or variant: known keys, each once.
pub(crate) struct Arguments(Vec<RawArgument>);

impl Arguments {
    /// Reads the arguments and reports unknown and repeated keys.
    pub(super) fn read(attributes: &[Attribute], all_keys: &[Key], macro_kind: MacroKind, errors: &mut Errors) -> Self {
        let keys = || all_keys.iter().filter(|key| key.macros.contains(&macro_kind)).map(|key| key.name);
        let mut arguments: Vec<RawArgument> = Vec::new();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("graph")) {
            let list = match &attribute.meta {
                Meta::List(list) => list.tokens.clone(),
                other => {
                    errors.on(other, format!("expected `#[graph(..)]` with one of {}", quoted(keys())));
                    continue;
                }
            };
            for mut argument in split(list, errors) {
                if MacroKind::from_marker(&argument.name).is_some() {
                    continue;
                }
                if !keys().any(|key| key == argument.name) {
                    if let Some(known) = all_keys.iter().find(|key| key.name == argument.name) {
                        errors.at(argument.key.span(), misplaced_key(known, macro_kind));
                        continue;
                    }
                    let suggestion = most_similar(&argument.name, keys());
                    errors.at(argument.key.span(), unknown_key(&argument.name, suggestion, keys()));
                    // a misspelled key is not reported as missing as well, and its value may be meant otherwise
                    let Some(key) = suggestion.filter(|key| arguments.iter().all(|other| other.name != *key)) else {
                        continue;
                    };
                    key.clone_into(&mut argument.name);
                    argument.value = RawValue::Malformed;
                    arguments.push(argument);
                } else if arguments.iter().any(|other| other.name == argument.name) {
                    let message = format!("duplicate key `{}`: remove one of the two", argument.name);
                    errors.at(argument.key.span(), message);
                } else {
                    arguments.push(argument);
                }
            }
        }
        Self(arguments)
    }

    /// The argument with this key.
    pub(super) fn find(&self, name: &str) -> Option<&RawArgument> {
        self.0.iter().find(|argument| argument.name == name)
    }
}

fn misplaced_key(key: &Key, macro_kind: MacroKind) -> String {
    let quoted: Vec<_> = key.macros.iter().map(|other| format!("`#[{}]`", other.attribute())).collect();
    let macros = match quoted.split_last() {
        Some((last, others @ [_, ..])) => format!("{} and {last}", others.join(", ")),
        _ => quoted.concat(),
    };
    format!("`{}` is not a key of `#[{}]`, only of {macros}: remove it", key.name, macro_kind.attribute())
}

fn unknown_key<'key>(name: &str, suggestion: Option<&str>, keys: impl Iterator<Item = &'key str>) -> String {
    match suggestion {
        Some(key) => format!("unknown key `{name}`, did you mean `{key}`?"),
        None => format!("unknown key `{name}`, expected one of {}", quoted(keys)),
    }
}

fn quoted<'name>(names: impl Iterator<Item = &'name str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// Splits a list at its commas and reads each argument by itself.
pub(super) fn split(list: TokenStream, errors: &mut Errors) -> Vec<RawArgument> {
    let mut arguments = Vec::new();
    let mut current = TokenStream::new();
    let mut tokens = ungrouped(list).into_iter().peekable();
    while let Some(token) = tokens.next() {
        match &token {
            TokenTree::Punct(comma) if comma.as_char() == ',' => {
                if current.is_empty() {
                    errors.at(comma.span(), "expected a key before this comma, found nothing");
                }
                arguments.extend(argument(std::mem::take(&mut current), errors));
                continue;
            }
            // `key = value key =`
            TokenTree::Ident(key) if is_equals_sign(tokens.peek()) && !current.is_empty() => {
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

/// Removes the invisible groups that `macro_rules!` puts around `$meta` and `$literal`.
fn ungrouped(tokens: TokenStream) -> TokenStream {
    tokens
        .into_iter()
        .flat_map(|token| match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => ungrouped(group.stream()),
            other => other.into(),
        })
        .collect()
}

fn is_equals_sign(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Punct(sign)) if sign.as_char() == '=')
}

fn argument(tokens: TokenStream, errors: &mut Errors) -> Option<RawArgument> {
    let mut tokens = tokens.into_iter();
    let key = match tokens.next()? {
        TokenTree::Ident(key) => key,
        other => {
            let message = format!("expected `key`, `key = value` or `key(..)`, found `{other}`");
            errors.at(other.span(), message);
            return None;
        }
    };
    let name = key.unraw().to_string();
    let value = match tokens.next() {
        None => RawValue::None,
        Some(TokenTree::Punct(sign)) if sign.as_char() == '=' => {
            RawValue::Assigned(sign.span(), tokens.by_ref().collect())
        }
        Some(TokenTree::Group(list)) if list.delimiter() == Delimiter::Parenthesis => RawValue::List(list.stream()),
        Some(other) => {
            errors.at(other.span(), format!("expected `=` or a comma after `{name}`, found `{other}`"));
            return Some(RawArgument { name, key, value: RawValue::Malformed });
        }
    };
    if let Some(rest) = tokens.next() {
        errors.at(rest.span(), format!("expected a comma before `{rest}`"));
    }
    Some(RawArgument { name, key, value })
}
