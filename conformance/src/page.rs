//! The pages of the documentation: one JSON object per line.

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
    /// The type, as the value of `@odata.type`.
    #[serde(default)]
    pub odata_type: Option<String>,
    /// `entity` or `complex`, or `None` if the metadata does not have the type.
    #[serde(default)]
    pub entity_kind: Option<String>,
    /// The documented paths.
    #[serde(default)]
    pub paths: Vec<Path>,
    /// The example of a request.
    pub request: ExampleRequest,
    /// The example of a response.
    #[serde(default)]
    pub response: Option<ExampleResponse>,
    /// The result of a check of the page against the metadata.
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
pub struct ExampleRequest {
    /// The method.
    pub method: String,
    /// The path, without version.
    pub path: String,
    /// The index of its template in the documented paths.
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
pub struct ExampleResponse {
    /// The body.
    #[serde(default)]
    pub body: Option<Box<RawValue>>,
    /// The type of the body according to the page.
    #[serde(default)]
    pub annotated_type: Option<String>,
}

/// The differences between the page and the metadata.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Check {
    /// In the request.
    #[serde(default)]
    pub request: Departures,
    /// In the response.
    #[serde(default)]
    pub response: Departures,
}

/// The differences between an example and the metadata.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "Option<RawDepartures>")]
pub struct Departures {
    /// One item per difference.
    pub departures: Vec<Value>,
}

#[derive(Deserialize)]
struct RawDepartures {
    #[serde(default)]
    departures: Option<Vec<Value>>,
}

impl From<Option<RawDepartures>> for Departures {
    fn from(found: Option<RawDepartures>) -> Self {
        Self { departures: found.and_then(|found| found.departures).unwrap_or_default() }
    }
}

impl Page {
    /// Returns whether the request is evaluated. The metadata must have its type, and the page must conform to the
    /// metadata.
    pub fn is_evaluated(&self) -> bool {
        self.entity_kind.is_some() && self.check.request.departures.is_empty()
    }

    /// Returns the body of the response, if the response is evaluated.
    pub fn response_body(&self) -> Option<&RawValue> {
        let body = self.response.as_ref()?.body.as_deref()?;
        (self.is_evaluated() && self.check.response.departures.is_empty() && body.get() != "null").then_some(body)
    }

    /// Returns the name of the type, with its namespace if the page has one.
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
/// If a line is not a page. The error contains the number of the line.
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
    fn pages_that_do_not_conform_to_the_metadata_are_not_evaluated() {
        let valid = r#"{"departures":[]}"#;
        let invalid = r#"{"departures":["x"]}"#;
        for (text, request, response) in [
            (page("\"entity\"", valid, valid, "{}"), true, true),
            (page("\"complex\"", valid, "null", "{}"), true, true),
            (page("null", valid, valid, "{}"), false, false),
            (page("\"entity\"", invalid, valid, "{}"), false, false),
            (page("\"entity\"", valid, invalid, "{}"), true, false),
            (page("\"entity\"", valid, valid, "null"), true, false),
        ] {
            let pages = read(&text).expect("a page");
            let page = pages.first().expect("one");
            assert_eq!((page.is_evaluated(), page.response_body().is_some()), (request, response), "{text}");
            assert_eq!(page.type_name().as_deref(), Some("a.b.c"));
        }
        assert!(read("\n{").is_err_and(|error| error.starts_with("line 2: ")));
    }
}
