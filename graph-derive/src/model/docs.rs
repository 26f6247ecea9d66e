use syn::{Attribute, Expr, ExprLit, Lit, Meta};

/// Returns the first paragraph of a field's documentation, after an empty line, for its setter.
///
/// Later paragraphs may contain examples, which would be tested a second time. Definitions of links are included, because the
/// paragraph may use them.
pub(super) fn first_paragraph(attributes: &[Attribute]) -> String {
    let mut paragraph = String::new();
    let mut definitions = String::new();
    let mut has_ended = false;
    let docs = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => Some(&pair.value),
        _ => None,
    });
    // documentation by a macro, which is not expanded yet, ends the paragraph
    let texts = docs.map_while(|value| match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    });
    for text in texts {
        let is_block = text.contains('\n');
        for line in text.split('\n') {
            let trimmed = line.trim();
            // the stars at the left side of a block comment
            let trimmed = if is_block { trimmed.trim_start_matches('*').trim_start() } else { trimmed };
            if trimmed.starts_with('[') && trimmed.contains("]:") {
                has_ended |= !paragraph.is_empty();
                definitions.push('\n');
                definitions.push_str(trimmed);
            } else if trimmed.is_empty() {
                has_ended |= !paragraph.is_empty();
            } else if has_ended
                || starts_other_block(trimmed)
                || (paragraph.is_empty() && (line.starts_with('\t') || line.starts_with("    ")))
            {
                has_ended = true;
            } else {
                paragraph.push_str(if paragraph.is_empty() { "\n\n" } else { "\n" });
                paragraph.push_str(trimmed);
            }
        }
    }
    if !definitions.is_empty() && !paragraph.is_empty() {
        paragraph.push('\n');
        paragraph.push_str(&definitions);
    }
    paragraph
}

/// Whether a line ends a paragraph without an empty line before it: it starts code, or is a heading.
fn starts_other_block(line: &str) -> bool {
    line.starts_with("```") || line.starts_with("~~~") || line.starts_with('#')
}

#[cfg(test)]
mod tests {
    use syn::{ItemStruct, parse_quote};

    use super::first_paragraph;

    #[test]
    fn returns_one_paragraph_without_examples() {
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
