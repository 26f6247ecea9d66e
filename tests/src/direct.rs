//! Declarations that are written by hand, without `macro_rules!`.

use graph_core::{
    DateTimeOffset, DynamicProperties, Nullable, UntypedObject, graph_complex, graph_enum, graph_resource, graph_union,
};

/// A mail folder.
#[graph_resource(
    path = "/users/{userId}/mailFolders/{mailFolderId}",
    odata_type = "#microsoft.graph.mailFolder",
    paths(mine = "/me/mailFolders/{mailFolderId}")
)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailFolder {
    /// Key of the entity.
    #[graph(key)]
    pub id: String,
    /// The name.
    pub display_name: String,
    /// Whether it is hidden. Some fields are named like conversions, constructors and methods of operators.
    pub is_hidden: bool,
    /// Whether it contains other folders.
    pub has_children: Option<bool>,
    /// The recipients.
    pub to_recipients: Vec<String>,
    /// The sender.
    pub from_address: Option<String>,
    /// The target folder.
    pub into_folder: Option<String>,
    /// The time of the last change.
    pub as_of: Option<DateTimeOffset>,
    /// A name of a method of `std::ops::Add`.
    pub add: i32,
    /// A name of a method of `std::ops::Not`.
    pub not: i32,
    /// A name of a method of `Iterator`.
    pub next: Option<String>,
    /// A name of a method of `Default`.
    pub default: Option<String>,
    /// A name of a method of `Clone`.
    pub clone: bool,
    /// A usual name of a constructor.
    pub new: Vec<String>,
    /// A name with the prefix of a getter.
    pub get_all: Vec<Option<String>>,
    /// The colour.
    pub colour: Colour,
}

/// A colour.
#[graph_enum]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Colour {
    /// Red.
    Red,
    /// Green.
    Green,
    /// A member that is not declared, as it is on the wire.
    #[graph(other)]
    Other(String),
}

/// A device. Some fields mention code without backticks, which `clippy::doc_markdown` reports.
#[graph_resource(path = "/devices/{deviceId}", odata_type = "#microsoft.graph.device", version = "beta", tag = never)]
#[allow(clippy::doc_markdown, clippy::option_option, missing_debug_implementations)]
pub struct Device {
    /// Key of the entity: a DeviceId.
    #[graph(key)]
    pub id: String,
    /// The OperatingSystem, and [`Self::id`].
    pub operating_system: Option<String>,
    /// A field that is removed by `cfg`, documented with MacOs.
    #[expect(
        clippy::box_collection,
        reason = "checks that the generated code does not cause the warning a second time"
    )]
    #[cfg(any())]
    pub boxed: Box<Vec<String>>,
    #[allow(missing_docs)]
    pub undocumented: i32,
}

/// A rule.
#[graph_complex(odata_type = "#microsoft.graph.rule")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The name.
    pub name: Nullable<String>,
    /// Whether it is new.
    pub is_new: Option<bool>,
    /// The dynamic properties.
    #[graph(dynamic_properties)]
    pub dynamic_properties: DynamicProperties,
}

/// A rule about files, with a FilePath.
#[graph_complex(odata_type = "#microsoft.graph.fileRule", tag = never)]
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::doc_markdown)]
pub struct FileRule {
    /// The OperatingSystem.
    pub path: String,
    /// The nested rule.
    pub inner: Option<Box<AnyRule>>,
    /// The dynamic properties.
    #[graph(dynamic_properties)]
    pub dynamic_properties: DynamicProperties,
}

/// Any rule.
#[graph_union]
#[derive(Debug, Clone, PartialEq)]
pub enum AnyRule {
    /// A rule about files.
    File(FileRule),
    /// The base type.
    #[graph(base)]
    Rule(Box<Rule>),
    /// A derived type that is not declared.
    #[graph(other)]
    Other(UntypedObject),
}

/// An app with rules.
#[graph_resource(path = "/apps/{appId}", odata_type = "#microsoft.graph.app")]
#[derive(Debug, Clone, PartialEq)]
pub struct App {
    /// Key of the entity.
    #[graph(key)]
    pub id: String,
    /// A property that a response may omit.
    #[graph(optional)]
    pub to_size: Option<i64>,
    /// The rules.
    pub rules: Vec<AnyRule>,
    /// The main rule.
    pub as_rule: Option<Rule>,
    /// The dynamic properties.
    #[graph(dynamic_properties)]
    pub dynamic_properties: DynamicProperties,
}

/// A resource without properties.
#[graph_resource(path = "/empty", odata_type = "#microsoft.graph.empty", serde = false)]
#[derive(Debug, Clone, Copy)]
pub struct Empty {}

/// A deprecated resource.
#[deprecated(note = "as a whole")]
#[graph_resource(path = "/old/{id}", odata_type = "#microsoft.graph.old")]
#[derive(Debug)]
pub struct Old {
    /// Key of the entity.
    #[graph(key)]
    pub id: String,
    /// A deprecated property of a deprecated resource.
    #[deprecated(note = "by itself")]
    pub older: Option<String>,
}
