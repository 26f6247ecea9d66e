//! What services do to lists without an error.

use graph_sandbox::{Hazard, ScriptedResponse};
use serde_json::json;

use crate::collections::{DEVICES, devices, ids, next_link};
use crate::fixture::Fixture;

async fn with(hazard: Hazard) -> Fixture {
    Fixture::with(devices(6).hazard(hazard)).await
}

#[tokio::test]
async fn a_filter_can_be_ignored() {
    let fixture = with(Hazard::IgnoredFilter).await;
    assert_eq!(ids(&fixture.get(&format!("{DEVICES}?$filter=id eq '1'")).await).len(), 6);
    assert_eq!(fixture.get(&format!("{DEVICES}/$count?$filter=id eq '1'")).await.text, "6");
}

#[tokio::test]
async fn a_negation_can_be_lost() {
    let fixture = with(Hazard::NotEqualAsEqual).await;
    assert_eq!(ids(&fixture.get(&format!("{DEVICES}?$filter=id ne '1' and id ne '1'")).await), ["1"]);
}

#[tokio::test]
async fn an_empty_string_can_disable_a_filter() {
    let fixture = with(Hazard::EmptyStringAsNoFilter).await;
    assert_eq!(ids(&fixture.get(&format!("{DEVICES}?$filter=id eq '' and id eq '1'")).await).len(), 6);
    assert_eq!(ids(&fixture.get(&format!("{DEVICES}?$filter=id eq '1'")).await), ["1"]);
}

#[tokio::test]
async fn a_page_size_can_be_ignored() {
    let fixture = with(Hazard::IgnoredTop).await;
    assert_eq!(ids(&fixture.get(&format!("{DEVICES}?$top=1")).await).len(), 6);
}

#[tokio::test]
async fn pages_can_be_empty() {
    let fixture = with(Hazard::EmptyPages).await;
    let mut sizes = Vec::new();
    let mut link = Some(format!("{DEVICES}?$top=4"));
    while let Some(next) = link {
        let page = fixture.get(&next).await;
        sizes.push(ids(&page).len());
        link = next_link(&fixture, &page);
    }
    assert_eq!(sizes, [0, 4, 0, 2]);
}

#[tokio::test]
async fn a_link_can_repeat() {
    let fixture = with(Hazard::RepeatedLink).await;
    let first = fixture.get(&format!("{DEVICES}?$top=4")).await;
    let link = next_link(&fixture, &first).expect("a link");
    for _ in 0..3 {
        let page = fixture.get(&link).await;
        assert_eq!(
            (ids(&page), next_link(&fixture, &page)),
            (vec!["5".to_owned(), "6".to_owned()], Some(link.clone()))
        );
    }
}

#[tokio::test]
async fn a_link_can_lead_elsewhere() {
    let fixture = with(Hazard::ForeignLink("https://attacker.example/steal".to_owned())).await;
    let page = fixture.get(&format!("{DEVICES}?$top=4")).await.json();
    assert_eq!(page["@odata.nextLink"], "https://attacker.example/steal");
    assert!(fixture.get(DEVICES).await.json().get("@odata.nextLink").is_none(), "the last page does not have a link");
}

#[tokio::test]
async fn properties_can_be_null() {
    let fixture = with(Hazard::NullProperties(vec!["lastSyncDateTime".to_owned()])).await;
    let page = fixture.get(&format!("{DEVICES}?$select=lastSyncDateTime")).await.json();
    assert!(page["value"][0]["lastSyncDateTime"].is_null());
    let entity = fixture.get(&format!("{DEVICES}/1")).await.json();
    assert!(!entity["lastSyncDateTime"].is_null(), "an entity is served as usual");
}

#[tokio::test]
async fn an_item_can_be_wrong() {
    let fixture = Fixture::with(devices(3)).await;
    let other = Hazard::UnexpectedType { index: 1, odata_type: "#microsoft.graph.user".to_owned() };
    fixture
        .sandbox
        .script([
            ScriptedResponse::pass_through().hazard(other),
            ScriptedResponse::pass_through().hazard(Hazard::UndecodableItem { index: 2 }),
        ])
        .expect("a script");
    let page = fixture.get(DEVICES).await.json();
    assert_eq!(page["value"][1]["@odata.type"], "#microsoft.graph.user");
    assert!(page["value"][0].get("@odata.type").is_none());
    let page = fixture.get(DEVICES).await.json();
    assert_eq!((&page["value"][2]["deviceName"], &page["value"][2]["id"]), (&json!({}), &json!("3")));
    assert_eq!(page["value"][1]["deviceName"], "PC-002");
    assert_eq!(fixture.get(DEVICES).await.json()["value"][2]["deviceName"], "PC-003", "one response is wrong");
}

#[tokio::test]
async fn a_script_can_wait_for_a_page() {
    let fixture = Fixture::with(devices(6)).await;
    fixture
        .sandbox
        .script([
            ScriptedResponse::error(429, "TooManyRequests", "Slow down.").for_page(2),
            ScriptedResponse::status(500).for_page(3),
        ])
        .expect("a script");
    let mut link = format!("{DEVICES}?$top=2");
    let mut statuses = Vec::new();
    loop {
        let page = fixture.get(&link).await;
        statuses.push(page.status.as_u16());
        if page.status == 200 {
            let Some(next) = next_link(&fixture, &page) else { break };
            link = next;
        }
    }
    assert_eq!(statuses, [200, 429, 200, 500, 200]);

    let error = fixture.sandbox.script([ScriptedResponse::status(200).hazard(Hazard::IgnoredTop)]).unwrap_err();
    assert!(error.to_string().contains("a hazard requires a response that `ScriptedResponse::pass_through` created"));
}
