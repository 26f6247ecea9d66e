//! Declarations as an editor shows them for a moment: truncated anywhere, or with a missing, an additional or a wrong token.
//! None makes the macros panic, each expands to well-formed code, and the item is left as it is.

use std::str::FromStr;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::ToTokens;

use crate::attribute;
use crate::expand;
use crate::macro_kind::MacroKind;

const DECLARATIONS: &[(MacroKind, &str, &str)] = &[
    (
        MacroKind::Resource,
        r##"path = "/users/{userId}/printers/{printerId}", odata_type = "#microsoft.graph.printer", version = "beta",
            tag = never, permissions = ["Printer.ReadWrite.All"], paths(by_share = "/shares/{shareId}/printer"), update = PrinterPatch, serde = false,
            crate = ::graph_core"##,
        r#"/// A printer.
           #[derive(Debug, Clone)]
           pub(crate) struct Printer {
               #[graph(key)]
               pub id: String,
               #[graph(read_only, name = "serial")]
               serial_number: ::std::option::Option<String>,
               #[graph(nullable)]
               #[deprecated]
               r#type: Alias<Self>,
               #[graph(optional)]
               size: Option<i32>,
               #[graph(dynamic_properties)]
               more: DynamicProperties,
           }"#,
    ),
    (
        MacroKind::Complex,
        r##"odata_type = "#microsoft.graph.window", tag = always"##,
        "struct Window<'a, T: Clone> where T: Copy { start: Nullable<&'a T>, more: Vec<Option<Box<Self>>> }",
    ),
    (
        MacroKind::Enum,
        "serde = true",
        r#"pub enum PowerState { On, #[graph(name = "macOS")] MacOs = 3, Pair(i32, i32), #[graph(other)] Other(String) }"#,
    ),
    (
        MacroKind::Union,
        "crate = graph_core",
        "pub enum Any { Address(Box<Address>), #[graph(base)] Location(Location), #[graph(other)] Other(UntypedObject) }",
    ),
    (
        MacroKind::Action,
        r#"name = "wipe", on = [devices::Device], returns = Option<Box<Job>>, danger = destructive, permissions = ["A.B"]"#,
        r#"pub(crate) struct Wipe { #[graph(name = "KeepData")] keep: Option<bool>, ids: Vec<String>, }"#,
    ),
    (MacroKind::Function, r#"path = "/reports/getUsage", returns = [Usage], version = "beta""#, "pub struct GetUsage;"),
];

/// Expands a declaration and checks the result.
fn check(macro_kind: MacroKind, arguments: &TokenStream, item: &TokenStream) {
    let whole = attribute::expand(macro_kind, arguments.clone(), item);
    assert!(whole.to_string().ends_with(&item.to_string()), "the item is unchanged: #[..({arguments})] {item}");
    let derived = expand::derive(macro_kind, whole);
    assert!(!derived.is_empty(), "code or errors: #[..({arguments})] {item}");
    let parsed = syn::parse2::<syn::File>(derived);
    assert!(parsed.is_ok(), "{:?}: #[..({arguments})] {item}", parsed.err());
}

/// The prefixes of `text`, with closing delimiters added.
fn prefixes(text: &str) -> impl Iterator<Item = TokenStream> + '_ {
    text.char_indices().filter_map(|(end, _)| {
        let start = text.get(..end)?;
        let mut open = Vec::new();
        for character in start.chars() {
            match character {
                '(' => open.push(')'),
                '[' => open.push(']'),
                '{' => open.push('}'),
                ')' | ']' | '}' => drop(open.pop()),
                _ => {}
            }
        }
        let closed: String = start.chars().chain(open.into_iter().rev()).collect();
        // a prefix that ends inside a literal is not Rust
        TokenStream::from_str(&closed).ok()
    })
}

/// `tokens` with one of them, at any depth, removed, doubled or replaced.
fn mutations(tokens: &TokenStream) -> Vec<TokenStream> {
    let others = TokenStream::from_str(r#", = : # 5 "x" r#fn {} <"#).expect("tokens");
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut mutations = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let mut replaced_by = |replacement: TokenStream| {
            let before = tokens.iter().take(index).cloned();
            let after = tokens.iter().skip(index + 1).cloned();
            mutations.push(before.chain(replacement).chain(after).collect());
        };
        replaced_by(TokenStream::new());
        replaced_by([token.clone(), token.clone()].into_iter().collect());
        for other in others.clone() {
            replaced_by(other.into());
        }
        if let TokenTree::Group(group) = token {
            replaced_by(Group::new(Delimiter::None, group.stream()).into_token_stream());
            for inner in self::mutations(&group.stream()) {
                replaced_by(Group::new(group.delimiter(), inner).into_token_stream());
            }
        } else {
            replaced_by(Group::new(Delimiter::None, token.clone().into()).into_token_stream());
        }
    }
    mutations
}

#[test]
fn truncated_anywhere() {
    for &(macro_kind, arguments, item) in DECLARATIONS {
        let whole_arguments = TokenStream::from_str(arguments).expect("tokens");
        let whole_item = TokenStream::from_str(item).expect("tokens");
        for arguments in prefixes(arguments) {
            check(macro_kind, &arguments, &whole_item);
        }
        for item in prefixes(item) {
            check(macro_kind, &whole_arguments, &item);
        }
    }
}

#[test]
fn with_any_token_changed() {
    for &(macro_kind, arguments, item) in DECLARATIONS {
        let whole_arguments = TokenStream::from_str(arguments).expect("tokens");
        let whole_item = TokenStream::from_str(item).expect("tokens");
        for arguments in mutations(&whole_arguments) {
            check(macro_kind, &arguments, &whole_item);
        }
        for item in mutations(&whole_item) {
            check(macro_kind, &whole_arguments, &item);
        }
    }
}

#[test]
fn under_any_attribute() {
    for &(_, arguments, item) in DECLARATIONS {
        let arguments = TokenStream::from_str(arguments).expect("tokens");
        let item = TokenStream::from_str(item).expect("tokens");
        for macro_kind in [MacroKind::Resource, MacroKind::Complex, MacroKind::Enum, MacroKind::Union] {
            check(macro_kind, &arguments, &item);
            check(macro_kind, &TokenStream::new(), &item);
        }
    }
}
