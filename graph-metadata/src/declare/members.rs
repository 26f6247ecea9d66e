//! Names of fields and variants.

use std::collections::HashSet;

use super::words;

/// Gives the fields of one struct their names.
#[derive(Debug, Default)]
pub(crate) struct FieldNames {
    /// Without `r#`.
    taken: HashSet<String>,
}

impl FieldNames {
    /// The name for a member. `clear_x` is the method that clears `x`, so no field has that name.
    pub(crate) fn name(&mut self, wire: &str) -> String {
        self.free(&words::snake(wire))
    }

    pub(crate) fn free(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        let mut number = 2;
        while self.is_taken(&name) {
            name = format!("{wanted}_{number}");
            number += 1;
        }
        let name = words::raw(&name);
        self.taken.insert(name.strip_prefix("r#").unwrap_or(&name).to_owned());
        name
    }

    fn is_taken(&self, name: &str) -> bool {
        let bare = words::raw(name);
        let bare = bare.strip_prefix("r#").unwrap_or(&bare);
        self.taken.contains(bare)
            || self.taken.contains(&format!("clear_{bare}"))
            || bare.strip_prefix("clear_").is_some_and(|cleared| self.taken.contains(cleared))
    }
}

/// Gives the variants of one enum their names.
#[derive(Debug, Default)]
pub(crate) struct VariantNames {
    taken: HashSet<String>,
}

impl VariantNames {
    pub(crate) fn name(&mut self, wire: &str) -> String {
        let name = words::raw(&words::pascal(wire));
        words::free(&mut self.taken, &name, "")
    }

    /// A name that is given already.
    pub(crate) fn keep(&mut self, name: String) -> String {
        self.taken.insert(name.clone());
        name
    }

    /// The variant for what is not declared, once all others have their names.
    pub(crate) fn other(mut self) -> String {
        let name = if self.taken.contains("Other") { "Undeclared" } else { "Other" };
        words::free(&mut self.taken, name, "")
    }
}

#[cfg(test)]
mod tests {
    use super::{FieldNames, VariantNames};

    #[test]
    fn fields_differ_from_each_other_and_from_clearers() {
        let mut names = FieldNames::default();
        let got: Vec<_> = ["type", "Type", "self", "self_", "name", "clearName", "clearX", "x", "clearX_2"]
            .map(|wire| names.name(wire))
            .into();
        assert_eq!(
            got,
            ["r#type", "type_2", "self_", "self_2", "name", "clear_name_2", "clear_x", "x_2", "clear_x_2_2"]
        );
    }

    #[test]
    fn variants_differ_and_leave_a_name_for_the_rest() {
        let mut names = VariantNames::default();
        let got: Vec<_> = ["a", "A", "self", "other", "1st"].map(|wire| names.name(wire)).into();
        assert_eq!(got, ["A", "A2", "Self_", "Other", "Value1st"]);
        assert_eq!(names.other(), "Undeclared");
        assert_eq!(VariantNames::default().other(), "Other");
    }
}
