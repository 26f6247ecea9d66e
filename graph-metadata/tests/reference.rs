//! The generated declarations of the reference types are equal to those written by hand.

#![allow(unreachable_pub)] // the declarations are public, but the test crate exports nothing

use graph_core::Resource;
use graph_core::schema::{Object, TypeDescriptor};

/// The test `golden` compares the file with the output of `declare`.
mod declared {
    include!("golden/reference.rs");
    /// The type of the beta API.
    pub mod beta {
        include!("golden/reference-beta.rs");
    }
}
use graph_reference as by_hand;

/// Returns the contents of a descriptor as text.
fn described(descriptor: &'static TypeDescriptor) -> Vec<String> {
    let mut text = vec![format!("{} {} {:?}", descriptor.odata_type(), descriptor.version(), descriptor.tag())];
    text.extend(descriptor.paths().iter().map(|path| format!("{} {:?}", path.as_str(), path.name())));
    text.extend(descriptor.properties().map(|property| {
        format!(
            "{} {:?} {:?} required {}",
            property.name(),
            property.type_info(),
            property.access(),
            property.is_required()
        )
    }));
    text
}

fn assert_same<A: Resource + Object, B: Resource + Object>() {
    assert_eq!(described(A::DESCRIPTOR), described(B::DESCRIPTOR));
}

#[test]
fn generated_and_handwritten_descriptors_are_equal() {
    assert_same::<declared::DeviceConfigurationUserOverview, by_hand::DeviceConfigurationUserOverview>();
    assert_same::<declared::DeviceConfigurationDeviceOverview, by_hand::DeviceConfigurationDeviceOverview>();
    assert_same::<declared::DeviceConfigurationUserStatus, by_hand::DeviceConfigurationUserStatus>();
    assert_same::<declared::DeviceComplianceUserOverview, by_hand::DeviceComplianceUserOverview>();
    assert_same::<declared::beta::DeviceComplianceUserOverview, by_hand::beta::DeviceComplianceUserOverview>();
}
