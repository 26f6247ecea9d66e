//! `graph-core` is not called `graph_core` here, and is there a second time through another crate.

use facade::graph_core::graph_enum;
use graph::graph_resource;

/// Declared with the renamed dependency.
#[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer", crate = ::graph)]
#[derive(Debug, Clone, PartialEq)]
pub struct Printer {
    /// Key of the entity.
    #[graph(key)]
    pub id: String,
    /// How many jobs wait.
    pub job_count: i32,
    /// Where it stands.
    pub location: Option<String>,
    /// What it does.
    pub state: State,
}

/// Declared with what another crate re-exports.
#[graph_enum(crate = facade::graph_core)]
#[derive(Debug, Clone, PartialEq)]
pub enum State {
    /// Nothing.
    Idle,
    /// A member that is not declared.
    #[graph(other)]
    Other(String),
}

/// Declared by another crate's macro.
pub mod declared {
    facade::declare! {
        pub(crate) struct Share at "/shares/{shareId}" {
            pub(crate) name: Option<String>,
            pub(crate) state: super::State,
        }
    }
}

#[cfg(test)]
mod tests {
    use graph::Update as _;
    use graph::address::Address;

    use super::declared::{Share, ShareUpdate};
    use super::{Printer, PrinterUpdate, State};

    #[test]
    fn a_renamed_dependency_is_found() {
        let update: PrinterUpdate = Printer::update().job_count(1).state(State::Idle).clear_location();
        let json = r##"{"@odata.type":"#microsoft.graph.printer","jobCount":1,"state":"idle","location":null}"##;
        assert_eq!(update.to_json(), json);
        let address: Address<Printer> = Printer::at("1");
        assert_eq!(address.path().unwrap(), "/printers/1");
    }

    #[test]
    fn a_re_exported_crate_is_found() {
        let update: ShareUpdate = Share::update().name("x").state(State::from("new"));
        assert_eq!(update.to_json(), r##"{"@odata.type":"#microsoft.graph.declared","name":"x","state":"new"}"##);
        let share: Share = graph::json::from_str(r#"{"id":"1","name":"x","state":"idle"}"#).unwrap();
        assert_eq!((&*share.id, share.name.as_deref(), share.state), ("1", Some("x"), State::Idle));
    }
}
