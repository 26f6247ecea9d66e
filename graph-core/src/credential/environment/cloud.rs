//! The cloud that the environment names.

use url::Url;

use crate::cloud::Cloud;
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::variables::Variables;

impl Cloud {
    /// The cloud that the environment names; the worldwide one if it names none.
    ///
    /// | `GRAPH_CLOUD` | cloud | is meant without it when `AZURE_AUTHORITY_HOST` is |
    /// |---|---|---|
    /// | `global` | [`Cloud::Global`] | `https://login.microsoftonline.com` |
    /// | `usgov-l4` | [`Cloud::UsGovL4`] | `https://login.microsoftonline.us` |
    /// | `usgov-l5` | [`Cloud::UsGovL5`] | |
    /// | `china` | [`Cloud::China`] | `https://login.chinacloudapi.cn` |
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`] when a variable names none of these or is not UTF-8, or the two contradict each other.
    pub fn from_env() -> Result<Self, Error> {
        read(Variables::PROCESS)
    }
}

pub(super) fn read(variables: Variables<'_>) -> Result<Cloud, Error> {
    let fault = |message: &str| Err(Error::new(ErrorKind::Configuration, message));
    let named = match variables.get("GRAPH_CLOUD")?.map(|name| name.to_ascii_lowercase()).as_deref() {
        None => None,
        Some("global") => Some(Cloud::Global),
        Some("usgov-l4") => Some(Cloud::UsGovL4),
        Some("usgov-l5") => Some(Cloud::UsGovL5),
        Some("china") => Some(Cloud::China),
        Some(_) => {
            return fault("`GRAPH_CLOUD` does not name a cloud; expected `global`, `usgov-l4`, `usgov-l5` or `china`");
        }
    };
    let Some(host) = variables.get("AZURE_AUTHORITY_HOST")? else { return Ok(named.unwrap_or_default()) };
    let Some(host) = origin(&host) else {
        return fault(
            "`AZURE_AUTHORITY_HOST` is not the `https` URL of an authority; expected one like `https://login.microsoftonline.com`",
        );
    };
    let belongs = |cloud: &Cloud| cloud.authority() == Some(&*host);
    match named {
        Some(cloud) if belongs(&cloud) => Ok(cloud),
        Some(_) => fault("`GRAPH_CLOUD` and `AZURE_AUTHORITY_HOST` belong to different clouds; remove one of them"),
        None => match [Cloud::Global, Cloud::UsGovL4, Cloud::China].into_iter().find(belongs) {
            Some(cloud) => Ok(cloud),
            None => {
                fault("`AZURE_AUTHORITY_HOST` does not belong to a known cloud; build the client with `Cloud::custom`")
            }
        },
    }
}

/// Some write the host alone, some a slash at the end.
fn origin(host: &str) -> Option<String> {
    let text = if host.contains("://") { host.to_owned() } else { format!("https://{host}") };
    let url = Url::parse(&text).ok()?;
    let plain = url.path() == "/" && url.query().is_none() && url.username().is_empty() && url.password().is_none();
    (url.scheme() == "https" && plain).then(|| url.as_str().trim_end_matches('/').to_owned())
}
