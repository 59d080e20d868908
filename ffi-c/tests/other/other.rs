//! A third party's Rust archive, with the same standard library inside, and a name that a
//! dependency of token04 could have as well.

/// Allocates, formats, panics and catches: all of it from the standard library.
#[unsafe(no_mangle)]
pub extern "C" fn other_length(number: u64) -> usize {
    std::panic::catch_unwind(|| {
        let text = std::hint::black_box(format!("{number}"));
        if text.len() > 10 {
            std::panic::resume_unwind(Box::new(text));
        }
        text.len()
    })
    .unwrap_or(0)
}
