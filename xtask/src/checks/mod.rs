//! Project rules that no compiler checks.

pub mod msrv;
pub mod seam;
pub mod secrets;
pub mod versions;
