//! The current time, as a unix timestamp in seconds.

#[cfg(feature = "os")]
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Where a generator or verifier reads the time: the system clock, or the caller's function.
#[derive(Clone, Default)]
pub(crate) enum Clock {
    #[default]
    System,
    // Without an operating system the time is always an argument.
    #[cfg(feature = "os")]
    Given(Arc<dyn Fn() -> i64 + Send + Sync>),
}

impl Clock {
    pub(crate) fn now(&self) -> i64 {
        match self {
            #[cfg(feature = "os")]
            Clock::System => system_now(),
            #[cfg(not(feature = "os"))]
            Clock::System => 0,
            #[cfg(feature = "os")]
            Clock::Given(now) => now(),
        }
    }
}

/// The current time of the system's clock, as a unix timestamp in seconds.
#[cfg(feature = "os")]
pub fn system_now() -> i64 {
    match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_secs()).map_or(i64::MIN, |s| -s),
    }
}

/// The `SystemTime` of a unix timestamp; `None` if the system cannot represent it.
pub(crate) fn system_time(unix: i64) -> Option<SystemTime> {
    let distance = Duration::from_secs(unix.unsigned_abs());
    if unix >= 0 { UNIX_EPOCH.checked_add(distance) } else { UNIX_EPOCH.checked_sub(distance) }
}
