//! The contents of a metadata file: types, operations and the entity container.

mod annotations;
mod container;
mod lookup;
mod operation;
mod similar;
mod types;

use std::collections::HashMap;

pub use annotations::{Annotations, Permission};
pub use container::{EntitySet, NavigationPropertyBinding, Singleton};
pub use lookup::{DeclaredProperty, UnknownTypeError};
pub use operation::{Operation, OperationKind, Parameter};
pub(crate) use similar::{similar_names, write_similar_names};
pub use types::{
    ElementType, EnumMember, EnumType, NavigationProperty, PrimitiveType, QualifiedName, SchemaType,
    StructuralProperty, StructuredKind, StructuredType, TypeRef,
};

use crate::error::MetadataDiagnostic;

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
/// assert_eq!(model.find("usr").unwrap_err().similar_names(), ["microsoft.graph.user"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Model {
    pub(crate) namespaces: Vec<String>,
    pub(crate) aliases: HashMap<String, String>,
    pub(crate) structured_types: Vec<StructuredType>,
    pub(crate) enum_types: Vec<EnumType>,
    pub(crate) operations: Vec<Operation>,
    pub(crate) entity_sets: Vec<EntitySet>,
    pub(crate) singletons: Vec<Singleton>,
    pub(crate) warnings: Vec<MetadataDiagnostic>,
    /// From the qualified name of a type to its position in the lists above.
    pub(crate) type_index: HashMap<String, TypeIndex>,
    /// From the qualified name of a type to the positions of the directly derived types. They are in the order of the
    /// file.
    pub(crate) derived_index: HashMap<String, Vec<usize>>,
}

/// The position of a type in the lists of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TypeIndex {
    Structured(usize),
    Enum(usize),
}

impl Model {
    /// Returns the namespaces in the order of the file.
    pub fn namespaces(&self) -> impl Iterator<Item = &str> {
        self.namespaces.iter().map(String::as_str)
    }

    /// Returns the entity types and complex types in the order of the file.
    pub fn structured_types(&self) -> &[StructuredType] {
        &self.structured_types
    }

    /// Returns the enumeration types in the order of the file.
    pub fn enum_types(&self) -> &[EnumType] {
        &self.enum_types
    }

    /// Returns the actions and functions in the order of the file.
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// Returns the entity sets of the container.
    pub fn entity_sets(&self) -> &[EntitySet] {
        &self.entity_sets
    }

    /// Returns the singletons of the container.
    pub fn singletons(&self) -> &[Singleton] {
        &self.singletons
    }

    /// Returns the warnings: types that are used but not defined.
    pub fn warnings(&self) -> &[MetadataDiagnostic] {
        &self.warnings
    }
}
