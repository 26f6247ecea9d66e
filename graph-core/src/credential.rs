//! Provides access tokens.
//!
//! A client acquires a token from its credential, which is any [`TokenProvider`], before every request. It caches the tokens in a
//! [`TokenCache`], and sends them to the endpoint of its [`Cloud`](crate::Cloud) only.
//!
//! | identity | credential | how to use it |
//! |---|---|---|
//! | chosen by environment variables | [`EnvironmentCredential`] | [`GraphClient::from_env`](crate::GraphClient::from_env) |
//! | an application: secret, certificate, workload or managed identity, Azure CLI | any credential of the crate `azure_identity` | `GraphClientBuilder::azure_credential` |
//! | a user, who signs in with a browser on any device | [`DeviceCodeCredential`] | [`GraphClientBuilder::credential`](crate::GraphClientBuilder::credential) |
//! | the user or application of a given token | [`StaticToken`] | [`GraphClientBuilder::token`](crate::GraphClientBuilder::token) |
//! | any other | your [`TokenProvider`] | [`GraphClientBuilder::credential`](crate::GraphClientBuilder::credential) |
//!
//! # Environment variables
//!
//! The same program runs on a developer's machine, in a pipeline and in a cluster:
//!
//! ```no_run
//! # fn main() -> Result<(), graph_core::Error> {
//! let graph = graph_core::GraphClient::from_env()?;
//! # Ok(())
//! # }
//! ```
//!
//! [`EnvironmentCredential`] documents which variables are read and in which order, and
//! [`Cloud::from_env`](crate::Cloud::from_env) which cloud they select.
//!
//! # Users
//!
//! Some resources can be changed only with the permissions of a user. [`DeviceCodeCredential`] shows a code, which the user enters
//! in a browser. After that it acquires tokens without the user:
//!
//! ```no_run
//! # fn main() -> Result<(), graph_core::Error> {
//! use graph_core::credential::DeviceCodeCredential;
//! use graph_core::{Cloud, GraphClient};
//!
//! let user = DeviceCodeCredential::builder("00000000-0000-0000-0000-000000000000")
//!     .permissions(["DeviceManagementConfiguration.ReadWrite.All"])
//!     .prompt(|prompt| eprintln!("{}", prompt.message()))
//!     .build()?;
//! let graph = GraphClient::builder(Cloud::Global).credential(user).build()?;
//! # Ok(())
//! # }
//! ```
//!
//! # National clouds
//!
//! Each cloud has an endpoint, a scope and an authority of its own, and its tokens are not valid in other clouds. The client requests
//! the scope of its cloud. Pass the same cloud to a credential that signs in by itself:
//!
//! ```no_run
//! # fn main() -> Result<(), graph_core::Error> {
//! use graph_core::credential::{DeviceCodeCredential, EnvironmentCredential};
//! use graph_core::{Cloud, GraphClient};
//!
//! let cloud = Cloud::UsGovL4;
//! let user = DeviceCodeCredential::builder("client-id").cloud(cloud.clone()).prompt(|p| eprintln!("{}", p.message())).build()?;
//! let application = EnvironmentCredential::new(&cloud)?;
//! let graph = GraphClient::builder(cloud).credential(application).build()?;
//! # Ok(())
//! # }
//! ```
//!
//! Credentials of `azure_identity` receive the cloud in their `client_options`; see `AzureCredential::client_options`.
//!
//! # Errors
//!
//! A call without a token fails with [`ErrorKind::Credential`](crate::ErrorKind::Credential). The message contains the reason, for
//! example the `AADSTS` code and the first line of the error of the authority; [`source`](std::error::Error::source) has all of it.
//! A connection to the authority takes at most 10 seconds, a response 30. Credentials that sign in an application retry transient
//! failures (a refused or broken connection, 408, 429, 5xx): they make five attempts within about ten seconds. A certificate that is
//! not trusted and other errors of the authority are not retried. If the deadline of the call passes first, the error contains the
//! reason of the last failed attempt, or what has not responded: see [`TokenProvider::delay_reason`].
//!
//! # Caching and secrecy
//!
//! Tokens are cached in memory only, until five minutes before they expire; [`TokenCache`] documents the rules. Two clients share
//! tokens if they share the credential: pass a clone of one `TokenCache` to both. When the service rejects a token, the client sends
//! a [refreshed](TokenRequest::refreshed) token request, with the claims that the service demanded.
//!
//! No token, secret, device code or refresh token appears in any `Debug`, `Display`, error or log of this crate. The memory of an
//! [`AccessToken`] or a refresh token is wiped when the last copy is dropped. Copies that the network stack, the operating system or
//! other crates make cannot be wiped.

#[cfg(feature = "azure")]
mod azure;
mod cache;
mod delay;
mod device_code;
mod environment;
mod provider;
mod request;
mod token;

use std::time::Duration;

use crate::transport::Timeouts;

#[cfg(feature = "azure")]
pub use azure::AzureCredential;
pub use cache::TokenCache;
pub use device_code::{
    AuthorityError, DeviceCodeCredential, DeviceCodeCredentialBuilder, DeviceCodePrompt, SignInError,
};
pub use environment::EnvironmentCredential;
pub use provider::{StaticToken, TokenFuture, TokenProvider};
pub use request::TokenRequest;
pub use token::AccessToken;

/// The time limits of requests to an authority. They are shorter than for Microsoft Graph, because the responses are small and
/// calls wait for them.
const TIMEOUTS: Timeouts = Timeouts { connect: Duration::from_secs(10), attempt: Duration::from_secs(30) };
