//! The client and the ids of the service that is updated.

use std::error::Error;
use std::time::Duration;
use std::{env, fs};

use graph_core::pacing::{Limit, Pacing};
use graph_core::{Cloud, GraphClient, Resource as _};
use graph_reference::{DeviceConfigurationUserStatus, pages};
use graph_sandbox::{Sandbox, Throttle};

use crate::arguments::{Arguments, Target};

/// The number of entities of the sandbox inside the process.
const SANDBOX_ENTITIES: usize = 300;
/// The number of updates that the sandbox accepts within [`SANDBOX_WINDOW`].
const SANDBOX_LIMIT: u32 = 50;
const SANDBOX_WINDOW: Duration = Duration::from_secs(1);

/// Returns a client and the sandbox, which stops when it is dropped.
pub(crate) async fn connect(arguments: &Arguments) -> Result<(GraphClient, Option<Sandbox>), Box<dyn Error>> {
    let token = env::var("GRAPH_ACCESS_TOKEN");
    let (cloud, token, sandbox) = match &arguments.target {
        Target::Live => {
            let token = token.map_err(|_| "set the environment variable `GRAPH_ACCESS_TOKEN` to an access token")?;
            (Cloud::Global, token, None)
        }
        Target::Endpoint(endpoint) => {
            (Cloud::custom(endpoint)?, token.unwrap_or_else(|_| "sandbox-token".into()), None)
        }
        Target::Sandbox => {
            let sandbox = start_sandbox().await?;
            (sandbox.cloud(), "sandbox-token".into(), Some(sandbox))
        }
    };
    let mut builder = GraphClient::builder(cloud).token(token);
    // Pacing within the published limits is the default for the real service; `--pace` adds a limit.
    let pace = arguments.pace.or(sandbox.is_some().then_some((SANDBOX_LIMIT, SANDBOX_WINDOW)));
    if let Some((count, window)) = pace {
        let limit = Limit::new("bulk update", count, window).writes();
        let published = arguments.target == Target::Live;
        builder = builder.pacing(if published { Pacing::published() } else { Pacing::off() }.limit(limit));
    }
    Ok((builder.build()?, sandbox))
}

pub(crate) fn configuration(arguments: &Arguments) -> String {
    arguments.configuration.clone().unwrap_or_else(|| pages::DEVICE_CONFIGURATION_ID.into())
}

/// Returns the ids of the entities to update.
pub(crate) fn ids(arguments: &Arguments) -> Result<Vec<String>, Box<dyn Error>> {
    let Some(file) = &arguments.ids else { return Ok((0..SANDBOX_ENTITIES).map(sandbox_id).collect()) };
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect())
}

fn sandbox_id(number: usize) -> String {
    format!("status-{number}")
}

async fn start_sandbox() -> Result<Sandbox, Box<dyn Error>> {
    let page = &pages::DEVICE_CONFIGURATION_USER_STATUS;
    let throttle = Throttle::none().writes("/deviceManagement", SANDBOX_LIMIT, SANDBOX_LIMIT * 2, SANDBOX_WINDOW);
    let mut builder = Sandbox::builder().throttle(throttle);
    for id in (0..SANDBOX_ENTITIES).map(sandbox_id) {
        let path = page.path.replace(pages::USER_STATUS_ID, &id);
        let json = page.before.replace(pages::USER_STATUS_ID, &id);
        builder = builder.entity_text(DeviceConfigurationUserStatus::DESCRIPTOR, &path, &json);
    }
    Ok(builder.start().await?)
}
