//! A decoded token for C: numbers in a struct, strings in the caller's buffer.

use std::ffi::c_char;

use token04::{DecodedToken, Error, Payload, Result, decode};

use crate::constants::{TOKEN04_PAYLOAD_JSON, TOKEN04_PAYLOAD_NOTHING, TOKEN04_PAYLOAD_TEXT};
use crate::input::{SECRET, TOKEN};
use crate::output::{Output, with_output};

/// A string in the buffer that was filled in the same call: `length` bytes from `offset`, followed
/// by a NUL that is not counted. The string itself may contain NULs.
#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct Span {
    /// Bytes from the start of the buffer.
    offset: u32,
    /// The length of the string in bytes.
    length: u32,
}

/// The content of a token. The strings are in the buffer that was filled in the same call.
#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct Decoded {
    /// A random number; tokens of other generators may contain any 64-bit integer.
    nonce: i64,
    /// The time of issue, a unix timestamp in seconds.
    ctime: i64,
    /// The expiry, a unix timestamp in seconds.
    expire: i64,
    /// The expiry in the envelope, a unix timestamp in seconds.
    envelope_expire: i64,
    /// The app, 1 to 4294967295.
    app_id: u32,
    /// TOKEN04_MODE_CBC or TOKEN04_MODE_GCM.
    mode: i32,
    /// 1 when this library made the token under this secret, else 0.
    authenticated: i32,
    /// TOKEN04_PAYLOAD_NOTHING, TOKEN04_PAYLOAD_TEXT or TOKEN04_PAYLOAD_JSON.
    payload_kind: i32,
    /// Which secret it was made under: 0 for the current one, 1 for the first previous one, ...
    secret_index: u32,
    /// 1 when the payload holds the privileges for a room; else 0, like the fields about them.
    has_privileges: i32,
    /// 1 when the user may log in to the room, else 0.
    login: i32,
    /// 1 when the user may publish, else 0.
    publish: i32,
    /// 1 when any stream may be published, 0 when only the listed ones.
    any_stream: i32,
    /// How many streams are listed.
    stream_count: u32,
    /// The user.
    user_id: Span,
    /// The payload; empty if there is none.
    payload: Span,
    /// The room of the privileges.
    room_id: Span,
    /// The table of the listed streams: `stream_count` consecutive spans in the buffer. It is
    /// aligned relative to the start of the buffer only, so read span i with
    /// memcpy(&span, buffer + decoded.streams.offset + i * sizeof span, sizeof span).
    streams: Span,
}

/// The most bytes of the buffer for claims of this length: each string once, the room and the
/// streams a second time, and a span and a NUL for each stream, which takes at least three bytes
/// of claims.
pub(crate) fn packed_bytes(plaintext_bytes: usize) -> usize {
    let span = size_of::<Span>();
    plaintext_bytes.saturating_mul(2).saturating_add(plaintext_bytes / 3 * (span + 1) + 64)
}

/// Strings in one buffer, and their positions.
struct Packer {
    bytes: Vec<u8>,
}

impl Packer {
    fn text(&mut self, text: &str) -> Result<Span> {
        let span = Span { offset: fit(self.bytes.len())?, length: fit(text.len())? };
        self.bytes.extend_from_slice(text.as_bytes());
        self.bytes.push(0);
        Ok(span)
    }

    /// The streams' strings, then the table of their spans.
    fn texts(&mut self, texts: &[String]) -> Result<Span> {
        let mut table = Vec::new();
        for text in texts {
            let span = self.text(text)?;
            table.extend_from_slice(&span.offset.to_ne_bytes());
            table.extend_from_slice(&span.length.to_ne_bytes());
        }
        let aligned = self.bytes.len().next_multiple_of(align_of::<Span>());
        self.bytes.resize(aligned, 0);
        self.bytes.extend_from_slice(&table);
        Ok(Span { offset: fit(aligned)?, length: fit(table.len())? })
    }
}

fn fit(bytes: usize) -> Result<u32> {
    u32::try_from(bytes).map_err(|_| Error::Internal)
}

/// Writes a token into the struct and the buffer.
///
/// # Errors
/// [`Error::BufferTooSmall`]; then `decoded` is zeroed as on any error.
pub(crate) fn lay_out(
    token: &DecodedToken,
    secret_index: usize,
    decoded: &mut Decoded,
    out: &mut Output,
) -> Result<()> {
    let claims = &token.claims;
    let mut packer = Packer { bytes: Vec::with_capacity(512) };
    let mut result = Decoded {
        nonce: claims.nonce,
        ctime: claims.ctime,
        expire: claims.expire,
        envelope_expire: token.envelope_expire,
        app_id: claims.app_id,
        mode: token.mode.number(),
        authenticated: token.authenticated.into(),
        payload_kind: match claims.payload {
            Payload::Nothing => TOKEN04_PAYLOAD_NOTHING,
            Payload::Text(_) => TOKEN04_PAYLOAD_TEXT,
            Payload::Json(_) => TOKEN04_PAYLOAD_JSON,
        },
        secret_index: fit(secret_index)?,
        user_id: packer.text(&claims.user_id)?,
        payload: packer.text(claims.payload.as_str())?,
        ..Decoded::default()
    };
    if let Some(privileges) = &token.privileges {
        result.has_privileges = 1;
        result.login = privileges.login.into();
        result.publish = privileges.publish.into();
        result.any_stream = privileges.stream_ids.is_none().into();
        result.room_id = packer.text(&privileges.room_id)?;
        if let Some(streams) = &privileges.stream_ids {
            result.stream_count = fit(streams.len())?;
            result.streams = packer.texts(streams)?;
        }
    }
    out.bytes(&packer.bytes)?;
    *decoded = result;
    Ok(())
}

/// Decrypts and reads a token of any generator without verifying it: for tools and logs. To decide
/// whether to let a user in, use token04_verifier_verify_user(). Never offer it to remote callers:
/// its errors let an attacker forge tokens for the vendor's servers (a padding oracle).
///
/// token: a plain token, without the NUL. secret: exactly 32 bytes. decoded: filled on success,
/// zeroed on any error. buffer: receives the strings; *buffer_length: how many bytes they take.
/// token04_decoded_size() returns a sufficient capacity.
///
/// Errors, the first that applies: 91, 5, 20, 23, 24, 92. Any thread, any time.
// SAFETY: the header states what the pointers must point to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_decode(
    token: *const c_char,
    token_length: usize,
    secret: *const c_char,
    secret_length: usize,
    decoded: *mut Decoded,
    buffer: *mut c_char,
    buffer_capacity: usize,
    buffer_length: *mut usize,
) -> i32 {
    // SAFETY: the arguments are as the header requires.
    unsafe {
        with_decoded(decoded, buffer, buffer_capacity, buffer_length, |decoded, out| {
            let token = TOKEN.bytes(token, token_length)?;
            let secret = SECRET.bytes(secret, secret_length)?;
            lay_out(&decode(token, secret)?, 0, decoded, out)
        })
    }
}

/// Like token04_decode(), but writes JSON, followed by a NUL:
/// {"mode":..,"authenticated":..,"claims":{..},"envelope_expire":..,"privileges":..,
/// "payload_is_text":..}.
///
/// Errors, the first that applies: 91, 5, 20, 23, 24, 92. Any thread, any time.
// SAFETY: the header states what the pointers must point to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_decode_json(
    token: *const c_char,
    token_length: usize,
    secret: *const c_char,
    secret_length: usize,
    out: *mut c_char,
    out_capacity: usize,
    out_length: *mut usize,
) -> i32 {
    // SAFETY: the arguments are as the header requires.
    unsafe {
        with_output(out, out_capacity, out_length, |out| {
            let token = TOKEN.bytes(token, token_length)?;
            let secret = SECRET.bytes(secret, secret_length)?;
            out.text(&decode(token, secret)?.to_json())
        })
    }
}

/// [`with_output`] with a struct beside the buffer, zeroed unless `body` fills it.
///
/// # Safety
/// `decoded` is NULL or a writable place for a struct; the rest as for [`with_output`].
pub(crate) unsafe fn with_decoded(
    decoded: *mut Decoded,
    buffer: *mut c_char,
    buffer_capacity: usize,
    buffer_length: *mut usize,
    body: impl FnOnce(&mut Decoded, &mut Output) -> Result<()>,
) -> i32 {
    if !decoded.is_null() {
        // SAFETY: writable, as promised. It may never have been written to before.
        unsafe { decoded.write(Decoded::default()) };
    }
    // SAFETY: as promised; `decoded` has just been written to, or is NULL.
    unsafe {
        with_output(buffer, buffer_capacity, buffer_length, |out| {
            body(decoded.as_mut().ok_or(Error::NullPointer)?, out)
        })
    }
}
