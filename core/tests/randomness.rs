//! The random state never repeats: not between threads, not between a parent and its forked
//! children.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a failing test may panic
#![cfg(all(feature = "os", unix))]
#![allow(unsafe_code)] // fork() and _exit()

use std::collections::HashSet;
use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::FromRawFd;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use token04::{Mode, TokenGenerator};

const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// The IV of a token, padded to 16 bytes. Without a repeated nonce it never repeats.
fn iv(token: &str) -> [u8; 16] {
    let envelope = STANDARD.decode(&token[2..]).unwrap();
    let length = usize::from(envelope[9]);
    let mut iv = [0; 16];
    iv[..length].copy_from_slice(&envelope[10..10 + length]);
    iv
}

fn ivs(generator: &TokenGenerator, count: usize) -> Vec<[u8; 16]> {
    let hour = Duration::from_secs(3600);
    (0..count).map(|_| iv(&generator.identity_token("user1", hour).unwrap())).collect()
}

/// Runs `work` in a forked child and returns the IVs of its tokens.
fn in_child(work: impl FnOnce() -> Vec<[u8; 16]>) -> impl FnOnce() -> Vec<[u8; 16]> {
    let mut ends = [0; 2];
    // SAFETY: plain system calls. The child only mints, writes to the pipe and ends with `_exit`.
    let (child, mut pipe) = unsafe {
        assert_eq!(libc::pipe(ends.as_mut_ptr()), 0);
        let child = libc::fork();
        assert!(child >= 0, "fork failed");
        if child == 0 {
            libc::close(ends[0]);
            let bytes = work().concat();
            let written = File::from_raw_fd(ends[1]).write_all(&bytes).is_ok();
            libc::_exit(i32::from(!written));
        }
        libc::close(ends[1]);
        (child, File::from_raw_fd(ends[0]))
    };
    move || {
        let mut bytes = Vec::new();
        pipe.read_to_end(&mut bytes).unwrap();
        let mut status = -1;
        // SAFETY: waits for the child made above.
        assert_eq!(unsafe { libc::waitpid(child, &mut status, 0) }, child);
        assert_eq!(status, 0);
        bytes.chunks_exact(16).map(|iv| iv.try_into().unwrap()).collect()
    }
}

/// Tokens with the same claims and the same random nonce of 31 bits are the same token, which is
/// harmless and, by chance, happens about `count * count / 2^32` times. A repeated random state
/// would repeat every token after it.
fn few_repeat(ivs: &[[u8; 16]], count: usize) {
    assert_eq!(ivs.len(), count);
    let repeated = count - ivs.iter().collect::<HashSet<_>>().len();
    let by_chance = count * count / (1 << 32);
    assert!(repeated <= 4 * by_chance, "{repeated} IVs repeat, {by_chance} would by chance");
}

#[test]
fn a_million_tokens_from_8_threads_and_8_children_do_not_repeat() {
    for mode in Mode::ALL {
        let generator = &TokenGenerator::new(7, SECRET).unwrap().with_mode(mode);
        let each = 1_000_000 / 2 / 16;
        // This thread's generator is used before the forks: its state is what would repeat.
        let mut all = ivs(generator, 1);
        let children: Vec<_> = (0..8).map(|_| in_child(move || ivs(generator, each))).collect();
        std::thread::scope(|scope| {
            let threads: Vec<_> =
                (0..8).map(|_| scope.spawn(move || ivs(generator, each))).collect();
            for thread in threads {
                all.extend(thread.join().unwrap());
            }
        });
        for child in children {
            all.extend(child());
        }
        few_repeat(&all, 1 + 16 * each);
    }
}

#[test]
fn parent_child_grandchild_and_a_fork_from_a_second_thread() {
    let generator = &TokenGenerator::new(7, SECRET).unwrap();
    let mut all = ivs(generator, 3);
    let child = in_child(|| {
        // Forked before the child's own first draw, and again after it.
        let early = in_child(|| ivs(generator, 3));
        let mut own = ivs(generator, 3);
        let late = in_child(|| ivs(generator, 3));
        own.extend(ivs(generator, 3));
        own.extend(early());
        own.extend(late());
        own
    });
    all.extend(ivs(generator, 3));
    let from_thread = std::thread::scope(|scope| {
        let forked = scope.spawn(|| {
            let mut own = ivs(generator, 3);
            let child = in_child(|| ivs(generator, 3));
            own.extend(ivs(generator, 3));
            own.extend(child());
            own
        });
        forked.join().unwrap()
    });
    all.extend(from_thread);
    all.extend(child());
    few_repeat(&all, 6 + 9 + 12);
}

#[test]
fn the_ivs_look_random_in_every_bit() {
    // A counter, a clock or printable text would show: each bit is set about half the time.
    let generator = TokenGenerator::new(7, SECRET).unwrap();
    let sample = ivs(&generator, 20_000);
    for bit in 0..128 {
        let set = sample.iter().filter(|iv| iv[bit / 8] >> (bit % 8) & 1 == 1).count();
        assert!((9_400..10_600).contains(&set), "bit {bit} is set in {set} of 20000");
    }
}
