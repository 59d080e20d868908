//! Mint and verify ZEGOCLOUD *Token04* authentication tokens. Unofficial.
//!
//! An app server mints a token with its ServerSecret; the app's client logs in to voice and video
//! rooms with it; the vendor's servers check user, expiry and, for privilege tokens, room and
//! streams. This crate is the one implementation under the packages for Python, Node.js, Java,
//! C++, Go, PHP and .NET.
//!
//! ```
//! # fn main() -> Result<(), token04::Error> {
//! use std::time::Duration;
//! use token04::{TokenGenerator, TokenVerifier};
//!
//! # let secret = "0123456789abcdef0123456789abcdef";
//! let generator = TokenGenerator::new(1234567890, secret)?;
//! let token = generator.identity_token("user1", Duration::from_secs(3600))?;
//! let verifier = TokenVerifier::new(1234567890, secret)?;
//! verifier.verify_user(&token, "user1")?;
//! # Ok(()) }
//! ```
//!
//! Data flows one way, and each step is a module: inputs, claims, JSON, cipher, envelope, base64.
//! Decoding takes the same steps in reverse. Nothing here panics on bad input, and no error,
//! `Debug` output or log line contains a secret or a claim.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod base64;
pub mod bounds;
mod cipher;
mod claims;
mod clock;
mod decode;
mod draft;
pub mod env;
mod envelope;
mod error;
mod explain;
mod generator;
#[cfg(feature = "host")]
pub mod host;
mod inputs;
mod inspect;
mod issued;
mod json;
mod kit;
mod mode;
mod platform;
mod privileges;
#[cfg(feature = "os")]
mod random;
mod secret;
mod siv;
mod text;
mod verifier;

pub use claims::{Claims, Payload};
#[cfg(feature = "os")]
pub use clock::system_now;
pub use decode::{DecodedToken, VerifiedToken, decode};
pub use draft::Draft;
pub use error::{Error, Result, status_message, status_name};
pub use explain::{ExplainInput, Finding, FindingId, Report, Severity, explain};
#[cfg(feature = "os")]
pub use generator::generate_token04;
pub use generator::{RawRequest, TokenGenerator, generate_token04_raw, generator_for};
pub use inputs::{
    DEFAULT_LEEWAY_SECONDS, NOW_MAX, PLAINTEXT_MAX_BYTES, REFRESH_BEFORE_EXPIRY_SECONDS,
    ROOM_ID_MAX_BYTES, SECRET_BYTES, STREAM_ID_MAX_BYTES, USER_ID_MAX_BYTES,
};
pub use inspect::{InspectedToken, inspect};
pub use issued::{IssuedToken, Timestamps};
pub use kit::{InspectedKit, kit_token, kit_token_raw};
pub use mode::Mode;
pub use privileges::{
    PRIVILEGE_DISABLE, PRIVILEGE_ENABLE, PRIVILEGE_KEY_LOGIN, PRIVILEGE_KEY_PUBLISH, Privileges,
    RoomPrivileges,
};
pub use secret::ServerSecret;
pub use text::{TEXT_MAX_BYTES, TOKEN_MAX_BYTES, VERSION};
pub use verifier::TokenVerifier;

/// Compiles the README's Rust example.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
