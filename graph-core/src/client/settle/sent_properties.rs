use crate::error::Error;
use crate::json_text::{MemberName, ReadError, Reader, contains};
use crate::query::{QueryOptions, ReadScope};
use crate::request::Request;
use crate::schema::{Access, TypeDescriptor, member_name};

/// The properties in the body of a write, with their JSON text.
#[derive(Debug, Clone, Default)]
pub(super) struct SentProperties(Vec<(Box<str>, Box<str>)>);

impl SentProperties {
    /// Reads the body of an update or a creation. Annotations, links and related entities are not properties of the entity.
    pub(super) fn of_body(descriptor: &'static TypeDescriptor, body: &[u8]) -> Result<Self, ReadError> {
        let mut properties = Vec::new();
        let body = match std::str::from_utf8(body) {
            Ok(body) if !body.is_empty() => body,
            _ => return Ok(Self::default()),
        };
        let is_expanded =
            |name: &str| descriptor.properties().any(|property| property.is_expanded() && property.name() == name);
        for_each_member(&mut Reader::new(body), &mut |name, value| {
            if !name.contains('@') && !is_expanded(name) {
                properties.push((name.into(), value.into()));
            }
        })?;
        Ok(Self(properties))
    }

    /// Removes properties that are not compared.
    pub(super) fn remove(&mut self, names: &[&str]) {
        self.0.retain(|(name, _)| !names.contains(&&**name));
    }

    /// Returns the names of the properties that differ in the object that `json` reads.
    pub(super) fn differing(&self, json: &mut Reader<'_>) -> Result<Vec<Box<str>>, ReadError> {
        // A property that is not in the response has the value null.
        let mut missing: Vec<&(Box<str>, Box<str>)> = self.0.iter().collect();
        let mut differing = Vec::new();
        let mut failed = None;
        for_each_member(json, &mut |name, found| {
            let Some(position) = missing.iter().position(|(sent, _)| **sent == *name) else { return };
            let (sent, value) = missing.swap_remove(position);
            match contains(found, value) {
                Ok(true) => {}
                Ok(false) => differing.push(sent.clone()),
                Err(error) => failed = Some(error),
            }
        })?;
        if let Some(error) = failed {
            return Err(error);
        }
        differing.extend(missing.into_iter().filter(|(_, value)| **value != *"null").map(|(name, _)| name.clone()));
        // in the order in which they were sent
        differing.sort_by_key(|name| self.0.iter().position(|(sent, _)| sent == name));
        Ok(differing)
    }

    /// Returns the request that reads these properties.
    pub(super) fn select(&self, read: Request, descriptor: &'static TypeDescriptor) -> Result<Request, Error> {
        let index_of = |name: &str| descriptor.members().iter().position(|member| member_name(member) == name);
        let mut query = QueryOptions::default();
        let indexes: Option<Vec<usize>> = self.0.iter().map(|(name, _)| index_of(name)).collect();
        let key = descriptor.properties().find(|property| property.access() == Access::Key);
        let indexes = indexes.map(|indexes| match key {
            Some(key) if indexes.is_empty() => vec![key.index()],
            _ => indexes,
        });
        match indexes {
            Some(indexes) if !descriptor.selects_all() => query.select_indexes(descriptor, indexes.into_iter()),
            _ => query.select_all(),
        }
        query.omit_expanded();
        read.with_query(&query, descriptor, ReadScope::Entity)
    }
}

/// Calls `visit` with the name and the text of each member of an object.
fn for_each_member<'a>(json: &mut Reader<'a>, visit: &mut dyn FnMut(&str, &'a str)) -> Result<(), ReadError> {
    json.open(b'{', "an object")?;
    let mut first = true;
    while let MemberName::Other(name) = json.name(&mut first, "")? {
        visit(&name, json.raw()?);
    }
    Ok(())
}
