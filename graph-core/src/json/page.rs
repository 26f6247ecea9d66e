//! Reads the body of a response that is a page of a collection.

use super::decode::{EntityAnnotations, annotations_of, utf8};
use super::error::DecodeError;
use crate::json_text::{MemberName, ReadError, ReadErrorKind, Reader, ResponseScope};

/// What a page states about its collection.
///
/// Source: [OData JSON format 4.01, section 4.6](https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_ControlInformation).
#[derive(Debug, Default)]
pub(crate) struct PageAnnotations {
    /// `@odata.count`
    pub(crate) count: Option<u64>,
    /// `@odata.nextLink`
    pub(crate) next_link: Option<String>,
    /// Whether the service reports an error beside the items, which are then incomplete.
    pub(crate) has_error: bool,
}

/// Receives the items of a page.
pub(crate) trait PageItems {
    /// Reads the item that comes next.
    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError>;

    /// Adds the item that was read last.
    fn add(&mut self, annotations: EntityAnnotations);

    /// Takes note of an item that could not be read, with its JSON text. Returns the error if the page cannot be read without it.
    fn reject(&mut self, index: usize, error: ReadError, json: &str) -> Result<(), ReadError>;

    /// Returns the index and the id of the item without which the page cannot be read.
    fn rejected(&mut self) -> Option<(usize, Option<String>)>;
}

/// Reads a page: an object whose member `value` is an array. `odata_type` is what errors call its items.
///
/// # Errors
/// If the text is not such an object, or an item cannot be read.
pub(crate) fn read_page(
    odata_type: &'static str,
    is_expanded: bool,
    json: &[u8],
    items: &mut dyn PageItems,
) -> Result<PageAnnotations, DecodeError> {
    read(json, is_expanded, items).map_err(|error| DecodeError::new(odata_type, error))
}

fn read(json: &[u8], is_expanded: bool, items: &mut dyn PageItems) -> Result<PageAnnotations, ReadError> {
    let mut json = Reader::of_response(utf8(json)?, ResponseScope::Collection, is_expanded);
    let mut annotations = PageAnnotations::default();
    let mut has_value = false;
    let mut first = true;
    json.open(b'{', "a page of a collection")?;
    loop {
        match json.name(&mut first, ",\"value\":")? {
            MemberName::End => break,
            MemberName::Expected => {
                read_items(&mut has_value, &mut json, items)?;
            }
            MemberName::Other(name) => match &*name {
                "value" => read_items(&mut has_value, &mut json, items)?,
                "@odata.nextLink" | "@nextLink" => {
                    if !json.null()? {
                        annotations.next_link =
                            Some(json.string("a link").map_err(|error| error.within(&name))?.into_owned());
                    }
                }
                "@odata.count" | "@count" => {
                    let count =
                        json.integer("a number of entities", 0, i64::MAX).map_err(|error| error.within(&name))?;
                    annotations.count = u64::try_from(count).ok();
                }
                "error" | "odata.error" => {
                    if !json.null()? {
                        annotations.has_error = true;
                        json.skip()?;
                    }
                }
                _ => json.skip()?,
            },
        }
    }
    if !has_value {
        return Err(json.error(ReadErrorKind::Missing(Box::new(["value"]))).within("value"));
    }
    json.end()?;
    Ok(annotations)
}

fn read_items(has_value: &mut bool, json: &mut Reader<'_>, items: &mut dyn PageItems) -> Result<(), ReadError> {
    if std::mem::replace(has_value, true) {
        return Err(json.error(ReadErrorKind::Duplicate).within("value"));
    }
    let mut first = true;
    let mut index = 0;
    json.open(b'[', "a collection").map_err(|error| error.within("value"))?;
    while json.element(&mut first)? {
        json.start_entity();
        let start = json.clone();
        match items.read(json) {
            Ok(()) => items.add(annotations_of(json)),
            Err(error) => {
                *json = start;
                let text = json.raw()?;
                let error = error.within(itoa::Buffer::new().format(index)).within("value");
                items.reject(index, error, text)?;
            }
        }
        index += 1;
    }
    Ok(())
}
