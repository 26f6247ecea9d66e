use graph_core::{
    Date, DynamicProperties, UntypedObject, graph_complex, graph_enum, graph_resource, graph_union,
};

/// `example.graph.option`, a complex type.
#[graph_complex(odata_type = "#example.graph.option")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GraphOption {
    /// `string`, `example.graph.string`.
    pub string: Option<GraphString>,
    /// `vec`, `Collection(example.graph.vec)`.
    #[graph(optional)]
    pub vec: Option<Vec<Option<GraphVec>>>,
    /// `date`, `example.graph.date`.
    pub date: Option<GraphDate>,
    /// `day`, `Edm.Date`.
    pub day: Option<Date>,
    /// `first`, `example.graph.twin`.
    pub first: Option<Twin>,
    /// `second`, `example.graph.more.twin`.
    pub second: Option<MoreTwin2>,
    /// `third`, `example.graph.v10_0`.
    pub third: Option<V10_0>,
    /// `fourth`, `example.graph.moreTwin`.
    pub fourth: Option<MoreTwin>,
    /// `base`, `example.graph.base`.
    pub base: Option<AnyBase2>,
    /// `any`, `example.graph.anyBase`.
    pub any: Option<AnyBase>,
}

/// `example.graph.string`, a complex type.
#[graph_complex(odata_type = "#example.graph.string")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GraphString {}

/// `example.graph.vec`, a complex type.
#[graph_complex(odata_type = "#example.graph.vec")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GraphVec {
    /// Properties that are not declared.
    #[graph(dynamic_properties)]
    pub dynamic_properties: DynamicProperties,
}

/// `example.graph.date`, a complex type.
#[graph_complex(odata_type = "#example.graph.date")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GraphDate {}

/// `example.graph.twin`, a complex type.
#[graph_complex(odata_type = "#example.graph.twin")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Twin {}

/// `example.graph.moreTwin`, a complex type.
#[graph_complex(odata_type = "#example.graph.moreTwin")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MoreTwin {}

/// `example.graph.v10_0`, a complex type.
#[graph_complex(odata_type = "#example.graph.v10_0")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct V10_0 {}

/// `example.graph.base`, a complex type.
#[graph_complex(odata_type = "#example.graph.base")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Base {}

/// A value of `example.graph.base` or of a type that extends it.
#[graph_union]
#[derive(Debug, Clone, PartialEq)]
pub enum AnyBase2 {
    /// `example.graph.base` itself.
    #[graph(base)]
    Base(Box<Base>),
    /// `example.graph.derived`.
    Derived(Box<Derived>),
    /// `example.graph.other`.
    Other(Box<Other>),
    /// A type that is not declared here, kept whole.
    #[graph(other)]
    Undeclared(UntypedObject),
}

/// `example.graph.derived`, a complex type.
#[graph_complex(odata_type = "#example.graph.derived")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Derived {}

/// `example.graph.other`, a complex type.
#[graph_complex(odata_type = "#example.graph.other")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Other {}

/// `example.graph.anyBase`, a complex type.
#[graph_complex(odata_type = "#example.graph.anyBase")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AnyBase {}

/// `example.graph.user`, an entity type.
#[graph_resource(
    path = "/users/{userId}",
    paths(me = "/me"),
    odata_type = "#example.graph.user",
    update = UserPatch
)]
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::struct_field_names)]
pub struct User {
    /// `userId`, `Edm.Int64`.
    #[graph(key)]
    pub user_id: i64,
    /// `type`, `Edm.String`.
    pub r#type: Option<String>,
    /// `self`, `Edm.String`.
    pub self_: Option<String>,
    /// `crate`, `Edm.String`.
    pub crate_: Option<String>,
    /// `minOSVersion`, `Edm.String`.
    #[graph(name = "minOSVersion")]
    pub min_os_version: Option<String>,
    /// `iOSVersion`, `Edm.String`.
    #[graph(name = "iOSVersion")]
    pub ios_version: Option<String>,
    /// `v10_0`, `Edm.Boolean`.
    #[graph(name = "v10_0")]
    pub v10_0: Option<bool>,
    /// `given_name`, `Edm.String`.
    #[graph(name = "given_name")]
    pub given_name: Option<String>,
    /// `givenName`, `Edm.String`.
    #[graph(name = "givenName")]
    pub given_name_2: Option<String>,
    /// `Color`, `Edm.String`.
    #[graph(name = "Color")]
    pub color: Option<String>,
    /// `name`, `Edm.String`.
    pub name: Option<String>,
    /// `clearName`, `Edm.String`.
    #[graph(name = "clearName")]
    pub clear_name_2: Option<String>,
    /// `new`, `Edm.String`.
    pub new: Option<String>,
    /// `body`, `Edm.String`.
    pub body: Option<String>,
    /// `größe`, `Edm.String`.
    #[graph(name = "größe")]
    pub gre: Option<String>,
    /// `managerBind`, `Edm.String`.
    pub manager_bind: Option<String>,
    /// The address that `manager` is to refer to, `example.graph.user`.
    #[graph(optional, name = "manager@odata.bind")]
    pub manager_bind_2: Option<String>,
}

/// `example.graph.userUpdate`, a complex type.
#[graph_complex(odata_type = "#example.graph.userUpdate")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UserUpdate {}

/// `example.graph.severities`, a complex type.
#[graph_complex(odata_type = "#example.graph.severities")]
#[derive(Debug, Clone, PartialEq, Default)]
#[allow(clippy::struct_field_names)]
pub struct Severities {
    /// `lowSeverity`, `Edm.Int32`.
    pub low_severity: Option<i32>,
    /// `highSeverity`, `Edm.Int32`.
    pub high_severity: Option<i32>,
    /// `otherSeverity`, `Edm.Int32`.
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
    /// `b`, `Edm.String`.
    pub b: Option<String>,
    /// 1\. One (the user's `#microsoft.graph.user`): iOS, macOS and IDs e.g. '`x|y`' -- `$filter`
    /// \*/ // \\ "q".
    pub c: Option<String>,
}

/// `example.graph.more.twin`, a complex type.
#[graph_complex(odata_type = "#example.graph.more.twin")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MoreTwin2 {}

/// `example.graph.keywords`, an enumeration.
#[graph_enum]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Keywords {
    /// `type`, 0.
    Type,
    /// `Type`, 1.
    #[graph(name = "Type")]
    Type2,
    /// `self`, 2.
    Self_,
    /// `_3d`, 3.
    #[graph(name = "_3d")]
    Value3d,
    /// `tls1_2`, 4.
    #[graph(name = "tls1_2")]
    Tls1_2,
    /// `ok`, 5.
    Ok,
    /// `other`, 6.
    Other,
    /// `undeclared`, 7.
    Undeclared,
    /// A member that is not declared here, as it is on the wire.
    #[graph(other)]
    Undeclared2(String),
}

/// `example.graph.status`, an enumeration.
#[graph_enum]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(clippy::enum_variant_names)]
pub enum Status {
    /// `unknownStatus`, 0.
    UnknownStatus,
    /// `good`, 1.
    Good,
    /// A member that is not declared here, as it is on the wire.
    #[graph(other)]
    Other(String),
}
