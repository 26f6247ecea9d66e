use std::fmt;

use super::Address;
use super::error::AddressError;
use crate::schema::{PathTemplate, Readable, TypeDescriptor};

/// The address of bytes: the media of an entity, or one of its stream properties.
///
/// [`Address::media`] and [`Address::media_property`] create it. [`GraphClient::download`](crate::GraphClient::download) reads the
/// bytes, and [`GraphClient::upload`](crate::GraphClient::upload) replaces them.
///
/// Source: [OData URL conventions 4.01, section 4.13](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html#sec_AddressingtheMediaStreamofaMediaEntity).
#[derive(Clone)]
pub struct Media {
    descriptor: &'static TypeDescriptor,
    template: &'static PathTemplate,
    path: Result<String, AddressError>,
    /// The name of the stream property; absent for the media of the entity.
    property: Option<Box<str>>,
}

impl<T: Readable> Address<T> {
    /// Returns the address of the media of the entity: its path with `/$value`.
    ///
    /// Profile photos and hosted contents are such entities.
    ///
    /// ```
    /// # use graph_core::{Cloud, GraphClient, graph_resource};
    /// #[graph_resource(path = "/users/{userId}/photo", odata_type = "#microsoft.graph.profilePhoto")]
    /// struct ProfilePhoto {
    ///     #[graph(key)]
    ///     id: String,
    /// }
    ///
    /// let graph = GraphClient::builder(Cloud::Global).token("eyJ0eXAi").build()?;
    /// let download = graph.download(ProfilePhoto::at("u1").media());
    /// assert_eq!(download.dry_run()?.url(), "https://graph.microsoft.com/v1.0/users/u1/photo/$value");
    /// # Ok::<(), graph_core::Error>(())
    /// ```
    pub fn media(self) -> Media {
        self.with_property(None)
    }

    /// Returns the address of a stream property of the entity, such as `content` of a drive item.
    ///
    /// `name` is the wire name of the property. A name that is not an identifier of OData is an error of the operation, and nothing is sent.
    ///
    /// ```
    /// # use graph_core::{Cloud, GraphClient, graph_resource};
    /// #[graph_resource(path = "/drives/{driveId}/root:/{path}:", odata_type = "#microsoft.graph.driveItem")]
    /// struct DriveItem {
    ///     #[graph(key)]
    ///     id: String,
    /// }
    ///
    /// let graph = GraphClient::builder(Cloud::Global).token("eyJ0eXAi").build()?;
    /// let download = graph.download(DriveItem::at("d1", "2026/plan.pdf").media_property("content"));
    /// assert_eq!(download.dry_run()?.url(), "https://graph.microsoft.com/v1.0/drives/d1/root:/2026/plan.pdf:/content");
    /// # Ok::<(), graph_core::Error>(())
    /// ```
    pub fn media_property(self, name: &str) -> Media {
        self.with_property(Some(name.into()))
    }

    fn with_property(self, property: Option<Box<str>>) -> Media {
        let Self { template, path, .. } = self;
        Media { descriptor: T::ENTITY, template, path, property }
    }
}

impl Media {
    /// Returns the path of the entity.
    pub(crate) fn path(&self) -> Result<&str, AddressError> {
        self.path.as_deref().map_err(Clone::clone)
    }

    /// Returns the template of the path of the entity.
    pub(crate) fn template(&self) -> &'static PathTemplate {
        self.template
    }

    pub(crate) fn descriptor(&self) -> &'static TypeDescriptor {
        self.descriptor
    }

    /// Returns the last segment.
    ///
    /// # Errors
    /// The name of the property, if it is not an identifier.
    pub(crate) fn segment(&self) -> Result<&str, &str> {
        match self.property.as_deref() {
            None => Ok("$value"),
            Some(name) if is_identifier(name) => Ok(name),
            Some(name) => Err(name),
        }
    }
}

/// Source: OData ABNF 4.01, `odataIdentifier`. Names of Microsoft Graph have ASCII characters only.
fn is_identifier(name: &str) -> bool {
    let is_first = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'_';
    name.as_bytes().first().is_some_and(is_first)
        && name.len() <= 128
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Shows the template and the property, and never the ids.
impl fmt::Debug for Media {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Media");
        shown.field("template", &self.template.as_str());
        shown.field("segment", &self.segment().unwrap_or("(not an identifier)"));
        if let Err(error) = &self.path {
            shown.field("error", error);
        }
        shown.finish_non_exhaustive()
    }
}
