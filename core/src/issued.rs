//! What an app server answers to its client: a token and its moments.

use std::fmt;
use std::time::SystemTime;

use crate::clock;
use crate::error::Result;
use crate::inputs::{self, REFRESH_BEFORE_EXPIRY_SECONDS};
use crate::json::{self, ObjectWriter};

/// The moments of a token, in unix seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moments {
    issued_at: i64,
    expires_at: i64,
}

impl Moments {
    pub(crate) fn new(now: i64, ttl: i64) -> Result<Self> {
        Ok(Self { issued_at: now, expires_at: inputs::expiry(now, ttl)? })
    }

    /// When the token was issued.
    pub fn issued_at(self) -> i64 {
        self.issued_at
    }

    /// When it expires: servers refuse it from this second on.
    pub fn expires_at(self) -> i64 {
        self.expires_at
    }

    /// When the client does well to ask for a new one: 30 seconds before the expiry, when its
    /// SDK warns, and never before the moment of issue.
    pub fn refresh_at(self) -> i64 {
        self.issued_at.max(self.expires_at.saturating_sub(REFRESH_BEFORE_EXPIRY_SECONDS))
    }
}

/// A token with its moments. `Debug` does not show the token: it lets its user in.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct IssuedToken {
    /// The token text.
    pub token: String,
    /// When it was issued, in unix seconds.
    pub issued_at: i64,
    /// When it expires, in unix seconds.
    pub expires_at: i64,
    /// When to fetch a new one, in unix seconds: 30 seconds before the expiry, not before the
    /// moment of issue.
    pub refresh_at: i64,
}

impl IssuedToken {
    pub(crate) fn new(token: String, moments: Moments) -> Self {
        Self {
            token,
            issued_at: moments.issued_at(),
            expires_at: moments.expires_at(),
            refresh_at: moments.refresh_at(),
        }
    }

    /// The expiry as a `SystemTime`; `None` where the system cannot hold it.
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

    #[test]
    fn the_refresh_lies_between_issue_and_expiry() {
        assert_eq!(Moments::new(100, 3600).map(Moments::refresh_at), Ok(3670));
        assert_eq!(Moments::new(100, 30).map(Moments::refresh_at), Ok(100));
        assert_eq!(Moments::new(100, 1).map(Moments::refresh_at), Ok(100));
        assert_eq!(Moments::new(i64::MIN, 1).map(Moments::refresh_at), Ok(i64::MIN));
    }
}
