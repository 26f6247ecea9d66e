//! Chooses a cloud by environment variables.

use url::Url;

use crate::cloud::Cloud;
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::variables::Variables;

impl Cloud {
    /// Chooses a cloud by environment variables. Defaults to the worldwide service.
    ///
    /// | `GRAPH_CLOUD` | cloud | also chosen by `AZURE_AUTHORITY_HOST` |
    /// |---|---|---|
    /// | `global` | [`Cloud::Global`] | `https://login.microsoftonline.com` |
    /// | `usgov-l4` | [`Cloud::UsGovL4`] | `https://login.microsoftonline.us` |
    /// | `usgov-l5` | [`Cloud::UsGovL5`] | |
    /// | `china` | [`Cloud::China`] | `https://login.chinacloudapi.cn` |
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`] when a variable has another value or is not UTF-8, or the two contradict each other.
    pub fn from_env() -> Result<Self, Error> {
        read(Variables::PROCESS)
    }
}

fn read(variables: Variables<'_>) -> Result<Cloud, Error> {
    let error = |message: &str| Err(Error::new(ErrorKind::Configuration, message));
    let named = match variables.get("GRAPH_CLOUD")?.map(|name| name.to_ascii_lowercase()).as_deref() {
        None => None,
        Some("global") => Some(Cloud::Global),
        Some("usgov-l4") => Some(Cloud::UsGovL4),
        Some("usgov-l5") => Some(Cloud::UsGovL5),
        Some("china") => Some(Cloud::China),
        Some(_) => {
            return error("`GRAPH_CLOUD` does not name a cloud; expected `global`, `usgov-l4`, `usgov-l5` or `china`");
        }
    };
    let Some(host) = variables.get("AZURE_AUTHORITY_HOST")? else { return Ok(named.unwrap_or_default()) };
    let Some(host) = authority_url(&host) else {
        return error(
            "`AZURE_AUTHORITY_HOST` is not the `https` URL of an authority; expected for example `https://login.microsoftonline.com`",
        );
    };
    let belongs = |cloud: &Cloud| cloud.authority() == Some(&*host);
    match named {
        Some(cloud) if belongs(&cloud) => Ok(cloud),
        Some(_) => error("`GRAPH_CLOUD` and `AZURE_AUTHORITY_HOST` belong to different clouds; remove one of them"),
        None => match [Cloud::Global, Cloud::UsGovL4, Cloud::China].into_iter().find(belongs) {
            Some(cloud) => Ok(cloud),
            None => error("`AZURE_AUTHORITY_HOST` does not belong to a known cloud; build one with `Cloud::builder`"),
        },
    }
}

/// Returns the URL without a trailing slash. Some users write the host only, some a trailing slash.
fn authority_url(host: &str) -> Option<String> {
    let text = if host.contains("://") { host.to_owned() } else { format!("https://{host}") };
    let url = Url::parse(&text).ok()?;
    let is_plain = url.path() == "/" && url.query().is_none() && url.username().is_empty() && url.password().is_none();
    (url.scheme() == "https" && is_plain).then(|| url.as_str().trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::cloud::Cloud;
    use crate::failure::ErrorKind;
    use crate::variables::Variables;

    #[test]
    fn the_cloud_is_chosen_by_name_or_by_authority() {
        let read = |variables: &[(&str, &str)]| {
            let find = |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| value.into());
            read(Variables::new(&find))
        };
        let name = |value| ("GRAPH_CLOUD", value);
        let host = |value| ("AZURE_AUTHORITY_HOST", value);
        for (variables, expected) in [
            (vec![], Cloud::Global),
            (vec![name(""), host("")], Cloud::Global),
            (vec![name("global")], Cloud::Global),
            (vec![name("UsGov-L4")], Cloud::UsGovL4),
            (vec![name("usgov-l5")], Cloud::UsGovL5),
            (vec![name("china")], Cloud::China),
            (vec![host("https://login.microsoftonline.com/")], Cloud::Global),
            (vec![host("https://login.microsoftonline.us")], Cloud::UsGovL4),
            (vec![host("login.chinacloudapi.cn")], Cloud::China),
            (vec![name("usgov-l5"), host("https://login.microsoftonline.us/")], Cloud::UsGovL5),
        ] {
            assert_eq!(read(&variables).unwrap(), expected, "{variables:?}");
        }
        for variables in [
            vec![name("mars")],
            vec![host("https://login.example")],
            vec![host("http://login.microsoftonline.com")],
            vec![host("https://login.microsoftonline.com/tenant")],
            vec![host("https://login.microsoftonline.com@evil.example")],
            vec![name("china"), host("https://login.microsoftonline.com")],
        ] {
            assert_eq!(read(&variables).unwrap_err().kind(), ErrorKind::Configuration, "{variables:?}");
        }
    }
}
