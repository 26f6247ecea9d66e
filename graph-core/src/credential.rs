//! Access tokens, and where they come from.

mod cache;
mod provider;
mod request;
mod token;

pub use cache::TokenCache;
pub use provider::{StaticToken, TokenFuture, TokenProvider};
pub use request::TokenRequest;
pub use token::AccessToken;
