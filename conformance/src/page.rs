//! The pages: one JSON object a line.

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

/// A documented update.
#[derive(Debug, Clone, Deserialize)]
pub struct Page {
    /// The name of the page.
    pub page: String,
    /// `v1.0` or `beta`.
    pub version: String,
    /// The namespace of the type.
    #[serde(default)]
    pub namespace: Option<String>,
    /// The type, without namespace.
    #[serde(default)]
    pub entity: Option<String>,
    /// The type as `@odata.type` names it.
    #[serde(default)]
    pub odata_type: Option<String>,
    /// `entity`, `complex`, or nothing if the metadata does not have the type.
    #[serde(default)]
    pub entity_kind: Option<String>,
    /// The documented paths.
    #[serde(default)]
    pub paths: Vec<Path>,
    /// The example of a request.
    pub request: Request,
    /// The example of a response.
    #[serde(default)]
    pub response: Option<Response>,
    /// What was found when the page was held against the metadata.
    #[serde(default)]
    pub check: Check,
}

/// A documented path.
#[derive(Debug, Clone, Deserialize)]
pub struct Path {
    /// The path with its placeholders.
    #[serde(default)]
    pub template: Option<String>,
}

/// The example of a request.
#[derive(Debug, Clone, Deserialize)]
pub struct Request {
    /// The method.
    pub method: String,
    /// The path, without version.
    pub path: String,
    /// Which of the documented paths it is.
    #[serde(default)]
    pub template: Option<usize>,
    /// The values of the placeholders, as printed.
    #[serde(default)]
    pub bindings: Vec<(String, Option<String>)>,
    /// The body.
    #[serde(default)]
    pub body: Option<Box<RawValue>>,
}

/// The example of a response.
#[derive(Debug, Clone, Deserialize)]
pub struct Response {
    /// The body.
    #[serde(default)]
    pub body: Option<Box<RawValue>>,
    /// The type that the page gives it.
    #[serde(default)]
    pub annotated_type: Option<String>,
}

/// Where the page does not fit the metadata.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Check {
    /// In the request.
    #[serde(default)]
    pub request: Departures,
    /// In the response.
    #[serde(default)]
    pub response: Departures,
}

/// Where an example does not fit the metadata.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "Option<Found>")]
pub struct Departures {
    /// One for each place.
    pub departures: Vec<Value>,
}

#[derive(Deserialize)]
struct Found {
    #[serde(default)]
    departures: Option<Vec<Value>>,
}

impl From<Option<Found>> for Departures {
    fn from(found: Option<Found>) -> Self {
        Self { departures: found.and_then(|found| found.departures).unwrap_or_default() }
    }
}

impl Page {
    /// Whether its request counts: the metadata has the type, and the page fits it.
    pub fn counts(&self) -> bool {
        self.entity_kind.is_some() && self.check.request.departures.is_empty()
    }

    /// The body of the response, if that counts.
    pub fn response_body(&self) -> Option<&RawValue> {
        let body = self.response.as_ref()?.body.as_deref()?;
        (self.counts() && self.check.response.departures.is_empty() && body.get() != "null").then_some(body)
    }

    /// The name of the type as far as the page says it.
    pub fn type_name(&self) -> Option<String> {
        let Some(entity) = self.entity.as_deref() else { return self.odata_type.clone() };
        Some(match self.namespace.as_deref() {
            Some(namespace) if !namespace.is_empty() => format!("{namespace}.{entity}"),
            _ => entity.to_owned(),
        })
    }
}

/// Reads the pages of a file.
///
/// # Errors
/// When a line is no page; the error says which.
pub fn read(text: &str) -> Result<Vec<Page>, String> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(nth, line)| serde_json::from_str(line).map_err(|error| format!("line {}: {error}", nth + 1)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::read;

    fn page(kind: &str, request: &str, response: &str, body: &str) -> String {
        format!(
            r#"{{"page":"p","version":"beta","namespace":"a.b","entity":"c","entity_kind":{kind},"paths":[],
            "request":{{"method":"PATCH","path":"/c","template":null,"bindings":[],"body":{{}}}},
            "response":{{"status":200,"body":{body},"annotated_type":null}},
            "check":{{"request":{request},"response":{response}}}}}"#
        )
        .replace('\n', " ")
    }

    #[test]
    fn what_counts() {
        let fine = r#"{"departures":[]}"#;
        let not = r#"{"departures":["x"]}"#;
        for (text, request, response) in [
            (page("\"entity\"", fine, fine, "{}"), true, true),
            (page("\"complex\"", fine, "null", "{}"), true, true),
            (page("null", fine, fine, "{}"), false, false),
            (page("\"entity\"", not, fine, "{}"), false, false),
            (page("\"entity\"", fine, not, "{}"), true, false),
            (page("\"entity\"", fine, fine, "null"), true, false),
        ] {
            let pages = read(&text).expect("a page");
            let page = pages.first().expect("one");
            assert_eq!((page.counts(), page.response_body().is_some()), (request, response), "{text}");
            assert_eq!(page.type_name().as_deref(), Some("a.b.c"));
        }
        assert!(read("\n{").is_err_and(|error| error.starts_with("line 2: ")));
    }
}
