//! The hand-written side: bare reqwest, serde, and a loop over the links.

use std::time::Duration;

use reqwest::header::ACCEPT;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::service::ListedCollection;
use crate::BenchResult;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
enum OwnerType {
    Unknown,
    Company,
    Personal,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
enum ComplianceState {
    Unknown,
    Compliant,
    Noncompliant,
    Conflict,
    Error,
    InGracePeriod,
    ConfigManager,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
enum ManagementAgent {
    Eas,
    Mdm,
    EasMdm,
    IntuneClient,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
enum EnrollmentType {
    Unknown,
    UserEnrollment,
    DeviceEnrollmentManager,
    WindowsAutoEnrollment,
    #[serde(rename = "windowsAzureADJoin")]
    WindowsAzureAdJoin,
}

#[expect(dead_code, reason = "the cost of all properties is measured")]
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct EnrolledDevice {
    id: String,
    user_id: Option<String>,
    device_name: Option<String>,
    managed_device_owner_type: OwnerType,
    enrolled_date_time: String,
    last_sync_date_time: String,
    operating_system: Option<String>,
    compliance_state: ComplianceState,
    jail_broken: Option<String>,
    management_agent: ManagementAgent,
    os_version: Option<String>,
    #[serde(rename = "azureADRegistered")]
    azure_ad_registered: Option<bool>,
    device_enrollment_type: EnrollmentType,
    email_address: Option<String>,
    #[serde(rename = "azureADDeviceId")]
    azure_ad_device_id: Option<String>,
    model: Option<String>,
    manufacturer: Option<String>,
    serial_number: Option<String>,
    total_storage_space_in_bytes: i64,
    free_storage_space_in_bytes: i64,
    is_encrypted: bool,
    user_principal_name: Option<String>,
}

#[expect(dead_code, reason = "as above")]
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct DirectoryUser {
    id: String,
    display_name: Option<String>,
    user_principal_name: Option<String>,
    department: Option<String>,
    account_enabled: Option<bool>,
    business_phones: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Page<T> {
    value: Vec<T>,
    #[serde(rename = "@odata.nextLink")]
    next_link: Option<String>,
}

/// Reads `times` lists of `entities` entities.
pub(super) async fn read(
    endpoint: &str,
    token: &str,
    collection: ListedCollection,
    entities: usize,
    times: usize,
) -> BenchResult<()> {
    let client = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .timeout(Duration::from_secs(100))
        .user_agent("graph-benches")
        .build()?;
    let device_query = "$select=id,userId,deviceName,managedDeviceOwnerType,enrolledDateTime,lastSyncDateTime,operatingSystem,\
                        complianceState,jailBroken,managementAgent,osVersion,azureADRegistered,deviceEnrollmentType,emailAddress,\
                        azureADDeviceId,model,manufacturer,serialNumber,totalStorageSpaceInBytes,freeStorageSpaceInBytes,\
                        isEncrypted,userPrincipalName&$filter=operatingSystem%20eq%20%27Windows%27%20and%20lastSyncDateTime%20lt\
                        %202026-03-01T00:00:00Z";
    let user_query = "$select=id,displayName,userPrincipalName,department,accountEnabled,businessPhones\
                      &$filter=accountEnabled%20eq%20true%20and%20department%20eq%20%27Sales%27";
    let is_device =
        |device: EnrolledDevice| usize::from(device.total_storage_space_in_bytes > device.free_storage_space_in_bytes);
    for _ in 0..times {
        let first = |path: &str, query: &str| format!("{endpoint}/v1.0/{path}?{query}&$skip={entities}");
        let found = match collection {
            ListedCollection::Devices => {
                let first = first("deviceManagement/managedDevices", device_query);
                count(&client, token, first, is_device).await?
            }
            ListedCollection::SmallPages => {
                let first = first("deviceManagement/virtualEndpoint", device_query);
                count(&client, token, first, is_device).await?
            }
            ListedCollection::Users => {
                let first = first("users", user_query);
                count(&client, token, first, |user: DirectoryUser| user.business_phones.len()).await?
            }
        };
        assert_eq!(found, entities);
    }
    Ok(())
}

/// Reads all pages.
async fn count<T: DeserializeOwned>(
    client: &reqwest::Client,
    token: &str,
    first: String,
    number: impl Fn(T) -> usize,
) -> BenchResult<usize> {
    let mut next = Some(first);
    let mut found = 0;
    while let Some(url) = next {
        let response = client
            .get(url)
            .bearer_auth(token)
            .header(ACCEPT, "application/json")
            .header("client-request-id", Uuid::new_v4().to_string())
            .send()
            .await?;
        let page: Page<T> = serde_json::from_slice(&response.error_for_status()?.bytes().await?)?;
        for entity in page.value {
            found += number(entity);
        }
        next = page.next_link;
    }
    Ok(found)
}
