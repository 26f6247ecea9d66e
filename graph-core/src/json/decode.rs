use super::error::DecodeError;
use super::undeclared::UndeclaredMembers;
use crate::etag::ETag;
use crate::json_text::{MemberName, ReadError, ReadErrorKind, Reader, ResponseScope};
use crate::property_set::PropertySet;
use crate::schema::{Element, Object, PropertyDescriptor, Readable, TypeDescriptor, Value, member_name};

/// Reads a resource, or an entity of a union with a path, from JSON text.
///
/// Undeclared properties are stored in the field under `#[graph(dynamic_properties)]`, or skipped if the type does not have one.
///
/// # Errors
/// If the text is not JSON, a value has the wrong type, a property occurs twice, required properties are missing, or
/// `@odata.type` is not the declared type. The error names the resource and the property.
///
/// ```
/// # use graph_core::graph_resource;
/// # #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
/// # #[derive(Debug)]
/// # struct Printer { #[graph(key)] id: String, job_count: i32 }
/// let error = graph_core::json::from_slice::<Printer>(br#"{"id":"1"}"#).unwrap_err();
/// assert_eq!(error.missing_properties(), ["jobCount"]);
/// ```
pub fn from_slice<T: Readable>(json: &[u8]) -> Result<T, DecodeError> {
    read_entity(json, ResponseScope::Entity).map(|(value, _)| value)
}

/// Reads an entity and its `@odata.etag`, as [`from_slice`] does.
pub(crate) fn read_entity<T: Readable>(json: &[u8], scope: ResponseScope) -> Result<(T, Option<ETag>), DecodeError> {
    let mut value = T::BLANK;
    let annotations = read_document(T::ENTITY, json, scope, &mut |reader| value.read(reader))?;
    Ok((value, annotations.etag))
}

/// Reads a resource, or an entity of a union with a path, from JSON text.
///
/// Undeclared properties are stored in the field under `#[graph(dynamic_properties)]`, or skipped if the type does not have one.
///
/// ```
/// # use graph_core::graph_resource;
/// # #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
/// # struct Printer { #[graph(key)] id: String, job_count: i32 }
/// let printer: Printer = graph_core::json::from_str(r#"{"id":"1","jobCount":4,"isShared":true}"#)?;
/// assert_eq!(printer.job_count, 4);
/// # Ok::<(), graph_core::json::DecodeError>(())
/// ```
///
/// # Errors
/// The same as those of [`from_slice`].
pub fn from_str<T: Readable>(json: &str) -> Result<T, DecodeError> {
    from_slice(json.as_bytes())
}

/// Reads the value of one property from JSON text.
///
/// ```
/// use graph_core::Nullable;
/// use graph_core::json::value_from_str;
///
/// let count: Nullable<i32> = value_from_str("12")?;
/// assert_eq!(count, Nullable::Value(12));
/// let error = value_from_str::<Vec<i32>>(r#"[1, "2"]"#).unwrap_err();
/// assert_eq!(error.pointer(), "/1");
/// # Ok::<(), graph_core::json::ReadError>(())
/// ```
///
/// # Errors
/// If the text is not JSON, or not a value of the type.
pub fn value_from_str<T: Element>(json: &str) -> Result<T, ReadError> {
    let mut value = T::blank();
    read_value(&mut value, json)?;
    Ok(value)
}

fn read_value(target: &mut dyn Value, json: &str) -> Result<(), ReadError> {
    let mut reader = Reader::new(json);
    target.read(&mut reader)?;
    reader.end()
}

/// What a response states about an entity besides its properties.
#[derive(Debug, Default)]
pub(crate) struct EntityAnnotations {
    pub(crate) etag: Option<ETag>,
    /// The expanded collections that the response contains in part: they have a link to the rest.
    pub(crate) truncated: Vec<Box<str>>,
}

/// Reads the body of a response that is one entity.
pub(crate) fn read_document(
    descriptor: &'static TypeDescriptor,
    json: &[u8],
    scope: ResponseScope,
    read: &mut dyn FnMut(&mut Reader<'_>) -> Result<(), ReadError>,
) -> Result<EntityAnnotations, DecodeError> {
    let odata_type = descriptor.odata_type();
    let text = utf8(json).map_err(|error| DecodeError::new(odata_type, error))?;
    let mut reader = Reader::of_response(text, scope, descriptor.has_expanded());
    read(&mut reader).and_then(|()| reader.end()).map_err(|error| DecodeError::new(odata_type, error))?;
    Ok(annotations_of(&mut reader))
}

pub(super) fn utf8(json: &[u8]) -> Result<&str, ReadError> {
    std::str::from_utf8(json).map_err(|error| ReadError::new(ReadErrorKind::Encoding, error.valid_up_to()))
}

/// Returns the annotations of the entity that was read last. Its ETag is valid in a request.
pub(super) fn annotations_of(reader: &mut Reader<'_>) -> EntityAnnotations {
    // Source: OData JSON format 4.01, section 4.6.8 (https://docs.oasis-open.org/odata/odata-json-format/v4.01/).
    let etag = reader.etag().and_then(|etag| ETag::tag(&etag));
    EntityAnnotations { etag, truncated: reader.take_truncated() }
}

/// Reads an object with all its required properties.
///
/// # Errors
/// If the next value is not such an object: it lacks properties, or its `@odata.type` is not the declared type.
pub fn read_structure(target: &mut dyn Object, json: &mut Reader<'_>) -> Result<(), ReadError> {
    let descriptor = target.descriptor();
    let present = read_members(target, descriptor, json)?;
    if json.is_in_update() {
        return Ok(());
    }
    for index in 0..descriptor.members().len() {
        if !present.contains(index)
            && !target.property(index).type_info().optional
            && (json.expects_expanded() || !descriptor.expands(index))
        {
            return Err(missing(target, descriptor, &present, json));
        }
    }
    Ok(())
}

/// Reads an object that may lack properties, and returns which ones it has.
pub(crate) fn read_partial(target: &mut dyn Object, json: &mut Reader<'_>) -> Result<PropertySet, ReadError> {
    let descriptor = target.descriptor();
    read_members(target, descriptor, json)
}

/// Reads the properties under `#[graph(on_request)]` of an entity that is known otherwise.
///
/// # Errors
/// If the next value is not such an object, or one of these properties is missing.
pub(crate) fn read_on_request(target: &mut dyn Object, json: &mut Reader<'_>) -> Result<(), ReadError> {
    let descriptor = target.descriptor();
    let present = read_partial(target, json)?;
    let missing =
        descriptor.properties().filter(|property| property.is_on_request() && !present.contains(property.index()));
    let names: Box<[_]> = missing.map(PropertyDescriptor::name).collect();
    if names.is_empty() { Ok(()) } else { Err(json.error(ReadErrorKind::Missing(names))) }
}

/// Returns the error that names all required properties that are missing.
#[cold]
fn missing(
    target: &dyn Object,
    descriptor: &'static TypeDescriptor,
    present: &PropertySet,
    json: &Reader<'_>,
) -> ReadError {
    let names: Box<[_]> = descriptor
        .properties()
        .filter(|property| {
            !present.contains(property.index())
                && !target.property(property.index()).type_info().optional
                && (json.expects_expanded() || !property.is_expanded())
        })
        .map(PropertyDescriptor::name)
        .collect();
    let only = if let [name] = *names { Some(name) } else { None };
    let error = json.error(ReadErrorKind::Missing(names));
    match only {
        Some(name) => error.within(name),
        None => error,
    }
}

/// Reads the members of an object, and returns which declared properties are among them.
fn read_members(
    target: &mut dyn Object,
    descriptor: &'static TypeDescriptor,
    json: &mut Reader<'_>,
) -> Result<PropertySet, ReadError> {
    let members = descriptor.members();
    let mut present = PropertySet::new();
    let mut undeclared = UndeclaredMembers::default();
    let records_nulls = target.dynamic_properties().is_some();
    let mut first = true;
    // Services respond in a stable order: the property after the last one is nearly always the next.
    let mut next = 0;
    json.open(b'{', "an object")?;
    loop {
        let expected = members.get(next).copied().unwrap_or("");
        let index = match json.name(&mut first, expected)? {
            MemberName::End => break,
            MemberName::Expected => next,
            MemberName::Other(name) => {
                let Some(index) = members.iter().position(|member| member_name(member) == name) else {
                    undeclared.read(target, descriptor, &name, json)?;
                    continue;
                };
                index
            }
        };
        let name = members.get(index).map_or("", |member| member_name(member));
        if json.scope() == ResponseScope::Collection && descriptor.is_on_request(index) && json.null()? {
            // it is null in every list, whatever its value is
            next = index + 1;
            continue;
        }
        if !present.insert(index) {
            return Err(json.error(ReadErrorKind::Duplicate).within(name));
        }
        let property = target.property_mut(index);
        property.read(json).map_err(|error| error.within(name))?;
        if records_nulls && property.is_absent() && descriptor.allows_null(index) {
            record_null(target, index);
        }
        next = index + 1;
    }
    undeclared.finish(target);
    Ok(present)
}

/// Records that a property was null: it was read, and it is absent.
#[cold]
fn record_null(target: &mut dyn Object, index: usize) {
    if let Some(dynamic_properties) = target.dynamic_properties_mut() {
        dynamic_properties.record_null(index);
    }
}

#[cfg(test)]
mod tests {
    use super::read_entity;
    use crate::etag::ETag;
    use crate::json_text::ResponseScope;
    use crate::{UntypedObject, graph_resource, graph_union};

    #[graph_resource(crate = crate, path = "/notes/{noteId}", odata_type = "#microsoft.graph.note")]
    #[derive(Debug)]
    struct Note {
        #[graph(key)]
        id: Option<String>,
        child: Option<crate::Untyped>,
    }

    #[test]
    fn only_the_annotation_of_the_entity_itself_is_its_etag() {
        for (body, expected) in [
            (r#"{"@odata.etag":"W/\"1\"","id":"x"}"#, Some("W/\"1\"")),
            (r#"{"id":"x\"@odata.etag\"","@odata.etag":"\"2\""}"#, Some("\"2\"")),
            (r#"{"child":{"@odata.etag":"W/\"3\""}}"#, None),
            (r#"{"other":{"@odata.etag":"W/\"3\""}}"#, None),
            (r#"{"id":"@odata.etag\": \"W/4"}"#, None),
            (r#"{"@odata.etag":7}"#, None),
            (r#"{"@odata.etag":null}"#, None),
            (r#"{"@odata.etag":"bare"}"#, None),
            (r#"{"@odata.etag":"\ud800"}"#, None),
            (r#"{"@odata.etag":"*"}"#, None),
            (r#"{"id":"a@b"}"#, None),
        ] {
            let (_, etag) = read_entity::<Note>(body.as_bytes(), ResponseScope::Entity)
                .unwrap_or_else(|error| panic!("{body}: {error}"));
            assert_eq!(etag.as_ref().map(ETag::as_str), expected, "{body}");
        }
    }

    #[graph_resource(crate = crate, path = "/tasks/{taskId}", odata_type = "#microsoft.graph.plannerTask")]
    #[derive(Debug)]
    struct Task {
        #[graph(key)]
        id: String,
        #[graph(read_only, name = "@odata.etag")]
        etag: Option<String>,
    }

    #[graph_union(crate = crate, path = "/items/{itemId}", odata_type = "#microsoft.graph.item")]
    #[derive(Debug)]
    enum Item {
        Task(Box<Task>),
        #[graph(other)]
        Other(UntypedObject),
    }

    #[test]
    fn every_kind_of_entity_has_its_etag() {
        let etag = |body: &str| {
            read_entity::<Item>(body.as_bytes(), ResponseScope::Entity).unwrap().1.map(|etag| etag.as_str().to_owned())
        };
        for body in [
            r##"{"@odata.type":"#microsoft.graph.plannerTask","@odata.etag":"\"1\"","id":"x"}"##,
            r##"{"@odata.type":"#microsoft.graph.plannerTask","id":"x","@odata.etag":"\"1\""}"##,
            r##"{"@odata.etag":"\"1\"","@odata.type":"#microsoft.graph.other"}"##,
            r#"{"items":[{"@odata.etag":"\"2\""}],"@odata.etag":"\"1\""}"#,
        ] {
            assert_eq!(etag(body).as_deref(), Some("\"1\""), "{body}");
        }
        assert_eq!(etag(r#"{"items":[{"@odata.etag":"\"2\""}]}"#), None);
        let declared = read_entity::<Task>(br#"{"id":"x","@odata.etag":"\"1\""}"#, ResponseScope::Entity).unwrap();
        assert_eq!(declared.0.etag.as_deref(), Some("\"1\""));
        assert_eq!(declared.1.as_ref().map(ETag::as_str), Some("\"1\""));
    }
}
