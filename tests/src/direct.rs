//! Declarations as a person writes them.

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
    /// A name.
    pub display_name: String,
    /// Names that look like conversions, constructors and methods of operators.
    pub is_hidden: bool,
    /// Whether there is one.
    pub has_children: Option<bool>,
    /// To whom.
    pub to_recipients: Vec<String>,
    /// From whom.
    pub from_address: Option<String>,
    /// Into what.
    pub into_folder: Option<String>,
    /// As of when.
    pub as_of: Option<DateTimeOffset>,
    /// How many were added.
    pub add: i32,
    /// How many not.
    pub not: i32,
    /// What comes next.
    pub next: Option<String>,
    /// A default.
    pub default: Option<String>,
    /// A copy.
    pub clone: bool,
    /// What is new.
    pub new: Vec<String>,
    /// What there is to get.
    pub get_all: Vec<Option<String>>,
    /// The colour.
    pub colour: Colour,
}

/// A colour.
#[graph_enum]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Colour {
    /// Like blood.
    Red,
    /// Like grass.
    Green,
    /// A member that is not declared, as it is on the wire.
    #[graph(other)]
    Other(String),
}

/// Documented with a `DeviceId`, but that is not the point.
#[graph_resource(path = "/devices/{deviceId}", odata_type = "#microsoft.graph.device", version = "beta", tag = never)]
#[allow(clippy::doc_markdown, clippy::option_option, missing_debug_implementations)]
pub struct Device {
    /// Key of the entity: a DeviceId.
    #[graph(key)]
    pub id: String,
    /// The OperatingSystem, and [`Self::id`].
    pub operating_system: Option<String>,
    /// Whose documentation is about MacOs.
    #[expect(clippy::box_collection, reason = "to see that the generated code does not repeat the warning")]
    #[cfg(any())]
    pub boxed: Box<Vec<String>>,
    #[allow(missing_docs)]
    pub undocumented: i32,
}

/// A rule.
#[graph_complex(odata_type = "#microsoft.graph.rule")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its name.
    pub name: Nullable<String>,
    /// Whether it is new.
    pub is_new: Option<bool>,
    /// What else there is.
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
    /// Rules inside.
    pub inner: Option<Box<AnyRule>>,
    /// What else there is.
    #[graph(dynamic_properties)]
    pub dynamic_properties: DynamicProperties,
}

/// Any rule.
#[graph_union]
#[derive(Debug, Clone, PartialEq)]
pub enum AnyRule {
    /// About files.
    File(FileRule),
    /// About nothing.
    #[graph(base)]
    Rule(Box<Rule>),
    /// Of a type that is not declared.
    #[graph(other)]
    Other(UntypedObject),
}

/// What has rules.
#[graph_resource(path = "/apps/{appId}", odata_type = "#microsoft.graph.app")]
#[derive(Debug, Clone, PartialEq)]
pub struct App {
    /// Key of the entity.
    #[graph(key)]
    pub id: String,
    /// Left out at times.
    #[graph(optional)]
    pub to_size: Option<i64>,
    /// The rules.
    pub rules: Vec<AnyRule>,
    /// The main one.
    pub as_rule: Option<Rule>,
    /// What else there is.
    #[graph(dynamic_properties)]
    pub dynamic_properties: DynamicProperties,
}

/// Without anything to write.
#[graph_resource(path = "/empty", odata_type = "#microsoft.graph.empty", serde = false)]
#[derive(Debug, Clone, Copy)]
pub struct Empty {}

/// No longer used.
#[deprecated(note = "as a whole")]
#[graph_resource(path = "/old/{id}", odata_type = "#microsoft.graph.old")]
#[derive(Debug)]
pub struct Old {
    /// Key of the entity.
    #[graph(key)]
    pub id: String,
    /// No longer used, even less.
    #[deprecated(note = "by itself")]
    pub older: Option<String>,
}
