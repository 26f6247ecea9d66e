//! The side of graph-core.

use graph_core::address::Collection;
use graph_core::{Cloud, DateTimeOffset, GraphClient, QueryExt as _, graph_enum, graph_resource};

use super::service::ListedCollection;
use crate::BenchResult;

#[graph_enum]
#[derive(Debug, Clone, PartialEq)]
enum OwnerType {
    Unknown,
    Company,
    Personal,
    #[graph(other)]
    Other(String),
}

#[graph_enum]
#[derive(Debug, Clone, PartialEq)]
enum ComplianceState {
    Unknown,
    Compliant,
    Noncompliant,
    Conflict,
    Error,
    InGracePeriod,
    ConfigManager,
    #[graph(other)]
    Other(String),
}

#[graph_enum]
#[derive(Debug, Clone, PartialEq)]
enum ManagementAgent {
    Eas,
    Mdm,
    EasMdm,
    IntuneClient,
    #[graph(other)]
    Other(String),
}

#[graph_enum]
#[derive(Debug, Clone, PartialEq)]
enum EnrollmentType {
    Unknown,
    UserEnrollment,
    DeviceEnrollmentManager,
    WindowsAutoEnrollment,
    #[graph(name = "windowsAzureADJoin")]
    WindowsAzureAdJoin,
    #[graph(other)]
    Other(String),
}

#[graph_resource(
    path = "/deviceManagement/managedDevices/{managedDeviceId}",
    paths(small = "/deviceManagement/virtualEndpoint/{managedDeviceId}"),
    odata_type = "#microsoft.graph.managedDevice"
)]
#[derive(Debug)]
struct EnrolledDevice {
    #[graph(key)]
    id: String,
    user_id: Option<String>,
    device_name: Option<String>,
    managed_device_owner_type: OwnerType,
    enrolled_date_time: DateTimeOffset,
    last_sync_date_time: DateTimeOffset,
    operating_system: Option<String>,
    compliance_state: ComplianceState,
    jail_broken: Option<String>,
    management_agent: ManagementAgent,
    os_version: Option<String>,
    #[graph(name = "azureADRegistered")]
    azure_ad_registered: Option<bool>,
    device_enrollment_type: EnrollmentType,
    email_address: Option<String>,
    #[graph(name = "azureADDeviceId")]
    azure_ad_device_id: Option<String>,
    model: Option<String>,
    manufacturer: Option<String>,
    serial_number: Option<String>,
    total_storage_space_in_bytes: i64,
    free_storage_space_in_bytes: i64,
    is_encrypted: bool,
    user_principal_name: Option<String>,
}

#[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
#[derive(Debug)]
struct DirectoryUser {
    #[graph(key)]
    id: String,
    display_name: Option<String>,
    user_principal_name: Option<String>,
    department: Option<String>,
    account_enabled: Option<bool>,
    business_phones: Vec<String>,
}

/// Reads `times` lists of `entities` entities.
pub(super) async fn read(
    endpoint: &str,
    token: &str,
    collection: ListedCollection,
    entities: usize,
    times: usize,
    is_checked: bool,
) -> BenchResult<()> {
    let graph = GraphClient::builder(Cloud::custom(endpoint)?).token(token).build()?;
    for _ in 0..times {
        let found = match collection {
            ListedCollection::Devices => {
                count_devices(&graph, EnrolledDevice::collection(), entities, is_checked).await?
            }
            ListedCollection::SmallPages => {
                count_devices(&graph, EnrolledDevice::collection_small(), entities, is_checked).await?
            }
            ListedCollection::Users => count_users(&graph, entities, is_checked).await?,
        };
        assert_eq!(found, entities);
    }
    Ok(())
}

async fn count_devices(
    graph: &GraphClient,
    devices: Collection<EnrolledDevice>,
    entities: usize,
    is_checked: bool,
) -> BenchResult<usize> {
    let cutoff: DateTimeOffset = "2026-03-01T00:00:00Z".parse()?;
    let list = graph
        .list(devices)
        .filter(|device| device.operating_system.is("Windows") & device.last_sync_date_time.before(cutoff))
        .skip(u32::try_from(entities)?);
    let mut stream = if is_checked { list } else { list.unchecked() }.stream();
    let mut found = 0;
    while let Some(device) = stream.try_next().await? {
        found += usize::from(device.total_storage_space_in_bytes > device.free_storage_space_in_bytes);
    }
    Ok(found)
}

async fn count_users(graph: &GraphClient, entities: usize, is_checked: bool) -> BenchResult<usize> {
    let list = graph
        .list(DirectoryUser::collection())
        .filter(|user| user.account_enabled.is(true) & user.department.is("Sales"))
        .skip(u32::try_from(entities)?);
    let mut stream = if is_checked { list } else { list.unchecked() }.stream();
    let mut found = 0;
    while let Some(user) = stream.try_next().await? {
        found += user.business_phones.len();
    }
    Ok(found)
}
