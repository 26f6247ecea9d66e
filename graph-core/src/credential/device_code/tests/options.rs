//! The options of the builder.

use super::super::DeviceCodeCredential;
use super::request;
use crate::cloud::Cloud;
use crate::credential::TokenRequest;

fn builder() -> super::super::DeviceCodeCredentialBuilder {
    DeviceCodeCredential::builder("the-app").prompt(|_| ())
}

#[test]
fn every_cloud_has_its_authority() {
    for (cloud, host) in [
        (Cloud::Global, "login.microsoftonline.com"),
        (Cloud::UsGovL4, "login.microsoftonline.us"),
        (Cloud::UsGovL5, "login.microsoftonline.us"),
        (Cloud::China, "login.chinacloudapi.cn"),
    ] {
        let shown = format!("{:?}", builder().cloud(cloud).build().unwrap());
        assert!(shown.contains(&format!("https://{host}/organizations/oauth2/v2.0/token")), "{shown}");
    }
    let prefixed = Cloud::builder("http://127.0.0.1:1").authority("http://127.0.0.1:2/login/").build().unwrap();
    let prefixed = builder().cloud(prefixed).build().unwrap();
    assert!(format!("{prefixed:?}").contains("http://127.0.0.1:2/login/organizations/"), "{prefixed:?}");
    let without = Cloud::custom("http://127.0.0.1:1").unwrap();
    assert!(builder().cloud(without).build().unwrap_err().to_string().contains("CloudBuilder::authority"));
}

#[test]
fn invalid_options_are_errors() {
    for tenant in ["", "..", ".", "a/b", "a?b", "a b", "a%2fb", "tenänt"] {
        assert!(builder().tenant(tenant).build().is_err(), "{tenant}");
    }
    for tenant in ["common", "contoso.onmicrosoft.com", "7b795fb9-09d3-42f4-a494-38864f99ba3c"] {
        assert!(builder().tenant(tenant).build().is_ok(), "{tenant}");
    }
    assert!(builder().permissions(["User.Read Mail.Read"]).build().is_err());
    assert!(builder().permissions([""]).build().is_err());
    assert!(DeviceCodeCredential::builder("").prompt(|_| ()).build().is_err());
    assert!(DeviceCodeCredential::builder("the-app").build().unwrap_err().to_string().contains("prompt"));
}

#[test]
fn permissions_refer_to_the_graph_of_the_request() {
    let credential = builder().permissions(["User.Read", "api://other/Do.It"]).build().unwrap();
    assert_eq!(credential.scope(&request()), "offline_access https://graph.microsoft.com/User.Read api://other/Do.It");
    let china = TokenRequest::new([Cloud::China.scope()]);
    assert_eq!(
        credential.scope(&china),
        "offline_access https://microsoftgraph.chinacloudapi.cn/User.Read api://other/Do.It"
    );
}
