/// Returns the navigation properties that a context URL names as expanded: `$metadata#users(displayName,manager(id))/$entity`.
///
/// Source: [OData 4.01, part 1, section 10.10](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_ExpandedEntity).
pub(super) fn expanded_properties(context: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let (mut depth, mut start, mut quoted) = (0_usize, 0, false);
    for (at, byte) in context.bytes().enumerate() {
        match byte {
            b'\'' => quoted = !quoted,
            _ if quoted => {}
            b'(' => {
                // depth 0: the key of an entity, or the list itself; depth 2 and more: a property of another entity
                if depth == 1 {
                    names.extend(context.get(start..at).map(str::trim));
                }
                depth += 1;
                start = at + 1;
            }
            b')' => {
                depth = depth.saturating_sub(1);
                start = at + 1;
            }
            b',' | b'/' => start = at + 1,
            _ => {}
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::expanded_properties;

    #[test]
    fn a_context_url_names_expanded_properties() {
        for (context, names) in [
            ("https://graph.microsoft.com/v1.0/$metadata#users/$entity", vec![]),
            ("$metadata#users(displayName,id)/$entity", vec![]),
            ("$metadata#users(displayName,manager())/$entity", vec!["manager"]),
            ("$metadata#users(manager(id,displayName),reports(id),mail)", vec!["manager", "reports"]),
            ("$metadata#groups('1')/members(owner())", vec!["owner"]),
            ("$metadata#groups('1')/members", vec![]),
            ("$metadata#users(manager(reports(id)),mail)", vec!["manager"]),
        ] {
            assert_eq!(expanded_properties(context), names, "{context}");
        }
    }
}
