//! Any text: read, judged, inspected and explained without a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use token04::{ExplainInput, TokenVerifier};

const SECRET: &str = "0123456789abcdef0123456789abcdef";

fuzz_target!(|text: &str| {
    let _ = token04::decode(text, SECRET);
    let _ = token04::inspect(text);
    let _ = token04::explain(&ExplainInput::new(text).secret(SECRET));
    let verifier = TokenVerifier::new(1, SECRET).expect("a good secret");
    let _ = verifier.verify_publish(text, "u", "r", "s");
});
