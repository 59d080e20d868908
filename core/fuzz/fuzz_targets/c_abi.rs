//! The C ABI as a caller uses it, with buffers of exactly the stated size (AddressSanitizer
//! detects an access one byte beyond), lengths beyond each field's limit (those bytes must not be
//! read), and NULL.
//!
//! The input is a sequence of numbers and strings: see `Input`.
#![no_main]
#![allow(unsafe_code, reason = "the caller of a C ABI")]

use std::ffi::c_char;
use std::ptr;

use libfuzzer_sys::fuzz_target;
use token04_ffi as _;
use token04_fuzz::{SECRET, seal};

/// Beyond every limit: a string of this length is refused and never read.
const HOSTILE: [usize; 5] = [usize::MAX, usize::MAX - 7, isize::MAX as usize, 1 << 40, 1 << 32];
const OK: i32 = 0;
const NULL_POINTER: i32 = 91;
const TOO_SMALL: i32 = 92;
const NOW: i64 = 1_700_000_000;

/// `token04_decoded` of the header: 104 bytes, aligned as its numbers.
type Decoded = [u64; 13];

#[rustfmt::skip]
unsafe extern "C" {
    fn token04_decoded_size(token_length: usize) -> usize;
    fn token04_error_message(status: i32) -> *const c_char;
    fn token04_environment_message(variable: i32, fault: i32) -> *const c_char;
    fn token04_environment(
        app_id: *const u8, app_id_length: usize, secret: *const u8, secret_length: usize,
        previous: *const u8, previous_length: usize, app_id_out: *mut i64, variable: *mut i32, fault: *mut i32,
    ) -> i32;
    fn token04_generate(
        app_id: i64, user_id: *const u8, user_id_length: usize, secret: *const u8, secret_length: usize,
        ttl: i64, payload: *const u8, payload_length: usize, now: i64,
        out: *mut u8, out_capacity: usize, out_length: *mut usize,
    ) -> i32;
    fn token04_privileges_payload(
        room_id: *const u8, room_id_length: usize, login: i32, publish: i32, any_stream: i32,
        stream_ids: *const u8, lengths: *const usize, count: usize,
        out: *mut u8, out_capacity: usize, out_length: *mut usize,
    ) -> i32;
    fn token04_generator_new(
        app_id: i64, secret: *const u8, secret_length: usize, mode: i32, out: *mut *mut u8,
    ) -> i32;
    fn token04_generator_free(generator: *mut u8);
    fn token04_generator_issue(
        generator: *const u8, user_id: *const u8, user_id_length: usize, ttl: i64,
        payload: *const u8, payload_length: usize, now: i64, timestamps: *mut i64,
        out: *mut u8, out_capacity: usize, out_length: *mut usize,
    ) -> i32;
    fn token04_generator_batch(
        generator: *const u8, user_ids: *const u8, lengths: *const usize, count: usize, ttl: i64,
        payload: *const u8, payload_length: usize, now: i64,
        out: *mut u8, stride: usize, out_lengths: *mut usize, statuses: *mut i32,
    ) -> i32;
    fn token04_verifier_new(
        app_id: i64, secret: *const u8, secret_length: usize,
        previous: *const u8, lengths: *const usize, count: usize, leeway: i64, out: *mut *mut u8,
    ) -> i32;
    fn token04_verifier_free(verifier: *mut u8);
    fn token04_verifier_verify_publish(
        verifier: *const u8, token: *const u8, token_length: usize, user_id: *const u8, user_id_length: usize,
        room_id: *const u8, room_id_length: usize, stream_id: *const u8, stream_id_length: usize, now: i64,
        decoded: *mut Decoded, buffer: *mut u8, capacity: usize, length: *mut usize,
    ) -> i32;
    fn token04_verifier_verify_json(
        verifier: *const u8, token: *const u8, token_length: usize, now: i64,
        out: *mut u8, out_capacity: usize, out_length: *mut usize,
    ) -> i32;
    fn token04_decode(
        token: *const u8, token_length: usize, secret: *const u8, secret_length: usize,
        decoded: *mut Decoded, buffer: *mut u8, capacity: usize, length: *mut usize,
    ) -> i32;
    fn token04_decode_json(
        token: *const u8, token_length: usize, secret: *const u8, secret_length: usize,
        out: *mut u8, out_capacity: usize, out_length: *mut usize,
    ) -> i32;
    fn token04_kit_token(
        token: *const u8, token_length: usize, room_id: *const u8, room_id_length: usize,
        user_id: *const u8, user_id_length: usize, name: *const u8, name_length: usize, app_id: i64,
        out: *mut u8, out_capacity: usize, out_length: *mut usize,
    ) -> i32;
    fn token04_inspect_json(
        token: *const u8, token_length: usize, out: *mut u8, out_capacity: usize, out_length: *mut usize,
    ) -> i32;
    fn token04_explain_json(
        token: *const u8, token_length: usize, secret: *const u8, secret_length: usize, app_id: i64,
        user_id: *const u8, user_id_length: usize, room_id: *const u8, room_id_length: usize,
        stream_id: *const u8, stream_id_length: usize, kind: i32, leeway: i64, now: i64,
        out: *mut u8, out_capacity: usize, out_length: *mut usize,
    ) -> i32;
}

/// Numbers and strings, read from the input; zeros and empty strings after its end.
struct Input<'a>(&'a [u8]);

impl Input<'_> {
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    fn take(&mut self, length: usize) -> Box<[u8]> {
        let (taken, rest) = self.0.split_at(length.min(self.0.len()));
        self.0 = rest;
        taken.into()
    }

    /// A string in its own allocation. Its stated length is the real one or a hostile one.
    fn text(&mut self) -> Text {
        let kind = self.byte();
        match kind {
            0..=9 => Text { bytes: None, length: usize::from(kind.saturating_sub(5)) },
            10..=29 => {
                let length = self.byte().into();
                let hostile = HOSTILE[usize::from(kind) % HOSTILE.len()];
                Text { bytes: Some(self.take(length)), length: hostile }
            }
            30..=59 => Text::of(SECRET),
            _ => {
                let length = usize::from(self.byte()) << if kind > 200 { 4 } else { 0 };
                Text::of(&self.take(length))
            }
        }
    }

    /// A string whose stated length is the real one: for fields of which a part is read.
    fn honest(&mut self) -> Text {
        let mut text = self.text();
        if let Some(bytes) = &text.bytes {
            text.length = bytes.len();
        }
        text
    }

    /// A token: of this library, or any string.
    fn token(&mut self) -> Text {
        let choice = self.byte();
        if choice < 100 {
            return self.text();
        }
        let length = usize::from(self.byte()) << 2;
        let claims = self.take(length);
        Text::of(seal(choice & 1 == 1, NOW + 60, &claims, choice & 2 == 0).token().as_bytes())
    }

    fn number(&mut self) -> i64 {
        match self.byte() {
            0 => i64::MIN,
            1 => i64::MAX,
            2 => -1,
            3 => 0,
            4..=80 => NOW,
            81..=160 => 1_234_567_890,
            small => small.into(),
        }
    }

    /// Strings one after the other. A list that would not fit into memory has a hostile length.
    fn list(&mut self) -> List {
        if self.byte() < 40 {
            return List { bytes: None, lengths: None, count: usize::from(self.byte() & 1) };
        }
        let count = usize::from(self.byte() % 6);
        let (mut bytes, mut lengths) = (Vec::new(), Vec::new());
        for _ in 0..count {
            let choice = self.byte();
            if choice < 16 {
                lengths.push(HOSTILE[usize::from(choice) % 3]);
                continue;
            }
            let item =
                if choice < 90 { SECRET.as_slice().into() } else { self.take(choice.into()) };
            lengths.push(item.len());
            bytes.extend_from_slice(&item);
        }
        List { bytes: Some(bytes.into()), lengths: Some(lengths.into()), count }
    }

    fn capacity(&mut self) -> usize {
        usize::from(self.byte()) << (self.byte() % 8)
    }
}

struct Text {
    bytes: Option<Box<[u8]>>,
    length: usize,
}

impl Text {
    fn of(bytes: &[u8]) -> Self {
        Self { bytes: Some(bytes.into()), length: bytes.len() }
    }

    fn pointer(&self) -> *const u8 {
        self.bytes.as_ref().map_or(ptr::null(), |bytes| bytes.as_ptr())
    }
}

struct List {
    bytes: Option<Box<[u8]>>,
    lengths: Option<Box<[usize]>>,
    count: usize,
}

impl List {
    fn pointer(&self) -> *const u8 {
        self.bytes.as_ref().map_or(ptr::null(), |bytes| bytes.as_ptr())
    }

    fn lengths(&self) -> *const usize {
        self.lengths.as_ref().map_or(ptr::null(), |lengths| lengths.as_ptr())
    }
}

/// Calls with a buffer of this capacity, checks what every function promises about its output,
/// and calls again with the capacity that the function required.
fn call(capacity: usize, nul: bool, run: impl Fn(*mut u8, usize, *mut usize) -> i32) {
    let mut capacity = capacity;
    for round in 0..2 {
        let mut out = vec![b'.'; capacity].into_boxed_slice();
        let mut length = usize::MAX;
        let status = run(out.as_mut_ptr(), capacity, &raw mut length);
        match status {
            OK if nul => {
                assert!(length < capacity && out[length] == 0);
                assert!(std::str::from_utf8(&out[..length]).is_ok());
            }
            OK => assert!(length <= capacity),
            TOO_SMALL => {
                assert!(length > capacity && (capacity == 0 || out[0] == 0) && round == 0);
                capacity = length;
                continue;
            }
            _ => assert!(length == 0 && (capacity == 0 || out[0] == 0), "{status} {length}"),
        }
        assert_ne!(status, 90, "an internal error");
        break;
    }
    let mut length = 7;
    assert_eq!(run(ptr::null_mut(), 0, &raw mut length), NULL_POINTER);
    let mut one = [b'.'];
    assert_eq!(run(one.as_mut_ptr(), 1, ptr::null_mut()), NULL_POINTER);
}

fuzz_target!(|data: &[u8]| {
    let input = &mut Input(data);
    // SAFETY: every pointer is NULL, or points to as many bytes as are stated, or the stated
    // length is beyond the field's limit.
    unsafe { one_call(input) }
});

/// # Safety
/// None: the caller of a C ABI must mark it.
#[rustfmt::skip]
unsafe fn one_call(input: &mut Input<'_>) {
    let choice = input.byte() % 12;
    let (capacity, number) = (input.capacity(), input.number());
    // SAFETY: as in the target.
    unsafe {
        match choice {
            0 => {
                let (user, secret, payload, now) = (input.text(), input.text(), input.text(), input.number());
                call(capacity, true, |out, size, length| token04_generate(
                    number, user.pointer(), user.length, secret.pointer(), secret.length, 60,
                    payload.pointer(), payload.length, now, out, size, length));
            }
            1 => {
                let (room, list, flags) = (input.text(), input.list(), i32::from(input.byte()));
                call(capacity, true, |out, size, length| token04_privileges_payload(
                    room.pointer(), room.length, flags & 1, flags & 2, flags & 4,
                    list.pointer(), list.lengths(), list.count, out, size, length));
            }
            2 | 3 => {
                let secret = if choice == 2 { Text::of(SECRET) } else { input.text() };
                let mut generator = ptr::null_mut();
                let status = token04_generator_new(number, secret.pointer(), secret.length, i32::from(input.byte() % 4), &raw mut generator);
                assert_eq!(status == OK, !generator.is_null());
                let (user, payload, list, now) = (input.text(), input.text(), input.list(), input.number());
                if !generator.is_null() {
                    let mut room = Box::new([0; 3]);
                    let timestamps = room.as_mut_ptr();
                    call(capacity, true, |out, size, length| token04_generator_issue(
                        generator, user.pointer(), user.length, 60, payload.pointer(), payload.length, now,
                        timestamps, out, size, length));
                    batch(generator, &list, &payload, now, capacity % 700);
                }
                token04_generator_free(generator);
            }
            4 | 5 => {
                let (secret, list) = if choice == 4 { (Text::of(SECRET), List { bytes: None, lengths: None, count: 0 }) } else { (input.text(), input.list()) };
                let mut verifier = ptr::null_mut();
                let status = token04_verifier_new(number, secret.pointer(), secret.length, list.pointer(), list.lengths(), list.count, input.number(), &raw mut verifier);
                assert_eq!(status == OK, !verifier.is_null());
                let (token, user, room, stream, now) = (input.token(), input.text(), input.text(), input.text(), input.number());
                if !verifier.is_null() {
                    let mut decoded = Box::new([u64::MAX; 13]);
                    let decoded = &raw mut *decoded;
                    call(capacity, false, |out, size, length| token04_verifier_verify_publish(
                        verifier, token.pointer(), token.length, user.pointer(), user.length, room.pointer(), room.length,
                        stream.pointer(), stream.length, now, decoded, out, size, length));
                    call(capacity, true, |out, size, length| token04_verifier_verify_json(
                        verifier, token.pointer(), token.length, now, out, size, length));
                }
                token04_verifier_free(verifier);
            }
            6 | 7 => {
                let (token, secret) = (input.token(), if choice == 6 { Text::of(SECRET) } else { input.text() });
                let mut decoded = Box::new([u64::MAX; 13]);
                let decoded = &raw mut *decoded;
                let decode = |out, size, length| token04_decode(
                    token.pointer(), token.length, secret.pointer(), secret.length, decoded, out, size, length);
                call(capacity, false, decode);
                let decode_json = |out, size, length| token04_decode_json(
                    token.pointer(), token.length, secret.pointer(), secret.length, out, size, length);
                call(capacity, true, decode_json);
                // The documented size is large enough for both.
                let size = token04_decoded_size(token.length);
                if size < 1 << 20 {
                    let (mut out, mut length) = (vec![0; size].into_boxed_slice(), 0);
                    assert_ne!(decode(out.as_mut_ptr(), size, &raw mut length), TOO_SMALL);
                    assert_ne!(decode_json(out.as_mut_ptr(), size, &raw mut length), TOO_SMALL);
                }
            }
            8 => {
                let (token, room, user, name) = (input.token(), input.text(), input.text(), input.text());
                call(capacity, true, |out, size, length| token04_kit_token(
                    token.pointer(), token.length, room.pointer(), room.length, user.pointer(), user.length,
                    name.pointer(), name.length, number, out, size, length));
            }
            9 => {
                let token = input.token();
                call(capacity, true, |out, size, length| token04_inspect_json(token.pointer(), token.length, out, size, length));
            }
            10 => {
                let (token, secret, user, room, stream) = (input.honest(), input.honest(), input.honest(), input.honest(), input.honest());
                let (kind, leeway, now) = (i32::from(input.byte()) - 1, input.number(), input.number());
                call(capacity, true, |out, size, length| token04_explain_json(
                    token.pointer(), token.length, secret.pointer(), secret.length, number, user.pointer(), user.length,
                    room.pointer(), room.length, stream.pointer(), stream.length, kind, leeway, now, out, size, length));
            }
            _ => {
                let (app, secret, previous) = (input.honest(), input.text(), input.text());
                let (mut app_id, mut variable, mut fault) = (7, 7, 7);
                let status = token04_environment(
                    app.pointer(), app.length, secret.pointer(), secret.length, previous.pointer(), previous.length,
                    &raw mut app_id, &raw mut variable, &raw mut fault);
                assert!(status == OK || app_id == 0);
                for text in [token04_environment_message(variable, fault), token04_error_message(status)] {
                    assert!(!std::ffi::CStr::from_ptr(text).is_empty());
                }
            }
        }
    }
}

/// Rows of exactly the stated size; a row that fails leaves the others unchanged.
///
/// # Safety
/// `generator` is a handle that is not freed.
unsafe fn batch(generator: *const u8, list: &List, payload: &Text, now: i64, stride: usize) {
    let rows = if list.lengths.is_some() { list.count } else { 0 };
    let mut out = vec![b'.'; rows * stride].into_boxed_slice();
    let mut lengths = vec![usize::MAX; rows].into_boxed_slice();
    let mut statuses = vec![-1; rows].into_boxed_slice();
    // SAFETY: as many rows as lengths; a count without lengths makes the call return 91.
    let status = unsafe {
        token04_generator_batch(
            generator,
            list.pointer(),
            list.lengths(),
            rows,
            60,
            payload.pointer(),
            payload.length,
            now,
            out.as_mut_ptr(),
            stride,
            lengths.as_mut_ptr(),
            statuses.as_mut_ptr(),
        )
    };
    assert_ne!(status, 90);
    for row in 0..rows {
        match statuses[row] {
            OK => assert!(lengths[row] < stride && out[row * stride + lengths[row]] == 0),
            TOO_SMALL => assert!(lengths[row] > stride || status == TOO_SMALL),
            _ => assert!(lengths[row] == 0 && (stride == 0 || out[row * stride] == 0)),
        }
    }
}
