//! From the model to Rust: declarations of types and of their dependencies.
//!
//! The files form layers. A file uses only files that come before it in this list:
//!
//! 1. `options`, `identifier`: the input, and the spelling of names in Rust.
//! 2. `declaration`, `representation`: the output, and the Rust form of each type.
//! 3. `type_names`, `member_names`, `nesting`, `docs`: decisions about the whole model or about single names and texts.
//! 4. `field_type`, `plan`: the Rust type of a field, and the list of what is declared.
//! 5. `links`, `operations`, `build`, `lints`, `render`: from the plan to declarations, and from declarations to source code.

mod build;
mod declaration;
mod docs;
mod field_type;
mod identifier;
mod links;
mod lints;
mod member_names;
mod nesting;
mod operations;
mod options;
mod plan;
mod planned_operations;
mod render;
mod representation;
mod type_names;
mod untyped_field;

pub use declaration::{
    Declaration, Declarations, EnumDeclaration, EnumVariant, FieldAccess, LinkDeclaration, OperationDeclaration,
    ReturnDeclaration, StructDeclaration, StructField, UnionDeclaration, UnionVariant,
};
pub use options::{NamedPath, Options, RequestedOperations, RequestedType};
pub use plan::DeclareError;
pub use type_names::TypeNames;

use crate::model::Model;

/// Declares types in Rust.
///
/// The Rust names of a type and of its members depend on the model alone, not on which other types are declared.
///
/// ```
/// use graph_metadata::{Model, declare::{Options, RequestedType, declare}};
///
/// let model = Model::read(
///     r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
///          <Schema Namespace="microsoft.graph" Alias="graph" xmlns="http://docs.oasis-open.org/odata/ns/edm">
///            <ComplexType Name="passwordProfile"><Property Name="password" Type="Edm.String"/></ComplexType>
///          </Schema>
///        </edmx:DataServices></edmx:Edmx>"#,
/// )?;
/// let declared = declare(&model, &[RequestedType::new("passwordProfile")], &Options::default())?;
/// assert!(declared.to_string().contains("pub struct PasswordProfile {"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// If a type does not exist, or if a path cannot be used in a declaration.
pub fn declare(model: &Model, requested: &[RequestedType], options: &Options) -> Result<Declarations, DeclareError> {
    declare_with_progress(model, requested, options, &mut |_, _| {})
}

/// Declares types and reports the progress.
///
/// After each declaration, `progress` is called with the number of finished declarations and the total number.
///
/// # Errors
///
/// As [`declare`].
pub fn declare_with_progress(
    model: &Model,
    requested: &[RequestedType],
    options: &Options,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Declarations, DeclareError> {
    let plan = plan::DeclarationPlan::new(model, requested, options)?;
    Ok(build::build(model, &plan, options, progress))
}
