//! The deployments of Microsoft Graph: endpoint, token scope and login authority per cloud.

mod environment;

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
    /// Another endpoint, created by [`Cloud::custom`] or [`Cloud::builder`].
    Custom(CustomCloud),
}

impl Cloud {
    /// Creates a cloud with another endpoint, such as a gateway or a local test server.
    ///
    /// The endpoint is `https`, or `http` on a loopback address (`127.0.0.0/8`, `::1`, `localhost`). It may have a path, which then
    /// precedes the API version. The token scope is `<endpoint>/.default`, and there is no authority; use
    /// [`builder`](Self::builder) to set them.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`] when `endpoint` is not such a URL, contains user information, a query or a fragment, or ends
    /// with the API version, which each request adds.
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
        Self::builder(endpoint).build()
    }

    /// Returns a builder for a cloud with another endpoint, token scope or authority.
    ///
    /// ```
    /// use graph_core::Cloud;
    ///
    /// let cloud = Cloud::builder("https://gateway.example.com/graph")
    ///     .scope("api://gateway/.default")
    ///     .authority("https://login.example.com")
    ///     .build()?;
    /// assert_eq!(cloud.scope(), "api://gateway/.default");
    /// assert_eq!(cloud.authority(), Some("https://login.example.com"));
    /// # Ok::<(), graph_core::Error>(())
    /// ```
    pub fn builder(endpoint: impl Into<String>) -> CloudBuilder {
        CloudBuilder { endpoint: endpoint.into(), scope: None, authority: None }
    }

    /// Returns the URL that precedes the API version, without a trailing slash.
    pub fn endpoint(&self) -> &str {
        match self {
            Self::Custom(custom) => &custom.endpoint,
            known => known.urls().endpoint,
        }
    }

    /// Returns the scope of access tokens.
    ///
    /// For Microsoft's clouds it covers all permissions that were granted to the application in advance.
    pub fn scope(&self) -> &str {
        match self {
            Self::Custom(custom) => &custom.scope,
            known => known.urls().scope,
        }
    }

    /// Returns the URL of the service that issues access tokens.
    ///
    /// A custom cloud has one only if it was set with [`CloudBuilder::authority`].
    pub fn authority(&self) -> Option<&str> {
        match self {
            Self::Custom(custom) => custom.authority.as_deref(),
            known => Some(known.urls().authority),
        }
    }

    fn urls(&self) -> &'static Urls {
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

/// Builds a [`Cloud::Custom`]; created by [`Cloud::builder`].
#[derive(Debug, Clone)]
#[must_use = "`build` creates the cloud"]
pub struct CloudBuilder {
    endpoint: String,
    scope: Option<String>,
    authority: Option<String>,
}

impl CloudBuilder {
    /// Sets the scope of access tokens. Defaults to `<endpoint>/.default`.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    /// Sets the URL of the service that issues access tokens.
    ///
    /// It is `https`, or `http` on a loopback address. Credentials that sign in by themselves require it.
    pub fn authority(mut self, authority: impl Into<String>) -> Self {
        self.authority = Some(authority.into());
        self
    }

    /// Creates the cloud.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`] when the endpoint is not a URL that [`Cloud::custom`] accepts, the scope is empty or contains
    /// white space, or the authority is not the `https` URL of a service.
    pub fn build(self) -> Result<Cloud, Error> {
        let url = parse_endpoint(&self.endpoint)?;
        let endpoint = url.as_str().trim_end_matches('/');
        let scope = self.scope.unwrap_or_else(|| format!("{endpoint}/.default"));
        check_scope(&scope)?;
        self.authority.as_deref().map_or(Ok(()), check_authority)?;
        let (endpoint, authority) = (endpoint.into(), self.authority.map(Arc::from));
        Ok(Cloud::Custom(CustomCloud { endpoint, scope: scope.into(), authority }))
    }
}

struct Urls {
    endpoint: &'static str,
    scope: &'static str,
    authority: &'static str,
}

const GLOBAL: Urls = Urls {
    endpoint: "https://graph.microsoft.com",
    scope: "https://graph.microsoft.com/.default",
    authority: "https://login.microsoftonline.com",
};
const US_GOV_L4: Urls = Urls {
    endpoint: "https://graph.microsoft.us",
    scope: "https://graph.microsoft.us/.default",
    authority: "https://login.microsoftonline.us",
};
const US_GOV_L5: Urls = Urls {
    endpoint: "https://dod-graph.microsoft.us",
    scope: "https://dod-graph.microsoft.us/.default",
    authority: "https://login.microsoftonline.us",
};
const CHINA: Urls = Urls {
    endpoint: "https://microsoftgraph.chinacloudapi.cn",
    scope: "https://microsoftgraph.chinacloudapi.cn/.default",
    authority: "https://login.chinacloudapi.cn",
};

/// Parses an endpoint. Errors do not quote it, because it may contain a password.
fn parse_endpoint(endpoint: &str) -> Result<Url, Error> {
    let error = |message: &str| Error::new(ErrorKind::Configuration, message);
    // A URL parser removes tabs and line breaks silently and trims spaces.
    if endpoint.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(error("the endpoint contains white space or a control character; remove it"));
    }
    let url = Url::parse(endpoint).map_err(|cause| error(&format!("the endpoint is not an absolute URL: {cause}")))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(error("the endpoint contains a user name or a password; pass credentials to the client builder"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(error("the endpoint contains a query or a fragment; expected scheme, host, port and path only"));
    }
    Origin::from_url(&url)?;
    let last = url.path().trim_end_matches('/').rsplit('/').next().unwrap_or("");
    if ["v1.0", "beta"].iter().any(|version| last.eq_ignore_ascii_case(version)) {
        return Err(error(&format!(
            "the endpoint ends with the API version `{last}`, which each request adds; remove it"
        )));
    }
    Ok(url)
}

/// A scope is one token of a list that is separated by spaces.
///
/// Source: [RFC 6749, section 3.3](https://www.rfc-editor.org/rfc/rfc6749#section-3.3).
fn check_scope(scope: &str) -> Result<(), Error> {
    let is_legal = |character: char| character.is_ascii_graphic() && !matches!(character, '"' | '\\');
    if scope.is_empty() || !scope.chars().all(is_legal) {
        let message = "the scope is empty or contains a character that a scope cannot have; expected for example \
                       `https://graph.example.com/.default`";
        return Err(Error::new(ErrorKind::Configuration, message));
    }
    Ok(())
}

/// Secrets and refresh tokens are sent to the authority.
fn check_authority(authority: &str) -> Result<(), Error> {
    let error = |message: &str| Err(Error::new(ErrorKind::Configuration, message));
    let has_space = authority.chars().any(|c| c.is_control() || c.is_whitespace());
    let Some(url) = Url::parse(authority).ok().filter(|_| !has_space) else {
        return error("the authority is not an absolute URL; expected for example `https://login.microsoftonline.com`");
    };
    if url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() || url.password().is_some() {
        return error(
            "the authority contains user information, a query or a fragment; expected scheme, host, port and path only",
        );
    }
    match Origin::from_url(&url) {
        Ok(_) => Ok(()),
        Err(_) => {
            error("the authority is neither `https` nor `http` on loopback, and secrets are sent to it; use `https`")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Cloud;

    #[test]
    fn every_cloud_has_the_default_scope_of_its_endpoint() {
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
            "https://graph.microsoft.com/v1.0",
            "https://graph.microsoft.com/V1.0/",
            "http://127.0.0.1:1/graph/beta//",
        ] {
            let error = Cloud::custom(bad).expect_err(bad);
            assert!(!error.to_string().contains("secret"), "{error}");
            assert!(!error.to_string().contains('\n'), "{error}");
        }
    }

    #[test]
    fn a_scope_or_authority_that_cannot_be_meant_is_an_error() {
        let build = |scope: Option<&str>, authority: Option<&str>| {
            let builder = Cloud::builder("https://graph.example.com/v1.0/g");
            let builder = scope.into_iter().fold(builder, super::CloudBuilder::scope);
            authority.into_iter().fold(builder, super::CloudBuilder::authority).build()
        };
        assert!(build(Some("api://g/.default"), Some("http://127.0.0.1:1/tenant/")).is_ok());
        for scope in ["", " ", "a b", "a\n", "\"a\"", "\u{e9}"] {
            let error = build(Some(scope), None).expect_err(scope).to_string();
            assert!(error.contains("the scope is empty or contains"), "{error}");
        }
        for authority in [
            "",
            "login.example.com",
            "http://login.example.com",
            "ftp://login.example.com",
            "https://user:secret@login.example.com",
            "https://login.example.com/?a=b",
            "https://login.example.com\r\n",
        ] {
            let error = build(None, Some(authority)).expect_err(authority).to_string();
            assert!(error.contains("the authority") && !error.contains("user:"), "{error}");
        }
    }

    #[test]
    fn a_custom_cloud_has_its_own_scope_and_authority() {
        let builder = Cloud::builder("https://gateway.example.com/g").scope("api://gateway/.default");
        let cloud = builder.authority("https://login.example.com").build().unwrap();
        assert_eq!(cloud.endpoint(), "https://gateway.example.com/g");
        assert_eq!(cloud.scope(), "api://gateway/.default");
        assert_eq!(cloud.authority(), Some("https://login.example.com"));
    }
}
