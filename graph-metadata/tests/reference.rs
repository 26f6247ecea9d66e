//! The reference types: what `declare` produces says the same as what was written by hand.

#![allow(unreachable_pub)] // declarations are public, a test is not

use graph_core::resource::{Object, Resource, TypeDescriptor};

/// As `declare` writes them; `golden.rs` keeps the files true.
mod declared {
    include!("golden/reference.rs");
    /// The one of beta.
    pub mod beta {
        include!("golden/reference-beta.rs");
    }
}
use graph_reference as by_hand;

/// Everything that facts say, as text.
fn said(facts: &'static TypeDescriptor) -> Vec<String> {
    let mut said = vec![format!("{} {} {:?}", facts.odata_type(), facts.version(), facts.tag())];
    said.extend(facts.paths().iter().map(|path| format!("{} {:?}", path.as_str(), path.name())));
    said.extend(facts.properties().map(|property| {
        format!(
            "{} {:?} {:?} required {}",
            property.name(),
            property.type_info(),
            property.access(),
            property.is_required()
        )
    }));
    said
}

fn same<A: Resource + Object, B: Resource + Object>() {
    assert_eq!(said(A::DESCRIPTOR), said(B::DESCRIPTOR));
}

#[test]
fn declared_and_hand_written_types_say_the_same() {
    same::<declared::DeviceConfigurationUserOverview, by_hand::DeviceConfigurationUserOverview>();
    same::<declared::DeviceConfigurationDeviceOverview, by_hand::DeviceConfigurationDeviceOverview>();
    same::<declared::DeviceConfigurationUserStatus, by_hand::DeviceConfigurationUserStatus>();
    same::<declared::DeviceComplianceUserOverview, by_hand::DeviceComplianceUserOverview>();
    same::<declared::beta::DeviceComplianceUserOverview, by_hand::beta::DeviceComplianceUserOverview>();
}
