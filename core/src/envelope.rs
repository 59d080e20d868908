//! The fourth step: the binary envelope around IV and ciphertext.
//!
//! ```text
//! expire i64 | iv_len u16 | iv | ct_len u16 | ct | mode u8 = 1 (GCM only)     big-endian
//! ```

use crate::error::{Error, Result};
use crate::mode::{BLOCK_BYTES, Mode, TAG_BYTES};

/// Bytes before the IV: the expiry and the IV's length.
const HEAD_BYTES: usize = 10;
/// Bytes between the IV and the ciphertext: the ciphertext's length.
const LENGTH_BYTES: usize = 2;
/// What follows the ciphertext of a GCM token.
const GCM_MARK: u8 = 1;

/// Where a mode's ciphertext begins.
pub(crate) const fn ciphertext_offset(mode: Mode) -> usize {
    HEAD_BYTES + mode.iv_bytes() + LENGTH_BYTES
}

/// Bytes of the whole envelope around a ciphertext.
pub(crate) const fn envelope_bytes(mode: Mode, ciphertext_bytes: usize) -> usize {
    ciphertext_offset(mode) + ciphertext_bytes + trailer(mode).len()
}

/// What follows the ciphertext: the mode byte of GCM, nothing for CBC.
pub(crate) const fn trailer(mode: Mode) -> &'static [u8] {
    match mode {
        Mode::Cbc => &[],
        Mode::Gcm => &[GCM_MARK],
    }
}

/// Writes everything before the ciphertext; `out` is [`ciphertext_offset`] long.
pub(crate) fn write_head(
    out: &mut [u8],
    expire: i64,
    iv: &[u8],
    ciphertext_bytes: usize,
) -> Result<()> {
    let lengths = [length(iv.len())?, length(ciphertext_bytes)?];
    let parts = [&expire.to_be_bytes()[..], &lengths[0], iv, &lengths[1]];
    let mut rest = out;
    for part in parts {
        let (room, behind) = rest.split_at_mut_checked(part.len()).ok_or(Error::Internal)?;
        room.copy_from_slice(part);
        rest = behind;
    }
    Ok(())
}

fn length(bytes: usize) -> Result<[u8; 2]> {
    u16::try_from(bytes).map(u16::to_be_bytes).map_err(|_| Error::Internal)
}

/// A parsed envelope; nothing is decrypted yet.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Envelope<'a> {
    pub(crate) mode: Mode,
    pub(crate) expire: i64,
    pub(crate) iv: &'a [u8],
    pub(crate) ciphertext: &'a [u8],
}

impl<'a> Envelope<'a> {
    /// Parses an envelope, down to its last byte.
    ///
    /// # Errors
    /// [`Error::TokenFormat`] when a length does not match the envelope's end or is wrong for the
    /// mode.
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self> {
        Self::take_apart(bytes).ok_or(Error::TokenFormat)
    }

    fn take_apart(bytes: &'a [u8]) -> Option<Self> {
        let (expire, rest) = bytes.split_first_chunk::<8>()?;
        let (iv, rest) = take_with_length(rest)?;
        let (ciphertext, rest) = take_with_length(rest)?;
        let mode = Mode::ALL
            .into_iter()
            .find(|mode| rest == trailer(*mode) && iv.len() == mode.iv_bytes())?;
        let whole = match mode {
            Mode::Cbc => !ciphertext.is_empty() && ciphertext.len() % BLOCK_BYTES == 0,
            Mode::Gcm => ciphertext.len() >= TAG_BYTES,
        };
        whole.then_some(Self { mode, expire: i64::from_be_bytes(*expire), iv, ciphertext })
    }
}

fn take_with_length(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<LENGTH_BYTES>()?;
    rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn envelope(iv: usize, ciphertext: usize, tail: &[u8]) -> Vec<u8> {
        let mut bytes = 1_700_000_000_i64.to_be_bytes().to_vec();
        bytes.extend_from_slice(&u16::try_from(iv).unwrap().to_be_bytes());
        bytes.extend(std::iter::repeat_n(1, iv));
        bytes.extend_from_slice(&u16::try_from(ciphertext).unwrap().to_be_bytes());
        bytes.extend(std::iter::repeat_n(2, ciphertext));
        bytes.extend_from_slice(tail);
        bytes
    }

    #[test]
    fn both_modes_are_parsed() {
        let cbc = envelope(16, 32, &[]);
        let parsed = Envelope::parse(&cbc).unwrap();
        assert_eq!((parsed.mode, parsed.expire), (Mode::Cbc, 1_700_000_000));
        assert_eq!((parsed.iv, parsed.ciphertext), (&[1; 16][..], &[2; 32][..]));
        let gcm = envelope(12, 17, &[1]);
        assert_eq!(Envelope::parse(&gcm).unwrap().mode, Mode::Gcm);
        assert_eq!(gcm.len(), envelope_bytes(Mode::Gcm, 17));
        assert_eq!(cbc.len(), envelope_bytes(Mode::Cbc, 32));
    }

    #[test]
    fn lengths_that_do_not_match_the_end_are_refused() {
        for (iv, ciphertext, tail) in [
            (16, 0, &[][..]),
            (16, 15, &[]),
            (16, 17, &[]),
            (16, 16, &[1]),
            (16, 16, &[0]),
            (12, 32, &[]),
            (12, 15, &[1]),
            (12, 32, &[0]),
            (12, 32, &[2]),
            (12, 32, &[1, 1]),
            (0, 32, &[]),
            (17, 32, &[]),
        ] {
            let bytes = envelope(iv, ciphertext, tail);
            assert_eq!(
                Envelope::parse(&bytes).err(),
                Some(Error::TokenFormat),
                "{iv} {ciphertext}"
            );
        }
        let whole = envelope(16, 32, &[]);
        for length in 0..whole.len() {
            assert_eq!(Envelope::parse(&whole[..length]).err(), Some(Error::TokenFormat));
        }
    }
}
