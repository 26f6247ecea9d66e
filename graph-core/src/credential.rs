//! Authenticate: access tokens, and where they come from.
//!
//! A client asks its credential, which is any [`TokenProvider`], for a token before every request, keeps what it gets in a
//! [`TokenCache`], and sends it to the endpoint of its [`Cloud`](crate::Cloud) and nowhere else.
//!
//! | who acts | credential | how |
//! |---|---|---|
//! | whatever the surroundings say | [`EnvironmentCredential`] | [`GraphClient::from_env`](crate::GraphClient::from_env) |
//! | an application: secret, certificate, workload or managed identity, Azure CLI | any of the crate `azure_identity` | `GraphClientBuilder::azure_credential` |
//! | a user, who signs in with a browser on any device | [`DeviceCodeCredential`] | [`GraphClientBuilder::credential`](crate::GraphClientBuilder::credential) |
//! | whoever got the token | [`StaticToken`] | [`GraphClientBuilder::token`](crate::GraphClientBuilder::token) |
//! | your own source of tokens | your [`TokenProvider`] | [`GraphClientBuilder::credential`](crate::GraphClientBuilder::credential) |
//!
//! # The environment
//!
//! One program for the developer's machine, the pipeline and the cluster:
//!
//! ```no_run
//! # fn main() -> Result<(), graph_core::Error> {
//! let graph = graph_core::GraphClient::from_env()?;
//! # Ok(())
//! # }
//! ```
//!
//! [`EnvironmentCredential`] documents which variables are read and in which order, [`Cloud::from_env`](crate::Cloud::from_env) which
//! cloud is meant.
//!
//! # A user
//!
//! Some resources can only be changed with the permissions of a user. [`DeviceCodeCredential`] shows a code, which the user
//! enters in a browser; after that it works silently:
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
//! A cloud has its own endpoint, scope and authority, and a token of one is worth nothing in another. The client asks for the
//! scope of its cloud; tell a credential that signs in by itself the same cloud:
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
//! Credentials of `azure_identity` take the cloud by their `client_options`: give them `AzureCredential::client_options`.
//!
//! # When there is no token
//!
//! The error of the call is [`ErrorKind::Credential`](crate::ErrorKind::Credential), and its line has the reason, for example the
//! `AADSTS` code and the first line of a refusal; [`source`](std::error::Error::source) has all of it. A connection to the authority takes
//! at most 10 seconds, a response 30. What may pass (a refused or broken connection, 408, 429, 5xx) is tried five times within some ten
//! seconds by the credentials that sign in an application; a certificate that is not trusted, and a refusal, are final. When the
//! deadline of the call passes first, the error says what the last try failed with, or who has not responded:
//! [`TokenProvider::delay_reason`].
//!
//! # What is kept, and what is shown
//!
//! Tokens are kept in memory only, until five minutes before they expire; see [`TokenCache`] for the rules. Two clients share a
//! token if they share the credential: give both a clone of one `TokenCache`. When the service refuses a token, a
//! [refreshed](TokenRequest::refreshed) request is made, with the claims that it challenged for.
//!
//! No token, secret, device code or refresh token is in any `Debug`, `Display`, error or log of this crate. The memory that holds
//! an [`AccessToken`] or a refresh token is wiped when the last copy goes; copies that the network stack, the operating system or
//! another crate makes are not ours to wipe.

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
pub use device_code::{DeviceCodeCredential, DeviceCodeCredentialBuilder, DeviceCodePrompt, Refusal, SignInError};
pub use environment::EnvironmentCredential;
pub use provider::{StaticToken, TokenFuture, TokenProvider};
pub use request::TokenRequest;
pub use token::AccessToken;

/// How long an authority may take: shorter than Microsoft Graph, because its responses are small and calls wait for them.
const TIMEOUTS: Timeouts = Timeouts { connect: Duration::from_secs(10), attempt: Duration::from_secs(30) };
