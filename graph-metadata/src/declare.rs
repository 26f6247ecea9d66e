//! From the model to Rust: declarations for a type and all that it reaches.

mod build;
mod closure;
mod cycles;
mod docs;
mod kept;
mod lints;
mod members;
mod names;
mod options;
mod render;
mod rust_type;
mod words;

use std::fmt;

pub use names::Names;
pub use options::{NamedPath, Options, Root};

use crate::model::{Model, UnknownType};

/// Declarations in the order in which they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Declarations {
    /// What is declared.
    pub items: Vec<Declaration>,
    /// Qualified names of types that are used and not declared, in alphabetical order.
    pub missing: Vec<String>,
}

/// One declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Declaration {
    /// A `struct` for an entity type or a complex type.
    Struct(Struct),
    /// An `enum` for an enumeration.
    Enumeration(Enumeration),
    /// An `enum` for the values of a type that others extend.
    Union(Union),
}

/// A `struct` under `#[graph_resource]` or `#[graph_complex]`.
#[expect(clippy::struct_excessive_bools, reason = "independent facts of one type")]
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Struct {
    /// The qualified name of the type, without `#`.
    pub type_name: String,
    /// The name in Rust.
    pub name: String,
    /// Lines of documentation.
    pub docs: Vec<String>,
    /// Where its values have their address; if nowhere, it is declared by `#[graph_complex]`.
    pub paths: Vec<NamedPath>,
    /// Whether it belongs to the beta API.
    pub is_beta: bool,
    /// Whether `@odata.type` must not be sent, because no value is of exactly this type.
    pub is_abstract: bool,
    /// The name of its update, where `NameUpdate` belongs to another type.
    pub update: Option<String>,
    /// Its properties, those of base types first.
    pub fields: Vec<Field>,
    /// The field for properties that are not declared, if the type is open or values of it stand in collections.
    pub dynamic_properties: Option<String>,
    /// Whether the type is open: any property may be set.
    pub is_open: bool,
    /// Whether `Default` can be derived.
    pub has_default: bool,
}

/// A field.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Field {
    /// The name in Rust, with `r#` if it needs it.
    pub name: String,
    /// The name on the wire.
    pub wire: String,
    /// Whether camelCase does not lead from the name in Rust to the name on the wire.
    pub is_renamed: bool,
    /// The type in Rust.
    pub ty: String,
    /// Who may write it.
    pub access: Access,
    /// Whether it is `#[graph(optional)]`: absent or a value, never null.
    pub is_optional: bool,
    /// Lines of documentation.
    pub docs: Vec<String>,
}

/// Who may write a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Access {
    /// An update may set it.
    Writable,
    /// The service computes it: `#[graph(read_only)]`.
    ReadOnly,
    /// It is (part of) the key: `#[graph(key)]`.
    Key,
}

/// An `enum` under `#[graph_enum]`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Enumeration {
    /// The qualified name of the type.
    pub type_name: String,
    /// The name in Rust.
    pub name: String,
    /// Lines of documentation.
    pub docs: Vec<String>,
    /// Whether values are sets of members: fields are of the type `Flags<Name>` then.
    pub is_flags: bool,
    /// The members.
    pub members: Vec<Member>,
    /// The variant for members that are not declared.
    pub other: String,
}

/// A member of an enumeration.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Member {
    /// The name in Rust.
    pub name: String,
    /// The name on the wire.
    pub wire: String,
    /// Whether camelCase does not lead from the name in Rust to the name on the wire.
    pub is_renamed: bool,
    /// Lines of documentation.
    pub docs: Vec<String>,
}

/// An `enum` under `#[graph_union]`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Union {
    /// The qualified name of the base type.
    pub type_name: String,
    /// The name in Rust.
    pub name: String,
    /// Lines of documentation.
    pub docs: Vec<String>,
    /// The types that a value can have.
    pub variants: Vec<Variant>,
    /// The variant for types that are not declared.
    pub other: String,
}

/// A variant of a union: the box of a struct of the same name.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Variant {
    /// The name in Rust, of the variant and of the struct.
    pub name: String,
    /// The qualified name of the type.
    pub type_name: String,
    /// Whether it is the base type itself.
    pub is_base: bool,
}

impl Declaration {
    /// The qualified name of the type in the metadata.
    pub fn type_name(&self) -> &str {
        match self {
            Self::Struct(item) => &item.type_name,
            Self::Enumeration(item) => &item.type_name,
            Self::Union(item) => &item.type_name,
        }
    }

    /// The name in Rust.
    pub fn name(&self) -> &str {
        match self {
            Self::Struct(item) => &item.name,
            Self::Enumeration(item) => &item.name,
            Self::Union(item) => &item.name,
        }
    }
}

impl fmt::Display for Declarations {
    /// The source text, as rustfmt leaves it with its default settings in edition 2024.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&render::file(self))
    }
}

/// Why nothing could be declared.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DeclareError {
    /// A type that was asked for does not exist.
    UnknownType(UnknownType),
    /// A path that cannot stand in a declaration.
    UnusablePath {
        /// The path.
        path: String,
        /// Why it cannot.
        reason: &'static str,
    },
}

impl fmt::Display for DeclareError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownType(unknown) => unknown.fmt(f),
            Self::UnusablePath { path, reason } => write!(f, "the path `{}` {reason}", path.escape_debug()),
        }
    }
}

impl std::error::Error for DeclareError {}

/// Declares types.
///
/// The names of a type and of its members depend on the file alone, not on what else is declared.
///
/// ```
/// use graph_metadata::{Model, declare::{Options, Root, declare}};
///
/// let model = Model::read(
///     r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
///          <Schema Namespace="microsoft.graph" Alias="graph" xmlns="http://docs.oasis-open.org/odata/ns/edm">
///            <ComplexType Name="passwordProfile"><Property Name="password" Type="Edm.String"/></ComplexType>
///          </Schema>
///        </edmx:DataServices></edmx:Edmx>"#,
/// )?;
/// let declared = declare(&model, &[Root::new("passwordProfile")], &Options::default())?;
/// assert!(declared.to_string().contains("pub struct PasswordProfile {"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// When a type does not exist or a path cannot be used.
pub fn declare(model: &Model, roots: &[Root], options: &Options) -> Result<Declarations, DeclareError> {
    declare_with_progress(model, roots, options, &mut |_, _| {})
}

/// Declares types and tells after each how many are done and how many are known to be wanted.
///
/// # Errors
///
/// As [`declare`].
pub fn declare_with_progress(
    model: &Model,
    roots: &[Root],
    options: &Options,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Declarations, DeclareError> {
    let plan = closure::Plan::new(model, roots, options)?;
    Ok(build::declarations(model, &plan, options, progress))
}
