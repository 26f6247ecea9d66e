//! The rules of directory objects.

use reqwest::Method;

use crate::collections::{ids, next_link, users};
use crate::fixture::{Fixture, TestResponse, send};

async fn eventual(fixture: &Fixture, path: &str) -> TestResponse {
    send(fixture.request(Method::GET, path).header("ConsistencyLevel", "eventual")).await
}

#[tokio::test]
async fn directory_objects_need_a_header_for_advanced_queries() {
    let fixture = Fixture::with(users(30)).await;
    let users = |query: &str| format!("/v1.0/users?{query}");
    for advanced in [
        "$filter=displayName ne 'Ada 1'",
        "$filter=not(startswith(displayName,'x'))",
        "$filter=endswith(displayName,'1')",
        "$filter=department eq 'Sales'&$orderby=displayName",
        "$filter=friends/$count gt 1",
    ] {
        fixture.get(&users(advanced)).await.assert_error(400, "Request_UnsupportedQuery");
        eventual(&fixture, &users(advanced)).await.assert_error(400, "Request_UnsupportedQuery");
        fixture.get(&users(&format!("{advanced}&$count=true"))).await.assert_error(400, "Request_UnsupportedQuery");
        let page = eventual(&fixture, &users(&format!("{advanced}&$count=true&$top=2"))).await;
        assert!(page.json()["@odata.count"].is_u64(), "{advanced}: {page:?}");
        // The header is required for every page.
        if let Some(link) = next_link(&fixture, &page) {
            fixture.get(&link).await.assert_error(400, "Request_UnsupportedQuery");
            assert_eq!(eventual(&fixture, &link).await.status, 200);
        }
    }
    let silent = fixture.get(&users("$count=true")).await;
    assert!(silent.status == 200 && silent.json().get("@odata.count").is_none(), "`$count=true` is ignored");
    let message = fixture.get("/v1.0/users/$count").await.assert_error(400, "Request_UnsupportedQuery");
    assert_eq!(message, "$count is not currently supported.");
    assert_eq!(eventual(&fixture, "/v1.0/users/$count?$filter=id ne '1'").await.text, "29");

    let search = users("$search=%22displayName:ada%22&$top=1");
    fixture.get(&search).await.assert_error(400, "Request_UnsupportedQuery");
    assert_eq!(ids(&eventual(&fixture, &search).await), ["1"]);

    for (query, message) in [
        ("$filter=contains(displayName,'a')", "ContainsMatch"),
        (&format!("$filter=id in ({})", vec!["'1'"; 16].join(",")), "16. Max allowed: 15."),
        ("$expand=friends($filter=id eq '1')", "'$filter' is not supported within $expand"),
        ("$top=1000", "Invalid page size specified: '1000'"),
        ("$top=0", "Must be between 1 and 999 inclusive."),
    ] {
        let query = users(&format!("{query}&$count=true"));
        let found = eventual(&fixture, &query).await.assert_error(400, "Request_UnsupportedQuery");
        assert!(found.contains(message), "{found}");
    }
    let expanded = fixture.get(&users("$expand=friends($select=id)&$top=1")).await.json();
    assert_eq!(expanded["value"][0]["friends"].as_array().map(Vec::len), Some(20), "silently at most 20 objects");
    assert_eq!(fixture.get(&users("$filter=startswith(displayName,'ada 1')")).await.status, 200);
}
