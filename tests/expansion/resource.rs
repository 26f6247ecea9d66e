//! A resource with a property of each kind.

use graph_core::{DateTimeOffset, DynamicProperties, Nullable, graph_resource};

use super::complex_type::Location;
use super::enumeration::PowerState;

/// A printer.
#[graph_resource(
    path = "/print/printers/{printerId}",
    odata_type = "#microsoft.graph.printer",
    paths(by_share = "/print/shares/{printerShareId}/printer"),
    permissions = ["Printer.ReadWrite.All"]
)]
pub struct Printer {
    /// Identifies the printer.
    #[graph(key)]
    pub id: String,
    #[graph(read_only)]
    pub registered_date_time: DateTimeOffset,
    /// The name that users see.
    pub display_name: String,
    pub manufacturer: Option<String>,
    pub job_count: i32,
    #[deprecated]
    pub page_limit: Option<i64>,
    #[graph(optional)]
    pub tray_count: Option<i32>,
    pub state: PowerState,
    #[graph(merge)]
    pub location: Nullable<Location>,
    #[graph(dynamic_properties)]
    pub rest: DynamicProperties,
}
