//! The native methods of `io.token04.Native`: they pass strings and numbers to the core, and its
//! result to Java.
//!
//! Strings are read as UTF-16, so that an emoji, a NUL and a lone surrogate all reach the core as
//! what they are. Every method goes through [`boundary`]: an error becomes a `Token04Exception`,
//! and so does a panic, with code 90.

#![allow(unsafe_code, reason = "a language boundary; each use has a SAFETY line")]

mod boundary;
mod env;
mod explain;
mod generator;
mod handle;
#[cfg(feature = "test-panic")]
mod hooks;
mod scratch;
mod text;
mod tools;
mod values;
mod verifier;
