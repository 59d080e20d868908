//! Signals that ask the program to end, caught while there is a file to remove.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// SIGHUP only where it is known not to be ignored, as below `nohup`.
#[cfg(target_os = "linux")]
const ENDING: &[i32] = &[SIGINT, SIGTERM, signal_hook::consts::SIGHUP];
#[cfg(not(target_os = "linux"))]
const ENDING: &[i32] = &[SIGINT, SIGTERM];

/// The signal that was caught.
pub struct Signals(Arc<AtomicUsize>);

impl Signals {
    /// Begins to catch, until the program ends.
    pub fn catch() -> io::Result<Self> {
        let caught = Arc::new(AtomicUsize::new(0));
        for signal in ENDING.iter().filter(|signal| !is_ignored(**signal)) {
            let number = usize::try_from(*signal).unwrap_or_default();
            flag::register_usize(*signal, Arc::clone(&caught), number)?;
        }
        // The limit on the size of files ends the program by a signal, unless that is caught; the
        // write then fails like any other.
        #[cfg(unix)]
        flag::register(libc::SIGXFSZ, Arc::default())?;
        Ok(Self(caught))
    }

    /// The last one.
    pub fn caught(&self) -> Option<i32> {
        i32::try_from(self.0.load(Ordering::SeqCst)).ok().filter(|signal| *signal != 0)
    }
}

/// Whether the program was started with this signal ignored.
#[cfg(target_os = "linux")]
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default();
    mask & (1 << (signal - 1)) != 0
}

#[cfg(not(target_os = "linux"))]
fn is_ignored(_: i32) -> bool {
    false
}

/// Ends the program as the signal would have ended it.
pub fn end_by(signal: i32) {
    let _ = signal_hook::low_level::emulate_default_handler(signal);
}
