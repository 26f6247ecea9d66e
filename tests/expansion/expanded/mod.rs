//! The generated code of the declarations, in full.

pub mod complex_type;
pub mod enumeration;
pub mod resource;
pub mod union;
