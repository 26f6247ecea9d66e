//! How attributes are read: argument by argument, so that one mistake does not hide another.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, LitStr, Meta, Token};

use super::MARK;
use crate::errors::Errors;

/// One argument: `key`, `key = value` or `key(list)`.
pub(super) struct Argument {
    /// The key without `r#`.
    pub(super) name: String,
    pub(super) key: Ident,
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
    pub(super) fn flag(&self, errors: &mut Errors) -> Span {
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

    pub(super) fn string(&self, example: &str, errors: &mut Errors) -> Option<LitStr> {
        if let Value::Assigned(_, tokens) = &self.value
            && self.refuses_expression(tokens, &format!("\"{example}\""), errors)
        {
            return None;
        }
        let found: LitStr = self.value(&format!("\"{example}\""), errors)?;
        if !found.suffix().is_empty() {
            errors.at(found.span(), format!("a string has no suffix: remove `{}`", found.suffix()));
        }
        Some(found)
    }

    pub(super) fn value<T: Parse>(&self, example: &str, errors: &mut Errors) -> Option<T> {
        self.parsed(example, T::parse, errors)
    }

    pub(super) fn parsed<T>(
        &self,
        example: &str,
        parse: fn(ParseStream<'_>) -> syn::Result<T>,
        errors: &mut Errors,
    ) -> Option<T> {
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

    /// Whether `tokens` are an expression where a string literal belongs, which is reported.
    fn refuses_expression(&self, tokens: &TokenStream, example: &str, errors: &mut Errors) -> bool {
        let is_expression =
            matches!(tokens.clone().into_iter().next(), Some(TokenTree::Ident(_) | TokenTree::Punct(_)));
        if is_expression {
            let message = format!(
                "`{0}` takes a string literal, not a constant or an expression, which macros cannot evaluate: write \
                 `{0} = {example}`",
                self.name
            );
            errors.push(syn::Error::new_spanned(tokens, message));
        }
        is_expression
    }

    /// `key = ["..", ..]`
    pub(super) fn array(&self, example: &str, errors: &mut Errors) -> Vec<LitStr> {
        let example = format!("[\"{example}\"]");
        if let Value::Assigned(_, tokens) = &self.value
            && let Some(TokenTree::Group(list)) = tokens.clone().into_iter().next()
        {
            let items: Vec<TokenTree> = list.stream().into_iter().collect();
            let mut items = items.split(|token| matches!(token, TokenTree::Punct(comma) if comma.as_char() == ','));
            let refused =
                |item: &[TokenTree]| self.refuses_expression(&item.iter().cloned().collect(), &example, errors);
            if items.any(refused) {
                return Vec::new();
            }
        }
        let strings = |input: ParseStream<'_>| {
            let list;
            syn::bracketed!(list in input);
            Punctuated::<LitStr, Token![,]>::parse_terminated(&list)
        };
        self.parsed(&example, strings, errors).into_iter().flatten().collect()
    }

    /// `key(name = "..", ..)`
    pub(super) fn strings(&self, errors: &mut Errors) -> Vec<(Ident, LitStr)> {
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
pub(super) fn arguments_of(attributes: &[Attribute], keys: &[&str], errors: &mut Errors) -> Vec<Argument> {
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
            if argument.name.strip_prefix(MARK).is_some_and(|attribute| attribute.starts_with("graph_")) {
                continue;
            }
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
pub(super) fn split(tokens: TokenStream, errors: &mut Errors) -> Vec<Argument> {
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
