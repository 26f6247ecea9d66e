//! Reads the metadata of Microsoft Graph (CSDL).

pub mod declare;
mod error;
mod model;
mod paths;
mod read;

pub use error::{Fault, MetadataError, Place};
pub use model::{
    Annotations, Binding, ElementType, EntitySet, Enumeration, EnumerationMember, Model, NavigationProperty, Operation,
    OperationKind, OwnProperty, Parameter, Permission, Primitive, Property, Singleton, StructuredKind, StructuredType,
    Type, TypeName, TypeRef, UnknownType,
};
pub use paths::{PathFinder, ResolvedPath, UnknownPath};
