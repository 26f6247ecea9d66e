//! What users set on a sandbox besides its entities.

use graph_core::schema::Access;

use crate::hazard::Hazard;
use crate::request_log::RecordedRequest;
use crate::types::{Presence, ServedProperty, ServedType};

/// A function that receives each request with the status of its response.
pub(crate) type RequestObserver = Box<dyn Fn(&RecordedRequest) + Send + Sync>;

/// The response to a successful `PATCH` without a `Prefer` header.
///
/// ```
/// use graph_sandbox::{PatchResponse, Sandbox};
///
/// let builder = Sandbox::builder().patch_response(PatchResponse::NoContent);
/// # drop(builder);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum PatchResponse {
    /// `200` with the entity, as the Intune reference documents it.
    #[default]
    Entity,
    /// `204` without a body, as most other parts of Microsoft Graph respond.
    NoContent,
}

/// The options of a service.
pub(crate) struct ServiceOptions {
    pub(crate) token: Option<String>,
    pub(crate) patch_response: PatchResponse,
    pub(crate) body_limit: usize,
    pub(crate) request_log_capacity: usize,
    pub(crate) strict_enums: bool,
    pub(crate) observer: Option<RequestObserver>,
    pub(crate) page_size: usize,
    pub(crate) hazards: Vec<Hazard>,
    pub(crate) null_in_lists: Vec<PropertyNames>,
    pub(crate) only_when_selected: Vec<PropertyNames>,
    pub(crate) unique: Vec<PropertyNames>,
    /// The properties whose values are streams.
    pub(crate) media_properties: Vec<PropertyNames>,
    /// Whether downloads of media are redirected to another host.
    pub(crate) redirects_media: bool,
    /// The types, as in `@odata.type`, whose keys clients choose.
    pub(crate) client_keys: Vec<&'static str>,
}

/// Properties of a type.
#[derive(Debug, Clone)]
pub(crate) struct PropertyNames {
    /// The type as in `@odata.type`.
    pub(crate) odata_type: &'static str,
    pub(crate) names: Vec<String>,
}

impl PropertyNames {
    pub(crate) fn new(odata_type: &'static str, names: &[&str]) -> Self {
        Self { odata_type, names: names.iter().map(|&name| name.to_owned()).collect() }
    }

    /// Returns the properties of a type in a list.
    fn of(list: &[Self], odata_type: &str) -> Vec<String> {
        let matching = list.iter().filter(|properties| properties.odata_type == odata_type);
        matching.flat_map(|properties| properties.names.clone()).collect()
    }
}

impl Default for ServiceOptions {
    fn default() -> Self {
        Self {
            token: None,
            patch_response: PatchResponse::default(),
            body_limit: 4 << 20,
            request_log_capacity: 1_000,
            strict_enums: false,
            observer: None,
            page_size: 100,
            hazards: Vec::new(),
            null_in_lists: Vec::new(),
            only_when_selected: Vec::new(),
            unique: Vec::new(),
            media_properties: Vec::new(),
            redirects_media: false,
            client_keys: Vec::new(),
        }
    }
}

impl ServiceOptions {
    /// Returns the properties of a type that are null unless the request is for one entity and selects properties.
    pub(crate) fn nulls(&self, served_type: &ServedType) -> impl Iterator<Item = String> {
        let names = PropertyNames::of(&self.null_in_lists, served_type.odata_type).into_iter();
        let declared = served_type.properties.iter().filter(|property| property.presence == Presence::OnRequest);
        names.chain(declared.map(|property| property.name.to_owned()))
    }

    /// Returns the properties of a type whose value only one entity of a collection can have.
    pub(crate) fn unique(&self, served_type: &ServedType) -> Vec<String> {
        PropertyNames::of(&self.unique, served_type.odata_type)
    }

    /// Returns whether clients choose the key of an entity of a type.
    pub(crate) fn accepts_key(&self, served_type: &ServedType) -> bool {
        let declared = |property: &ServedProperty| property.access == Access::Key && property.is_creatable;
        self.client_keys.contains(&served_type.odata_type) || served_type.properties.iter().any(declared)
    }

    /// Returns the properties of a type that are shown only if they are selected.
    pub(crate) fn hidden(&self, served_type: &ServedType) -> Vec<String> {
        PropertyNames::of(&self.only_when_selected, served_type.odata_type)
    }
}
