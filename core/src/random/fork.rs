//! The fork mark: a number that changes in every forked process.
//!
//! On Linux it is in a page that the kernel wipes in a child (`MADV_WIPEONFORK`, since 4.14), so
//! that a single load detects a fork, even after a raw `clone`. Elsewhere, and where the kernel
//! does not support this, a `pthread_atfork` handler wipes it. Process ids would not work: they
//! are reused, and `getpid` costs more than the cipher.
//!
//! This is the only file of the crate that uses `unsafe`.

#[cfg(unix)]
pub(super) use unix::generation;

/// Without `fork()` there is one generation.
#[cfg(not(unix))]
pub(super) fn generation() -> u64 {
    1
}

#[cfg(unix)]
#[allow(unsafe_code)]
mod unix {
    use std::ptr::null_mut;
    use std::sync::atomic::{AtomicPtr, AtomicU64, Ordering};

    /// The value that the kernel or the handler writes in a child.
    const WIPED: u64 = 0;

    /// The latest generation of this process. Ordinary memory: a child inherits it.
    static LATEST: AtomicU64 = AtomicU64::new(1);

    /// The mark in use; null until the first draw. There is no lock: one held by another thread
    /// during a fork would stay locked forever in the child.
    static MARK: AtomicPtr<AtomicU64> = AtomicPtr::new(null_mut());

    /// The generation of this process: the same for all draws between two forks, never repeated.
    pub(in crate::random) fn generation() -> u64 {
        // SAFETY: MARK is null or holds a reference to an atomic that is never freed.
        let mark = unsafe { MARK.load(Ordering::Acquire).as_ref() }.or_else(set_up);
        match mark.map(|mark| (mark, mark.load(Ordering::Acquire))) {
            Some((mark, WIPED)) => renew(mark),
            Some((_, generation)) => generation,
            // No mark is available (out of memory): every draw is its own generation, which costs
            // a system call per draw and repeats nothing.
            None => LATEST.fetch_add(1, Ordering::AcqRel) + 1,
        }
    }

    #[cold]
    fn set_up() -> Option<&'static AtomicU64> {
        let mark = wiped_page().or_else(handled_cell)?;
        let pointer = std::ptr::from_ref(mark).cast_mut();
        match MARK.compare_exchange(null_mut(), pointer, Ordering::AcqRel, Ordering::Acquire) {
            Ok(_) => Some(mark),
            // Another thread was first; this page of four kilobytes is left unused.
            // SAFETY: as in `generation`, and not null since the exchange failed.
            Err(first) => unsafe { first.as_ref() },
        }
    }

    /// First draw after a fork. One of several threads writes the mark; all see its value.
    #[cold]
    fn renew(mark: &AtomicU64) -> u64 {
        let fresh = LATEST.fetch_add(1, Ordering::AcqRel) + 1;
        match mark.compare_exchange(WIPED, fresh, Ordering::AcqRel, Ordering::Acquire) {
            Ok(_) => fresh,
            Err(written) => written,
        }
    }

    /// A page of its own that the kernel wipes in a child; `None` if the system has no such page.
    #[cfg(target_os = "linux")]
    fn wiped_page() -> Option<&'static AtomicU64> {
        // SAFETY: asks for a fresh private page anywhere; no existing mapping is touched.
        let page = unsafe {
            let size = usize::try_from(libc::sysconf(libc::_SC_PAGESIZE)).ok()?;
            let protection = libc::PROT_READ | libc::PROT_WRITE;
            let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS;
            let page = libc::mmap(null_mut(), size, protection, flags, -1, 0);
            if page == libc::MAP_FAILED {
                return None;
            }
            // An emulator that ignores `madvise` returns 0 for any advice, even one that does not
            // exist: then its result for the real one means nothing.
            let believable = libc::madvise(page, size, -1) != 0;
            if !believable || libc::madvise(page, size, libc::MADV_WIPEONFORK) != 0 {
                libc::munmap(page, size);
                return None;
            }
            page
        };
        // SAFETY: the page is zeroed, aligned, large enough for the integer, and never unmapped.
        let mark = unsafe { &*page.cast::<AtomicU64>() };
        mark.store(LATEST.load(Ordering::Acquire), Ordering::Release);
        Some(mark)
    }

    #[cfg(not(target_os = "linux"))]
    fn wiped_page() -> Option<&'static AtomicU64> {
        None
    }

    /// A cell that a handler wipes in a child; `None` when the handler cannot be registered.
    fn handled_cell() -> Option<&'static AtomicU64> {
        static CELL: AtomicU64 = AtomicU64::new(WIPED);
        extern "C" fn wipe_in_child() {
            CELL.store(WIPED, Ordering::Release);
        }
        // SAFETY: the handler only stores to a static atomic, which is safe after any fork.
        let status = unsafe { libc::pthread_atfork(None, None, Some(wipe_in_child)) };
        if status != 0 {
            return None;
        }
        CELL.store(LATEST.load(Ordering::Acquire), Ordering::Release);
        Some(&CELL)
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn the_generation_is_stable_without_a_fork() {
            assert_eq!(generation(), generation());
        }

        #[test]
        fn a_wiped_mark_is_replaced_once() {
            let mark = AtomicU64::new(WIPED);
            let first = renew(&mark);
            assert_eq!(mark.load(Ordering::Acquire), first);
            mark.store(WIPED, Ordering::Release);
            assert!(renew(&mark) > first);
        }

        #[cfg(target_os = "linux")]
        #[test]
        fn both_marks_are_wiped_in_a_child() {
            let page = wiped_page().expect("this kernel supports MADV_WIPEONFORK");
            let cell = handled_cell().expect("a handler can be registered");
            assert_ne!(page.load(Ordering::Acquire), WIPED);
            assert_ne!(cell.load(Ordering::Acquire), WIPED);
            // SAFETY: the child only reads two atomics and ends with `_exit`.
            let status = unsafe {
                let child = libc::fork();
                assert!(child >= 0);
                if child == 0 {
                    let wiped = [page, cell].iter().all(|m| m.load(Ordering::Acquire) == WIPED);
                    libc::_exit(if wiped { 0 } else { 1 });
                }
                let mut status = -1;
                assert_eq!(libc::waitpid(child, &mut status, 0), child);
                status
            };
            assert_eq!(status, 0);
            assert_ne!(page.load(Ordering::Acquire), WIPED);
        }
    }
}
