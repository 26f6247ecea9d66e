use std::error::Error as StdError;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, SystemTime};

use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};

use super::AzureCredential;
use crate::cloud::Cloud;
use crate::credential::{TokenProvider, TokenRequest};
use crate::{GraphClient, graph_resource};

const EXPIRY: u64 = 4_102_444_800;

/// A credential that caches its token, as most of `azure_identity` do.
#[derive(Debug)]
struct CachingCredential {
    name: usize,
    calls: Arc<AtomicUsize>,
    error: Option<&'static str>,
}

/// Without `async_trait`, so that the tests do not need it.
impl TokenCredential for CachingCredential {
    fn get_token<'a, 'b, 'c, 'd, 'e>(
        &'a self,
        scopes: &'b [&'c str],
        _: Option<TokenRequestOptions<'d>>,
    ) -> Pin<Box<dyn Future<Output = azure_core::Result<AccessToken>> + Send + 'e>>
    where
        'a: 'e,
        'b: 'e,
        'c: 'e,
        'd: 'e,
        Self: 'e,
    {
        assert_eq!(scopes, ["https://graph.microsoft.com/.default"]);
        self.calls.fetch_add(1, Relaxed);
        let expiry = SystemTime::UNIX_EPOCH + Duration::from_secs(EXPIRY);
        let outcome = match self.error {
            Some(text) => Err(azure_core::Error::with_message(azure_core::error::ErrorKind::Credential, text)),
            None => Ok(AccessToken::new(format!("S3CR3T-{}", self.name), expiry.into())),
        };
        Box::pin(async move { outcome })
    }
}

fn request() -> TokenRequest {
    TokenRequest::new([Cloud::Global.scope()])
}

async fn text(credential: &AzureCredential, request: &TokenRequest) -> String {
    credential.token(request).await.unwrap().authorization().to_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_credential_provides_tokens_with_their_expiry() {
    let calls = Arc::new(AtomicUsize::new(0));
    let azure: Arc<dyn TokenCredential> =
        Arc::new(CachingCredential { name: 1, calls: Arc::clone(&calls), error: None });
    let credential = AzureCredential::from(azure);
    let token = credential.token(&request()).await.unwrap();
    assert_eq!(token.authorization().to_str().unwrap(), "Bearer S3CR3T-1");
    assert_eq!(token.expires_at(), Some(SystemTime::UNIX_EPOCH + Duration::from_secs(EXPIRY)));
    assert_eq!(
        text(&credential, &request().refreshed(None)).await,
        "Bearer S3CR3T-1",
        "the SDK cannot be told to refresh"
    );
    assert_eq!(calls.load(Relaxed), 2);
    assert!(!format!("{credential:?}").contains("S3CR3T"));
}

#[tokio::test]
async fn a_rejected_token_is_replaced_by_a_new_credential() {
    let created = AtomicUsize::new(0);
    let credential = AzureCredential::from_fn(move || {
        Ok(Arc::new(CachingCredential { name: created.fetch_add(1, Relaxed), calls: Arc::default(), error: None }))
    })
    .unwrap();
    assert_eq!(text(&credential, &request()).await, "Bearer S3CR3T-0");
    assert_eq!(text(&credential, &request()).await, "Bearer S3CR3T-0");
    assert_eq!(text(&credential, &request().refreshed(Some("{}"))).await, "Bearer S3CR3T-1");
    assert_eq!(text(&credential, &request()).await, "Bearer S3CR3T-1");
}

#[tokio::test]
async fn the_error_of_the_sdk_is_the_source() {
    let credential =
        AzureCredential::new(Arc::new(CachingCredential { name: 1, calls: Arc::default(), error: Some("no az here") }));
    let error = credential.token(&request()).await.unwrap_err();
    assert!(error.is_credential());
    assert_eq!(error.source().unwrap().to_string(), "no az here");
    assert_eq!(error.to_string(), "failed to acquire an access token: no az here");
    let failed = AzureCredential::from_fn(|| {
        Err(azure_core::Error::with_message(azure_core::error::ErrorKind::Credential, "no secret specified"))
    });
    assert!(failed.unwrap_err().is_credential());
}

/// Credentials of other crates do not remove secrets from the messages of an authority.
#[tokio::test]
async fn texts_that_may_be_secrets_are_redacted() {
    for text in [
        "the assertion eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJTM0NSM1QifQ.c2lnbmF0dXJl-S3CR3T is expired",
        "bad request: grant_type=x&client_secret=S3CR3T~value%2F&scope=y",
        r#"bad request: {"refresh_token":"S3CR3T.value","x":1}"#,
        "bad request: {\"device_code\" : \"S3CR3T value\"",
        "Authorization: Bearer S3CR3T-0123456789abcdef",
    ] {
        let credential = CachingCredential { name: 1, calls: Arc::default(), error: Some(text) };
        let error = AzureCredential::new(Arc::new(credential)).token(&request()).await.unwrap_err();
        let source = error.source().unwrap();
        let shown = format!("{error} {error:?} {source} {source:?}");
        assert!(!shown.contains("S3CR3T") && !shown.contains("UzNDUjN"), "{shown}");
        assert!(error.to_string().contains("[redacted]"), "{error}");
    }
}

#[graph_resource(crate = crate, path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
#[derive(Debug, Clone, PartialEq)]
struct Printer {
    #[graph(key)]
    id: String,
    job_count: i32,
}

#[tokio::test]
async fn the_client_caches_the_tokens_of_an_azure_credential() {
    let calls = Arc::new(AtomicUsize::new(0));
    let service = tower::service_fn(|request: http::Request<bytes::Bytes>| async move {
        assert_eq!(request.headers()["authorization"], "Bearer S3CR3T-1");
        Ok::<_, crate::Error>(http::Response::new(String::from(r#"{"id":"p1","jobCount":7}"#)))
    });
    let graph = GraphClient::builder(Cloud::Global)
        .azure_credential(Arc::new(CachingCredential { name: 1, calls: Arc::clone(&calls), error: None }))
        .service(service)
        .build()
        .unwrap();
    for _ in 0..10 {
        assert_eq!(graph.get(Printer::at("p1")).await.unwrap().job_count, 7);
    }
    assert_eq!(calls.load(Relaxed), 1);
}
