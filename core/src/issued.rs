//! What an app server sends to its client: a token and its timestamps.

use std::fmt;
use std::time::SystemTime;

use crate::clock;
use crate::error::Result;
use crate::inputs::{self, REFRESH_BEFORE_EXPIRY_SECONDS};
use crate::json::{self, ObjectWriter};

/// When a token was issued and when it expires: unix timestamps in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timestamps {
    issued_at: i64,
    expires_at: i64,
}

impl Timestamps {
    pub(crate) fn new(now: i64, ttl: i64) -> Result<Self> {
        let issued_at = inputs::now(now)?;
        Ok(Self { issued_at, expires_at: inputs::expiry(issued_at, ttl)? })
    }

    /// When the token was issued.
    pub fn issued_at(self) -> i64 {
        self.issued_at
    }

    /// When it expires: servers refuse it from this time on.
    pub fn expires_at(self) -> i64 {
        self.expires_at
    }

    /// When the client should fetch a new one: 30 seconds before the expiry, which is when its SDK
    /// warns, but never before the time of issue.
    pub fn refresh_at(self) -> i64 {
        self.issued_at.max(self.expires_at.saturating_sub(REFRESH_BEFORE_EXPIRY_SECONDS))
    }
}

/// A token with its timestamps. `Debug` does not show the token, which is a credential.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct IssuedToken {
    /// The token.
    pub token: String,
    /// When it was issued, a unix timestamp in seconds.
    pub issued_at: i64,
    /// When it expires, a unix timestamp in seconds.
    pub expires_at: i64,
    /// When to fetch a new one, a unix timestamp in seconds: 30 seconds before the expiry, but not
    /// before the time of issue.
    pub refresh_at: i64,
}

impl IssuedToken {
    pub(crate) fn new(token: String, timestamps: Timestamps) -> Self {
        Self {
            token,
            issued_at: timestamps.issued_at(),
            expires_at: timestamps.expires_at(),
            refresh_at: timestamps.refresh_at(),
        }
    }

    /// The expiry as a `SystemTime`; `None` if the system cannot represent it.
    pub fn expires_at_time(&self) -> Option<SystemTime> {
        clock::system_time(self.expires_at)
    }

    /// `{"token":…,"issued_at":…,"expires_at":…,"refresh_at":…}`.
    pub fn to_json(&self) -> String {
        json::text(|out| {
            ObjectWriter::begin(out)
                .string("token", &self.token)
                .integer("issued_at", self.issued_at)
                .integer("expires_at", self.expires_at)
                .integer("refresh_at", self.refresh_at)
                .end();
        })
    }
}

impl fmt::Debug for IssuedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IssuedToken")
            .field("token", &"[redacted]")
            .field("issued_at", &self.issued_at)
            .field("expires_at", &self.expires_at)
            .field("refresh_at", &self.refresh_at)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    #[test]
    fn the_refresh_is_between_issue_and_expiry() {
        assert_eq!(Timestamps::new(100, 3600).map(Timestamps::refresh_at), Ok(3670));
        assert_eq!(Timestamps::new(100, 30).map(Timestamps::refresh_at), Ok(100));
        assert_eq!(Timestamps::new(100, 1).map(Timestamps::refresh_at), Ok(100));
        assert_eq!(
            Timestamps::new(i64::MIN, 1).map(Timestamps::refresh_at),
            Err(Error::NowInvalid)
        );
    }
}
