//! Output to C: into the caller's buffer, with its length.

use std::ffi::c_char;
use std::ptr;

use token04::{Draft, Error, Result};

use crate::status::guard;

/// The caller's buffer and the place for the length.
pub(crate) struct Output {
    pointer: *mut u8,
    capacity: usize,
    length: *mut usize,
}

/// Runs the body of a function that returns a string or bytes. On any error but 92 the buffer
/// holds the empty string and the length is 0; on 92 the length is the required capacity.
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

    /// Writes the empty string, if there is space.
    pub(crate) fn clear(&mut self) {
        if !self.pointer.is_null() && self.capacity > 0 {
            // SAFETY: there is at least one byte, as promised to `with_output`.
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

    /// Writes the required capacity into the length.
    fn too_small(&mut self, needed: usize) -> Result<()> {
        self.set_length(needed);
        Err(Error::BufferTooSmall)
    }

    /// Writes a string and its NUL.
    pub(crate) fn text(&mut self, text: &str) -> Result<()> {
        if self.capacity <= text.len() {
            return self.too_small(text.len().saturating_add(1));
        }
        // SAFETY: the capacity exceeds the string's length by at least the NUL.
        unsafe {
            ptr::copy_nonoverlapping(text.as_ptr(), self.pointer, text.len());
            self.pointer.add(text.len()).write(0);
        }
        self.set_length(text.len());
        Ok(())
    }

    /// Writes bytes without a NUL after them.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> Result<()> {
        if self.capacity < bytes.len() {
            return self.too_small(bytes.len());
        }
        // SAFETY: the capacity is at least that many bytes.
        unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), self.pointer, bytes.len()) };
        self.set_length(bytes.len());
        Ok(())
    }

    /// Makes a token in the caller's buffer. The capacity is checked before entropy is drawn.
    pub(crate) fn token(&mut self, draft: Draft<'_>) -> Result<()> {
        let bound = draft.token_bytes_bound();
        if self.capacity <= bound {
            return self.too_small(bound + 1);
        }
        // SAFETY: the capacity exceeds the bound, and nobody else uses the buffer.
        let space = unsafe { std::slice::from_raw_parts_mut(self.pointer, bound) };
        let length = draft.write(space)?;
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
        // SAFETY: four bytes, and the capacity is at most that.
        let status = unsafe {
            with_output(room.as_mut_ptr().cast(), capacity, &raw mut length, |out| out.text(text))
        };
        (status, length, room)
    }

    #[test]
    fn the_nul_needs_space_and_is_not_counted() {
        assert_eq!(write(4, "abc"), (0, 3, *b"abc\0"));
        assert_eq!(write(3, "abc"), (92, 4, *b"\0..."));
        assert_eq!(write(0, ""), (92, 1, *b"...."));
        assert_eq!(write(1, ""), (0, 0, *b"\0..."));
    }

    #[test]
    fn a_failure_or_panic_leaves_the_empty_string() {
        let mut room = [b'.'; 4];
        let mut length = 9;
        let pointer = room.as_mut_ptr().cast();
        // SAFETY: four bytes and a length; NULL is allowed.
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
