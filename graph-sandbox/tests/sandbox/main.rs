//! The rules of the sandbox, over HTTP: one test per rule.

mod access;
mod bodies;
mod client;
mod collections;
mod derived_types;
mod directory_objects;
mod etags;
mod fixture;
mod hazards;
mod hostile;
mod initial_entities;
mod lists;
#[cfg(feature = "metadata")]
mod metadata;
mod pages;
mod paths;
mod preferences;
mod request_log;
mod resources;
mod scripts;
mod seeds;
mod structures;
mod throttling;
mod values;
