//! The parts of `token04-server`, for the program and its fuzz targets. No stable interface.

pub mod api;
pub mod app;
pub mod caller;
pub mod config;
#[cfg(test)]
mod fuzzed;
pub mod keys;
pub mod log;
pub mod openapi;
pub mod pattern;
pub mod problem;
pub mod rehearsal;
mod ring_verifier;
pub mod secrets;
pub mod serve;
