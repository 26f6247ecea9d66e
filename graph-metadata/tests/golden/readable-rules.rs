use graph_core::{Duration, UntypedObject, graph_resource, graph_union};

/// A value of type `example.rule` or of a type derived from it.
#[graph_union(
    path = "/rules/{ruleId}",
    paths(everything = "/everything/{everythingId}/rules/{ruleId}"),
    odata_type = "#example.rule",
    version = "beta"
)]
#[derive(Debug, Clone, PartialEq)]
pub enum AnyRule {
    /// A value of the type `example.approvalRule`.
    ApprovalRule(Box<ApprovalRule>),
    /// A value of the type `example.expirationRule`.
    ExpirationRule(Box<ExpirationRule>),
    /// A value of a type that is not declared, with all its members.
    #[graph(other)]
    Other(UntypedObject),
}

/// The entity type `example.approvalRule`.
#[graph_resource(
    path = "/rules/{ruleId}",
    paths(everything = "/everything/{everythingId}/rules/{ruleId}"),
    odata_type = "#example.approvalRule",
    version = "beta",
    select = all
)]
#[derive(Debug, Clone, PartialEq)]
pub struct ApprovalRule {
    /// The property `id` (`Edm.String`).
    #[graph(key)]
    pub id: String,
    /// The property `target` (`Edm.String`).
    pub target: Option<String>,
    /// The property `approvers` (`Collection(Edm.String)`).
    #[graph(optional)]
    pub approvers: Option<Vec<Option<String>>>,
}

/// The entity type `example.expirationRule`.
#[graph_resource(
    path = "/rules/{ruleId}",
    paths(everything = "/everything/{everythingId}/rules/{ruleId}"),
    odata_type = "#example.expirationRule",
    version = "beta",
    select = all
)]
#[derive(Debug, Clone, PartialEq)]
pub struct ExpirationRule {
    /// The property `id` (`Edm.String`).
    #[graph(key)]
    pub id: String,
    /// The property `target` (`Edm.String`).
    pub target: Option<String>,
    /// The property `maximumDuration` (`Edm.Duration`).
    pub maximum_duration: Option<Duration>,
}
