use graph_core::{
    Date, DynamicProperties, UntypedObject, graph_complex, graph_enum, graph_resource, graph_union,
};

/// The complex type `example.graph.option`.
#[graph_complex(odata_type = "#example.graph.option")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GraphOption {
    /// The property `string` (`example.graph.string`).
    pub string: Option<GraphString>,
    /// The property `vec` (`Collection(example.graph.vec)`).
    #[graph(optional)]
    pub vec: Option<Vec<Option<GraphVec>>>,
    /// The property `date` (`example.graph.date`).
    pub date: Option<GraphDate>,
    /// The property `day` (`Edm.Date`).
    pub day: Option<Date>,
    /// The property `first` (`example.graph.twin`).
    pub first: Option<Twin>,
    /// The property `second` (`example.graph.more.twin`).
    pub second: Option<MoreTwin2>,
    /// The property `third` (`example.graph.v10_0`).
    pub third: Option<V10_0>,
    /// The property `fourth` (`example.graph.moreTwin`).
    pub fourth: Option<MoreTwin>,
    /// The property `base` (`example.graph.base`).
    pub base: Option<AnyBase2>,
    /// The property `any` (`example.graph.anyBase`).
    pub any: Option<AnyBase>,
}

/// The complex type `example.graph.string`.
#[graph_complex(odata_type = "#example.graph.string")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GraphString {}

/// The complex type `example.graph.vec`.
#[graph_complex(odata_type = "#example.graph.vec")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GraphVec {
    /// Properties that are not declared.
    #[graph(dynamic_properties)]
    pub dynamic_properties: DynamicProperties,
}

/// The complex type `example.graph.date`.
#[graph_complex(odata_type = "#example.graph.date")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GraphDate {}

/// The complex type `example.graph.twin`.
#[graph_complex(odata_type = "#example.graph.twin")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Twin {}

/// The complex type `example.graph.moreTwin`.
#[graph_complex(odata_type = "#example.graph.moreTwin")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MoreTwin {}

/// The complex type `example.graph.v10_0`.
#[graph_complex(odata_type = "#example.graph.v10_0")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct V10_0 {}

/// The complex type `example.graph.base`.
#[graph_complex(odata_type = "#example.graph.base")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Base {}

/// A value of type `example.graph.base` or of a type derived from it.
#[graph_union]
#[derive(Debug, Clone, PartialEq)]
pub enum AnyBase2 {
    /// A value of the base type `example.graph.base`.
    #[graph(base)]
    Base(Box<Base>),
    /// A value of the type `example.graph.derived`.
    Derived(Box<Derived>),
    /// A value of the type `example.graph.other`.
    Other(Box<Other>),
    /// A value of a type that is not declared, with all its members.
    #[graph(other)]
    Undeclared(UntypedObject),
}

/// The complex type `example.graph.derived`.
#[graph_complex(odata_type = "#example.graph.derived")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Derived {}

/// The complex type `example.graph.other`.
#[graph_complex(odata_type = "#example.graph.other")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Other {}

/// The complex type `example.graph.anyBase`.
#[graph_complex(odata_type = "#example.graph.anyBase")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AnyBase {}

/// The entity type `example.graph.user`.
#[graph_resource(
    path = "/users/{userId}",
    paths(me = "/me"),
    odata_type = "#example.graph.user",
    update = UserPatch
)]
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::struct_field_names)]
pub struct User {
    /// The property `userId` (`Edm.Int64`).
    #[graph(key)]
    pub user_id: i64,
    /// The property `type` (`Edm.String`).
    pub r#type: Option<String>,
    /// The property `self` (`Edm.String`).
    pub self_: Option<String>,
    /// The property `crate` (`Edm.String`).
    pub crate_: Option<String>,
    /// The property `minOSVersion` (`Edm.String`).
    #[graph(name = "minOSVersion")]
    pub min_os_version: Option<String>,
    /// The property `iOSVersion` (`Edm.String`).
    #[graph(name = "iOSVersion")]
    pub ios_version: Option<String>,
    /// The property `v10_0` (`Edm.Boolean`).
    #[graph(name = "v10_0")]
    pub v10_0: Option<bool>,
    /// The property `given_name` (`Edm.String`).
    #[graph(name = "given_name")]
    pub given_name: Option<String>,
    /// The property `givenName` (`Edm.String`).
    #[graph(name = "givenName")]
    pub given_name_2: Option<String>,
    /// The property `Color` (`Edm.String`).
    #[graph(name = "Color")]
    pub color: Option<String>,
    /// The property `name` (`Edm.String`).
    pub name: Option<String>,
    /// The property `clearName` (`Edm.String`).
    #[graph(name = "clearName")]
    pub clear_name_2: Option<String>,
    /// The property `new` (`Edm.String`).
    pub new: Option<String>,
    /// The property `body` (`Edm.String`).
    pub body: Option<String>,
    /// The property `größe` (`Edm.String`).
    #[graph(name = "größe")]
    pub gre: Option<String>,
    /// The property `managerBind` (`Edm.String`).
    pub manager_bind: Option<String>,
    /// The address of the entity that `manager` refers to (`example.graph.user`).
    #[graph(optional, name = "manager@odata.bind")]
    pub manager_bind_2: Option<String>,
}

/// The complex type `example.graph.userUpdate`.
#[graph_complex(odata_type = "#example.graph.userUpdate")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UserUpdate {}

/// The complex type `example.graph.severities`.
#[graph_complex(odata_type = "#example.graph.severities")]
#[derive(Debug, Clone, PartialEq, Default)]
#[allow(clippy::struct_field_names)]
pub struct Severities {
    /// The property `lowSeverity` (`Edm.Int32`).
    pub low_severity: Option<i32>,
    /// The property `highSeverity` (`Edm.Int32`).
    pub high_severity: Option<i32>,
    /// The property `otherSeverity` (`Edm.Int32`).
    pub other_severity: Option<i32>,
}

/// Uses `OneDrive` & `displayName_v2`, \<`b>not</b`\> \[`this](x`) \*or\* that; see
/// <https://example.com/a_b>.
///
/// Possible values are: a long list of words that has to go on in the next line, and so has a
/// number at the start of one line: 1. which would start a list - as this dash would, was it first.
#[graph_complex(odata_type = "#example.graph.documented")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Documented {
    /// \- Dash. Tabs andlines.
    pub a: Option<String>,
    /// The property `b` (`Edm.String`).
    pub b: Option<String>,
    /// 1\. One (the user's `#microsoft.graph.user`): iOS, macOS and IDs e.g. '`x|y`' -- `$filter`
    /// \*/ // \\ "q".
    pub c: Option<String>,
}

/// The complex type `example.graph.more.twin`.
#[graph_complex(odata_type = "#example.graph.more.twin")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MoreTwin2 {}

/// The enumeration type `example.graph.keywords`.
#[graph_enum]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Keywords {
    /// The member `type` (0).
    Type,
    /// The member `Type` (1).
    #[graph(name = "Type")]
    Type2,
    /// The member `self` (2).
    Self_,
    /// The member `_3d` (3).
    #[graph(name = "_3d")]
    Value3d,
    /// The member `tls1_2` (4).
    #[graph(name = "tls1_2")]
    Tls1_2,
    /// The member `ok` (5).
    Ok,
    /// The member `other` (6).
    Other,
    /// The member `undeclared` (7).
    Undeclared,
    /// A member that is not declared, with its name on the wire.
    #[graph(other)]
    Undeclared2(String),
}

/// The enumeration type `example.graph.status`.
#[graph_enum]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(clippy::enum_variant_names)]
pub enum Status {
    /// The member `unknownStatus` (0).
    UnknownStatus,
    /// The member `good` (1).
    Good,
    /// A member that is not declared, with its name on the wire.
    #[graph(other)]
    Other(String),
}
