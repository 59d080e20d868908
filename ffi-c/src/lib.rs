//! The C ABI of token04. `include/token04.h` is made from this crate, and speaks for it: the
//! comments here are written for readers of C.
//!
//! An entry reads its arguments ([`input`]), calls the core, and writes the answer ([`output`]).
//! It holds no rule: whatever the core refuses is handed to it in a form that it refuses.

#![allow(
    clippy::missing_safety_doc,
    clippy::too_many_arguments,
    reason = "the header states the contract once, for C"
)]

// In the order of the header.
#[allow(dead_code, reason = "some are for the header alone")]
mod constants;

mod status;

mod sizes;

mod handle;

mod generate;

mod privileges;

mod generator;

mod batch;

mod verifier;

mod decode;

mod text;

// Below the entries.
#[cfg(not(target_family = "wasm"))]
mod error_texts;
mod input;
mod output;
#[cfg(feature = "test-panic")]
mod test_panic;
mod time;

#[cfg(all(target_family = "wasm", feature = "host"))]
mod wasm;
#[cfg(target_arch = "wasm32")]
mod wasm_heap;
