//! The rule that keeps an access token at home: it goes to the configured origin and nowhere else.

use http::uri::{Authority, Scheme};
use url::{Host, Url};

use crate::error::Error;
use crate::failure::ErrorKind;
use crate::redact::excerpt;

/// The scheme, host and port that may see the access token.
///
/// Source: [RFC 6454, section 5](https://www.rfc-editor.org/rfc/rfc6454#section-5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Origin {
    scheme: Scheme,
    host: String,
    port: u16,
    loopback: bool,
    authority: Authority,
}

impl Origin {
    /// The origin of `url`, which must be one that a token may be sent to at all: `https`, or `http` on loopback.
    pub(crate) fn of(url: &Url) -> Result<Self, Error> {
        Self::checked(url, url.host().is_some_and(|host| is_loopback(&host)))
    }

    /// The origin of the endpoint of a managed identity, which belongs to this machine although its address is another one, for
    /// example `http://169.254.169.254`.
    #[cfg(feature = "azure-identity")]
    pub(crate) fn of_this_machine(url: &Url) -> Result<Self, Error> {
        Self::checked(url, true)
    }

    fn checked(url: &Url, loopback: bool) -> Result<Self, Error> {
        let refuse = |why: &str| Err(Error::new(ErrorKind::Configuration, format!("the endpoint {why}")));
        let (Some(host), Some(port)) = (url.host(), url.port_or_known_default()) else {
            return refuse("has no host; give one like `https://graph.example.com`");
        };
        let scheme = match url.scheme() {
            "https" => Scheme::HTTPS,
            "http" if loopback => Scheme::HTTP,
            "http" => return refuse("is `http` on a host that is not loopback; use `https`"),
            _ => return refuse("is neither `https` nor `http` on loopback"),
        };
        let host = host.to_string();
        let authority = url.port().map_or_else(|| host.clone(), |port| format!("{host}:{port}"));
        match Authority::try_from(authority) {
            Ok(authority) => Ok(Self { scheme, host, port, loopback, authority }),
            Err(_) => refuse("has a host that cannot be written in a request"),
        }
    }

    /// Whether a request to `url` may carry the token.
    pub(crate) fn allows(&self, url: &Url) -> bool {
        url.scheme() == self.scheme.as_str()
            && url.host_str() == Some(&*self.host)
            && url.port_or_known_default() == Some(self.port)
            && url.username().is_empty()
            && url.password().is_none()
    }

    /// Whether a request to `uri` may carry the token: the same rule on what is about to be sent.
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

    /// The origin of a URL that somebody else wrote, for a person: the host, or what is different where that is the same.
    pub(crate) fn shown(&self, url: &Url) -> String {
        match url.host_str() {
            Some(host) if host == self.host => {}
            Some(host) => return format!("`{}`", shown_host(Some(host))),
            None => return "a place without a host".to_owned(),
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
        self.loopback
    }
}

/// The host of a URL that somebody else wrote, for a person. What is too long for a name is not shown: it may be anything,
/// even a token that came back.
pub(crate) fn shown_host(host: Option<&str>) -> String {
    let Some(host) = host else { return "no host".to_owned() };
    let labels = host.split('.').map(|label| if label.len() > LONGEST_LABEL { "…" } else { label });
    excerpt(&labels.collect::<Vec<_>>().join("."), LONGEST_HOST).into_owned()
}

/// Names are at most 63 long, and hardly ever longer than this.
const LONGEST_LABEL: usize = 32;
const LONGEST_HOST: usize = 100;

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

    use super::{Origin, shown_host};

    fn origin(url: &str) -> Origin {
        Origin::of(&Url::parse(url).unwrap()).unwrap()
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
    fn hosts_of_others_are_shown_within_bounds() {
        assert_eq!(shown_host(Some("graph.microsoft.com")), "graph.microsoft.com");
        assert_eq!(shown_host(None), "no host");
        assert_eq!(shown_host(Some(&format!("{}.evil.example", "e".repeat(33)))), "….evil.example");
        assert!(shown_host(Some(&"e.".repeat(10_000))).chars().count() <= 101);
    }

    #[test]
    fn loopback_is_not_another_loopback() {
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
    fn the_rule_is_the_same_for_what_is_sent() {
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
