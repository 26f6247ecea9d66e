//! The origin of a client: access tokens are sent to the configured origin only.

use http::uri::{Authority, Scheme};
use url::{Host, Url};

use crate::error::Error;
use crate::failure::ErrorKind;
use crate::redact::excerpt;

/// The scheme, host and port that may receive the access token.
///
/// Source: [RFC 6454, section 5](https://www.rfc-editor.org/rfc/rfc6454#section-5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Origin {
    scheme: Scheme,
    host: String,
    port: u16,
    is_loopback: bool,
    authority: Authority,
}

impl Origin {
    /// Returns the origin of `url`.
    ///
    /// # Errors
    /// When tokens must not be sent to it: it is neither `https`, nor `http` on loopback.
    pub(crate) fn from_url(url: &Url) -> Result<Self, Error> {
        Self::new(url, url.host().is_some_and(|host| is_loopback(&host)))
    }

    /// Returns the origin of the endpoint of a managed identity. It belongs to this machine although its address is not loopback, for
    /// example `http://169.254.169.254`.
    #[cfg(feature = "azure-identity")]
    pub(crate) fn from_managed_identity_url(url: &Url) -> Result<Self, Error> {
        Self::new(url, true)
    }

    fn new(url: &Url, is_loopback: bool) -> Result<Self, Error> {
        let error = |message: &str| Err(Error::new(ErrorKind::Configuration, message));
        let (Some(host), Some(port)) = (url.host(), url.port_or_known_default()) else {
            return error("the endpoint has no host; expected for example `https://graph.example.com`");
        };
        let scheme = match url.scheme() {
            "https" => Scheme::HTTPS,
            "http" if is_loopback => Scheme::HTTP,
            "http" => return error("the endpoint is `http` on a host that is not loopback; use `https`"),
            _ => return error("the endpoint is neither `https` nor `http` on loopback; use `https`"),
        };
        let host = host.to_string();
        let authority = url.port().map_or_else(|| host.clone(), |port| format!("{host}:{port}"));
        match Authority::try_from(authority) {
            Ok(authority) => Ok(Self { scheme, host, port, is_loopback, authority }),
            Err(_) => {
                error("the endpoint has a host that cannot be sent in a request; use a DNS name or an IP address")
            }
        }
    }

    /// Returns whether a request to `url` may carry the access token.
    pub(crate) fn allows(&self, url: &Url) -> bool {
        url.scheme() == self.scheme.as_str()
            && url.host_str() == Some(&*self.host)
            && url.port_or_known_default() == Some(self.port)
            && url.username().is_empty()
            && url.password().is_none()
    }

    /// Returns whether a request to `uri` may carry the access token: the same rule for a request that is about to be sent.
    pub(crate) fn allows_uri(&self, uri: &http::Uri) -> bool {
        // Byte for byte: both sides were written by the URL parser, in lower case and without a default port.
        uri.scheme() == Some(&self.scheme)
            && uri.authority().is_some_and(|authority| authority.as_str() == self.authority.as_str())
    }

    pub(crate) fn scheme(&self) -> &Scheme {
        &self.scheme
    }

    pub(crate) fn authority(&self) -> &Authority {
        &self.authority
    }

    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Describes the origin of a URL from outside: the host, or what differs if the host is the same.
    pub(crate) fn describe_other(&self, url: &Url) -> String {
        match url.host_str() {
            Some(host) if host == self.host => {}
            Some(host) => return format!("`{}`", display_host(Some(host))),
            None => return "a URL without a host".to_owned(),
        }
        let scheme = if matches!(url.scheme(), "http" | "https") { url.scheme() } else { "…" };
        let port = url.port().map_or_else(String::new, |port| format!(":{port}"));
        let has_user = !url.username().is_empty() || url.password().is_some();
        format!("`{scheme}://{}{port}`{}", self.host, if has_user { " with a user name" } else { "" })
    }

    pub(crate) fn is_https(&self) -> bool {
        self.scheme == Scheme::HTTPS
    }

    pub(crate) fn is_loopback(&self) -> bool {
        self.is_loopback
    }
}

/// Returns the host of a URL from outside for display. A label that is too long for a name is not shown, because it may be
/// anything, even an access token that a service returned.
pub(crate) fn display_host(host: Option<&str>) -> String {
    let Some(host) = host else { return "no host".to_owned() };
    let labels = host.split('.').map(|label| if label.len() > MAX_LABEL { "…" } else { label });
    excerpt(&labels.collect::<Vec<_>>().join("."), MAX_HOST).into_owned()
}

/// Labels have at most 63 characters, and hardly ever more than this.
const MAX_LABEL: usize = 32;
const MAX_HOST: usize = 100;

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::{Origin, display_host};

    fn origin(url: &str) -> Origin {
        Origin::from_url(&Url::parse(url).unwrap()).unwrap()
    }

    #[test]
    fn only_the_same_scheme_host_and_port_are_allowed() {
        let graph = origin("https://graph.microsoft.com/");
        for same in [
            "https://graph.microsoft.com/v1.0/users?$skiptoken=x",
            "https://graph.microsoft.com:443/v1.0",
            "HTTPS://GRAPH.MICROSOFT.COM/",
            "https://graph%2emicrosoft.com/",
        ] {
            assert!(graph.allows(&Url::parse(same).unwrap()), "{same}");
        }
        for other in [
            "http://graph.microsoft.com/v1.0/users",
            "https://graph.microsoft.com:8443/",
            "https://graph.microsoft.com./",
            "https://graph.microsoft.com.evil.example/",
            "https://evil.example/graph.microsoft.com",
            "https://graph.microsoft.com@evil.example/",
            "https://evil.example\\@graph.microsoft.com/",
            "https://user@graph.microsoft.com/",
            "https://:pw@graph.microsoft.com/",
            "https://graph.microsoft.us/",
            "wss://graph.microsoft.com/",
            "data:graph.microsoft.com",
        ] {
            assert!(!graph.allows(&Url::parse(other).unwrap()), "{other}");
        }
    }

    #[test]
    fn displayed_hosts_are_bounded() {
        assert_eq!(display_host(Some("graph.microsoft.com")), "graph.microsoft.com");
        assert_eq!(display_host(None), "no host");
        assert_eq!(display_host(Some(&format!("{}.evil.example", "e".repeat(33)))), "….evil.example");
        assert!(display_host(Some(&"e.".repeat(10_000))).chars().count() <= 101);
    }

    #[test]
    fn loopback_addresses_are_distinct_origins() {
        let sandbox = origin("http://127.0.0.1:5000");
        assert!(sandbox.allows(&Url::parse("http://127.0.0.1:5000/v1.0/me").unwrap()));
        assert!(sandbox.allows(&Url::parse("http://0x7f.1:5000/").unwrap()), "the same address");
        for other in
            ["http://127.0.0.1:5001/", "http://127.0.0.2:5000/", "http://localhost:5000/", "https://127.0.0.1:5000/"]
        {
            assert!(!sandbox.allows(&Url::parse(other).unwrap()), "{other}");
        }
    }

    #[test]
    fn the_same_rule_applies_to_requests() {
        let graph = origin("https://graph.microsoft.com");
        assert!(graph.allows_uri(&http::Uri::from_static("https://graph.microsoft.com/v1.0/me")));
        for other in [
            "/v1.0/me",
            "http://graph.microsoft.com/v1.0/me",
            "https://graph.microsoft.com:8443/",
            "https://user@graph.microsoft.com/",
            "https://graph.microsoft.com.evil.example/",
        ] {
            assert!(!graph.allows_uri(&http::Uri::from_static(other)), "{other}");
        }
        assert!(
            origin("https://[2001:db8::1]:8443").allows_uri(&http::Uri::from_static("https://[2001:db8::1]:8443/x"))
        );
    }
}
