//! Reads the metadata of Microsoft Graph (CSDL 4) and generates Rust declarations from it.
//!
//! The modules form layers. A module uses only modules above it in this list, and inside a module the same holds for its
//! files:
//!
//! 1. `error`: diagnostics and their positions in a metadata file.
//! 2. `model`: the types, operations and the entity container of a service, and the search for them. It does no input or
//!    output.
//! 3. `read`: from XML to the model. It defines [`Model::read`] and [`Model::read_bytes`].
//! 4. `paths`: the addresses of entities. It defines [`Model::paths_to`] and [`Model::resolve_path`].
//! 5. [`declare`]: from the model to Rust source code.

#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod declare;
mod error;
mod model;
mod paths;
mod read;

pub use error::{MetadataDiagnostic, MetadataError, SourceSpan};
pub use model::{
    Annotations, DeclaredProperty, ElementType, EntitySet, EnumMember, EnumType, Model, NavigationProperty,
    NavigationPropertyBinding, Operation, OperationKind, Parameter, Permission, PrimitiveType, QualifiedName,
    SchemaType, Singleton, StructuralProperty, StructuredKind, StructuredType, TypeRef, UnknownTypeError,
};
pub use paths::{PathFinder, ResolvedPath, UnknownPathError, WriteRestrictions};
