//! The kinds of values that keys have.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{LitBool, LitStr, Token};

use super::argument::{RawArgument, RawValue, split};
use crate::errors::Errors;

/// A kind of value: what it is read as, and how.
pub(crate) trait ValueKind {
    type Value;

    /// Returns `None` for a malformed value and reports it. Errors quote `example`.
    fn read(argument: &RawArgument, example: &str, errors: &mut Errors) -> Option<Self::Value>;
}

/// `key` alone.
pub(crate) enum Flag {}

impl ValueKind for Flag {
    type Value = ();

    fn read(argument: &RawArgument, example: &str, errors: &mut Errors) -> Option<()> {
        if let RawValue::Assigned(_, tokens) | RawValue::List(tokens) = &argument.value {
            let message = format!("`{}` does not take a value: write `{example}` alone", argument.name);
            if tokens.is_empty() {
                errors.at(argument.key.span(), message);
            } else {
                errors.on(tokens, message);
            }
        }
        Some(())
    }
}

/// `key = "text"`
pub(crate) enum Text {}

impl ValueKind for Text {
    type Value = LitStr;

    fn read(argument: &RawArgument, example: &str, errors: &mut Errors) -> Option<LitStr> {
        const EXPECTED: &str = "a string literal";
        if let RawValue::Assigned(_, tokens) = &argument.value
            && is_expression(tokens, EXPECTED, example, errors)
        {
            return None;
        }
        let text = read_with(<LitStr as Parse>::parse, argument, EXPECTED, example, errors)?;
        if !text.suffix().is_empty() {
            let suffix = text.suffix();
            errors.at(text.span(), format!("expected a string literal without suffix: remove `{suffix}`"));
        }
        Some(text)
    }
}

/// `key = ["text", ..]`
pub(crate) enum TextList {}

impl ValueKind for TextList {
    type Value = Vec<LitStr>;

    fn read(argument: &RawArgument, example: &str, errors: &mut Errors) -> Option<Vec<LitStr>> {
        const EXPECTED: &str = "a list of string literals";
        if let RawValue::Assigned(_, tokens) = &argument.value
            && let Some(TokenTree::Group(list)) = tokens.clone().into_iter().next()
        {
            let items: Vec<TokenTree> = list.stream().into_iter().collect();
            let mut items = items.split(|token| matches!(token, TokenTree::Punct(comma) if comma.as_char() == ','));
            if items.any(|item| is_expression(&item.iter().cloned().collect(), "a string literal", example, errors)) {
                return None;
            }
        }
        let texts = |input: ParseStream<'_>| {
            let list;
            syn::bracketed!(list in input);
            Punctuated::<LitStr, Token![,]>::parse_terminated(&list)
        };
        Some(read_with(texts, argument, EXPECTED, example, errors)?.into_iter().collect())
    }
}

/// `key(name = "text", ..)`
pub(crate) enum NamedTexts {}

impl ValueKind for NamedTexts {
    type Value = Vec<(Ident, LitStr)>;

    fn read(argument: &RawArgument, example: &str, errors: &mut Errors) -> Option<Self::Value> {
        let list = match &argument.value {
            RawValue::List(list) => list,
            RawValue::Malformed => return None,
            RawValue::None | RawValue::Assigned(..) => {
                errors.at(argument.key.span(), format!("expected a list in parentheses: write `{example}`"));
                return None;
            }
        };
        let texts = split(list.clone(), errors).into_iter().filter_map(|argument| {
            // the example of the whole list, for one name
            let text = example.split('"').nth(1).unwrap_or("..");
            let text = Text::read(&argument, &format!("{} = \"{text}\"", argument.name), errors)?;
            Some((argument.key, text))
        });
        Some(texts.collect())
    }
}

/// `key(name = Type, other = [Type], ..)`
pub(crate) enum NamedTypes {}

/// The type of a navigation property.
pub(crate) struct LinkType {
    pub(crate) ty: syn::Path,
    /// Whether it was written as `[Type]`.
    pub(crate) is_collection: bool,
}

impl Parse for LinkType {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(syn::token::Bracket) {
            let list;
            syn::bracketed!(list in input);
            return Ok(Self { ty: only_type(&list)?, is_collection: true });
        }
        Ok(Self { ty: only_type(input)?, is_collection: false })
    }
}

/// Parses a type that is named by a path.
fn only_type(input: ParseStream<'_>) -> syn::Result<syn::Path> {
    let path = input.call(syn::Path::parse_mod_style)?;
    if input.is_empty() { Ok(path) } else { Err(input.error("")) }
}

impl ValueKind for NamedTypes {
    type Value = Vec<(Ident, LinkType)>;

    fn read(argument: &RawArgument, example: &str, errors: &mut Errors) -> Option<Self::Value> {
        let list = match &argument.value {
            RawValue::List(list) => list,
            RawValue::Malformed => return None,
            RawValue::None | RawValue::Assigned(..) => {
                errors.at(argument.key.span(), format!("expected a list in parentheses: write `{example}`"));
                return None;
            }
        };
        let types = split(list.clone(), errors).into_iter().filter_map(|argument| {
            let example = format!("{0} = [Type]` or `{0} = Type", argument.name);
            let ty = read_with(LinkType::parse, &argument, "the type of an entity", &example, errors)?;
            Some((argument.key, ty))
        });
        Some(types.collect())
    }
}

/// `key = Type` or `key = [Type, ..]`
pub(crate) enum Types {}

impl ValueKind for Types {
    type Value = Vec<syn::Path>;

    fn read(argument: &RawArgument, example: &str, errors: &mut Errors) -> Option<Vec<syn::Path>> {
        let types = |input: ParseStream<'_>| {
            if !input.peek(syn::token::Bracket) {
                return Ok(vec![only_type(input)?]);
            }
            let list;
            syn::bracketed!(list in input);
            let paths = Punctuated::<syn::Path, Token![,]>::parse_terminated_with(&list, syn::Path::parse_mod_style)?;
            Ok(paths.into_iter().collect())
        };
        read_with(types, argument, "a type", example, errors)
    }
}

/// `key = Name`
pub(crate) enum Name {}

impl ValueKind for Name {
    type Value = Ident;

    fn read(argument: &RawArgument, example: &str, errors: &mut Errors) -> Option<Ident> {
        read_with(Ident::parse, argument, "an identifier", example, errors)
    }
}

/// `key = ::path`
pub(crate) enum Path {}

impl ValueKind for Path {
    type Value = syn::Path;

    fn read(argument: &RawArgument, example: &str, errors: &mut Errors) -> Option<syn::Path> {
        read_with(syn::Path::parse_mod_style, argument, "a path", example, errors)
    }
}

/// `key = value` with one of few values.
pub(crate) struct Parsed<T>(std::marker::PhantomData<T>);

/// A type with few values.
pub(crate) trait Choice: Parse {
    /// The values, for error messages.
    const VALUES: &str;
}

impl<T: Choice> ValueKind for Parsed<T> {
    type Value = T;

    fn read(argument: &RawArgument, example: &str, errors: &mut Errors) -> Option<T> {
        read_with(T::parse, argument, T::VALUES, example, errors)
    }
}

impl Choice for LitBool {
    const VALUES: &str = "`true` or `false`";
}

/// The value of `tag`: whether `@odata.type` is sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tag {
    Always,
    Never,
}

impl Choice for Tag {
    const VALUES: &str = "`always` or `never`";
}

impl Parse for Tag {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let value: Ident = input.parse()?;
        match value.to_string().as_str() {
            "always" => Ok(Self::Always),
            "never" => Ok(Self::Never),
            _ => Err(syn::Error::new(value.span(), Self::VALUES)),
        }
    }
}

impl Choice for LinkType {
    const VALUES: &str = "the type of an entity";
}

/// The value of `returns`: what an action or a function returns.
pub(crate) enum ReturnType {
    /// `()`
    Nothing(syn::TypeTuple),
    /// `T`
    One(Box<syn::Type>),
    /// `[T]`
    Many(Box<syn::Type>),
    /// `stream`: bytes
    Stream(Box<syn::Type>),
}

impl Choice for ReturnType {
    const VALUES: &str = "a type";
}

impl Parse for ReturnType {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        Ok(match input.parse()? {
            syn::Type::Tuple(tuple) if tuple.elems.is_empty() => Self::Nothing(tuple),
            syn::Type::Slice(slice) => Self::Many(slice.elem),
            // types have names in `UpperCamelCase`
            ty if is_stream(&ty) => Self::Stream(Box::new(ty)),
            ty => Self::One(Box::new(ty)),
        })
    }
}

fn is_stream(ty: &syn::Type) -> bool {
    matches!(ty, syn::Type::Path(path) if path.qself.is_none() && path.path.is_ident("stream"))
}

/// The value of `danger`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Danger {
    Destructive,
}

impl Choice for Danger {
    const VALUES: &str = "`destructive`";
}

impl Parse for Danger {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let value: Ident = input.parse()?;
        if value == "destructive" { Ok(Self::Destructive) } else { Err(syn::Error::new(value.span(), Self::VALUES)) }
    }
}

/// The value of `select`: which properties reads select.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Select {
    Declared,
    All,
}

impl Choice for Select {
    const VALUES: &str = "`declared` or `all`";
}

impl Parse for Select {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let value: Ident = input.parse()?;
        match value.to_string().as_str() {
            "declared" => Ok(Self::Declared),
            "all" => Ok(Self::All),
            _ => Err(syn::Error::new(value.span(), Self::VALUES)),
        }
    }
}

/// The value of `undeclared`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Undeclared {
    Drop,
}

impl Choice for Undeclared {
    const VALUES: &str = "`drop`";
}

impl Parse for Undeclared {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let value: Ident = input.parse()?;
        if value == "drop" { Ok(Self::Drop) } else { Err(syn::Error::new(value.span(), Self::VALUES)) }
    }
}

/// Parses the value after `=`; reports one that is missing or malformed.
fn read_with<T>(
    parse: fn(ParseStream<'_>) -> syn::Result<T>,
    argument: &RawArgument,
    expected: &str,
    example: &str,
    errors: &mut Errors,
) -> Option<T> {
    let missing = || format!("`{}` needs a value: write `{example}`", argument.name);
    match &argument.value {
        RawValue::Malformed => {}
        RawValue::None => errors.at(argument.key.span(), missing()),
        RawValue::List(tokens) if tokens.is_empty() => errors.at(argument.key.span(), missing()),
        RawValue::Assigned(sign, tokens) if tokens.is_empty() => errors.at(*sign, missing()),
        RawValue::List(tokens) => {
            errors.on(tokens, format!("expected `=` after `{}`, found a list: write `{example}`", argument.name));
        }
        RawValue::Assigned(_, tokens) => match parse.parse2(tokens.clone()) {
            Ok(value) => return Some(value),
            Err(_) => errors.on(tokens, format!("expected {expected}, found `{tokens}`: write `{example}`")),
        },
    }
    None
}

/// Whether `tokens` are an expression where a string literal is expected, which is reported.
fn is_expression(tokens: &TokenStream, expected: &str, example: &str, errors: &mut Errors) -> bool {
    let is_expression = matches!(tokens.clone().into_iter().next(), Some(TokenTree::Ident(_) | TokenTree::Punct(_)));
    if is_expression {
        let message = format!(
            "expected {expected}, found `{tokens}`: macros cannot evaluate constants or expressions, write `{example}`"
        );
        errors.on(tokens, message);
    }
    is_expression
}
