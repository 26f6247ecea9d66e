//! The tokens of requests.

use http::HeaderMap;
use http::header::AUTHORIZATION;

use super::GraphService;
use crate::protocol::ErrorResponse;

impl GraphService {
    /// Returns the token of a request.
    ///
    /// # Errors
    /// Returns a response if the token is absent or not accepted.
    pub(super) fn check_token<'h>(&self, headers: &'h HeaderMap) -> Result<&'h str, ErrorResponse> {
        let mut lines = headers.get_all(AUTHORIZATION).iter();
        let (Some(line), None) = (lines.next(), lines.next()) else {
            return Err(ErrorResponse::unauthorized("Access token is empty.", r#"Bearer realm="graph-sandbox""#));
        };
        let token = line.to_str().ok().and_then(|line| line.split_once(' '));
        let token = token.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, token)| token.trim());
        let is_accepted = |token: &str| self.options.token.as_ref().is_none_or(|accepted| accepted == token);
        match token {
            Some(token) if !token.is_empty() && is_accepted(token) => Ok(token),
            _ => {
                let challenge = r#"Bearer realm="graph-sandbox", error="invalid_token""#;
                Err(ErrorResponse::unauthorized("Access token validation failure.", challenge))
            }
        }
    }
}
