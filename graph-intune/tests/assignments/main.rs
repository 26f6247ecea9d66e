//! Assignments against a service inside the process.

mod changes;
mod service;
mod two_writers;
