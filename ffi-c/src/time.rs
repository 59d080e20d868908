//! The moment of a call.

use token04::Result;

use crate::constants::TOKEN04_NOW_CLOCK;

/// The moment an entry was given, or the clock's.
#[cfg(feature = "os")]
pub(crate) fn moment(now: i64) -> Result<i64> {
    Ok(if now == TOKEN04_NOW_CLOCK { token04::system_now() } else { now })
}

/// Without an operating system there is no clock to ask: the moment is always an argument.
#[cfg(not(feature = "os"))]
pub(crate) fn moment(now: i64) -> Result<i64> {
    if now == TOKEN04_NOW_CLOCK { Err(token04::Error::Internal) } else { Ok(now) }
}

/// Whether two calls with this argument may see different moments.
pub(crate) fn is_clock(now: i64) -> bool {
    now == TOKEN04_NOW_CLOCK
}
