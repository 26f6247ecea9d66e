//! What a metadata file says.

mod annotations;
mod container;
mod lookup;
mod nearest;
mod operation;
mod types;

use std::collections::HashMap;

pub use annotations::{Annotations, Permission};
pub use container::{Binding, EntitySet, Singleton};
pub use lookup::{OwnProperty, UnknownType};
pub(crate) use nearest::nearest_names;
pub use operation::{Operation, OperationKind, Parameter};
pub use types::{
    ElementType, Enumeration, EnumerationMember, NavigationProperty, Primitive, Property, StructuredKind,
    StructuredType, Type, TypeName, TypeRef,
};

use crate::error::{Fault, MetadataError};

/// The types, operations and the entity container of a service.
///
/// ```
/// let model = graph_metadata::Model::read(
///     r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
///          <Schema Namespace="microsoft.graph" Alias="graph" xmlns="http://docs.oasis-open.org/odata/ns/edm">
///            <EntityType Name="entity" Abstract="true">
///              <Key><PropertyRef Name="id"/></Key>
///              <Property Name="id" Type="Edm.String" Nullable="false"/>
///            </EntityType>
///            <EntityType Name="user" BaseType="graph.entity">
///              <Property Name="displayName" Type="Edm.String"/>
///            </EntityType>
///            <EntityContainer Name="GraphService"><EntitySet Name="users" EntityType="graph.user"/></EntityContainer>
///          </Schema>
///        </edmx:DataServices></edmx:Edmx>"#,
/// )?;
/// let user = model.find("user")?;
/// assert_eq!(user.name().as_str(), "microsoft.graph.user");
/// assert_eq!(model.paths_to(user.name().as_str(), 1), ["/users/{userId}"]);
/// assert_eq!(model.find("usr").unwrap_err().nearest(), ["microsoft.graph.user"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Model {
    pub(crate) namespaces: Vec<String>,
    pub(crate) aliases: HashMap<String, String>,
    pub(crate) structured: Vec<StructuredType>,
    pub(crate) enumerations: Vec<Enumeration>,
    pub(crate) operations: Vec<Operation>,
    pub(crate) entity_sets: Vec<EntitySet>,
    pub(crate) singletons: Vec<Singleton>,
    pub(crate) warnings: Vec<Fault>,
    /// From the qualified name to where the type stands.
    pub(crate) index: HashMap<String, Entry>,
    /// From the qualified name of a type to the types that name it as their base, in the order of the file.
    pub(crate) children: HashMap<String, Vec<usize>>,
}

/// Where a type stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entry {
    Structured(usize),
    Enumeration(usize),
}

impl Model {
    /// Reads a metadata file.
    ///
    /// # Errors
    ///
    /// When it is not well-formed XML, has a document type declaration, is not CSDL 4, or contradicts itself. The error
    /// holds everything that was found, each with line and column.
    pub fn read(text: &str) -> Result<Self, MetadataError> {
        crate::read::model(text)
    }

    /// Reads a metadata file in UTF-8, with or without a byte order mark.
    ///
    /// # Errors
    ///
    /// As [`Model::read`], and when it is not UTF-8.
    pub fn read_bytes(bytes: &[u8]) -> Result<Self, MetadataError> {
        crate::read::bytes(bytes)
    }

    /// The namespaces in the order of the file.
    pub fn namespaces(&self) -> impl Iterator<Item = &str> {
        self.namespaces.iter().map(String::as_str)
    }

    /// Entity types and complex types in the order of the file.
    pub fn structured_types(&self) -> &[StructuredType] {
        &self.structured
    }

    /// Enumerations in the order of the file.
    pub fn enumerations(&self) -> &[Enumeration] {
        &self.enumerations
    }

    /// Actions and functions in the order of the file.
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The entity sets of the container.
    pub fn entity_sets(&self) -> &[EntitySet] {
        &self.entity_sets
    }

    /// The singletons of the container.
    pub fn singletons(&self) -> &[Singleton] {
        &self.singletons
    }

    /// What does not fit, but does no harm: types that are used and not defined.
    pub fn warnings(&self) -> &[Fault] {
        &self.warnings
    }
}
