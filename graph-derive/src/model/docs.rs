use syn::{Attribute, Expr, ExprLit, Lit, Meta};

/// The first paragraph of a field's documentation, after an empty line, for its setter.
///
/// What follows may hold examples, which would be tested a second time. Definitions of links are kept, because the
/// paragraph may use them.
pub(super) fn first_paragraph(attributes: &[Attribute]) -> String {
    let mut kept = String::new();
    let mut definitions = String::new();
    let mut is_over = false;
    let docs = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => Some(&pair.value),
        _ => None,
    });
    // a macro that makes documentation is not expanded yet
    let texts = docs.map_while(|value| match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    });
    for text in texts {
        let is_block = text.contains('\n');
        for line in text.split('\n') {
            let trimmed = line.trim();
            // the stars at the side of a block comment
            let trimmed = if is_block { trimmed.trim_start_matches('*').trim_start() } else { trimmed };
            if trimmed.starts_with('[') && trimmed.contains("]:") {
                is_over |= !kept.is_empty();
                definitions.push('\n');
                definitions.push_str(trimmed);
            } else if trimmed.is_empty() {
                is_over |= !kept.is_empty();
            } else if is_over
                || starts_other(trimmed)
                || (kept.is_empty() && (line.starts_with('\t') || line.starts_with("    ")))
            {
                is_over = true;
            } else {
                kept.push_str(if kept.is_empty() { "\n\n" } else { "\n" });
                kept.push_str(trimmed);
            }
        }
    }
    if !definitions.is_empty() && !kept.is_empty() {
        kept.push('\n');
        kept.push_str(&definitions);
    }
    kept
}

/// Whether a line ends a paragraph without an empty line between: code, or a heading.
fn starts_other(line: &str) -> bool {
    line.starts_with("```") || line.starts_with("~~~") || line.starts_with('#')
}

#[cfg(test)]
mod tests {
    use syn::{ItemStruct, parse_quote};

    use super::first_paragraph;

    #[test]
    fn keeps_one_paragraph_and_no_example() {
        let cases: [(ItemStruct, &str); 8] = [
            (
                parse_quote!(
                    #[derive(Debug)]
                    struct A;
                ),
                "",
            ),
            (
                parse_quote! {
                    /// First [line],
                    #[allow(dead_code)]
                    /// second.
                    ///
                    /// More.
                    ///
                    /// ```
                    /// assert!(false);
                    /// ```
                    ///
                    /// [line]: crate::Line
                    struct A;
                },
                "\n\nFirst [line],\nsecond.\n\n[line]: crate::Line",
            ),
            (
                parse_quote! {
                    /// Text.
                    /// ~~~
                    /// assert!(false);
                    /// ~~~
                    struct A;
                },
                "\n\nText.",
            ),
            (
                parse_quote! {
                    ///
                    ///     assert!(false);
                    ///
                    /// Text.
                    struct A;
                },
                "",
            ),
            (
                parse_quote! {
                    /// # Examples
                    ///
                    /// ```
                    /// assert!(false);
                    /// ```
                    struct A;
                },
                "",
            ),
            (
                parse_quote! {
                    /** Text
                     * in a block.
                     *
                     * ```
                     * assert!(false);
                     * ```
                     */
                    struct A;
                },
                "\n\nText\nin a block.",
            ),
            (
                parse_quote! {
                    #[doc(hidden)]
                    #[doc = "By attribute."]
                    #[doc = ""]
                    #[doc = "More."]
                    struct A;
                },
                "\n\nBy attribute.",
            ),
            (
                parse_quote!(
                    #[doc = "Text."]
                    #[doc = include_str!("x.md")]
                    #[doc = "More."]
                    struct A;
                ),
                "\n\nText.",
            ),
        ];
        for (item, expected) in cases {
            assert_eq!(first_paragraph(&item.attrs), expected);
        }
    }
}
