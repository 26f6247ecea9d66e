//! The proxy variables: reqwest reads them, and takes one that it cannot use for not set.

use http::Uri;
use http::uri::Authority;

use crate::error::{Error, ErrorKind};
use crate::variables::Variables;

/// Refuses variables that name a proxy that cannot be used, because requests would then pass it by without a word.
///
/// `NO_PROXY` is taken as reqwest takes it, which ignores what it does not know. No error holds a value: it may have a password.
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

/// The variable that counts: the first that is set. Empty, it hides the other one, and means no proxy.
fn first<'n>(variables: Variables<'_>, names: [&'n str; 2]) -> Result<Option<(&'n str, String)>, Error> {
    let Some(name) = names.into_iter().find(|name| variables.is_set(name)) else { return Ok(None) };
    Ok(variables.get(name)?.map(|value| (name, value)))
}

/// What hyper-util accepts (`client::proxy::matcher`), with a host, and with a port that is one.
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
