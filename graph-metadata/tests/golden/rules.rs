use graph_core::{Duration, UntypedObject, graph_resource, graph_union};

/// The entity type `example.rule`.
#[graph_resource(
    path = "/everything/{everythingId}/rules/{ruleId}",
    odata_type = "#example.rule",
    tag = never
)]
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// The property `id` (`Edm.String`).
    #[graph(key)]
    pub id: String,
    /// The property `target` (`Edm.String`).
    pub target: Option<String>,
}

/// A value of type `example.rule` or of a type derived from it.
#[graph_union]
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
    path = "/everything/{everythingId}/rules/{ruleId}",
    odata_type = "#example.approvalRule",
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
    path = "/everything/{everythingId}/rules/{ruleId}",
    odata_type = "#example.expirationRule",
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
