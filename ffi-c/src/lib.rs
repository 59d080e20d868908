//! The C ABI of token04. `include/token04.h` is generated from this crate: the comments of its
//! functions are written for C programmers.
//!
//! A function reads its arguments ([`input`]), calls the core, and writes the result ([`output`]).
//! It contains no rules: invalid input is passed on in a form that the core refuses.

#![allow(unsafe_code, reason = "a language boundary; each use has a SAFETY line")]
#![allow(
    clippy::missing_safety_doc,
    clippy::too_many_arguments,
    reason = "the header states the contract once, for C"
)]

// In the order of the header.
#[allow(dead_code, reason = "some are for the header alone")]
mod constants;

mod status;

#[cfg(feature = "os")]
mod time;

mod sizes;

mod handle;

mod environment;

mod generate;

mod privileges;

mod generator;

mod batch;

mod verifier;

mod decode;

mod text;

// What the functions above use.
mod error_texts;
mod input;
mod output;
#[cfg(feature = "test-panic")]
mod test_panic;

#[cfg(all(target_family = "wasm", feature = "host"))]
mod wasm;
#[cfg(target_arch = "wasm32")]
mod wasm_heap;
