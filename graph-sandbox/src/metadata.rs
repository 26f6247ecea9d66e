//! The metadata of Microsoft Graph, if the feature `metadata` is enabled.
//!
//! A sandbox serves what is declared. With the metadata, it refuses what the service does not have.

#[cfg(feature = "metadata")]
mod check;

#[cfg(feature = "metadata")]
pub(crate) use check::Metadata;
#[cfg(not(feature = "metadata"))]
use graph_core::schema::{PathTemplate, Version};

#[cfg(not(feature = "metadata"))]
use crate::supported_writes::SupportedWrites;
#[cfg(not(feature = "metadata"))]
use crate::types::ServedTypes;

/// The metadata of one version, which does not exist without the feature.
#[cfg(not(feature = "metadata"))]
#[derive(Debug)]
pub(crate) enum Metadata {}

#[cfg(not(feature = "metadata"))]
impl Metadata {
    pub(crate) fn add_base_types(&self, _: &mut ServedTypes) {
        match *self {}
    }

    pub(crate) fn writes_at(&self, _: Version, _: &str) -> Option<SupportedWrites> {
        match *self {}
    }

    pub(crate) fn type_at(&self, _: Version, _: &PathTemplate) -> Option<String> {
        match *self {}
    }
}
