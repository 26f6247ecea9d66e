//! `filter!`: `&&` and `||` in conditions.

use proc_macro2::{Group, Punct, Spacing, TokenStream, TokenTree};

/// Returns the tokens with `&` for each `&&` and `|` for each `||` between two operands.
///
/// Rust does not let a type define the lazy operators. Both pairs of operators bind less tightly than method calls and `!`, and `&` binds
/// more tightly than `|`, as `&&` does than `||`.
pub(crate) fn expand(tokens: TokenStream) -> TokenStream {
    let mut output: Vec<TokenTree> = Vec::new();
    let mut tokens = tokens.into_iter().peekable();
    let mut follows_operand = false;
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(first) if follows_operand && is_half(&first) => {
                let is_double =
                    matches!(tokens.peek(), Some(TokenTree::Punct(second)) if second.as_char() == first.as_char());
                if first.spacing() == Spacing::Joint && is_double {
                    tokens.next();
                    let mut single = Punct::new(first.as_char(), Spacing::Alone);
                    single.set_span(first.span());
                    output.push(single.into());
                } else {
                    output.push(first.into());
                }
                follows_operand = false;
            }
            TokenTree::Group(group) => {
                let mut mapped = Group::new(group.delimiter(), expand(group.stream()));
                mapped.set_span(group.span());
                output.push(mapped.into());
                follows_operand = true;
            }
            token => {
                follows_operand = matches!(token, TokenTree::Ident(_) | TokenTree::Literal(_));
                output.push(token);
            }
        }
    }
    output.into_iter().collect()
}

fn is_half(punct: &Punct) -> bool {
    matches!(punct.as_char(), '&' | '|')
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::expand;

    #[test]
    fn lazy_operators_between_operands_become_single_ones() {
        for (given, expected) in [
            (quote!(|d| d.a.is(1) && d.b.is(2) || !d.c.is(3)), quote!(|d| d.a.is(1) & d.b.is(2) | !d.c.is(3))),
            (quote!(|d| (d.a.is(1) || d.b.is(2)) & d.c.is(3)), quote!(|d| (d.a.is(1) | d.b.is(2)) & d.c.is(3))),
            (quote!(|d| d.a.any(|x| x.is(1) || x.is(2))), quote!(|d| d.a.any(|x| x.is(1) | x.is(2)))),
            (quote!(|d| d.a.is(&&value)), quote!(|d| d.a.is(&&value))),
            (quote!(is_idle && |d| d), quote!(is_idle & |d| d)),
        ] {
            assert_eq!(expand(given).to_string(), expected.to_string());
        }
    }
}
