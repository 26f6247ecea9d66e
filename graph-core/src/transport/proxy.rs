//! Checks the proxy variables: reqwest reads them, and ignores one that it cannot use.

use http::Uri;
use http::uri::Authority;

use crate::error::Error;
use crate::failure::ErrorKind;
use crate::variables::Variables;

/// Refuses a variable that does not name a usable proxy, because requests would then be sent without one.
///
/// `NO_PROXY` is read as reqwest reads it, which ignores entries that it does not know. No error shows a value, which may hold a
/// password.
pub(super) fn check(variables: Variables<'_>) -> Result<(), Error> {
    // `HTTP_PROXY` of a CGI program is a header of the request that it answers, so reqwest uses no proxy there.
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

/// Returns the first variable that is set, which reqwest reads alone. An empty one means no proxy.
fn first<'n>(variables: Variables<'_>, names: [&'n str; 2]) -> Result<Option<(&'n str, String)>, Error> {
    let Some(name) = names.into_iter().find(|name| variables.is_set(name)) else { return Ok(None) };
    Ok(variables.get(name)?.map(|value| (name, value)))
}

/// Returns whether hyper-util (`client::proxy::matcher`) accepts the value, and its host and port are usable.
fn is_proxy(value: &str) -> bool {
    let Ok(uri) = value.parse::<Uri>() else { return false };
    let known = uri.scheme_str().is_none_or(|scheme| SCHEMES.contains(&scheme));
    let Some(authority) = uri.authority().filter(|_| known) else { return false };
    let place = authority.as_str();
    let place = place.split_once('@').map_or(place, |(_, place)| place);
    let Ok(place) = place.parse::<Authority>() else { return false };
    let port = place.as_str().get(place.host().len()..).unwrap_or_default();
    !place.host().is_empty() && (matches!(port, "" | ":") || place.port_u16().is_some())
}

const PROXIES: [[&str; 2]; 3] =
    [["HTTPS_PROXY", "https_proxy"], ["HTTP_PROXY", "http_proxy"], ["ALL_PROXY", "all_proxy"]];
const NO_PROXY: [&str; 2] = ["NO_PROXY", "no_proxy"];
const SCHEMES: [&str; 6] = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];
