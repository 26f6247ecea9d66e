//! The requests and responses of the five reference pages, compared byte for byte where it matters. A `tower` service in this
//! process replaces the transport.

mod untagged;

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use graph_core::address::Address;
use graph_core::response::Updated;
use graph_core::{Cloud, DateTimeOffset, Error, GraphClient, Resource, Update as _, json};
use graph_reference::pages::{self, Page};
use graph_reference::{
    ComplianceStatus, DeviceComplianceUserOverview, DeviceConfigurationDeviceOverview, DeviceConfigurationUserOverview,
    DeviceConfigurationUserStatus, beta,
};
use http::{Method, Request, Response, StatusCode};
use serde_json::{Map, Value};

type BetaOverview = beta::DeviceComplianceUserOverview;
type Sent = Arc<Mutex<Vec<Request<Bytes>>>>;

/// Returns a client whose service records requests and responds with `status` and `body`.
fn client(status: StatusCode, body: &'static str) -> (GraphClient, Sent) {
    let sent = Sent::default();
    let recorded = Arc::clone(&sent);
    let service = tower::service_fn(move |request: Request<Bytes>| {
        recorded.lock().expect("no test panics with it").push(request);
        async move {
            let mut response = Response::new(String::from(body));
            *response.status_mut() = status;
            Ok::<_, Error>(response)
        }
    });
    let graph = GraphClient::builder(Cloud::Global).token("the-token").service(service).build().expect("a client");
    (graph, sent)
}

/// Checks that an update sends the documented request, and decodes the documented response.
async fn check_page<T: Resource>(page: &Page, address: Address<T>, update: T::Update, version: &str) {
    let documented: Map<String, Value> = serde_json::from_str(page.request).expect("the page is JSON");

    let (graph, sent) = client(StatusCode::OK, page.response);
    let updated = graph.update(address.clone(), update.clone()).await.expect(page.title);
    let request = sent.lock().expect("one thread").pop().expect("one request");
    assert_eq!(request.method(), Method::PATCH);
    assert_eq!(request.uri().to_string(), format!("https://graph.microsoft.com/{version}{}", page.path));
    let header = |name: &str| request.headers().get(name).map(|value| value.to_str().expect("text"));
    assert_eq!(header("authorization"), Some("Bearer the-token"));
    assert!(request.headers()["authorization"].is_sensitive());
    assert_eq!(header("accept"), Some("application/json"));
    assert_eq!(header("content-type"), Some("application/json"));
    assert_eq!(header("if-match"), None);

    // the type tag, and the body without it
    let text = std::str::from_utf8(request.body()).expect("UTF-8");
    let mut body: Map<String, Value> = serde_json::from_str(text).expect("JSON");
    let tag = body.remove("@odata.type");
    if T::DESCRIPTOR.tag() == graph_core::schema::Tag::Always {
        assert_eq!(tag, Some(T::DESCRIPTOR.odata_type().into()));
        assert!(text.starts_with("{\"@odata.type\":"), "the type tag is the first member");
    } else {
        assert_eq!(tag, None);
    }
    let mut expected = documented.clone();
    expected.remove("@odata.type");
    assert_eq!(body, expected, "{}", page.title);

    // the entity, and every character of its timestamp
    let Updated::Entity(entity) = updated else {
        panic!("{}: expected an entity for status 200 with a body", page.title)
    };
    assert_eq!(entity.info().status(), StatusCode::OK);
    let mut response: Map<String, Value> = serde_json::from_str(page.response).expect("the page is JSON");
    if tag.is_none() {
        response.remove("@odata.type");
    }
    let encoded: Map<String, Value> = serde_json::from_slice(&json::to_vec(entity.value())).expect("JSON");
    assert_eq!(encoded, response, "{}", page.title);
    let timestamp = documented.values().filter_map(Value::as_str).find(|text| text.contains('T') && text.contains(':'));
    let timestamp = timestamp.expect("each page has a timestamp");
    assert!(text.contains(timestamp) && json::to_string(entity.value()).contains(timestamp), "{timestamp}");

    // 204 without an entity
    let (graph, _) = client(StatusCode::NO_CONTENT, "");
    let updated = graph.update(address, update).await.expect(page.title);
    assert!(matches!(&updated, Updated::NoContent(info) if info.status() == StatusCode::NO_CONTENT));
}

/// Builds the update of an overview with the documented values, for any type of overview.
macro_rules! overview {
    ($type:ty) => {
        <$type>::update()
            .pending_count(12)
            .not_applicable_count(2)
            .success_count(12)
            .error_count(10)
            .failed_count(11)
            .last_update_date_time("2016-12-31T23:58:21.6459442-08:00".parse::<DateTimeOffset>().expect("a moment"))
            .configuration_version(4)
    };
}

macro_rules! user_status {
    ($type:ty) => {
        <$type>::update()
            .user_display_name("User Display Name value")
            .devices_count(12)
            .status(ComplianceStatus::NotApplicable)
            .last_reported_date_time("2017-01-01T00:00:17.7769392-08:00".parse::<DateTimeOffset>().expect("a moment"))
            .user_principal_name("User Principal Name value")
    };
}

macro_rules! beta_overview {
    ($type:ty) => {
        <$type>::update()
            .number_of_pending_users(4)
            .number_of_succeeded_users(6)
            .number_of_error_users(2)
            .number_of_failed_users(3)
            .last_update_time("2017-01-01T00:02:03.0612494-08:00".parse::<DateTimeOffset>().expect("a moment"))
            .policy_revision(14)
    };
}

#[tokio::test]
async fn device_configuration_user_overview() {
    let page = &pages::DEVICE_CONFIGURATION_USER_OVERVIEW;
    let id = pages::DEVICE_CONFIGURATION_ID;
    check_page(page, DeviceConfigurationUserOverview::at(id), overview!(DeviceConfigurationUserOverview), "v1.0").await;
    check_page(page, untagged::UserOverview::at(id), overview!(untagged::UserOverview), "v1.0").await;
}

#[tokio::test]
async fn device_configuration_device_overview() {
    let page = &pages::DEVICE_CONFIGURATION_DEVICE_OVERVIEW;
    let id = pages::DEVICE_CONFIGURATION_ID;
    check_page(page, DeviceConfigurationDeviceOverview::at(id), overview!(DeviceConfigurationDeviceOverview), "v1.0")
        .await;
    check_page(page, untagged::DeviceOverview::at(id), overview!(untagged::DeviceOverview), "v1.0").await;
}

#[tokio::test]
async fn device_configuration_user_status() {
    let page = &pages::DEVICE_CONFIGURATION_USER_STATUS;
    let (id, status) = (pages::DEVICE_CONFIGURATION_ID, pages::USER_STATUS_ID);
    check_page(
        page,
        DeviceConfigurationUserStatus::at(id, status),
        user_status!(DeviceConfigurationUserStatus),
        "v1.0",
    )
    .await;
    check_page(page, untagged::UserStatus::at(id, status), user_status!(untagged::UserStatus), "v1.0").await;
}

#[tokio::test]
async fn device_compliance_user_overview() {
    let page = &pages::DEVICE_COMPLIANCE_USER_OVERVIEW;
    let id = pages::COMPLIANCE_POLICY_ID;
    check_page(page, DeviceComplianceUserOverview::at(id), overview!(DeviceComplianceUserOverview), "v1.0").await;
    check_page(page, untagged::ComplianceOverview::at(id), overview!(untagged::ComplianceOverview), "v1.0").await;
}

#[tokio::test]
async fn device_compliance_user_overview_of_beta() {
    let page = &pages::BETA_DEVICE_COMPLIANCE_USER_OVERVIEW;
    let id = pages::COMPLIANCE_POLICY_ID;
    check_page(page, BetaOverview::at(id), beta_overview!(BetaOverview), "beta").await;
    check_page(
        page,
        untagged::BetaComplianceOverview::at(id),
        beta_overview!(untagged::BetaComplianceOverview),
        "beta",
    )
    .await;
}

#[tokio::test]
async fn an_empty_update_sends_nothing() {
    let (graph, sent) = client(StatusCode::OK, "{}");
    let update = DeviceConfigurationUserOverview::update();
    assert!(update.is_empty());
    let updated =
        graph.update(DeviceConfigurationUserOverview::at("1"), update).await.expect("an empty update succeeds");
    assert!(matches!(updated, Updated::Unchanged));
    assert!(sent.lock().expect("one thread").is_empty());
}

#[tokio::test]
async fn an_address_error_sends_nothing() {
    let (graph, sent) = client(StatusCode::OK, "{}");
    for id in ["", ".", "..", "a\nb", "a\tb"] {
        let update = DeviceConfigurationUserOverview::update().pending_count(1);
        let error = graph.update(DeviceConfigurationUserOverview::at(id), update).await.expect_err(id);
        assert_eq!(error.kind(), graph_core::ErrorKind::Address);
        let text = error.to_string();
        assert!(text.contains("deviceConfigurationUserOverview") && text.contains("deviceConfigurationId"), "{text}");
    }
    assert!(sent.lock().expect("one thread").is_empty());
}

#[tokio::test]
async fn a_response_of_another_shape_names_the_resource_and_the_property() {
    for (body, property) in [
        (r#"{"id":"1"}"#, "`pendingCount`, "),
        (r#"{"id":"1","pendingCount":2147483648}"#, "/pendingCount"),
        (r#"{"id":null}"#, "/id"),
    ] {
        let (graph, _) = client(StatusCode::OK, body);
        let error = graph.get(DeviceConfigurationUserOverview::at("1")).await.expect_err(body);
        assert!(error.is_decode());
        let mut text = error.to_string();
        let mut source = std::error::Error::source(&error);
        while let Some(cause) = source {
            text = format!("{text}: {cause}");
            source = cause.source();
        }
        assert!(text.contains("#microsoft.graph.deviceConfigurationUserOverview"), "{text}");
        assert!(text.contains(property), "{text}");
    }
}
