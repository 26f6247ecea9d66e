//! Which types can be assigned, and how their action `assign` spells it.

mod assignable_type;
mod derived;
mod types;

pub use assignable_type::AssignableType;
pub(crate) use assignable_type::Targets;
use derived::DERIVED;
use types::TYPES;

impl AssignableType {
    /// Returns the assignable type that an OData type is, or is derived from.
    ///
    /// The name may have the form `#microsoft.graph.win32LobApp` or `microsoft.graph.win32LobApp`.
    pub fn of(odata_type: &str) -> Option<&'static Self> {
        let (namespace, name) = odata_type.trim_start_matches('#').rsplit_once('.')?;
        if namespace != "microsoft.graph" {
            return None;
        }
        Self::named(name).or_else(|| {
            let (base, _) = DERIVED.iter().find(|(_, derived)| derived.binary_search(&name).is_ok())?;
            Self::named(base)
        })
    }

    /// Returns the assignable type with this name, for example `deviceConfiguration`.
    ///
    /// Types that are derived from it have its name as well.
    pub fn named(name: &str) -> Option<&'static Self> {
        let index = TYPES.binary_search_by(|known| known.name().cmp(name)).ok()?;
        TYPES.get(index)
    }

    /// Returns an iterator over all assignable types, sorted by name.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        TYPES.iter()
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    #[test]
    fn the_tables_are_sorted_and_refer_to_each_other() {
        assert!(TYPES.is_sorted_by(|left, right| left.name() < right.name()));
        for (base, derived) in DERIVED {
            assert!(AssignableType::named(base).is_some(), "{base}");
            assert!(derived.is_sorted_by(|left, right| left < right), "{base}");
            for name in *derived {
                assert!(AssignableType::named(name).is_none(), "{name} is in both tables");
            }
        }
        let count: usize = DERIVED.iter().map(|(_, derived)| derived.len()).sum();
        let distinct: std::collections::HashSet<_> = DERIVED.iter().flat_map(|(_, derived)| *derived).collect();
        assert_eq!(distinct.len(), count, "a type has one base");
    }

    #[test]
    fn the_documentation_lists_the_types() {
        let mut rows = String::new();
        for known in AssignableType::all() {
            let (name, assignment, parameter) = (known.name(), known.assignment(), known.parameter());
            writeln!(rows, "| `{name}` | `{assignment}` | `{parameter}` |").unwrap();
        }
        assert_eq!(include_str!("assignable/types.md"), rows);
    }

    #[test]
    fn a_name_of_another_namespace_is_not_assignable() {
        assert!(AssignableType::of("#microsoft.graph.deviceConfiguration").is_some());
        assert!(AssignableType::of("microsoft.graph.windows10GeneralConfiguration").is_some());
        assert!(AssignableType::of("#microsoft.graph.callRecords.deviceConfiguration").is_none());
        assert!(AssignableType::of("deviceConfiguration").is_none());
    }
}
