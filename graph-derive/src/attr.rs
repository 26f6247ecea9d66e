//! The attribute keys: each is declared once, here.

mod argument;
mod given;
mod key;
mod similarity;
mod value;

use proc_macro2::TokenStream;
use syn::{Attribute, LitBool};

use crate::errors::Errors;
use crate::macro_kind::MacroKind;
use argument::Arguments;
pub(crate) use given::Given;
use key::Key;
pub(crate) use value::{Danger, LinkType, ReturnType, Select, Tag, Undeclared};
use value::{Flag, Name, NamedTexts, NamedTypes, Parsed, Path, Text, TextList, Types, ValueKind};

/// Declares the keys of an attribute: a struct with one field per key and `read`, which fills it.
///
/// A row is `field("key"): Kind, of [Macro, ..], as "example";`. The key defaults to the name of the field.
macro_rules! attribute_keys {
    (
        $(#[$doc:meta])*
        $vis:vis struct $name:ident;
        $($(#[$key_doc:meta])* $field:ident $(($key:literal))?: $kind:ty, of [$($macro:ident),*], as $example:literal;)*
    ) => {
        $(#[$doc])*
        $vis struct $name {
            $($(#[$key_doc])* $vis $field: Given<<$kind as ValueKind>::Value>,)*
        }

        impl $name {
            const KEYS: &[Key] = &[$(Key {
                name: attribute_keys!(@name $field $($key)?),
                macros: &[$(MacroKind::$macro),*],
            }),*];

            /// Reads all `#[graph(..)]` among `attributes`, of an item or member under the attribute of `macro_kind`.
            $vis fn read(attributes: &[Attribute], macro_kind: MacroKind, errors: &mut Errors) -> Self {
                let arguments = Arguments::read(attributes, Self::KEYS, macro_kind, errors);
                Self {
                    $($field: {
                        let argument = arguments.find(attribute_keys!(@name $field $($key)?));
                        Given::read::<$kind>(argument, $example, errors)
                    },)*
                }
            }
        }
    };
    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $key:literal) => { $key };
}

attribute_keys! {
    /// The arguments of the attribute macros.
    pub(crate) struct ItemArguments;

    /// The name of the action or function.
    name: Text, of [Action, Function], as r#"name = "wipe""#;
    /// The type that the action or function is called on.
    on: Parsed<LinkType>, of [Action, Function], as "on = User` or `on = [User]";
    /// What the action or function returns.
    returns: Parsed<ReturnType>, of [Action, Function], as "returns = User`, `returns = [User]` or `returns = stream";
    /// Whether the action destroys something.
    danger: Parsed<Danger>, of [Action], as "danger = destructive";
    /// The path template from the service root.
    path: Text, of [Resource, Union, Action, Function], as r#"path = "/users/{userId}""#;
    /// The OData type of the struct, or the base type of a union with a path.
    odata_type: Text, of [Resource, Complex, Union], as r##"odata_type = "#microsoft.graph.user""##;
    /// The version of the API.
    version: Text, of [Resource, Union, Action, Function], as r#"version = "beta""#;
    /// Whether `@odata.type` is sent.
    tag: Parsed<Tag>, of [Resource, Complex], as "tag = never";
    /// What happens to undeclared properties of a type without a field for them.
    undeclared: Parsed<Undeclared>, of [Resource, Complex], as "undeclared = drop` or a field `#[graph(dynamic_properties)] rest: DynamicProperties";
    /// Further path templates, each with a name.
    paths: NamedTexts, of [Resource, Union], as r#"paths(name = "/users/{userId}")"#;
    /// The path template of the collection, if it does not follow from `path`.
    collection: Text, of [Resource, Union], as r#"collection = "/users""#;
    /// Which properties reads select.
    select: Parsed<Select>, of [Resource], as "select = all";
    /// The navigation properties to entities that exist on their own.
    links: NamedTypes, of [Resource], as "links(members = [User], manager = User)";
    /// The base types, for navigation properties to them.
    base: Types, of [Resource], as "base = DirectoryObject";
    /// The permissions; an operation needs one of them.
    permissions: TextList, of [Resource, Union, Action, Function], as r#"permissions = ["User.ReadWrite.All"]"#;
    /// The name of the update.
    update: Name, of [Resource], as "update = UserPatch";
    /// The name of the creation.
    create: Name, of [Resource], as "create = NewUser";
    /// Whether `Serialize` and `Deserialize` are implemented.
    serde: Parsed<LitBool>, of [Resource, Complex, Enum, Union, Action, Function], as "serde = false";
    /// The path to `graph-core`.
    krate("crate"): Path, of [Resource, Complex, Enum, Union, Action, Function], as "crate = ::graph_core";
}

attribute_keys! {
    /// The arguments of `#[graph(..)]` on a field or variant.
    pub(crate) struct MemberArguments;

    /// The property identifies the entity.
    key: Flag, of [Resource, Complex], as "key";
    /// The service computes the property.
    read_only: Flag, of [Resource, Complex], as "read_only";
    /// Only a creation can set the property.
    create_only: Flag, of [Resource], as "create_only";
    /// The type is an alias of `Option<_>`.
    nullable: Flag, of [Resource, Complex], as "nullable";
    /// The property may be left out, but is never null.
    optional: Flag, of [Resource, Complex], as "optional";
    /// The field holds the undeclared properties.
    dynamic_properties: Flag, of [Resource, Complex], as "dynamic_properties";
    /// The service merges the complex value.
    merge: Flag, of [Resource], as "merge";
    /// The property is a navigation property, which reads expand.
    expand: Flag, of [Resource, Complex], as "expand";
    /// Collections do not contain the property.
    on_request: Flag, of [Resource], as "on_request";
    /// The variant holds objects without `@odata.type`.
    base: Flag, of [Union], as "base";
    /// The variant holds undeclared members or objects of undeclared types.
    other: Flag, of [Enum, Union], as "other";
    /// The wire name.
    name: Text, of [Resource, Complex, Enum, Action, Function], as r#"name = "wireName""#;
}

/// Reads `crate = path` from the arguments of an attribute macro and reports nothing: the derive reads them again.
pub(crate) fn crate_path(arguments: &TokenStream) -> Option<syn::Path> {
    let mut unreported = Errors::default();
    let argument =
        argument::split(arguments.clone(), &mut unreported).into_iter().find(|found| found.name == "crate")?;
    Path::read(&argument, "", &mut unreported)
}

/// Whether the arguments of an attribute macro contain `key`.
pub(crate) fn has_key(arguments: &TokenStream, key: &str) -> bool {
    argument::split(arguments.clone(), &mut Errors::default()).iter().any(|argument| argument.name == key)
}

#[cfg(test)]
mod tests {
    use super::{ItemArguments, Key, MemberArguments};
    use crate::macro_kind::MacroKind;

    #[test]
    fn each_key_has_a_heading_and_an_example_in_the_documentation() {
        for (macro_kind, documentation) in [
            (MacroKind::Resource, include_str!("../docs/graph_resource.md")),
            (MacroKind::Complex, include_str!("../docs/graph_complex.md")),
            (MacroKind::Enum, include_str!("../docs/graph_enum.md")),
            (MacroKind::Union, include_str!("../docs/graph_union.md")),
            (MacroKind::Action, include_str!("../docs/graph_action.md")),
            (MacroKind::Function, include_str!("../docs/graph_function.md")),
        ] {
            let (items, members) = documentation.split_once("\n# Keys of ").expect("keys of items, then of members");
            let documented = |text: &str| -> Vec<String> {
                let sections =
                    text.split("\n## `").skip(1).inspect(|section| assert!(section.contains("```\n"), "{section}"));
                let names = sections.map(|section| section.split(|c: char| !c.is_alphanumeric() && c != '_').next());
                names.map(|name| name.unwrap_or("").to_owned()).collect()
            };
            let declared = |keys: &[Key]| -> Vec<String> {
                keys.iter().filter(|key| key.macros.contains(&macro_kind)).map(|key| key.name.to_owned()).collect()
            };
            assert_eq!(documented(items), declared(ItemArguments::KEYS), "{macro_kind:?}");
            assert_eq!(documented(members), declared(MemberArguments::KEYS), "{macro_kind:?}");
        }
    }
}
