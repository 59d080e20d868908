//! Many tokens in one call, into one buffer.

use std::ffi::c_char;

use token04::{Error, Result};

use crate::handle::{self, Generator};
use crate::input::{List, PAYLOAD, USER_ID};
use crate::output::Output;
use crate::status::guard;

/// Where the results go: one row each.
#[derive(Clone, Copy)]
struct Rows {
    out: *mut u8,
    stride: usize,
    lengths: *mut usize,
    statuses: *mut i32,
    count: usize,
}

impl Rows {
    /// # Errors
    /// [`Error::NullPointer`] if there are rows and a pointer is NULL, and
    /// [`Error::BufferTooSmall`] if the rows cannot fit into memory.
    fn check(&self) -> Result<()> {
        let null = self.out.is_null() || self.lengths.is_null() || self.statuses.is_null();
        if self.count > 0 && null {
            return Err(Error::NullPointer);
        }
        if self.fits() { Ok(()) } else { Err(Error::BufferTooSmall) }
    }

    /// Sets every row to this status and the empty string.
    ///
    /// # Safety
    /// Each pointer is NULL or points to `count` rows; for `out`, only if all rows fit into memory.
    unsafe fn fail(&self, status: i32) {
        let out = if self.stride > 0 && self.fits() { self.out } else { std::ptr::null_mut() };
        for index in 0..self.count {
            // SAFETY: rows of this index exist, as promised.
            unsafe {
                if !self.statuses.is_null() {
                    self.statuses.add(index).write(status);
                }
                if !self.lengths.is_null() {
                    self.lengths.add(index).write(0);
                }
                if !out.is_null() {
                    out.add(index * self.stride).write(0);
                }
            }
        }
    }

    fn fits(&self) -> bool {
        let bytes = self.count.checked_mul(self.stride);
        bytes.is_some_and(|bytes| isize::try_from(bytes).is_ok())
    }

    /// The row of an index.
    ///
    /// # Safety
    /// The rows have passed [`check`](Self::check), the index is below their count, and no other
    /// row of this index is in use.
    unsafe fn row(&self, index: usize) -> Output {
        // SAFETY: as promised; the product does not overflow since that of the count does not.
        unsafe {
            let out = self.out.add(index * self.stride);
            Output::row(out, self.stride, self.lengths.add(index))
        }
    }
}

/// Makes one token for each user id, all with the same time of issue.
///
/// user_ids: the concatenated user ids, with nothing between them; user_id_lengths: the length of
/// each; count: how many. ttl, payload, now: as for token04_generator_generate().
/// out: count rows of out_stride bytes, each for one token and its NUL; token04_token_size(
/// TOKEN04_USER_ID_MAX, ...) returns a stride that is large enough for all. out_lengths, statuses:
/// count numbers each, for the length and the status of each row: 0, 3, 7, or 92 with a sufficient
/// stride as the length. A row that fails does not affect the others. With count 0 every pointer
/// except the generator may be NULL.
///
/// Errors of the whole call: 91; 13; 6; 94; 92 when count times out_stride is more than memory can
/// hold. Every row then has this status, and no token. Any thread, any time.
// SAFETY: the header states what the pointers must point to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_generator_batch(
    generator: *const Generator,
    user_ids: *const c_char,
    user_id_lengths: *const usize,
    count: usize,
    ttl: i64,
    payload: *const c_char,
    payload_length: usize,
    now: i64,
    out: *mut c_char,
    out_stride: usize,
    out_lengths: *mut usize,
    statuses: *mut i32,
) -> i32 {
    let rows = Rows { out: out.cast(), stride: out_stride, lengths: out_lengths, statuses, count };
    // More rows than `statuses` could have: no status can be written.
    if isize::try_from(count.saturating_mul(size_of::<usize>())).is_err() {
        return Error::BufferTooSmall.code();
    }
    let status = guard(|| {
        rows.check()?;
        // SAFETY: the arguments are as the header requires, and the rows were checked.
        unsafe {
            let generator = handle::value(generator)?;
            let user_ids = USER_ID.list(user_ids, user_id_lengths, count)?;
            let payload = PAYLOAD.bytes(payload, payload_length)?;
            let user_ids = user_ids.unwrap_or_else(List::none);
            let mut index = 0;
            generator.batch_drafts(user_ids, ttl, payload, now, |draft| {
                let mut row = rows.row(index);
                let made = draft.and_then(|draft| row.token(draft));
                let code = made.map_or_else(Error::code, |()| 0);
                statuses.add(index).write(code);
                index += 1;
                made
            })
        }
    });
    if status != 0 {
        // SAFETY: the pointers are as the header requires.
        unsafe { rows.fail(status) };
    }
    status
}
