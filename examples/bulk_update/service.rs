//! Which service is updated, and what in it.

use std::error::Error;
use std::time::Duration;
use std::{env, fs};

use graph_core::pacing::{Limit, Pacing};
use graph_core::{Cloud, GraphClient, Resource as _};
use graph_reference::{DeviceConfigurationUserStatus, pages};
use graph_sandbox::{Sandbox, Throttle};

use crate::arguments::{Arguments, Service};

/// How many entities the sandbox inside the process has, and what it takes.
const INSIDE: usize = 300;
const LIMIT: u32 = 50;
const WINDOW: Duration = Duration::from_secs(1);

/// A client, and the sandbox, which ends when it is dropped.
pub(crate) async fn connect(arguments: &Arguments) -> Result<(GraphClient, Option<Sandbox>), Box<dyn Error>> {
    let token = env::var("GRAPH_ACCESS_TOKEN");
    let (cloud, token, sandbox) = match &arguments.service {
        Service::Live => {
            let token = token.map_err(|_| "put an access token into GRAPH_ACCESS_TOKEN")?;
            (Cloud::Global, token, None)
        }
        Service::At(endpoint) => (Cloud::custom(endpoint)?, token.unwrap_or_else(|_| "sandbox-token".into()), None),
        Service::Inside => {
            let sandbox = start().await?;
            (Cloud::custom(sandbox.endpoint())?, "sandbox-token".into(), Some(sandbox))
        }
    };
    let mut builder = GraphClient::builder(cloud).token(token);
    // the pacing of the real service is there by itself; another limit comes on top of it
    let pace = arguments.pace.or(sandbox.is_some().then_some((LIMIT, WINDOW)));
    if let Some((count, window)) = pace {
        let limit = Limit::new("bulk update", count, window).writes();
        let published = arguments.service == Service::Live;
        builder = builder.pacing(if published { Pacing::published() } else { Pacing::off() }.limit(limit));
    }
    Ok((builder.build()?, sandbox))
}

pub(crate) fn configuration(arguments: &Arguments) -> String {
    arguments.configuration.clone().unwrap_or_else(|| pages::DEVICE_CONFIGURATION_ID.into())
}

/// What is to be updated.
pub(crate) fn ids(arguments: &Arguments) -> Result<Vec<String>, Box<dyn Error>> {
    let Some(file) = &arguments.ids else { return Ok((0..INSIDE).map(inside).collect()) };
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect())
}

fn inside(number: usize) -> String {
    format!("status-{number}")
}

async fn start() -> Result<Sandbox, Box<dyn Error>> {
    let page = &pages::DEVICE_CONFIGURATION_USER_STATUS;
    let throttle = Throttle::none().writes("/deviceManagement", LIMIT, LIMIT * 2, WINDOW);
    let mut builder = Sandbox::builder().throttle(throttle);
    for id in (0..INSIDE).map(inside) {
        let path = page.path.replace(pages::USER_STATUS_ID, &id);
        let json = page.before.replace(pages::USER_STATUS_ID, &id);
        builder = builder.entity_text(DeviceConfigurationUserStatus::DESCRIPTOR, &path, &json);
    }
    Ok(builder.start().await?)
}
