//! Every declaration that stands in an editor for a moment: cut off anywhere, or with a token too many, too few or wrong.
//! None makes the macros panic, each gives well-formed code, and the item stays whole.

use std::str::FromStr;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::ToTokens;

use crate::expand;
use crate::front::{self, Front};

const DECLARATIONS: &[(Front, &str, &str)] = &[
    (
        Front::Resource,
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
        Front::Complex,
        r##"odata_type = "#microsoft.graph.window", tag = always"##,
        "struct Window<'a, T: Clone> where T: Copy { start: Nullable<&'a T>, more: Vec<Option<Box<Self>>> }",
    ),
    (
        Front::Enumeration,
        "serde = true",
        r#"pub enum PowerState { On, #[graph(name = "macOS")] MacOs = 3, Pair(i32, i32), #[graph(other)] Other(String) }"#,
    ),
    (
        Front::Union,
        "crate = graph_core",
        "pub enum Any { Address(Box<Address>), #[graph(base)] Location(Location), #[graph(other)] Other(UntypedObject) }",
    ),
];

/// Expands a declaration in full and looks at what comes out.
fn check(front: Front, arguments: &TokenStream, item: &TokenStream) {
    let whole = front::expand(front, arguments.clone(), item);
    assert!(whole.to_string().ends_with(&item.to_string()), "the item is whole: #[..({arguments})] {item}");
    let derived = match front {
        Front::Resource => expand::resource(whole),
        Front::Complex => expand::complex(whole),
        Front::Enumeration => expand::enumeration(whole),
        Front::Union => expand::union(whole),
    };
    assert!(!derived.is_empty(), "code or errors: #[..({arguments})] {item}");
    let parsed = syn::parse2::<syn::File>(derived);
    assert!(parsed.is_ok(), "{:?}: #[..({arguments})] {item}", parsed.err());
}

/// The beginnings of `text`, with what is open in them closed.
fn beginnings(text: &str) -> impl Iterator<Item = TokenStream> + '_ {
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
        // inside a literal it is no Rust
        TokenStream::from_str(&closed).ok()
    })
}

/// `tokens` with one of them, at any depth, left out, doubled or replaced.
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
fn cut_off_anywhere() {
    for &(front, arguments, item) in DECLARATIONS {
        let whole_arguments = TokenStream::from_str(arguments).expect("tokens");
        let whole_item = TokenStream::from_str(item).expect("tokens");
        for arguments in beginnings(arguments) {
            check(front, &arguments, &whole_item);
        }
        for item in beginnings(item) {
            check(front, &whole_arguments, &item);
        }
    }
}

#[test]
fn with_any_token_wrong() {
    for &(front, arguments, item) in DECLARATIONS {
        let whole_arguments = TokenStream::from_str(arguments).expect("tokens");
        let whole_item = TokenStream::from_str(item).expect("tokens");
        for arguments in mutations(&whole_arguments) {
            check(front, &arguments, &whole_item);
        }
        for item in mutations(&whole_item) {
            check(front, &whole_arguments, &item);
        }
    }
}

#[test]
fn under_any_attribute() {
    for &(_, arguments, item) in DECLARATIONS {
        let arguments = TokenStream::from_str(arguments).expect("tokens");
        let item = TokenStream::from_str(item).expect("tokens");
        for front in [Front::Resource, Front::Complex, Front::Enumeration, Front::Union] {
            check(front, &arguments, &item);
            check(front, &TokenStream::new(), &item);
        }
    }
}
