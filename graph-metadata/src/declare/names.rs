//! Names of types in Rust.

use std::collections::{HashMap, HashSet};

use super::words;
use crate::model::{Model, Type, TypeName};

/// The names that the types of a model have in Rust, whether they are declared or not.
#[derive(Debug, Clone, Default)]
pub struct Names {
    types: HashMap<String, String>,
    unions: HashMap<String, String>,
    updates: HashMap<String, String>,
}

/// Names that mean something else where declarations stand: what they use of the standard library and of `graph_core`.
const MEANING_SOMETHING: &[&str] = &[
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

impl Names {
    /// Names all types. Types in the shortest namespace come first; another type of the same short name has the last
    /// part of its namespace before it.
    pub fn new(model: &Model) -> Self {
        let main = model.namespaces().min_by_key(|namespace| (namespace.len(), *namespace)).unwrap_or("").to_owned();
        let mut counts: HashMap<String, usize> = HashMap::new();
        for found in model.types() {
            *counts.entry(words::pascal(found.name().short())).or_default() += 1;
        }
        let mut names = Self::default();
        let mut taken: HashSet<String> = HashSet::new();
        let is_main = |found: &Type<'_>| found.name().namespace() == main;
        let others = model.types().filter(|found| !is_main(found));
        for found in model.types().filter(is_main).chain(others) {
            let name = found.name();
            let short = words::pascal(name.short());
            let is_alone = is_main(&found) || counts.get(&short) == Some(&1);
            let wanted =
                if is_alone && !MEANING_SOMETHING.contains(&short.as_str()) { short } else { prefixed(name, &short) };
            names.types.insert(name.as_str().to_owned(), words::free(&mut taken, &wanted, ""));
        }
        for base in model.structured_types().iter().filter(|found| model.has_derived(found.name.as_str())) {
            let qualified = base.name.as_str();
            let union = words::free(&mut taken, &format!("Any{}", names.of(qualified)), "");
            names.unions.insert(qualified.to_owned(), union);
        }
        for found in model.structured_types() {
            let qualified = found.name.as_str();
            let usual = format!("{}Update", names.of(qualified));
            if !taken.insert(usual) {
                let update = words::free(&mut taken, &format!("{}Patch", names.of(qualified)), "");
                names.updates.insert(qualified.to_owned(), update);
            }
        }
        names
    }

    /// The name of a type; of one that the model does not define, the name that it would have.
    pub fn of(&self, qualified: &str) -> String {
        self.types.get(qualified).cloned().unwrap_or_else(|| words::pascal(TypeName::new(qualified).short()))
    }

    /// The name of the union of a type and those that extend it, if there are such.
    pub fn union(&self, qualified: &str) -> Option<&str> {
        self.unions.get(qualified).map(String::as_str)
    }

    /// The name of the update of a type, if it is not that of the type and `Update`.
    pub fn update(&self, qualified: &str) -> Option<&str> {
        self.updates.get(qualified).map(String::as_str)
    }
}

/// `CallRecordsSession` for `microsoft.graph.callRecords.session`.
fn prefixed(name: &TypeName, short: &str) -> String {
    let last = name.namespace().rsplit('.').next().unwrap_or("");
    format!("{}{short}", words::pascal(last))
}
