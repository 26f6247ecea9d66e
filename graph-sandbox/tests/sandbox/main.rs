//! The sandbox as a client sees it: one test a rule, over real HTTP.

mod access;
mod bodies;
mod hostile;
mod paths;
mod preferences;
mod probe;
mod records;
mod resources;
mod scripts;
mod seeds;
mod states;
mod structures;
mod throttling;
mod values;
