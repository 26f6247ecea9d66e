//! Validates the proxy variables, because reqwest ignores those that it cannot use.

use http::Uri;
use http::uri::Authority;

use crate::error::Error;
use crate::failure::ErrorKind;
use crate::variables::Variables;

/// Fails if a variable is not the URL of a usable proxy, because requests would then be sent without one.
///
/// `NO_PROXY` is only checked for UTF-8: reqwest ignores entries that it does not know. Errors do not show values, because they
/// may contain a password.
pub(super) fn check(variables: Variables<'_>) -> Result<(), Error> {
    // In a CGI program, `HTTP_PROXY` is a header of the incoming request, so reqwest uses no proxy there.
    if variables.is_set("REQUEST_METHOD") {
        return Ok(());
    }
    for names in PROXIES {
        if let Some((name, value)) = first(variables, names)?
            && !is_proxy(&value)
        {
            return Err(Error::new(
                ErrorKind::Configuration,
                format!(
                    "the environment variable `{name}` is not the URL of a proxy; write it like \
                     `http://proxy.example.com:8080`, or remove it"
                ),
            ));
        }
    }
    first(variables, NO_PROXY).map(drop)
}

/// Returns the first variable that is set, which is the only one that reqwest reads. An empty one disables the proxy.
fn first<'n>(variables: Variables<'_>, names: [&'n str; 2]) -> Result<Option<(&'n str, String)>, Error> {
    let Some(name) = names.into_iter().find(|name| variables.is_set(name)) else { return Ok(None) };
    Ok(variables.get(name)?.map(|value| (name, value)))
}

/// Returns whether hyper-util (`client::proxy::matcher`) accepts the value, and its host and port are usable.
fn is_proxy(value: &str) -> bool {
    let Ok(uri) = value.parse::<Uri>() else { return false };
    let known = uri.scheme_str().is_none_or(|scheme| SCHEMES.contains(&scheme));
    let Some(authority) = uri.authority().filter(|_| known) else { return false };
    let text = authority.as_str();
    let text = text.split_once('@').map_or(text, |(_, host)| host);
    let Ok(host) = text.parse::<Authority>() else { return false };
    let port = host.as_str().get(host.host().len()..).unwrap_or_default();
    !host.host().is_empty() && (matches!(port, "" | ":") || host.port_u16().is_some())
}

const PROXIES: [[&str; 2]; 3] =
    [["HTTPS_PROXY", "https_proxy"], ["HTTP_PROXY", "http_proxy"], ["ALL_PROXY", "all_proxy"]];
const NO_PROXY: [&str; 2] = ["NO_PROXY", "no_proxy"];
const SCHEMES: [&str; 6] = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];
