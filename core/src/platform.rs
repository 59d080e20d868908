//! Where entropy comes from: the operating system, or the host that was passed in.

#[cfg(feature = "host")]
use crate::host::Host;

use crate::error::Result;

#[cfg(not(any(feature = "os", feature = "host")))]
compile_error!("token04 needs entropy: enable the feature `os` (default) or `host`");

/// The host that a key uses; an empty struct when it uses the operating system.
#[derive(Clone, Copy)]
pub(crate) struct Platform {
    #[cfg(feature = "host")]
    pub(crate) host: Option<&'static dyn Host>,
}

impl Platform {
    pub(crate) fn current() -> Self {
        Self {
            #[cfg(feature = "host")]
            host: crate::host::installed(),
        }
    }

    /// Fills `out` from a cryptographic generator.
    pub(crate) fn entropy(self, out: &mut [u8]) -> Result<()> {
        #[cfg(feature = "host")]
        if let Some(host) = self.host {
            return if host.entropy(out) {
                Ok(())
            } else {
                Err(crate::error::Error::RandomUnavailable)
            };
        }
        #[cfg(feature = "os")]
        return crate::random::fill(out);
        #[cfg(not(feature = "os"))]
        return Err(crate::error::Error::RandomUnavailable);
    }
}
