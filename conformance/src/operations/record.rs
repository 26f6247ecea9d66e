//! The records of documented requests: one JSON object per line.

use std::collections::BTreeMap;

use graph_core::ETag;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::expression::Expression;

/// A documented request.
#[derive(Debug, Clone, Deserialize)]
pub struct Record {
    /// The name of the record.
    pub id: String,
    /// The version of the page.
    pub version: String,
    /// What the request does: `get`, `list`, `count` and others.
    pub kind: String,
    /// Whether request and response can be parsed.
    #[serde(default)]
    pub clean: bool,
    /// The request.
    pub request: RecordRequest,
    /// The response.
    #[serde(default)]
    pub response: Option<RecordResponse>,
    /// The result of a check of the record against the metadata.
    #[serde(default)]
    pub check: Option<RecordCheck>,
}

/// A request as it is documented.
#[derive(Debug, Clone, Deserialize)]
pub struct RecordRequest {
    /// The method.
    pub method: String,
    /// The version in the URL, if it has one.
    #[serde(default)]
    pub version: Option<String>,
    /// The path, without version.
    pub path: String,
    /// The query options, decoded.
    #[serde(default)]
    pub options: Vec<(String, String)>,
    /// The headers.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// The body, if it is JSON.
    #[serde(default)]
    pub body: Option<Box<RawValue>>,
    /// The body, if it is not JSON.
    #[serde(default)]
    pub body_text: Option<String>,
}

/// A response as it is documented.
#[derive(Debug, Clone, Deserialize)]
pub struct RecordResponse {
    /// The status.
    #[serde(default)]
    pub status: Option<u16>,
    /// The body.
    #[serde(default)]
    pub body: Option<Box<RawValue>>,
}

/// The result of a check against the metadata.
#[derive(Debug, Clone, Deserialize)]
pub struct RecordCheck {
    /// `exact` if everything conforms to the metadata.
    pub verdict: String,
    /// The path.
    #[serde(default)]
    pub url: Option<CheckedUrl>,
    /// The query options.
    #[serde(default)]
    pub query: Option<CheckedQuery>,
}

/// The check of a path.
#[derive(Debug, Clone, Deserialize)]
pub struct CheckedUrl {
    /// The segments with their roles, such as `key` and `navigation`.
    pub segments: Vec<(String, String)>,
    /// The qualified name of the addressed type.
    #[serde(rename = "type", default)]
    pub type_name: Option<String>,
    /// Whether the path leads to a collection.
    #[serde(default)]
    pub collection: Option<bool>,
    /// The qualified name of the action or function at the end of the path.
    #[serde(default)]
    pub operation: Option<String>,
    /// The arguments of the function: names, kinds and literals.
    #[serde(default)]
    pub arguments: Option<Vec<(String, String, String)>>,
}

/// The check of the query options.
#[derive(Debug, Clone, Deserialize)]
pub struct CheckedQuery {
    /// The system query options.
    #[serde(default)]
    pub parsed: Option<ParsedQuery>,
}

/// The parsed system query options of a request or of an expanded navigation property.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct ParsedQuery {
    /// `$filter`
    #[serde(default)]
    pub filter: Option<Expression>,
    /// `$orderby`: expressions, with `asc` or `desc`.
    #[serde(default)]
    pub orderby: Vec<(Expression, String)>,
    /// `$select`: paths.
    #[serde(default)]
    pub select: Vec<Vec<String>>,
    /// `$expand`
    #[serde(default)]
    pub expand: Vec<ParsedExpand>,
    /// `$search`: kinds and texts of terms.
    #[serde(default)]
    pub search: Vec<(String, String)>,
    /// `$top`
    #[serde(default)]
    pub top: Option<u32>,
    /// `$skip`
    #[serde(default)]
    pub skip: Option<u32>,
    /// `$count`
    #[serde(default)]
    pub count: Option<bool>,
}

/// An expanded navigation property.
#[derive(Debug, Clone, Deserialize)]
pub struct ParsedExpand {
    /// The path.
    pub path: Vec<String>,
    /// The options in parentheses.
    #[serde(default)]
    pub options: ParsedQuery,
}

impl Record {
    /// Returns whether the record is replayed: it is complete, conforms to the metadata, and is of one of the kinds.
    pub fn is_replayed(&self, kinds: &[String]) -> bool {
        self.clean && kinds.contains(&self.kind) && self.check.as_ref().is_some_and(|check| check.verdict == "exact")
    }

    /// Returns the version that is called. It may be another one than that of the page.
    pub fn called_version(&self) -> &str {
        self.request.version.as_deref().unwrap_or(&self.version)
    }

    /// Returns the body of the response, if there is one.
    pub fn response_body(&self) -> Option<&RawValue> {
        self.response.as_ref()?.body.as_deref().filter(|body| body.get() != "null")
    }

    /// Returns the members of the body of the request, or `None` if it is not an object. There are none without a body.
    pub fn request_members(&self) -> Option<Map<String, Value>> {
        match self.request.body.as_deref().map(RawValue::get) {
            None | Some("null") => Some(Map::new()).filter(|_| self.request.body_text.is_none()),
            Some(body) => serde_json::from_str(body).ok(),
        }
    }

    /// Returns the value of a header of the request.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.request.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }

    /// Returns the ETag of the request. Some documented ones are placeholders, which are not ETags.
    pub fn if_match(&self) -> Option<ETag> {
        self.header("if-match")?.parse().ok()
    }

    /// Returns the parsed query options. There are none if the request has no query.
    pub fn query(&self) -> ParsedQuery {
        let parsed = self.check.as_ref().and_then(|check| check.query.as_ref()).and_then(|query| query.parsed.clone());
        parsed.unwrap_or_default()
    }
}

/// Reads the records of a file.
///
/// # Errors
/// If a line is not a record. The error contains the line number.
pub fn read(text: &str) -> Result<Vec<Record>, String> {
    let lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    lines.map(|(line, number)| serde_json::from_str(line).map_err(|error| format!("line {number}: {error}"))).collect()
}
