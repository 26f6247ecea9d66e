//! The pages of lists.

use reqwest::Method;
use serde_json::json;

use crate::collections::{DEVICES, Device, device, devices, ids, next_link, query};
use crate::fixture::{Fixture, send};

#[tokio::test]
async fn links_lead_through_all_pages() {
    let fixture = Fixture::with(devices(7)).await;
    let filter = "$filter=id%20ne%20%274%27&$select=id&$count=true";
    let first = query(&fixture, &format!("{filter}&$top=2")).await;
    assert_eq!((ids(&first), &first.json()["@odata.count"]), (vec!["1".to_owned(), "2".to_owned()], &json!(6)));
    let link = next_link(&fixture, &first).expect("a link");
    assert!(link.contains(filter), "the link has the options of the request: {link}");

    let second = fixture.get(&link).await;
    assert_eq!(ids(&second), ["3", "5"]);
    assert!(second.json().get("@odata.count").is_none(), "the first page has the number");
    assert_eq!(second.json()["value"][0].as_object().expect("an object").len(), 2, "id and ETag");
    let third = fixture.get(&next_link(&fixture, &second).expect("a link")).await;
    assert_eq!(ids(&third), ["6", "7"]);
    assert_eq!(next_link(&fixture, &third), None);

    for changed in [link.replace("%3d", "%3D"), link.replace("%20", "+"), link.replace("$top=2", "$top=3")] {
        let message = fixture.get(&changed).await.assert_error(400, "BadRequest");
        assert!(message.contains("exactly as it was returned"), "{message}");
    }
}

#[tokio::test]
async fn pages_survive_changes_from_outside() {
    let fixture = Fixture::with(devices(4)).await;
    let first = query(&fixture, "$top=2").await;
    fixture.sandbox.remove(Device::at("1")).expect("a device");
    fixture.sandbox.remove(Device::at("3")).expect("a device");
    fixture.sandbox.seed(Device::at("5"), device(5)).expect("a device");
    let second = fixture.get(&next_link(&fixture, &first).expect("a link")).await;
    assert_eq!(ids(&second), ["4", "5"]);
    assert_eq!(ids(&fixture.get(DEVICES).await), ["2", "4", "5"]);
}

#[tokio::test]
async fn the_size_of_a_page_is_bounded() {
    let fixture = Fixture::with(devices(5).page_size(3)).await;
    assert_eq!(ids(&fixture.get(DEVICES).await).len(), 3);
    assert_eq!(ids(&query(&fixture, "$top=4").await).len(), 4);
    assert!(ids(&query(&fixture, "$top=0").await).is_empty());

    let prefer = |path: String| fixture.request(Method::GET, &path).header("Prefer", "odata.maxpagesize=2");
    let preferred = send(prefer(DEVICES.to_owned())).await;
    assert_eq!((ids(&preferred).len(), preferred.header("preference-applied")), (2, "odata.maxpagesize=2"));
    let link = next_link(&fixture, &preferred).expect("a link");
    assert_eq!(ids(&fixture.get(&link).await).len(), 3, "a link does not have the headers of its request");
    assert_eq!(ids(&send(prefer(link)).await), ["3", "4"]);
    assert_eq!(send(prefer(format!("{DEVICES}?$top=1"))).await.header("preference-applied"), "");
}
