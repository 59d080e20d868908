//! The moment of a call.

use token04::Result;

use crate::constants::TOKEN04_NOW_CLOCK;

/// The moment an entry was given, or the clock's.
#[cfg(feature = "os")]
pub(crate) fn moment(now: i64) -> Result<i64> {
    Ok(if now == TOKEN04_NOW_CLOCK { token04::system_now() } else { now })
}

/// Without an operating system there is no clock to ask: every number is a moment.
#[cfg(not(feature = "os"))]
#[allow(clippy::unnecessary_wraps, reason = "the same shape as its twin above")]
pub(crate) fn moment(now: i64) -> Result<i64> {
    Ok(now)
}

/// Whether two calls with this argument may see different moments.
pub(crate) fn is_clock(now: i64) -> bool {
    now == TOKEN04_NOW_CLOCK
}
