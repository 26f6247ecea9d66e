//! A crate that re-exports `graph-core` and a macro that declares resources with it.

pub use graph_core;

/// Declares a resource for a crate that does not know `graph-core`.
#[macro_export]
macro_rules! declare {
    ($vis:vis struct $name:ident at $path:literal { $($field_vis:vis $field:ident: $type:ty,)* }) => {
        #[$crate::graph_core::graph_resource(
            path = $path,
            odata_type = "#microsoft.graph.declared",
            crate = $crate::graph_core
        )]
        $vis struct $name {
            #[graph(key)]
            $vis id: $crate::Key,
            $($field_vis $field: $type,)*
        }
    };
}

/// The type of every key.
pub type Key = String;
