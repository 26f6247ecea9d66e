//! A declaration with every default decided. Nothing is reported here: that is the job of `check`.

mod callable_model;
mod common_model;
mod docs;
mod entity_model;
mod enum_model;
mod property_model;
mod resource_model;
mod setter_argument;
mod skipped;
mod struct_model;
mod union_model;

pub(crate) use callable_model::{BindingModel, CallableModel, ReturnModel, last_segment};
pub(crate) use common_model::CommonModel;
pub(crate) use entity_model::{CollectionModel, EntityModel, PathModel};
pub(crate) use enum_model::EnumModel;
pub(crate) use property_model::{ClearMethod, PropertyModel, PropertyRole};
pub(crate) use resource_model::{LinkModel, ResourceModel, default_create_name, default_update_name, setter_of_link};
pub(crate) use setter_argument::SetterArgument;
pub(crate) use struct_model::StructModel;
pub(crate) use union_model::{AlternativeModel, UnionModel, held_type};
