//! Why was this token refused? Findings, most likely cause first.
