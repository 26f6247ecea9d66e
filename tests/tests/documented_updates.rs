//! The updates of the five Intune reference pages against the sandbox: what is sent, what comes back, and what changes.

use graph_core::address::Address;
use graph_core::response::Entity;
use graph_core::schema::{Object, PropertyDescriptor};
use graph_core::{DateTimeOffset, GraphClient, Guid, Resource, Update as _, json};
use graph_reference::pages::{self, Page};
use graph_reference::{
    ComplianceStatus, DeviceComplianceUserOverview, DeviceConfigurationDeviceOverview, DeviceConfigurationUserOverview,
    DeviceConfigurationUserStatus, beta, seeds,
};
use graph_sandbox::Sandbox;
use serde_json::{Map, Value};

async fn start() -> (Sandbox, GraphClient) {
    let mut builder = Sandbox::builder().token("sandbox-token");
    for seed in seeds() {
        builder = builder.entity_text(seed.descriptor, seed.path, seed.json);
    }
    let sandbox = builder.start().await.expect("a sandbox");
    let graph = GraphClient::builder(sandbox.cloud()).token("sandbox-token").build().expect("a client");
    (sandbox, graph)
}

fn members(json: &[u8]) -> Map<String, Value> {
    serde_json::from_slice(json).expect("a JSON object")
}

fn without_type(json: &[u8]) -> Map<String, Value> {
    let mut members = members(json);
    members.remove("@odata.type");
    members
}

fn updated_time() -> DateTimeOffset {
    "2016-12-31T23:58:21.6459442-08:00".parse().expect("a point in time")
}

/// Dry run, read, update, read again: each step agrees with the page.
async fn check<T: Resource>(page: &Page, address: Address<T>, update: T::Update) {
    let (sandbox, graph) = start().await;
    let stored = || sandbox.entity_json(page.descriptor.version(), page.path).expect("the entity of the page");
    let stored_before = stored();

    // Some pages leave out `@odata.type`.
    let dry_run = graph.update(address.clone(), update.clone()).dry_run().expect("a request");
    assert_eq!(without_type(dry_run.body()), without_type(page.request.as_bytes()), "{}", page.title);
    assert!(sandbox.requests().is_empty(), "a dry run sends nothing");
    assert_eq!(stored(), stored_before, "a dry run changes nothing");

    let before = graph.get(address.clone()).await.expect("a read");
    let updated = graph.update(address.clone(), update.clone()).await.expect("an update");
    let after = graph.get(address).await.expect("a read");

    // The request that arrived is the one that the dry run showed.
    let requests = sandbox.requests();
    let arrived = requests.iter().rev().find(|request| request.method() == dry_run.method()).expect("an update");
    assert_eq!(arrived.body(), dry_run.body(), "{}", page.title);
    assert!(dry_run.url().ends_with(arrived.path()), "{} in {}", arrived.path(), dry_run.url());

    let entity = updated.entity().expect("the entity of the response");
    assert_eq!(members(&json::to_vec(entity.value())), members(page.response.as_bytes()), "{}", page.title);
    assert_only_sent_properties_changed(&update.to_json(), before.value(), after.value());

    // The state of the sandbox, which no code of graph-core reads.
    let mut expected = stored_before;
    for (name, value) in without_type(update.to_json().as_bytes()) {
        expected[name] = value;
    }
    assert_eq!(stored(), expected, "{}", page.title);
}

/// Between two reads, each property in `sent` takes the value that was sent, and no other property changes.
fn assert_only_sent_properties_changed(sent: &str, before: &dyn Object, after: &dyn Object) {
    let sent = members(sent.as_bytes());
    let names: Vec<_> = before.descriptor().properties().map(PropertyDescriptor::name).collect();
    assert!(names.iter().filter(|name| sent.contains_key(**name)).count() > 0, "the update sends a property");
    let [before, after] = [before, after].map(|object| members(&json::to_vec(object)));
    for name in names {
        // An `Option` does not distinguish null from an absent property.
        let [old, new] = [&before, &after].map(|members| members.get(name).unwrap_or(&Value::Null));
        assert_eq!(new, sent.get(name).unwrap_or(old), "{name}, which was {old}");
    }
}

#[tokio::test]
async fn device_configuration_user_overview() {
    let update = DeviceConfigurationUserOverview::update()
        .pending_count(12)
        .not_applicable_count(2)
        .success_count(12)
        .error_count(10)
        .failed_count(11)
        .last_update_date_time(updated_time())
        .configuration_version(4);
    let address = DeviceConfigurationUserOverview::at(pages::DEVICE_CONFIGURATION_ID);
    check(&pages::DEVICE_CONFIGURATION_USER_OVERVIEW, address, update).await;
}

#[tokio::test]
async fn device_configuration_device_overview() {
    let update = DeviceConfigurationDeviceOverview::update()
        .pending_count(12)
        .not_applicable_count(2)
        .success_count(12)
        .error_count(10)
        .failed_count(11)
        .last_update_date_time(updated_time())
        .configuration_version(4);
    let address = DeviceConfigurationDeviceOverview::at(pages::DEVICE_CONFIGURATION_ID);
    check(&pages::DEVICE_CONFIGURATION_DEVICE_OVERVIEW, address, update).await;
}

#[tokio::test]
async fn device_configuration_user_status() {
    let update = DeviceConfigurationUserStatus::update()
        .user_display_name("User Display Name value")
        .devices_count(12)
        .status(ComplianceStatus::NotApplicable)
        .last_reported_date_time(
            "2017-01-01T00:00:17.7769392-08:00".parse::<DateTimeOffset>().expect("a point in time"),
        )
        .user_principal_name("User Principal Name value");
    check(&pages::DEVICE_CONFIGURATION_USER_STATUS, user_status(), update).await;
}

#[tokio::test]
async fn device_compliance_user_overview() {
    let update = DeviceComplianceUserOverview::update()
        .pending_count(12)
        .not_applicable_count(2)
        .success_count(12)
        .error_count(10)
        .failed_count(11)
        .last_update_date_time(updated_time())
        .configuration_version(4);
    let address = DeviceComplianceUserOverview::at(pages::COMPLIANCE_POLICY_ID);
    check(&pages::DEVICE_COMPLIANCE_USER_OVERVIEW, address, update).await;
}

#[tokio::test]
async fn device_compliance_user_overview_of_beta() {
    let update = beta::DeviceComplianceUserOverview::update()
        .number_of_pending_users(4)
        .number_of_succeeded_users(6)
        .number_of_error_users(2)
        .number_of_failed_users(3)
        .last_update_time("2017-01-01T00:02:03.0612494-08:00".parse::<DateTimeOffset>().expect("a point in time"))
        .policy_revision(14);
    let address = beta::DeviceComplianceUserOverview::at(pages::COMPLIANCE_POLICY_ID);
    check(&pages::BETA_DEVICE_COMPLIANCE_USER_OVERVIEW, address, update).await;
}

#[tokio::test]
async fn an_id_that_addresses_another_resource_sends_no_request() {
    let (sandbox, graph) = start().await;
    let update = DeviceConfigurationUserOverview::update().pending_count(1);
    let error = graph.update(DeviceConfigurationUserOverview::at(".."), update).await.expect_err("an id of `..`");
    assert_eq!(error.status(), None, "{error}");
    assert!(sandbox.requests().is_empty());
}

#[tokio::test]
async fn an_unknown_id_is_not_found() {
    let (_sandbox, graph) = start().await;
    let update = DeviceConfigurationUserOverview::update().pending_count(1);
    let error = graph.update(DeviceConfigurationUserOverview::at(Guid::nil()), update).await.expect_err("no entity");
    assert!(error.is_not_found(), "{error}");
}

#[tokio::test]
async fn a_difference_changes_the_properties_that_differ() {
    let (_sandbox, graph) = start().await;
    let before = graph.get(user_status()).await.expect("a read").into_value();
    let mut after = before.clone();
    after.devices_count += 1;
    after.user_principal_name = None;
    let update = DeviceConfigurationUserStatus::diff(&before, &after);
    let _ = graph.update(user_status(), update.clone()).await.expect("an update");
    let now: Entity<_> = graph.get(user_status()).await.expect("a read");
    assert_only_sent_properties_changed(&update.to_json(), &before, now.value());
    assert_eq!(now.value(), &after);
}

fn user_status() -> Address<DeviceConfigurationUserStatus> {
    DeviceConfigurationUserStatus::at(pages::DEVICE_CONFIGURATION_ID, pages::USER_STATUS_ID)
}
