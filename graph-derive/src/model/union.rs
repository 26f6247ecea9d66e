use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::{Data, DeriveInput, Fields, Variant, Visibility};

use super::{ResourcePath, Shared, allowances};
use crate::attr::{AlternativeArgs, UnionArgs};
use crate::check;
use crate::errors::Errors;
use crate::front::Front;

/// Values of a base type: one alternative a derived type.
pub(crate) struct Union {
    pub(crate) shared: Shared,
    pub(crate) ident: Ident,
    pub(crate) alternatives: Vec<Alternative>,
    /// The number of the alternative for objects without a type.
    pub(crate) base: Option<usize>,
    /// The alternative that keeps objects of undeclared types; none after a mistake, whichever.
    pub(crate) other: Option<Alternative>,
    /// What makes it an entity that can be read, if it has a path.
    pub(crate) entity: Option<Entity>,
    /// Lints that the user allows in the enum.
    pub(crate) allowances: Vec<TokenStream>,
}

/// Where entities of the base type are.
pub(crate) struct Entity {
    pub(crate) vis: Visibility,
    pub(crate) odata_type: String,
    pub(crate) beta: bool,
    pub(crate) paths: Vec<ResourcePath>,
    pub(crate) permissions: Vec<String>,
}

impl Entity {
    fn new(input: &DeriveInput, args: &UnionArgs, errors: &mut Errors) -> Option<Self> {
        let (key, span) = args.of_entity()?;
        if args.lacks("path") {
            errors
                .at(span, format!("`{key}` is for a union with a path: write `path = \"/users/{{userId}}\"` as well"));
            return None;
        }
        if args.lacks("odata_type") {
            errors.at(
                input.ident.span(),
                "a union with a path names its base type: write `odata_type = \"#microsoft.graph.deviceConfiguration\"`",
            );
        }
        Some(Self {
            vis: input.vis.clone(),
            odata_type: check::base_type(args.odata_type.as_ref(), errors),
            beta: check::is_beta(args.version.as_ref(), errors),
            paths: super::resource::all_paths(args.path.as_ref(), &args.paths, errors),
            permissions: check::permissions(&args.permissions, errors),
        })
    }
}

/// `Name(Type)`
pub(crate) struct Alternative {
    pub(crate) ident: Ident,
    pub(crate) ty: TokenStream,
    pub(crate) span: Span,
}

impl Union {
    /// None if nothing can be generated.
    pub(crate) fn new(input: &DeriveInput, errors: &mut Errors) -> Option<Self> {
        let args = UnionArgs::read(&input.attrs, errors);
        let shared = Shared::new(&args.shared);
        shared.refuse_serde(&input.attrs, errors);
        check::no_generics(&input.generics, errors);
        let mut union = Self {
            shared,
            ident: input.ident.clone(),
            alternatives: Vec::new(),
            base: None,
            other: None,
            entity: Entity::new(input, &args, errors),
            allowances: allowances(&input.attrs).collect(),
        };
        match &input.data {
            Data::Enum(data) => {
                for variant in &data.variants {
                    union.add(variant, errors);
                }
                if union.other.is_none() {
                    errors.at(
                        input.ident.span(),
                        "a union must keep objects of types that are not declared: write \
                         `#[graph(other)] Other(graph_core::UntypedObject)` as its last variant",
                    );
                }
            }
            Data::Struct(data) => errors.at(data.struct_token.span, Front::Union.refusal()),
            Data::Union(data) => errors.at(data.union_token.span, Front::Union.refusal()),
        }
        check::alternatives_differ(&mut union.alternatives, errors);
        if !errors.is_empty() {
            union.other = None;
        }
        input.generics.params.is_empty().then_some(union)
    }

    fn add(&mut self, variant: &Variant, errors: &mut Errors) {
        self.shared.refuse_serde(&variant.attrs, errors);
        let args = AlternativeArgs::read(&variant.attrs, errors);
        let ident = variant.ident.clone();
        let field = match &variant.fields {
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => fields.unnamed.first(),
            _ => None,
        };
        let Some(field) = field else {
            errors.at(ident.span(), format!("an alternative holds one type: write `{ident}(..)` with the struct"));
            return;
        };
        let ty = field.ty.to_token_stream();
        let span = ty.clone().into_iter().next().map_or_else(|| ident.span(), |token| token.span());
        let alternative = Alternative { ident, ty, span };
        match (args.base, args.other) {
            (Some(base), Some(other)) => {
                for place in [base, other] {
                    errors.at(place, "an alternative is either `base` or `other`");
                }
            }
            (None, Some(other)) => {
                check::keeps_objects(&field.ty, errors);
                if self.other.is_some() {
                    errors.at(other, "`other` is given twice: one variant keeps what is not declared");
                }
                self.other = Some(alternative);
            }
            (base, None) => {
                if let Some(base) = base {
                    if self.base.is_some() {
                        errors.at(base, "`base` is given twice: one variant is for objects without a type");
                    }
                    self.base = Some(self.alternatives.len());
                }
                self.alternatives.push(alternative);
            }
        }
    }
}
