//! Where Microsoft Graph answers: one table of endpoint, token scope and login authority per cloud.

use std::sync::Arc;

use url::Url;

use crate::error::Error;
use crate::failure::ErrorKind;
use crate::origin::Origin;

/// A deployment of Microsoft Graph.
///
/// Source: [National cloud deployments](https://learn.microsoft.com/graph/deployments).
///
/// ```
/// use graph_core::Cloud;
///
/// assert_eq!(Cloud::Global.endpoint(), "https://graph.microsoft.com");
/// assert_eq!(Cloud::UsGovL5.scope(), "https://dod-graph.microsoft.us/.default");
/// assert_eq!(Cloud::China.authority(), Some("https://login.chinacloudapi.cn"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Cloud {
    /// The worldwide service.
    #[default]
    Global,
    /// Microsoft Graph for US Government L4.
    UsGovL4,
    /// Microsoft Graph for US Government L5 (DoD).
    UsGovL5,
    /// Microsoft Graph China operated by 21Vianet.
    China,
    /// Another endpoint, made by [`Cloud::custom`].
    Custom(CustomCloud),
}

impl Cloud {
    /// A service at an endpoint of your own: a gateway, or a local stand-in for tests.
    ///
    /// The endpoint is `https`, or `http` on a loopback address (`127.0.0.0/8`, `::1`, `localhost`). It may end in a path,
    /// which then precedes the API version.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`] when the text is no such URL, or holds user information, a query or a fragment.
    ///
    /// ```
    /// use graph_core::Cloud;
    ///
    /// let cloud = Cloud::custom("http://127.0.0.1:8080/graph/")?;
    /// assert_eq!(cloud.endpoint(), "http://127.0.0.1:8080/graph");
    /// assert!(Cloud::custom("http://graph.example.com").is_err());
    /// # Ok::<(), graph_core::Error>(())
    /// ```
    pub fn custom(endpoint: &str) -> Result<Self, Error> {
        let url = parse_endpoint(endpoint)?;
        let endpoint = url.as_str().trim_end_matches('/');
        let scope = format!("{endpoint}/.default");
        Ok(Self::Custom(CustomCloud { endpoint: endpoint.into(), scope: scope.into(), authority: None }))
    }

    /// The URL that the API version is appended to, without a slash at the end.
    pub fn endpoint(&self) -> &str {
        match self {
            Self::Custom(custom) => &custom.endpoint,
            known => known.row().endpoint,
        }
    }

    /// The scope to ask an access token for: all permissions that were granted to the application beforehand.
    pub fn scope(&self) -> &str {
        match self {
            Self::Custom(custom) => &custom.scope,
            known => known.row().scope,
        }
    }

    /// The URL of the service that issues access tokens; none for a custom cloud that did not say.
    pub fn authority(&self) -> Option<&str> {
        match self {
            Self::Custom(custom) => custom.authority.as_deref(),
            known => Some(known.row().authority),
        }
    }

    fn row(&self) -> &'static Row {
        match self {
            Self::Global | Self::Custom(_) => &GLOBAL,
            Self::UsGovL4 => &US_GOV_L4,
            Self::UsGovL5 => &US_GOV_L5,
            Self::China => &CHINA,
        }
    }
}

/// The endpoint, scope and authority of [`Cloud::Custom`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CustomCloud {
    endpoint: Arc<str>,
    scope: Arc<str>,
    authority: Option<Arc<str>>,
}

impl CustomCloud {
    /// Asks access tokens for another scope than `<endpoint>/.default`.
    #[must_use]
    pub fn with_scope(mut self, scope: &str) -> Self {
        self.scope = scope.into();
        self
    }

    /// Names the service that issues access tokens.
    #[must_use]
    pub fn with_authority(mut self, authority: &str) -> Self {
        self.authority = Some(authority.into());
        self
    }
}

impl From<CustomCloud> for Cloud {
    fn from(custom: CustomCloud) -> Self {
        Self::Custom(custom)
    }
}

struct Row {
    endpoint: &'static str,
    scope: &'static str,
    authority: &'static str,
}

const GLOBAL: Row = Row {
    endpoint: "https://graph.microsoft.com",
    scope: "https://graph.microsoft.com/.default",
    authority: "https://login.microsoftonline.com",
};
const US_GOV_L4: Row = Row {
    endpoint: "https://graph.microsoft.us",
    scope: "https://graph.microsoft.us/.default",
    authority: "https://login.microsoftonline.us",
};
const US_GOV_L5: Row = Row {
    endpoint: "https://dod-graph.microsoft.us",
    scope: "https://dod-graph.microsoft.us/.default",
    authority: "https://login.microsoftonline.us",
};
const CHINA: Row = Row {
    endpoint: "https://microsoftgraph.chinacloudapi.cn",
    scope: "https://microsoftgraph.chinacloudapi.cn/.default",
    authority: "https://login.chinacloudapi.cn",
};

/// Never quotes the text, which may hold a password.
fn parse_endpoint(endpoint: &str) -> Result<Url, Error> {
    let refuse = |why: String| Error::new(ErrorKind::Configuration, format!("the endpoint {why}"));
    // A URL parser removes tabs and line breaks silently and trims spaces.
    if endpoint.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(refuse("holds white space or a control character".into()));
    }
    let url = Url::parse(endpoint).map_err(|error| refuse(format!("is not an absolute URL: {error}")))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refuse("holds a user name or password; credentials go to `credential`".into()));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(refuse("holds a query or a fragment; give scheme, host, port and path only".into()));
    }
    Origin::of(&url)?;
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::Cloud;

    #[test]
    fn every_cloud_asks_for_the_default_scope_of_its_own_endpoint() {
        for cloud in [Cloud::Global, Cloud::UsGovL4, Cloud::UsGovL5, Cloud::China] {
            assert_eq!(cloud.scope(), format!("{}/.default", cloud.endpoint()));
            assert!(cloud.endpoint().starts_with("https://") && !cloud.endpoint().ends_with('/'));
            assert!(cloud.authority().is_some_and(|authority| authority.starts_with("https://login.")));
        }
        assert_eq!(Cloud::default(), Cloud::Global);
    }

    #[test]
    fn custom_endpoints_are_https_or_loopback() {
        for good in [
            "https://graph.example.com",
            "https://graph.example.com:8443/prefix",
            "http://127.0.0.1:1234",
            "http://127.8.9.10",
            "http://[::1]:80/",
            "http://localhost:5000/a/b/",
            "HTTP://LOCALHOST:1",
        ] {
            let cloud = Cloud::custom(good).unwrap_or_else(|error| panic!("{good}: {error}"));
            assert!(!cloud.endpoint().ends_with('/'), "{}", cloud.endpoint());
            assert_eq!(cloud.scope(), format!("{}/.default", cloud.endpoint()));
            assert_eq!(cloud.authority(), None);
        }
        for bad in [
            "",
            "graph.microsoft.com",
            "/v1.0",
            "http://graph.microsoft.com",
            "http://128.0.0.1",
            "http://localhost.example.com",
            "http://127.0.0.1.example.com",
            "http://[::ffff:127.0.0.1]",
            "http://0.0.0.0:80",
            "ftp://localhost",
            "file:///etc/passwd",
            "data:text/plain,x",
            "https://",
            "https://user@graph.example.com",
            "https://user:secret@graph.example.com",
            "https://graph.example.com/?a=b",
            "https://graph.example.com/#f",
            "https://graph.example.com/\tx",
            " https://graph.example.com",
            "https://graph.example.com\r\nX: y",
        ] {
            let error = Cloud::custom(bad).expect_err(bad);
            assert!(!error.to_string().contains("secret"), "{error}");
            assert!(!error.to_string().contains('\n'), "{error}");
        }
    }

    #[test]
    fn a_custom_cloud_says_its_own_scope_and_authority() {
        let Cloud::Custom(custom) = Cloud::custom("https://gateway.example.com/g").unwrap() else { unreachable!() };
        let cloud =
            Cloud::from(custom.with_scope("api://gateway/.default").with_authority("https://login.example.com"));
        assert_eq!(cloud.scope(), "api://gateway/.default");
        assert_eq!(cloud.authority(), Some("https://login.example.com"));
    }
}
