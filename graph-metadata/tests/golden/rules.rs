use graph_core::{Duration, UntypedObject, graph_resource, graph_union};

/// `example.rule`, an entity type.
#[graph_resource(
    path = "/everything/{everythingId}/rules/{ruleId}",
    odata_type = "#example.rule",
    tag = never
)]
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// `id`, `Edm.String`.
    #[graph(key)]
    pub id: String,
    /// `target`, `Edm.String`.
    pub target: Option<String>,
}

/// A value of `example.rule` or of a type that extends it.
#[graph_union]
#[derive(Debug, Clone, PartialEq)]
pub enum AnyRule {
    /// `example.approvalRule`.
    ApprovalRule(Box<ApprovalRule>),
    /// `example.expirationRule`.
    ExpirationRule(Box<ExpirationRule>),
    /// A type that is not declared here, kept whole.
    #[graph(other)]
    Other(UntypedObject),
}

/// `example.approvalRule`, an entity type.
#[graph_resource(
    path = "/everything/{everythingId}/rules/{ruleId}",
    odata_type = "#example.approvalRule"
)]
#[derive(Debug, Clone, PartialEq)]
pub struct ApprovalRule {
    /// `id`, `Edm.String`.
    #[graph(key)]
    pub id: String,
    /// `target`, `Edm.String`.
    pub target: Option<String>,
    /// `approvers`, `Collection(Edm.String)`.
    #[graph(optional)]
    pub approvers: Option<Vec<Option<String>>>,
}

/// `example.expirationRule`, an entity type.
#[graph_resource(
    path = "/everything/{everythingId}/rules/{ruleId}",
    odata_type = "#example.expirationRule"
)]
#[derive(Debug, Clone, PartialEq)]
pub struct ExpirationRule {
    /// `id`, `Edm.String`.
    #[graph(key)]
    pub id: String,
    /// `target`, `Edm.String`.
    pub target: Option<String>,
    /// `maximumDuration`, `Edm.Duration`.
    pub maximum_duration: Option<Duration>,
}
