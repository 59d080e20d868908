//! The conformance runner: one driver per language, one table of cases, and every token read by
//! every language.
//!
//! `tests/README.md` describes the driver protocol and the schema of the cases.

pub mod args;
pub mod case;
pub mod crossing;
pub mod differential;
pub mod driver;
pub mod errors;
pub mod findings;
pub mod left_out;
pub mod matching;
pub mod random;
pub mod redact;
pub mod report;
pub mod session;
pub mod suite;
pub mod upstream;
