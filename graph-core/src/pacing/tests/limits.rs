use std::time::Duration;

use http::Method;

use super::try_acquire;
use crate::pacing::{Limit, Pacing, published_limits};

/// Returns how many requests can be sent at once.
fn capacity(pacing: &Pacing, method: &Method, path: &str) -> usize {
    let mut permits = Vec::new();
    while let Ok(permit) = try_acquire(pacing, method, path) {
        permits.push(permit);
        if permits.len() > 3_000 {
            break;
        }
    }
    permits.len()
}

#[tokio::test(start_paused = true)]
async fn the_limits_of_a_request_depend_on_its_method_and_path() {
    let compliance = "/beta/deviceManagement/deviceCompliancePolicies/1/userStatusOverview";
    let status = "/v1.0/deviceManagement/deviceConfigurations/1/userStatuses/2";
    for (method, path, count) in [
        (Method::PATCH, status, 100),
        (Method::POST, "/v1.0/deviceManagement/deviceConfigurations", 100),
        (Method::DELETE, "/v1.0/DEVICEMANAGEMENT/deviceconfigurations('1')", 100),
        (Method::PATCH, compliance, 100),
        (Method::GET, compliance, 1_000),
        (Method::HEAD, status, 1_000),
        (Method::PATCH, "/v1.0/deviceManagement/managedDevices/1", 200),
        (Method::GET, "/v1.0/deviceManagement/managedDevices", 2_000),
        (Method::POST, "/v1.0/users/a%40b/managedDevices/1/wipe", 200),
        (Method::PUT, "/prefix/v1.0/deviceAppManagement/mobileApps/1", 100),
        (Method::PATCH, "/v1.0/users/1", 2_000),
        (Method::PATCH, "/v1.0/users//managedDevices", 2_000),
        (Method::GET, "/v1.0/deviceManagement/deviceConfigurationsOfOthers", 2_000),
        (Method::GET, "", 2_000),
    ] {
        assert_eq!(capacity(&Pacing::published(), &method, path), count, "{method} {path}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_counts_against_each_limit_that_applies() {
    let pacing = Pacing::published();
    let status = "/v1.0/deviceManagement/deviceConfigurations/1/userStatuses/2";
    let mut permits = Vec::new();
    for _ in 0..100 {
        permits.push(try_acquire(&pacing, &Method::PATCH, status).unwrap());
    }
    assert_eq!(capacity(&pacing, &Method::GET, status), 900);
    assert_eq!(capacity(&pacing, &Method::GET, "/v1.0/users"), 1_900);
    drop(permits);
    assert_eq!(capacity(&pacing, &Method::GET, status), 1_000);
}

#[tokio::test(start_paused = true)]
async fn added_limits_apply_in_addition() {
    let own = Limit::new("own", 7, Duration::from_secs(1)).writes().below("/users");
    let pacing = Pacing::published().limit(own.clone());
    let clone = pacing.clone();
    assert_eq!(capacity(&clone, &Method::PATCH, "/v1.0/users/1"), 7);
    assert_eq!(capacity(&clone, &Method::GET, "/v1.0/users/1"), 2_000);
    let only = Pacing::off().limit(own);
    assert_eq!(capacity(&only, &Method::PATCH, "/v1.0/users/1"), 7);
    assert_eq!(capacity(&only, &Method::GET, "/v1.0/users/1"), 3_001, "no other limits");
    assert_eq!(format!("{only:?}"), r#"["own"]"#);
}

#[tokio::test(start_paused = true)]
async fn paths_are_normalized() {
    for path in
        ["/printers", "printers", "/printers/", "printers//", "/v1.0/printers", "v1.0/printers/", "/beta/printers"]
    {
        let pacing = Pacing::off().limit(Limit::new("own", 7, Duration::from_secs(1)).below(path));
        assert_eq!(capacity(&pacing, &Method::PATCH, "/v1.0/printers/1"), 7, "{path}");
        assert_eq!(capacity(&pacing, &Method::PATCH, "/v1.0/printers"), 7, "{path}");
        assert_eq!(capacity(&pacing, &Method::PATCH, "/v1.0/users/1"), 3_001, "{path}");
    }
    for path in ["", "/", "/v1.0", "beta/"] {
        let pacing = Pacing::off().limit(Limit::new("own", 7, Duration::from_secs(1)).below(path));
        assert_eq!(capacity(&pacing, &Method::PATCH, "/v1.0/users/1"), 7, "{path:?} matches all requests");
    }
}

#[tokio::test(start_paused = true)]
async fn the_number_of_learned_services_is_bounded() {
    let pacing = Pacing::published();
    for number in 0..10_000 {
        drop(try_acquire(&pacing, &Method::GET, &format!("/v1.0/invented{number}/1")));
    }
    assert!(pacing.0.lock().limits().count() < 100);
}

#[test]
fn the_documented_table_matches_the_published_limits() {
    let documented: Vec<Vec<&str>> = include_str!("../../pacing.rs")
        .lines()
        .take_while(|line| !line.contains("# When the service responds with 429"))
        .filter_map(|line| line.strip_prefix("//! | ")?.strip_suffix(" |"))
        .map(|line| line.split(" | ").collect())
        .skip(1)
        .collect();
    let enforced: Vec<Vec<String>> = published_limits::ALL
        .iter()
        .map(|row| {
            let (service, requests) = row.name.rsplit_once(", ").unwrap_or((row.name, "any"));
            assert_eq!(requests == "writes", row.writes);
            let tenant = row.tenant.map_or_else(|| "–".to_owned(), |count| count.to_string());
            vec![service.to_owned(), requests.to_owned(), row.count.to_string(), tenant, row.seconds.to_string()]
        })
        .collect();
    assert_eq!(documented, enforced);
}
