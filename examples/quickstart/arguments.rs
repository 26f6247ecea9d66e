//! The command line.

use std::env;

use graph_reference::pages;

pub(crate) const USAGE: &str = "\
usage: quickstart [--dry-run]
       quickstart --live [--dry-run] DEVICE_CONFIGURATION_ID USER_STATUS_ID COMPLIANCE_POLICY_ID

Without --live it updates a sandbox inside this process. With --live it updates the real Microsoft Graph service, with
the access token in GRAPH_ACCESS_TOKEN. --dry-run prints the requests and sends none.";

pub(crate) struct Arguments {
    pub(crate) live: bool,
    pub(crate) dry_run: bool,
    pub(crate) ids: Ids,
}

pub(crate) struct Ids {
    pub(crate) configuration: String,
    pub(crate) user_status: String,
    pub(crate) policy: String,
}

impl Arguments {
    /// The arguments, or what is wrong with them; none if help was asked for.
    pub(crate) fn read() -> Result<Option<Self>, String> {
        let (mut live, mut dry_run, mut ids) = (false, false, Vec::new());
        for argument in env::args().skip(1) {
            match argument.as_str() {
                "--help" | "-h" => return Ok(None),
                "--live" => live = true,
                "--dry-run" => dry_run = true,
                option if option.starts_with('-') => return Err(format!("unknown option {option}")),
                _ => ids.push(argument),
            }
        }
        let ids = match (live, <[String; 3]>::try_from(ids)) {
            (true, Ok([configuration, user_status, policy])) => Ids { configuration, user_status, policy },
            (true, Err(_)) => return Err("--live needs three ids".into()),
            (false, Err(none)) if none.is_empty() => Ids {
                configuration: pages::DEVICE_CONFIGURATION_ID.into(),
                user_status: pages::USER_STATUS_ID.into(),
                policy: pages::COMPLIANCE_POLICY_ID.into(),
            },
            (false, _) => return Err("the ids are for --live; the sandbox has its own".into()),
        };
        Ok(Some(Self { live, dry_run, ids }))
    }
}
