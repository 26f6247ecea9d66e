//! Resources declared as a downstream crate would.

pub mod reference;
