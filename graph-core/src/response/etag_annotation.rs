use std::fmt;

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

use crate::etag::ETag;

/// The `@odata.etag` of the JSON object in `body`.
///
/// Source: [OData JSON format 4.01, section 4.6.8](https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#ControlInformationetagodataetag).
pub(crate) fn etag_annotation(body: &[u8]) -> Option<ETag> {
    // Reading the body again is for those that have it somewhere.
    if !std::str::from_utf8(body).is_ok_and(|body| body.contains("@odata.etag\"")) {
        return None;
    }
    let text = serde_json::Deserializer::from_slice(body).deserialize_map(Annotation).ok()??;
    ETag::tag(&text)
}

struct Annotation;

impl<'de> Visitor<'de> for Annotation {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an entity")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut etag = None;
        while let Some(name) = map.next_key::<String>()? {
            if name == "@odata.etag" {
                etag = map.next_value()?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(etag)
    }
}

#[cfg(test)]
mod tests {
    use super::{ETag, etag_annotation};

    #[test]
    fn only_the_entitys_own_annotation_counts() {
        for (body, expected) in [
            (r#"{"@odata.etag":"W/\"1\"","id":"x"}"#, Some("W/\"1\"")),
            (r#"{"id":"x\"@odata.etag\"","@odata.etag":"\"2\""}"#, Some("\"2\"")),
            (r#"{"child":{"@odata.etag":"W/\"3\""}}"#, None),
            (r#"{"note":"@odata.etag\": \"W/4"}"#, None),
            (r#"{"@odata.etag":7}"#, None),
            (r#"{"@odata.etag":null}"#, None),
            (r#"{"@odata.etag":"bare"}"#, None),
            (r#"{"@odata.etag":"*"}"#, None),
            (r#"{"mail":"a@b"}"#, None),
            (r#"{"@odata.etag":"W/\"1\""#, None),
        ] {
            assert_eq!(etag_annotation(body.as_bytes()).as_ref().map(ETag::as_str), expected, "{body}");
        }
    }
}
