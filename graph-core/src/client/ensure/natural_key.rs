use std::borrow::Cow;
use std::time::Duration;

use crate::address::Collection;
use crate::client::graph_client::GraphClient;
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::json_text::{Reader, Writer};
use crate::query::{Property, QueryError};
use crate::response::Entity;
use crate::schema::{EdmType, Object, PropertyDescriptor};
use crate::update::{Resource, members};

/// How often an entity is looked up after a creation with an unknown outcome.
pub(super) const MAX_LOOKUPS: u32 = 5;

/// Why a property cannot be the natural key.
#[derive(Debug, Clone)]
pub(super) enum NaturalKeyError {
    /// It is not a property of the entity.
    Query(QueryError),
    /// No filter compares it with a value.
    Unsuitable(&'static str),
    /// It has no value.
    Missing(&'static str),
    /// Its value is an empty string or NaN, which identifies no entity.
    Empty(&'static str),
}

impl From<NaturalKeyError> for Error {
    #[cold]
    fn from(error: NaturalKeyError) -> Self {
        let message = match error {
            NaturalKeyError::Query(error) => return Self::from(error),
            NaturalKeyError::Unsuitable(name) => format!(
                "`{name}` cannot identify an entity, because no filter compares it with a value; choose a property with text, a \
                 number, a time or a member of an enumeration"
            ),
            NaturalKeyError::Empty(name) => {
                format!(
                    "`{name}` identifies the entity, but its value is empty or not a number; set another one in the creation"
                )
            }
            NaturalKeyError::Missing(name) => {
                format!("`{name}` identifies the entity, but it is not set; set it in the creation")
            }
        };
        Self::new(ErrorKind::Request, message)
    }
}

/// The property by which an entity is found, with its value.
#[derive(Clone)]
pub(super) struct NaturalKey {
    property: PropertyDescriptor,
    /// The JSON text of the value.
    json: Box<str>,
}

impl NaturalKey {
    /// Returns the property that `select` returns, with its value in the body of a creation.
    pub(super) fn new<T: Resource>(
        create: &str,
        select: impl for<'a> FnOnce(&'a T) -> Property<'a>,
    ) -> Result<Self, NaturalKeyError> {
        let descriptor = T::DESCRIPTOR;
        let foreign = |kind| NaturalKeyError::Query(QueryError::new(descriptor.odata_type(), kind));
        let index = Property::index(select).map_err(foreign)?;
        let property = descriptor.property(index).ok_or(NaturalKeyError::Unsuitable(""))?;
        let is_comparable = !matches!(
            property.type_info().edm,
            EdmType::Structured(_) | EdmType::Union(_) | EdmType::Collection(_) | EdmType::Untyped | EdmType::Flags(_)
        );
        if !is_comparable || property.is_on_request() {
            return Err(NaturalKeyError::Unsuitable(property.name()));
        }
        let mut members = members(create).unwrap_or_default().into_iter();
        match members.find(|(name, _)| *name == property.name()) {
            Some((_, json)) if is_empty(property, json) => Err(NaturalKeyError::Empty(property.name())),
            Some((_, json)) if json != "null" => Ok(Self { property, json: json.into() }),
            _ => Err(NaturalKeyError::Missing(property.name())),
        }
    }

    /// Returns the value for people.
    pub(super) fn display(&self) -> String {
        text(&self.json)
    }

    /// Returns the entity of the collection that has the natural key.
    ///
    /// Services compare text without case, and some of them more loosely. An entity with exactly this text is the one; if there is none, one
    /// that differs in case, or in the blanks around it, is. Any other entity has another key.
    pub(super) async fn look_up<T: Resource>(
        &self,
        client: &GraphClient,
        collection: Collection<T>,
        needs_completion: bool,
        deadline: Duration,
    ) -> Result<Option<Entity<T>>, Error> {
        let mut list = client
            .list(collection)
            .deadline(deadline)
            .filter_equal(self.property, self.in_blank::<T>().property(self.property.index()));
        if needs_completion {
            list = list.complete();
        }
        let mut entities = list.stream();
        let (mut exact, mut similar) = (Vec::new(), Vec::new());
        while let Some(entity) = entities.try_next().await? {
            match self.likeness(entity.value()) {
                Likeness::Equal => exact.push(entity),
                Likeness::Similar => similar.push(entity),
                Likeness::Different => {}
            }
        }
        let mut found = if exact.is_empty() { similar } else { exact };
        if found.len() > 1 {
            return Err(not_unique_error(self.property.name(), found.len()));
        }
        Ok(found.pop())
    }

    /// Returns a blank value that has the natural key.
    fn in_blank<T: Resource>(&self) -> T {
        let mut blank = T::BLANK;
        // a setter wrote the text
        _ = blank.property_mut(self.property.index()).read(&mut Reader::new(&self.json));
        blank
    }

    fn likeness(&self, entity: &dyn Object) -> Likeness {
        let mut json = Writer::new();
        let found = entity.property(self.property.index());
        if !found.is_absent() {
            found.write(&mut json);
        }
        let (found, wanted) = (text(json.as_str()), text(&self.json));
        // the service compares values of other types, whose texts may differ
        if found == wanted || !matches!(self.property.type_info().edm, EdmType::String) {
            Likeness::Equal
        } else if found.trim().to_lowercase() == wanted.trim().to_lowercase() {
            Likeness::Similar
        } else {
            Likeness::Different
        }
    }
}

/// Returns whether a filter for the value finds nothing, or entities without a value.
fn is_empty(property: PropertyDescriptor, json: &str) -> bool {
    match property.type_info().edm {
        EdmType::Double | EdmType::Single => json == "\"NaN\"",
        _ => json == "\"\"",
    }
}

enum Likeness {
    Equal,
    Similar,
    Different,
}

/// Returns the characters of a JSON string, or any other JSON text as it is.
fn text(json: &str) -> String {
    Reader::new(json).string("a text").map_or_else(|_| json.to_owned(), Cow::into_owned)
}

#[cold]
fn not_unique_error(name: &str, count: usize) -> Error {
    let message = format!(
        "{count} entities have the wanted `{name}`, so nothing was created or changed; choose a property that is unique, or delete the \
         duplicates"
    );
    Error::new(ErrorKind::NotUnique, message)
}
