use graph_core::{
    Date, UntypedObject, graph_action, graph_complex, graph_enum, graph_function, graph_resource,
    graph_union,
};

/// The entity type `example.device`.
#[graph_resource(
    path = "/devices/{deviceId}",
    odata_type = "#example.device",
    links(owners = [Person], primary_user = User)
)]
#[derive(Debug, Clone, PartialEq)]
pub struct Device {
    /// The property `id` (`Edm.String`).
    #[graph(key)]
    pub id: String,
    /// The property `serialNumber` (`Edm.String`).
    ///
    /// It is set at creation and never changes.
    #[graph(create_only)]
    pub serial_number: Option<String>,
}

/// The entity type `example.person`.
#[graph_resource(path = "/people/{personId}", odata_type = "#example.person")]
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// The property `id` (`Edm.String`).
    #[graph(key)]
    pub id: String,
    /// The property `name` (`Edm.String`).
    pub name: Option<String>,
}

/// A value of type `example.person` or of a type derived from it.
#[graph_union]
#[derive(Debug, Clone, PartialEq)]
pub enum AnyPerson {
    /// A value of the base type `example.person`.
    #[graph(base)]
    Person(Box<Person>),
    /// A value of the type `example.user`.
    User(Box<User>),
    /// A value of a type that is not declared, with all its members.
    #[graph(other)]
    Other(UntypedObject),
}

/// The entity type `example.user`.
#[graph_resource(path = "/users/{userId}", odata_type = "#example.user", base = Person)]
#[derive(Debug, Clone, PartialEq)]
pub struct User {
    /// The property `id` (`Edm.String`).
    #[graph(key)]
    pub id: String,
    /// The property `name` (`Edm.String`).
    pub name: Option<String>,
}

/// The enumeration type `example.mode`.
#[graph_enum]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Mode {
    /// The member `quick` (0).
    Quick,
    /// The member `full` (1).
    Full,
    /// A member that is not declared, with its name on the wire.
    #[graph(other)]
    Other(String),
}

/// The complex type `example.target`.
#[graph_complex(odata_type = "#example.target")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Target {
    /// The property `group` (`Edm.String`).
    pub group: Option<String>,
}

/// The entity type `example.log`.
#[graph_complex(odata_type = "#example.log")]
#[derive(Debug, Clone, PartialEq)]
pub struct Log {
    /// The property `id` (`Edm.String`).
    #[graph(key)]
    pub id: String,
}

/// Resets the device.
#[graph_action(name = "wipe", on = Device, danger = destructive)]
#[derive(Debug, Clone, PartialEq)]
pub struct Wipe {
    /// The parameter `keepUserData` (`Edm.Boolean`).
    pub keep_user_data: Option<bool>,
    /// The parameter `Mode` (`example.mode`).
    #[graph(name = "Mode")]
    pub mode: Mode,
}

/// The action `assign` of `example.device`.
#[graph_action(name = "assign", on = Device, returns = [Target])]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeviceAssign {
    /// The parameter `targets` (`Collection(example.target)`).
    pub targets: Vec<Target>,
}

/// The action `syncAll` of `example.device`.
#[graph_action(name = "syncAll", on = [Device])]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SyncAll;

/// The function `usage` of `example.device`.
#[graph_function(name = "usage", on = Device, returns = stream)]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Usage {
    /// The parameter `period` (`Edm.String`).
    pub period: Option<String>,
}

/// The function `usage` of `example.device`.
#[graph_function(name = "usage", on = Device, returns = stream)]
#[derive(Debug, Clone, PartialEq)]
pub struct UsageByFromAndTo {
    /// The parameter `from` (`Edm.Date`).
    pub from: Date,
    /// The parameter `to` (`Edm.Date`).
    pub to: Date,
}

/// The function `count` of `example.device`.
#[graph_function(name = "count", on = [Device], returns = i64)]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Count;

/// The function `latest` of `example.device`.
#[graph_function(name = "latest", on = Device, returns = Log)]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeviceLatest;

/// The action `export` of `example.device`.
#[graph_action(name = "example.reports.export", on = Device)]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Export;

/// The action `assign` of `example.person`.
#[graph_action(name = "assign", on = Person)]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PersonAssign {
    /// The parameter `type` (`Edm.String`).
    pub r#type: Option<String>,
}

/// The function `latest` of `example.person`.
#[graph_function(name = "latest", on = Person, returns = Log)]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PersonLatest;
