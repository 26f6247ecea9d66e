//! The Rust names of fields and variants.

use std::collections::HashSet;

use super::identifier;

/// The names of the fields of one struct.
#[derive(Debug, Default)]
pub(crate) struct FieldNames {
    /// Without `r#`.
    used: HashSet<String>,
}

impl FieldNames {
    /// Returns a unique name for a member.
    ///
    /// The method that clears the field `x` is `clear_x`, so no other field gets that name.
    pub(crate) fn name(&mut self, wire_name: &str) -> String {
        self.unique(&identifier::snake_case(wire_name))
    }

    /// Returns a unique name that starts with `wanted`.
    pub(crate) fn unique(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        let mut number = 2;
        while self.is_used(&name) {
            name = format!("{wanted}_{number}");
            number += 1;
        }
        let name = identifier::escape_keyword(&name);
        self.used.insert(name.strip_prefix("r#").unwrap_or(&name).to_owned());
        name
    }

    fn is_used(&self, name: &str) -> bool {
        let bare = identifier::escape_keyword(name);
        let bare = bare.strip_prefix("r#").unwrap_or(&bare);
        self.used.contains(bare)
            || self.used.contains(&format!("clear_{bare}"))
            || bare.strip_prefix("clear_").is_some_and(|cleared| self.used.contains(cleared))
    }
}

/// The names of the variants of one `enum`.
#[derive(Debug, Default)]
pub(crate) struct VariantNames {
    used: HashSet<String>,
}

impl VariantNames {
    /// Returns a unique name for a member.
    pub(crate) fn name(&mut self, wire_name: &str) -> String {
        let name = identifier::escape_keyword(&identifier::upper_camel_case(wire_name));
        identifier::make_unique(&mut self.used, &name, "")
    }

    /// Adds a name that is unique already.
    pub(crate) fn reserve(&mut self, name: String) -> String {
        self.used.insert(name.clone());
        name
    }

    /// Returns the name of the variant for undeclared members or types. It is called after all other variants have
    /// names.
    pub(crate) fn other(mut self) -> String {
        let name = if self.used.contains("Other") { "Undeclared" } else { "Other" };
        identifier::make_unique(&mut self.used, name, "")
    }
}

#[cfg(test)]
mod tests {
    use super::{FieldNames, VariantNames};

    #[test]
    fn field_names_are_unique_also_among_clear_methods() {
        let mut names = FieldNames::default();
        let names_found: Vec<_> = ["type", "Type", "self", "self_", "name", "clearName", "clearX", "x", "clearX_2"]
            .map(|wire| names.name(wire))
            .into();
        assert_eq!(
            names_found,
            ["r#type", "type_2", "self_", "self_2", "name", "clear_name_2", "clear_x", "x_2", "clear_x_2_2"]
        );
    }

    #[test]
    fn variant_names_are_unique_with_the_variant_for_others() {
        let mut names = VariantNames::default();
        let names_found: Vec<_> = ["a", "A", "self", "other", "1st"].map(|wire| names.name(wire)).into();
        assert_eq!(names_found, ["A", "A2", "Self_", "Other", "Value1st"]);
        assert_eq!(names.other(), "Undeclared");
        assert_eq!(VariantNames::default().other(), "Other");
    }
}
