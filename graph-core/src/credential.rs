//! Access tokens, and where they come from.

mod cache;
mod device_code;
mod provider;
mod request;
mod token;

pub use cache::TokenCache;
pub use device_code::{DeviceCodeCredential, DeviceCodeCredentialBuilder, DeviceCodePrompt, Refusal, SignInError};
pub use provider::{StaticToken, TokenFuture, TokenProvider};
pub use request::TokenRequest;
pub use token::AccessToken;
