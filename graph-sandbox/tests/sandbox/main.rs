//! The rules of the sandbox, over HTTP: one test per rule.

mod access;
mod bodies;
mod etags;
mod fixture;
mod hazards;
mod hostile;
mod initial_entities;
mod lists;
mod paths;
mod preferences;
mod request_log;
mod resources;
mod scripts;
mod seeds;
mod structures;
mod throttling;
mod values;
