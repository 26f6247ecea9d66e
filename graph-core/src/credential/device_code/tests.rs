//! The device code flow on tokio's paused clock, with an authority in memory.

mod loopback;
mod options;
mod refresh;
mod secrets;
mod waiting;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;
use url::form_urlencoded;

use super::{DeviceCodeCredential, SignInError};
use crate::credential::{AccessToken, TokenProvider, TokenRequest};
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::transport::{BodyLimits, Transport};

const CODE: &str = r#"{"device_code":"S3CR3T-device","user_code":"S3CR3T-user","verification_uri":"https://login.example/device","expires_in":900,"interval":5,"message":"To sign in, use S3CR3T-user."}"#;
const TOKENS: &str = r#"{"token_type":"Bearer","scope":"User.Read","expires_in":3599,"access_token":"S3CR3T-access-1","refresh_token":"S3CR3T-refresh-1"}"#;
const PENDING: (u16, &str) =
    (400, r#"{"error":"authorization_pending","error_description":"AADSTS70016: waiting","error_codes":[70016]}"#);

/// The requests to the authority, and the prompts.
#[derive(Clone, Default)]
struct Log {
    posts: Arc<Mutex<Vec<Post>>>,
    prompts: Arc<Mutex<Vec<String>>>,
}

#[derive(Clone)]
struct Post {
    url: String,
    form: Vec<(String, String)>,
    after: Duration,
}

impl Post {
    fn field(&self, name: &str) -> Option<&str> {
        self.form.iter().find(|(field, _)| field == name).map(|(_, value)| &**value)
    }
}

impl Log {
    fn posts(&self) -> Vec<Post> {
        self.posts.lock().unwrap().clone()
    }

    /// Returns the times of the polls for a token, in seconds since the code was requested.
    fn polls(&self) -> Vec<u64> {
        let posts = self.posts();
        posts.iter().filter(|post| post.field("device_code").is_some()).map(|post| post.after.as_secs()).collect()
    }

    fn prompts(&self) -> usize {
        self.prompts.lock().unwrap().len()
    }
}

/// Creates a credential and an authority with these responses; a status of 0 is a timeout.
fn credential<'a>(responses: impl IntoIterator<Item = (u16, &'a str)>) -> (DeviceCodeCredential, Log) {
    let log = Log::default();
    let responses: VecDeque<(u16, String)> =
        responses.into_iter().map(|(status, body)| (status, body.to_owned())).collect();
    let (responses, posts, start) = (Arc::new(Mutex::new(responses)), Arc::clone(&log.posts), Instant::now());
    let service = tower::service_fn(move |request: http::Request<Bytes>| {
        assert_eq!(request.method(), "POST");
        assert_eq!(request.headers()["content-type"], "application/x-www-form-urlencoded");
        posts.lock().unwrap().push(Post {
            url: request.uri().to_string(),
            form: form_urlencoded::parse(request.body()).into_owned().collect(),
            after: start.elapsed(),
        });
        let (status, body) = responses.lock().unwrap().pop_front().expect("an unexpected request");
        async move {
            if status == 0 {
                return Err(Error::new(ErrorKind::Timeout, "no response"));
            }
            Ok(http::Response::builder().status(status).body(body).unwrap())
        }
    });
    let prompts = Arc::clone(&log.prompts);
    let mut credential = DeviceCodeCredential::builder("the-app")
        .tenant("contoso.example")
        .prompt(move |prompt| prompts.lock().unwrap().push(prompt.message()))
        .build()
        .unwrap();
    credential.authority = credential.authority.with_transport(Transport::custom(service, BodyLimits::DEFAULT));
    (credential, log)
}

fn request() -> TokenRequest {
    TokenRequest::new(["https://graph.microsoft.com/.default"])
}

async fn token(credential: &DeviceCodeCredential) -> Result<String, Error> {
    credential.token(&request()).await.map(|token| text(&token))
}

fn text(token: &AccessToken) -> String {
    token.authorization().to_str().unwrap().trim_start_matches("Bearer ").to_owned()
}

fn sign_in_error(error: &Error) -> &SignInError {
    SignInError::of(error).expect("a sign-in error")
}
