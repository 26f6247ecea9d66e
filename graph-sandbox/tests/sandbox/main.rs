//! The rules of the sandbox, over HTTP: one test per rule.

mod access;
mod assignments;
mod bodies;
mod client;
mod collections;
mod creations;
mod deletions;
mod derived_types;
mod directory_objects;
mod etags;
mod fixture;
mod hazards;
mod hostile;
mod initial_entities;
mod lags;
mod links;
mod lists;
mod media;
#[cfg(feature = "metadata")]
mod metadata;
mod operations;
mod organization;
mod pages;
mod paths;
mod preferences;
mod replacements;
mod request_log;
mod resources;
mod scripts;
mod seeds;
mod structures;
mod throttling;
mod values;
