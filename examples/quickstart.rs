//! First steps: declare a resource, update it, read it, handle errors, and send a difference.
//!
//! `cargo run --example quickstart` needs no account: a sandbox inside the process serves the resources of five Intune
//! reference pages, and the program sends the update that each page documents.
//!
//! - `--dry-run` prints the requests and sends none.
//! - `--live CONFIGURATION_ID USER_STATUS_ID POLICY_ID` updates the real service, with the token in `GRAPH_ACCESS_TOKEN`.

use std::env;

use graph_core::address::Address;
use graph_core::response::Entity;
use graph_core::{Cloud, DateTimeOffset, Error, GraphClient, Guid, Resource, Update, graph_enum, graph_resource, json};
use graph_reference::{self as reference, pages};
use graph_sandbox::Sandbox;

// Declare a resource: the path and the type from its reference page, a field in snake_case for each property.
#[graph_resource(
    path = "/deviceManagement/deviceConfigurations/{configurationId}/userStatuses/{userStatusId}",
    odata_type = "#microsoft.graph.deviceConfigurationUserStatus"
)]
#[derive(Debug, Clone)]
struct UserStatus {
    #[graph(key)]
    id: String,
    user_display_name: Option<String>, // a nullable property
    devices_count: i32,
    status: ComplianceStatus,
    last_reported_date_time: DateTimeOffset,
    user_principal_name: Option<String>,
}

#[graph_enum]
#[derive(Debug, Clone)]
enum ComplianceStatus {
    Compliant,
    NotApplicable, // `notApplicable` in JSON
    #[graph(other)]
    Other(String), // a member that the service added later
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut ids: Vec<String> = env::args().skip(1).collect();
    let mut take = |option| ids.iter().position(|id| id == option).map(|index| ids.remove(index)).is_some();
    let (dry_run, live) = (take("--dry-run"), take("--live"));
    if !live {
        let documented = [pages::DEVICE_CONFIGURATION_ID, pages::USER_STATUS_ID, pages::COMPLIANCE_POLICY_ID];
        ids.extend(documented.map(String::from));
    }
    if ids.len() != 3 || ids.iter().any(|id| id.starts_with('-')) {
        return Err("usage: quickstart [--dry-run] [--live CONFIGURATION_ID USER_STATUS_ID POLICY_ID]".into());
    }
    let (configuration, user_status, policy) = (&ids[0], &ids[1], &ids[2]);

    // A client needs a cloud and a token. The sandbox accepts any token, and stops when it is dropped.
    let mut builder = Sandbox::builder();
    for seed in reference::seeds() {
        builder = builder.entity_text(seed.descriptor, seed.path, seed.json);
    }
    let sandbox = builder.start().await?;
    let token = if live && !dry_run { env::var("GRAPH_ACCESS_TOKEN")? } else { "sandbox-token".into() };
    let graph = GraphClient::builder(if live { Cloud::Global } else { sandbox.cloud() }).token(token).build()?;

    // Update: a request sends the properties that are set, and no others. `clear_user_display_name()` sends null.
    let update = UserStatus::update()
        .user_display_name("User Display Name value")
        .devices_count(12)
        .status(ComplianceStatus::NotApplicable)
        .last_reported_date_time("2017-01-01T00:00:17.7769392-08:00".parse::<DateTimeOffset>()?)
        .user_principal_name("User Principal Name value");
    send(&graph, UserStatus::at(configuration, user_status), update, dry_run).await?;

    // The updates of the other four pages, from their JSON. An update refuses what its setters do not accept.
    let update = Update::from_json(pages::DEVICE_CONFIGURATION_USER_OVERVIEW.request)?;
    send(&graph, reference::DeviceConfigurationUserOverview::at(configuration), update, dry_run).await?;
    let update = Update::from_json(pages::DEVICE_CONFIGURATION_DEVICE_OVERVIEW.request)?;
    send(&graph, reference::DeviceConfigurationDeviceOverview::at(configuration), update, dry_run).await?;
    let update = Update::from_json(pages::DEVICE_COMPLIANCE_USER_OVERVIEW.request)?;
    send(&graph, reference::DeviceComplianceUserOverview::at(policy), update, dry_run).await?;
    let update = Update::from_json(pages::BETA_DEVICE_COMPLIANCE_USER_OVERVIEW.request)?;
    send(&graph, reference::beta::DeviceComplianceUserOverview::at(policy), update, dry_run).await?;
    if dry_run {
        return Ok(());
    }

    // Errors: the message states what went wrong, predicates and accessors serve programs.
    match graph.get(UserStatus::at(configuration, Guid::nil())).await {
        Err(error) if error.is_not_found() || error.is_bad_request() => println!("expected error: {error}\n"),
        other => return Err(format!("expected an error for a status that does not exist, found {other:?}").into()),
    }
    match graph.get(UserStatus::at(configuration, "..")).await {
        Err(error) if error.status().is_none() => println!("expected error, nothing was sent: {error}\n"),
        other => return Err(format!("expected an error for `..` as an id, found {other:?}").into()),
    }

    // Difference: read an entity, change the value, and send what changed, unless the entity changed meanwhile.
    if !live {
        let before = graph.get(UserStatus::at(configuration, user_status)).await?;
        let after = UserStatus { devices_count: 13, user_principal_name: None, ..before.value().clone() };
        let update = graph.update(UserStatus::at(configuration, user_status), UserStatus::diff(&before, &after));
        let updated = update.if_match(before.etag().ok_or("the sandbox sends ETags")?).await?;
        println!("after the difference: {:?}", updated.into_entity().map(Entity::into_value));
    }
    Ok(())
}

/// Shows the request of an update, sends it unless `dry_run`, and shows the response.
async fn send<T: Resource>(graph: &GraphClient, at: Address<T>, update: T::Update, dry_run: bool) -> Result<(), Error> {
    println!("{}", graph.update(at.clone(), update.clone()).dry_run()?);
    if !dry_run {
        let updated = graph.update(at, update).await?;
        match updated.entity() {
            Some(entity) => println!("{}\n{}\n", entity.info().status(), json::to_string(entity.value())),
            None => println!("the response has no entity\n"),
        }
    }
    Ok(())
}
