//! The source of the claims' nonces: a ChaCha12 generator for each thread, seeded by the operating
//! system, which detects a `fork()` before its next byte.
//!
//! A system call per token costs more than the cipher, and `rand`'s own thread generator repeats
//! itself in forked children. So each thread remembers the generation in which it was seeded
//! (see [`fork`]), and is seeded again when the generation has changed.

mod fork;

use std::cell::RefCell;

use rand::rngs::{StdRng, SysRng};
use rand::{Rng, SeedableRng, TryRng};

use crate::error::{Error, Result};

/// Seeds again after this many draws, so that a later memory image reveals nothing about older
/// tokens. One system call in 65536 draws costs nothing measurable.
const DRAWS_PER_SEED: u32 = 1 << 16;

struct Generator {
    rng: StdRng,
    generation: u64,
    draws_left: u32,
}

thread_local! {
    static GENERATOR: RefCell<Option<Generator>> = const { RefCell::new(None) };
}

/// Fills `out` with cryptographically secure bytes, different in every thread and process.
///
/// # Errors
/// [`Error::RandomUnavailable`] when the operating system provides no entropy.
pub(crate) fn fill(out: &mut [u8]) -> Result<()> {
    let drawn = GENERATOR.try_with(|cell| match cell.try_borrow_mut() {
        Ok(mut slot) => draw(&mut slot, out).map(|()| true),
        Err(_) => Ok(false),
    });
    match drawn {
        Ok(Ok(true)) => Ok(()),
        Ok(Err(error)) => Err(error),
        // The thread is ending, or a signal handler interrupted a draw: use the system directly.
        Ok(Ok(false)) | Err(_) => SysRng.try_fill_bytes(out).map_err(|_| Error::RandomUnavailable),
    }
}

fn draw(slot: &mut Option<Generator>, out: &mut [u8]) -> Result<()> {
    let generation = fork::generation();
    let stale = !slot
        .as_ref()
        .is_some_and(|seeded| seeded.generation == generation && seeded.draws_left > 0);
    if stale {
        // Cleared first: if the system has no entropy, the old state must not be used again.
        *slot = None;
        let rng = StdRng::try_from_rng(&mut SysRng).map_err(|_| Error::RandomUnavailable)?;
        *slot = Some(Generator { rng, generation, draws_left: DRAWS_PER_SEED });
    }
    let generator = slot.as_mut().ok_or(Error::Internal)?;
    generator.draws_left -= 1;
    generator.rng.fill_bytes(out);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_is_renewed_after_many_draws() {
        let mut slot = None;
        let mut out = [0; 20];
        draw(&mut slot, &mut out).unwrap();
        slot.as_mut().unwrap().draws_left = 1;
        draw(&mut slot, &mut out).unwrap();
        assert_eq!(slot.as_ref().unwrap().draws_left, 0);
        draw(&mut slot, &mut out).unwrap();
        assert_eq!(slot.as_ref().unwrap().draws_left, DRAWS_PER_SEED - 1);
    }

    #[test]
    fn a_new_generation_never_continues_the_old_stream() {
        let seeded = || StdRng::from_seed([7; 32]);
        let mut slot =
            Some(Generator { rng: seeded(), generation: u64::MAX, draws_left: DRAWS_PER_SEED });
        let (mut drawn, mut old_stream) = ([0; 20], [0; 20]);
        draw(&mut slot, &mut drawn).unwrap();
        seeded().fill_bytes(&mut old_stream);
        assert_ne!(drawn, old_stream);
    }
}
