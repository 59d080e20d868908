//! Answers to C: into the caller's buffer, with their length beside.

use std::ffi::c_char;
use std::ptr;

use token04::{Draft, Error, Result};

use crate::status::guard;

/// Two numbers of a token's moments may grow by a digit between two calls that read the clock,
/// and with them the padding by one AES block: so many characters of base64.
const CLOCK_SLACK: usize = 24;

/// The caller's buffer and the place for the length.
pub(crate) struct Output {
    pointer: *mut u8,
    capacity: usize,
    length: *mut usize,
}

/// Runs the body of an entry that answers a text or bytes. On any failure but 92 the buffer holds
/// the empty text and the length is 0; on 92 the length is a capacity that suffices.
///
/// # Safety
/// `pointer` points to `capacity` writable bytes, `length` to a writable `size_t`, or they are
/// NULL; nobody else uses them during the call.
pub(crate) unsafe fn with_output(
    pointer: *mut c_char,
    capacity: usize,
    length: *mut usize,
    body: impl FnOnce(&mut Output) -> Result<()>,
) -> i32 {
    let mut output = Output { pointer: pointer.cast(), capacity, length };
    output.clear();
    if output.pointer.is_null() || output.length.is_null() {
        return Error::NullPointer.code();
    }
    let status = guard(|| body(&mut output));
    if status != 0 && status != Error::BufferTooSmall.code() {
        output.clear();
    }
    status
}

impl Output {
    /// One row of a batch: a part of a larger buffer.
    ///
    /// # Safety
    /// As for [`with_output`], and neither pointer is NULL.
    pub(crate) unsafe fn row(pointer: *mut u8, capacity: usize, length: *mut usize) -> Self {
        let mut row = Self { pointer, capacity, length };
        row.clear();
        row
    }

    /// The empty text, as far as there is room.
    pub(crate) fn clear(&mut self) {
        if !self.pointer.is_null() && self.capacity > 0 {
            // SAFETY: one byte of room, as promised to `with_output`.
            unsafe { self.pointer.write(0) };
        }
        self.set_length(0);
    }

    fn set_length(&mut self, length: usize) {
        if !self.length.is_null() {
            // SAFETY: a writable place for a length, as promised to `with_output`.
            unsafe { self.length.write(length) };
        }
    }

    /// Tells a capacity that suffices.
    fn too_small(&mut self, needed: usize) -> Result<()> {
        self.set_length(needed);
        Err(Error::BufferTooSmall)
    }

    /// Writes a text and its NUL.
    pub(crate) fn text(&mut self, text: &str) -> Result<()> {
        self.text_of_at_most(text, text.len())
    }

    /// As [`text`](Self::text), where the next call may need more than this one: `bound` bytes.
    pub(crate) fn text_of_at_most(&mut self, text: &str, bound: usize) -> Result<()> {
        if self.capacity <= text.len() {
            return self.too_small(bound.max(text.len()).saturating_add(1));
        }
        // SAFETY: the capacity exceeds the text's length by at least the NUL.
        unsafe {
            ptr::copy_nonoverlapping(text.as_ptr(), self.pointer, text.len());
            self.pointer.add(text.len()).write(0);
        }
        self.set_length(text.len());
        Ok(())
    }

    /// Writes bytes and no NUL behind them.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> Result<()> {
        if self.capacity < bytes.len() {
            return self.too_small(bytes.len());
        }
        // SAFETY: the capacity is at least that many bytes.
        unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), self.pointer, bytes.len()) };
        self.set_length(bytes.len());
        Ok(())
    }

    /// Makes a token where it is wanted. Too small a buffer is told before entropy is drawn.
    pub(crate) fn token(&mut self, draft: Draft<'_>, clock: bool) -> Result<()> {
        let bound = draft.token_bytes_bound();
        if self.capacity <= bound {
            let slack = if clock { CLOCK_SLACK } else { 0 };
            return self.too_small(bound + slack + 1);
        }
        // SAFETY: the capacity exceeds the bound, and nobody else uses the buffer.
        let room = unsafe { std::slice::from_raw_parts_mut(self.pointer, bound) };
        let length = draft.write(room)?;
        // SAFETY: the length is at most the bound, which the capacity exceeds.
        unsafe { self.pointer.add(length).write(0) };
        self.set_length(length);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(capacity: usize, text: &str) -> (i32, usize, [u8; 4]) {
        let (mut room, mut length) = ([b'.'; 4], 9);
        // SAFETY: room for four bytes, of which fewer are told.
        let status = unsafe {
            with_output(room.as_mut_ptr().cast(), capacity, &raw mut length, |out| out.text(text))
        };
        (status, length, room)
    }

    #[test]
    fn the_nul_needs_room_and_is_not_counted() {
        assert_eq!(write(4, "abc"), (0, 3, *b"abc\0"));
        assert_eq!(write(3, "abc"), (92, 4, *b"\0..."));
        assert_eq!(write(0, ""), (92, 1, *b"...."));
        assert_eq!(write(1, ""), (0, 0, *b"\0..."));
    }

    #[test]
    fn a_failure_or_panic_leaves_the_empty_text() {
        let mut room = [b'.'; 4];
        let mut length = 9;
        let pointer = room.as_mut_ptr().cast();
        // SAFETY: four bytes of room and a length; NULL is allowed.
        unsafe {
            let status = with_output(pointer, 4, &raw mut length, |out| {
                out.text("abc")?;
                panic!("on purpose")
            });
            assert_eq!((status, length, room), (90, 0, *b"\0bc\0"));
            let null = ptr::null_mut();
            assert_eq!(with_output(null, 4, &raw mut length, |_| Ok(())), 91);
            assert_eq!(with_output(pointer, 4, ptr::null_mut(), |_| Ok(())), 91);
        }
    }
}
