//! Arguments from C: a pointer and a length become a slice.

use std::ffi::c_char;

use token04::{Error, Result};

/// How many bytes of a field are read at most. The rule itself is in the core: when a length is
/// over the limit, nothing is read, and the core receives bytes that it refuses with the field's
/// error, in its own order of checks.
#[derive(Clone, Copy)]
pub(crate) struct Field {
    max_bytes: usize,
    refused: &'static [u8],
}

/// A byte that never occurs in UTF-8.
const NOT_UTF8: &[u8] = b"\xff";
/// The maximum length of a slice on every platform.
const SLICE_MAX: usize = isize::MAX.unsigned_abs();

pub(crate) const USER_ID: Field =
    Field { max_bytes: token04::USER_ID_MAX_BYTES, refused: NOT_UTF8 };
pub(crate) const ROOM_ID: Field =
    Field { max_bytes: token04::ROOM_ID_MAX_BYTES, refused: NOT_UTF8 };
pub(crate) const STREAM_ID: Field =
    Field { max_bytes: token04::STREAM_ID_MAX_BYTES, refused: NOT_UTF8 };
pub(crate) const PAYLOAD: Field =
    Field { max_bytes: token04::PLAINTEXT_MAX_BYTES, refused: NOT_UTF8 };
pub(crate) const SECRET: Field = Field { max_bytes: token04::SECRET_BYTES, refused: b"" };
pub(crate) const TOKEN: Field = Field { max_bytes: token04::TOKEN_MAX_BYTES, refused: b"" };
/// A string without a shorter limit.
pub(crate) const ANY_TEXT: Field = Field { max_bytes: token04::TEXT_MAX_BYTES, refused: NOT_UTF8 };
/// A string of any length for `explain`: one byte more than the maximum is read, so that the
/// core sees that it is too long.
pub(crate) const EXPLAINED: Prefix = Prefix { max_bytes: token04::TEXT_MAX_BYTES + 1 };

impl Field {
    /// The bytes of a string; NULL is the empty string.
    ///
    /// # Errors
    /// [`Error::NullPointer`] for NULL with a length.
    ///
    /// # Safety
    /// `pointer` is NULL, or points to `length` bytes that nobody writes to during the call.
    pub(crate) unsafe fn bytes<'a>(
        self,
        pointer: *const c_char,
        length: usize,
    ) -> Result<&'a [u8]> {
        // SAFETY: as promised by the caller.
        unsafe { self.optional_bytes(pointer, length) }.map(Option::unwrap_or_default)
    }

    /// Like [`bytes`](Self::bytes), but NULL means that the string is not given.
    ///
    /// # Errors
    /// [`Error::NullPointer`] for NULL with a length.
    ///
    /// # Safety
    /// As [`bytes`](Self::bytes).
    #[cfg_attr(target_arch = "wasm32", inline(never))] // for code size
    pub(crate) unsafe fn optional_bytes<'a>(
        self,
        pointer: *const c_char,
        length: usize,
    ) -> Result<Option<&'a [u8]>> {
        if pointer.is_null() {
            return if length == 0 { Ok(None) } else { Err(Error::NullPointer) };
        }
        // SAFETY: not NULL; the rest is promised by the caller.
        Ok(Some(unsafe { self.read(pointer.cast(), length) }))
    }

    /// # Safety
    /// `pointer` is not NULL, and points to `length` bytes unless `length` is 0 or over the
    /// limit.
    unsafe fn read<'a>(self, pointer: *const u8, length: usize) -> &'a [u8] {
        match length {
            0 => &[],
            // SAFETY: that many bytes, as promised; the limits are all below `isize::MAX`.
            _ if length <= self.max_bytes => unsafe { std::slice::from_raw_parts(pointer, length) },
            _ => self.refused,
        }
    }

    /// A list of strings: their concatenated bytes, and the length of each. If `lengths` is NULL,
    /// the list is not given.
    ///
    /// # Errors
    /// [`Error::NullPointer`] for `lengths` NULL with a count, and for `pointer` NULL with a
    /// length.
    ///
    /// # Safety
    /// `lengths` points to `count` lengths, and `pointer` to as many bytes as they add up to, up
    /// to the first that is beyond the limit.
    pub(crate) unsafe fn list<'a>(
        self,
        pointer: *const c_char,
        lengths: *const usize,
        count: usize,
    ) -> Result<Option<List<'a>>> {
        if lengths.is_null() {
            return if count == 0 { Ok(None) } else { Err(Error::NullPointer) };
        }
        let lengths = if count == 0 {
            &[]
        } else if count > SLICE_MAX / size_of::<usize>() {
            // More than memory can hold: becomes one entry that the core refuses.
            &[usize::MAX]
        } else {
            // SAFETY: that many lengths, as promised.
            unsafe { std::slice::from_raw_parts(lengths, count) }
        };
        if pointer.is_null() && lengths.iter().any(|length| *length != 0) {
            return Err(Error::NullPointer);
        }
        Ok(Some(List { field: self, pointer: pointer.cast(), total: 0, lengths: lengths.iter() }))
    }
}

/// A field of which only the first bytes are read.
#[derive(Clone, Copy)]
pub(crate) struct Prefix {
    max_bytes: usize,
}

impl Prefix {
    /// The first bytes of a string; NULL is the empty string.
    ///
    /// # Errors
    /// [`Error::NullPointer`] for NULL with a length.
    ///
    /// # Safety
    /// As [`Field::bytes`].
    pub(crate) unsafe fn bytes<'a>(
        self,
        pointer: *const c_char,
        length: usize,
    ) -> Result<&'a [u8]> {
        // SAFETY: as promised by the caller.
        unsafe { self.optional_bytes(pointer, length) }.map(Option::unwrap_or_default)
    }

    /// Like [`bytes`](Self::bytes), but NULL means that the string is not given.
    ///
    /// # Errors
    /// [`Error::NullPointer`] for NULL with a length.
    ///
    /// # Safety
    /// As [`Field::bytes`].
    pub(crate) unsafe fn optional_bytes<'a>(
        self,
        pointer: *const c_char,
        length: usize,
    ) -> Result<Option<&'a [u8]>> {
        let field = Field { max_bytes: self.max_bytes, refused: NOT_UTF8 };
        // SAFETY: as promised by the caller; fewer bytes than that are read.
        unsafe { field.optional_bytes(pointer, length.min(self.max_bytes)) }
    }
}

/// Strings, one after the other.
#[derive(Clone)]
pub(crate) struct List<'a> {
    field: Field,
    pointer: *const u8,
    /// The sum of the lengths so far.
    total: usize,
    lengths: std::slice::Iter<'a, usize>,
}

impl List<'_> {
    /// The empty list, which stands for one that is not given.
    pub(crate) fn none() -> Self {
        Self { field: ANY_TEXT, pointer: std::ptr::null(), total: 0, lengths: [].iter() }
    }
}

impl<'a> Iterator for List<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let length = *self.lengths.next()?;
        let pointer = self.pointer;
        // A length that no memory can hold would wrap the pointer to before the list: nothing after
        // it is read.
        let Some(total) = self.total.checked_add(length).filter(|total| *total <= SLICE_MAX) else {
            self.total = SLICE_MAX;
            return Some(self.field.refused);
        };
        self.total = total;
        self.pointer = pointer.wrapping_add(length);
        // SAFETY: the list was made from a pointer to all of these bytes, or from NULL with
        // lengths of 0 alone, which are not read.
        Some(unsafe { self.field.read(pointer, length) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An invalid pointer: a test that reads it would crash.
    const NOWHERE: *const c_char = std::ptr::without_provenance(1);

    #[test]
    fn null_is_empty_or_not_given() {
        let null = std::ptr::null();
        // SAFETY: NULL is allowed everywhere.
        unsafe {
            assert_eq!(USER_ID.bytes(null, 0), Ok(&b""[..]));
            assert_eq!(USER_ID.bytes(null, 1), Err(Error::NullPointer));
            assert_eq!(USER_ID.optional_bytes(null, 0), Ok(None));
            assert_eq!(USER_ID.optional_bytes(NOWHERE, 0), Ok(Some(&b""[..])));
            assert!(STREAM_ID.list(null, std::ptr::null(), 0).unwrap().is_none());
            assert!(STREAM_ID.list(null, std::ptr::null(), 1).is_err());
            assert!(STREAM_ID.list(null, [0, 1].as_ptr(), 2).is_err());
            let empty = STREAM_ID.list(null, [0, 0].as_ptr(), 2).unwrap().unwrap();
            assert_eq!(empty.collect::<Vec<_>>(), [b"", b""]);
        }
    }

    #[test]
    fn lengths_beyond_the_limit_are_not_read() {
        let fields = [USER_ID, ROOM_ID, STREAM_ID, PAYLOAD, SECRET, TOKEN, ANY_TEXT];
        for field in fields {
            for length in [field.max_bytes + 1, SLICE_MAX + 1, usize::MAX] {
                // SAFETY: a length beyond the limit is not read.
                let bytes = unsafe { field.bytes(NOWHERE, length) };
                assert_eq!(bytes, Ok(field.refused));
            }
        }
        // SAFETY: as above; the second list is not read at all.
        let lists = unsafe {
            [
                STREAM_ID.list(NOWHERE, [257, usize::MAX].as_ptr(), 2),
                STREAM_ID.list(NOWHERE, NOWHERE.cast(), usize::MAX),
            ]
        };
        for list in lists {
            assert!(list.unwrap().unwrap().all(|id| id == NOT_UTF8));
        }
    }

    #[test]
    fn nothing_is_read_after_a_length_that_no_memory_can_hold() {
        let room = *b"secret.ab";
        for (hostile, next) in [(usize::MAX, 2), (usize::MAX - 5, 6), (SLICE_MAX + 1, 1)] {
            let lengths = [hostile, next, 2];
            // SAFETY: the pointer needs to be valid only up to such a length.
            let list = unsafe { USER_ID.list(room[7..].as_ptr().cast(), lengths.as_ptr(), 3) };
            assert!(list.unwrap().unwrap().all(|id| id == NOT_UTF8), "{hostile}");
        }
    }

    #[test]
    fn a_list_is_cut_at_its_lengths() {
        // SAFETY: three bytes and three lengths that add up to them.
        let list = unsafe { USER_ID.list(c"abc".as_ptr(), [1, 0, 2].as_ptr(), 3) };
        let texts: Vec<_> = list.unwrap().unwrap().collect();
        assert_eq!(texts, [&b"a"[..], b"", b"bc"]);
    }
}
