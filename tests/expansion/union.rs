//! A union with a path.

use graph_core::{UntypedObject, graph_union};

use super::complex_type::{Location, Site};

/// Any location.
#[graph_union(
    path = "/print/locations/{locationId}",
    odata_type = "#microsoft.graph.location",
    version = "beta",
    permissions = ["Printer.Read.All"]
)]
pub enum AnyLocation {
    Location(Box<Location>),
    #[graph(base)]
    Site(Site),
    #[graph(other)]
    Other(UntypedObject),
}
