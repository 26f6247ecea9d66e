use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::ToTokens;

/// Builds the input of a declaration macro: one token stream that is handed to the compiler once.
#[derive(Default)]
pub(super) struct Tokens(Vec<TokenTree>);

impl Tokens {
    fn push(&mut self, token: TokenTree) -> &mut Self {
        self.0.push(token);
        self
    }

    /// An identifier that is not from the declaration: a label, or a name in `graph-core`.
    pub(super) fn label(&mut self, label: &str) -> &mut Self {
        self.push(Ident::new(label, Span::call_site()).into())
    }

    pub(super) fn ident(&mut self, ident: &Ident) -> &mut Self {
        self.push(ident.clone().into())
    }

    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.push(Literal::string(text).into())
    }

    pub(super) fn index(&mut self, index: usize) -> &mut Self {
        self.push(Literal::usize_unsuffixed(index).into())
    }

    pub(super) fn flag(&mut self, label: &str, value: bool) -> &mut Self {
        self.label(label).label(if value { "true" } else { "false" })
    }

    pub(super) fn tokens(&mut self, tokens: &impl ToTokens) -> &mut Self {
        self.0.extend(tokens.to_token_stream());
        self
    }

    /// `[..]`
    pub(super) fn brackets(&mut self, stream: TokenStream) -> &mut Self {
        self.push(Group::new(Delimiter::Bracket, stream).into())
    }

    /// `(..)`
    pub(super) fn parentheses(&mut self, stream: TokenStream) -> &mut Self {
        self.push(Group::new(Delimiter::Parenthesis, stream).into())
    }

    /// `{..}`
    pub(super) fn braces(&mut self, fill: impl FnOnce(&mut Self)) -> &mut Self {
        let mut group = Self::default();
        fill(&mut group);
        self.push(Group::new(Delimiter::Brace, group.into_stream()).into())
    }

    /// `label [..]`
    pub(super) fn list(&mut self, label: &str, fill: impl FnOnce(&mut Self)) -> &mut Self {
        let mut list = Self::default();
        fill(&mut list);
        self.label(label).brackets(list.into_stream())
    }

    pub(super) fn into_stream(self) -> TokenStream {
        self.0.into_iter().collect()
    }
}
