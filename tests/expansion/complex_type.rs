//! A complex type, and one that keeps its undeclared properties.

use graph_core::{DynamicProperties, graph_complex};

/// Where a printer is.
#[graph_complex(odata_type = "#microsoft.graph.printerLocation", tag = never, undeclared = drop)]
pub struct Location {
    pub building: Option<String>,
    #[graph(name = "floorDescription")]
    pub floor: Option<String>,
    pub inner: Option<Box<Location>>,
}

/// Several locations.
#[graph_complex(odata_type = "#microsoft.graph.site")]
pub struct Site {
    #[graph(dynamic_properties)]
    pub rest: DynamicProperties,
}
