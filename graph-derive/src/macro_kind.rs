//! The attribute macros.

/// An attribute macro of this crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MacroKind {
    Resource,
    Complex,
    Enum,
    Union,
    Action,
    Function,
}

impl MacroKind {
    /// The name of the attribute.
    pub(crate) fn attribute(self) -> &'static str {
        match self {
            Self::Resource => "graph_resource",
            Self::Complex => "graph_complex",
            Self::Enum => "graph_enum",
            Self::Union => "graph_union",
            Self::Action => "graph_action",
            Self::Function => "graph_function",
        }
    }

    /// The macro whose attribute is called `attribute`.
    pub(crate) fn from_attribute(attribute: &str) -> Option<Self> {
        match attribute {
            "graph_resource" => Some(Self::Resource),
            "graph_complex" => Some(Self::Complex),
            "graph_enum" => Some(Self::Enum),
            "graph_union" => Some(Self::Union),
            "graph_action" => Some(Self::Action),
            "graph_function" => Some(Self::Function),
            _ => None,
        }
    }

    /// Whether the macro declares a call, whose parameters are the fields of the struct.
    pub(crate) fn is_callable(self) -> bool {
        matches!(self, Self::Action | Self::Function)
    }

    /// The first argument in `#[graph(__graph_resource, ..)]`, which an attribute macro puts in front of its arguments.
    pub(crate) fn marker(self) -> String {
        format!("__{}", self.attribute())
    }

    /// The macro whose marker is `marker`.
    pub(crate) fn from_marker(marker: &str) -> Option<Self> {
        Self::from_attribute(marker.strip_prefix("__")?)
    }

    /// The name of the hidden derive that the attribute puts on the item.
    pub(crate) fn derive(self) -> &'static str {
        match self {
            Self::Resource => "GraphResource",
            Self::Complex => "GraphComplex",
            Self::Enum => "GraphEnum",
            Self::Union => "GraphUnion",
            Self::Action => "GraphAction",
            Self::Function => "GraphFunction",
        }
    }

    /// The error for an item of the wrong kind.
    pub(crate) fn wrong_item(self) -> &'static str {
        match self {
            Self::Resource => "`#[graph_resource]` can only be applied to a `struct`",
            Self::Complex => "`#[graph_complex]` can only be applied to a `struct`",
            Self::Enum => "`#[graph_enum]` can only be applied to an `enum`",
            Self::Union => "`#[graph_union]` can only be applied to an `enum`",
            Self::Action => "`#[graph_action]` can only be applied to a `struct`",
            Self::Function => "`#[graph_function]` can only be applied to a `struct`",
        }
    }
}
