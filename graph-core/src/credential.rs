//! Access tokens, and where they come from.

#[cfg(feature = "azure")]
mod azure;
mod cache;
mod device_code;
mod environment;
mod provider;
mod request;
mod token;

#[cfg(feature = "azure")]
pub use azure::AzureCredential;
pub use cache::TokenCache;
pub use device_code::{DeviceCodeCredential, DeviceCodeCredentialBuilder, DeviceCodePrompt, Refusal, SignInError};
pub use environment::EnvironmentCredential;
pub use provider::{StaticToken, TokenFuture, TokenProvider};
pub use request::TokenRequest;
pub use token::AccessToken;
