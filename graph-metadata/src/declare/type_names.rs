//! The Rust names of types.

use std::collections::{HashMap, HashSet};

use super::identifier;
use crate::model::{Model, QualifiedName, SchemaType};

/// The Rust names of all types of a model.
#[derive(Debug, Clone, Default)]
pub struct TypeNames {
    types: HashMap<String, String>,
    unions: HashMap<String, String>,
    updates: HashMap<String, String>,
}

/// Names that declarations use for items of the standard library and of `graph_core`.
const RESERVED: &[&str] = &[
    "DynamicProperties",
    "Binary",
    "Box",
    "Clone",
    "Copy",
    "Date",
    "DateTimeOffset",
    "Debug",
    "Decimal",
    "Default",
    "Drop",
    "Duration",
    "Eq",
    "Err",
    "Flags",
    "Fn",
    "From",
    "Guid",
    "Hash",
    "Into",
    "Iterator",
    "None",
    "Nullable",
    "OnRequest",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "TimeOfDay",
    "ToString",
    "Untyped",
    "UntypedObject",
    "Vec",
];

impl TypeNames {
    /// Names all types of a model.
    ///
    /// Types in the shortest namespace come first. Another type with the same short name gets the last part of its
    /// namespace as a prefix.
    pub fn new(model: &Model) -> Self {
        let main = model.namespaces().min_by_key(|namespace| (namespace.len(), *namespace)).unwrap_or("").to_owned();
        let mut counts: HashMap<String, usize> = HashMap::new();
        for found in model.types() {
            *counts.entry(identifier::upper_camel_case(found.name().short())).or_default() += 1;
        }
        let mut names = Self::default();
        let mut used: HashSet<String> = HashSet::new();
        let is_main = |found: &SchemaType<'_>| found.name().namespace() == main;
        let others = model.types().filter(|found| !is_main(found));
        for found in model.types().filter(is_main).chain(others) {
            let name = found.name();
            let short = identifier::upper_camel_case(name.short());
            let is_unambiguous = is_main(&found) || counts.get(&short) == Some(&1);
            let wanted =
                if is_unambiguous && !RESERVED.contains(&short.as_str()) { short } else { prefixed(name, &short) };
            names.types.insert(name.as_str().to_owned(), identifier::make_unique(&mut used, &wanted, ""));
        }
        for base in model.structured_types().iter().filter(|found| model.has_derived_types(found.name.as_str())) {
            let qualified = base.name.as_str();
            let union = identifier::make_unique(&mut used, &format!("Any{}", names.type_name(qualified)), "");
            names.unions.insert(qualified.to_owned(), union);
        }
        for found in model.structured_types() {
            let qualified = found.name.as_str();
            let default = format!("{}Update", names.type_name(qualified));
            if !used.insert(default) {
                let update = identifier::make_unique(&mut used, &format!("{}Patch", names.type_name(qualified)), "");
                names.updates.insert(qualified.to_owned(), update);
            }
        }
        names
    }

    /// Returns the name of a type. The model does not have to define the type.
    pub fn type_name(&self, qualified: &str) -> String {
        self.types
            .get(qualified)
            .cloned()
            .unwrap_or_else(|| identifier::upper_camel_case(QualifiedName::new(qualified).short()))
    }

    /// Returns the name of the union of a type, if it has derived types.
    pub fn union_name(&self, qualified: &str) -> Option<&str> {
        self.unions.get(qualified).map(String::as_str)
    }

    /// Returns the names that no other declaration has, because the macros or the standard library use them.
    pub(crate) fn reserved(&self) -> impl Iterator<Item = String> {
        let generated = self.types.values().flat_map(|name| [format!("{name}Update"), format!("{name}Create")]);
        RESERVED.iter().map(|name| (*name).to_owned()).chain(self.types.values().cloned()).chain(generated)
    }

    /// Returns the name of the update builder, if it is not the default. The default is the name of the type with
    /// `Update`.
    pub fn update_name(&self, qualified: &str) -> Option<&str> {
        self.updates.get(qualified).map(String::as_str)
    }
}

/// Returns `CallRecordsSession` for `microsoft.graph.callRecords.session`.
fn prefixed(name: &QualifiedName, short: &str) -> String {
    let last = name.namespace().rsplit('.').next().unwrap_or("");
    format!("{}{short}", identifier::upper_camel_case(last))
}
