//! The two sides of each comparison. Both have the same result: the bytes of a body, or the resource.

use std::hint::black_box;

use graph_core::{DateTimeOffset, Update as _, json};
use graph_reference::{ComplianceStatus, DeviceConfigurationUserOverview, DeviceConfigurationUserStatus, pages};
use serde::Serialize;

use crate::BenchResult;
use crate::handwritten::{
    self, OVERVIEW_TYPE, Overview, OverviewUpdate, TimedOverview, USER_STATUS_TYPE, UserStatus, UserStatusUpdate,
};

/// The repeated function.
type Work = Box<dyn Fn()>;

/// One side of a comparison.
pub(crate) struct Probe {
    pub(crate) name: &'static str,
    /// Creates the repeated function.
    make: fn() -> BenchResult<Work>,
}

const OVERVIEW: &str = pages::DEVICE_CONFIGURATION_USER_OVERVIEW.response;
const STATUS: &str = pages::DEVICE_CONFIGURATION_USER_STATUS.response;
const TIMESTAMP: &str = "2016-12-31T23:58:21.6459442-08:00";

/// All probes. A name consists of the operation, the resource and the side.
pub(crate) const PROBES: &[Probe] = &[
    Probe {
        name: "write overview ours",
        make: || {
            let timestamp: DateTimeOffset = TIMESTAMP.parse()?;
            Ok(Box::new(move || {
                let update = DeviceConfigurationUserOverview::update()
                    .pending_count(black_box(12))
                    .last_update_date_time(black_box(timestamp))
                    .configuration_version(black_box(4));
                black_box(update.into_bytes());
            }))
        },
    },
    Probe {
        name: "write overview theirs",
        make: || {
            Ok(Box::new(|| {
                let update = OverviewUpdate {
                    odata_type: OVERVIEW_TYPE,
                    pending_count: Some(black_box(12)),
                    last_update_date_time: Some(black_box(TIMESTAMP)),
                    configuration_version: Some(black_box(4)),
                    ..OverviewUpdate::default()
                };
                black_box(bytes_of(&update));
            }))
        },
    },
    Probe {
        name: "write status ours",
        make: || {
            Ok(Box::new(|| {
                let update = DeviceConfigurationUserStatus::update()
                    .user_display_name(black_box("User Display Name value"))
                    .status(black_box(ComplianceStatus::NotApplicable))
                    .clear_user_principal_name();
                black_box(update.into_bytes());
            }))
        },
    },
    Probe {
        name: "write status theirs",
        make: || {
            Ok(Box::new(|| {
                let update = UserStatusUpdate {
                    odata_type: USER_STATUS_TYPE,
                    user_display_name: Some(Some(black_box("User Display Name value"))),
                    status: Some(black_box(handwritten::ComplianceStatus::NotApplicable)),
                    user_principal_name: Some(None),
                    ..UserStatusUpdate::default()
                };
                black_box(bytes_of(&update));
            }))
        },
    },
    Probe {
        name: "decode overview ours",
        make: || {
            Ok(Box::new(|| {
                black_box(json::from_slice::<DeviceConfigurationUserOverview>(black_box(OVERVIEW.as_bytes())).ok());
            }))
        },
    },
    Probe {
        name: "decode overview theirs",
        make: || {
            Ok(Box::new(|| {
                black_box(serde_json::from_slice::<Overview>(black_box(OVERVIEW.as_bytes())).ok());
            }))
        },
    },
    Probe {
        name: "decode overview theirs, `time` timestamp",
        make: || {
            Ok(Box::new(|| {
                black_box(serde_json::from_slice::<TimedOverview>(black_box(OVERVIEW.as_bytes())).ok());
            }))
        },
    },
    Probe {
        name: "decode status ours",
        make: || {
            Ok(Box::new(|| {
                black_box(json::from_slice::<DeviceConfigurationUserStatus>(black_box(STATUS.as_bytes())).ok());
            }))
        },
    },
    Probe {
        name: "decode status theirs",
        make: || {
            Ok(Box::new(|| {
                black_box(serde_json::from_slice::<UserStatus>(black_box(STATUS.as_bytes())).ok());
            }))
        },
    },
    Probe {
        name: "diff overview ours",
        make: || {
            let before: DeviceConfigurationUserOverview = json::from_str(OVERVIEW)?;
            let after = DeviceConfigurationUserOverview { failed_count: 99, ..before.clone() };
            Ok(Box::new(move || {
                black_box(DeviceConfigurationUserOverview::diff(black_box(&before), black_box(&after)).into_bytes());
            }))
        },
    },
    Probe {
        name: "diff overview theirs",
        make: || {
            let before: Overview = serde_json::from_str(OVERVIEW)?;
            let after = Overview { failed_count: 99, ..before.clone() };
            Ok(Box::new(move || {
                black_box(bytes_of(&black_box(&before).diff(black_box(&after))));
            }))
        },
    },
    Probe {
        name: "diff status ours",
        make: || {
            let before: DeviceConfigurationUserStatus = json::from_str(STATUS)?;
            let after = DeviceConfigurationUserStatus { user_principal_name: None, ..before.clone() };
            Ok(Box::new(move || {
                black_box(DeviceConfigurationUserStatus::diff(black_box(&before), black_box(&after)).into_bytes());
            }))
        },
    },
    Probe {
        name: "diff status theirs",
        make: || {
            let before: UserStatus = serde_json::from_str(STATUS)?;
            let after = UserStatus { user_principal_name: None, ..before.clone() };
            Ok(Box::new(move || {
                black_box(bytes_of(&black_box(&before).diff(black_box(&after))));
            }))
        },
    },
];

/// Writes an update into a preallocated buffer.
fn bytes_of(update: &impl Serialize) -> Vec<u8> {
    let mut body = Vec::with_capacity(256);
    // writing these structs cannot fail
    let _ = serde_json::to_writer(&mut body, update);
    body
}

impl Probe {
    /// Returns the repeated function.
    pub(crate) fn work(&self) -> BenchResult<Work> {
        (self.make)()
    }
}

/// Repeats the function of one probe.
pub(crate) fn run(name: &str, times: usize) -> BenchResult<()> {
    let probe = PROBES.iter().find(|probe| probe.name == name).ok_or("the probe does not exist")?;
    let work = probe.work()?;
    for _ in 0..times {
        work();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_write_the_same() {
        let ours = DeviceConfigurationUserStatus::update()
            .user_display_name("a")
            .status(ComplianceStatus::NotApplicable)
            .clear_user_principal_name();
        let theirs = UserStatusUpdate {
            odata_type: USER_STATUS_TYPE,
            user_display_name: Some(Some("a")),
            status: Some(handwritten::ComplianceStatus::NotApplicable),
            user_principal_name: Some(None),
            ..UserStatusUpdate::default()
        };
        assert_eq!(ours.to_json(), serde_json::to_string(&theirs).expect("JSON"));
    }

    #[test]
    fn both_sides_compute_the_same_difference() {
        let ours: DeviceConfigurationUserOverview = json::from_str(OVERVIEW).expect("the documented response");
        let changed = DeviceConfigurationUserOverview { failed_count: 99, ..ours.clone() };
        let theirs: Overview = serde_json::from_str(OVERVIEW).expect("the documented response");
        let their_changed = Overview { failed_count: 99, ..theirs.clone() };
        assert_eq!(
            DeviceConfigurationUserOverview::diff(&ours, &changed).to_json(),
            serde_json::to_string(&theirs.diff(&their_changed)).expect("JSON")
        );
    }

    #[test]
    fn every_probe_can_be_run() {
        for probe in PROBES {
            run(probe.name, 1).expect(probe.name);
        }
        assert!(run("nothing", 1).is_err());
    }
}
