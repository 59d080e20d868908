//! What the WebAssembly build has beyond the header: memory that the host writes to, and the
//! functions that the host provides, imported from the module `token04`.
//!
//! An instance serves one thread at a time. A panic traps, and the host discards the instance.

use std::alloc::{Layout, alloc, dealloc};

use token04::host::{CipherAnswer, CipherOperation, Host, install};
use token04::{DEFAULT_LEEWAY_SECONDS, SECRET_BYTES, TEXT_MAX_BYTES, TOKEN_MAX_BYTES};

#[cfg(target_arch = "wasm32")]
use crate::wasm_heap::Heap;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static HEAP: Heap = Heap::new();

/// Aligned for every type.
const ALIGNMENT: usize = 16;

#[link(wasm_import_module = "token04")]
// SAFETY: the host reads and writes only the bytes that are passed, and keeps no pointer.
unsafe extern "C" {
    /// Fills `length` bytes with cryptographically secure randomness: 1, or 0 when there is none.
    fn token04_host_entropy(out: *mut u8, length: usize) -> i32;

    /// Writes HMAC-SHA-256 of a message under a key into 32 bytes. Returns 0, or anything else when
    /// this host has none.
    fn token04_host_hmac(
        key: *const u8,
        key_length: usize,
        message: *const u8,
        message_length: usize,
        out: *mut u8,
    ) -> i32;

    /// Transforms a message in place: operation 0 AES-256-CBC encryption and 1 decryption of whole
    /// blocks, 2 AES-256-GCM sealing and 3 opening with the tag in the last 16 bytes. The key has
    /// 32 bytes. Returns 0 for success, 1 for a wrong tag, anything else without a cipher.
    fn token04_host_cipher(
        operation: i32,
        key: *const u8,
        iv: *const u8,
        iv_length: usize,
        message: *mut u8,
        message_length: usize,
    ) -> i32;

    /// Base64 with the standard alphabet and padding. Operation 0 writes it, 1 reads it, and only
    /// its canonical form; `out` has space for the whole. Returns how many bytes it wrote, or -1.
    #[cfg(feature = "host-text")]
    fn token04_host_base64(operation: i32, input: *const u8, length: usize, out: *mut u8) -> i32;

    /// Writes a string as JSON, with its quotes and the escapes that JSON requires and no others,
    /// if it fits. Returns its length either way.
    #[cfg(feature = "host-text")]
    fn token04_host_json(text: *const u8, length: usize, out: *mut u8, capacity: usize) -> usize;
}

/// The host behind the imports.
struct Imports;

impl Host for Imports {
    fn entropy(&self, out: &mut [u8]) -> bool {
        // SAFETY: a buffer of that length.
        unsafe { token04_host_entropy(out.as_mut_ptr(), out.len()) == 1 }
    }

    fn hmac_sha256(&self, key: &[u8; SECRET_BYTES], message: &[u8], out: &mut [u8; 32]) -> bool {
        let (key, key_length) = (key.as_ptr(), key.len());
        let (message, length) = (message.as_ptr(), message.len());
        // SAFETY: buffers of these lengths.
        unsafe { token04_host_hmac(key, key_length, message, length, out.as_mut_ptr()) == 0 }
    }

    fn cipher(
        &self,
        operation: CipherOperation,
        key: &[u8; SECRET_BYTES],
        iv: &[u8],
        message: &mut [u8],
    ) -> CipherAnswer {
        let (iv_length, length) = (iv.len(), message.len());
        let (key, iv, message) = (key.as_ptr(), iv.as_ptr(), message.as_mut_ptr());
        // SAFETY: buffers of these lengths.
        match unsafe { token04_host_cipher(operation as i32, key, iv, iv_length, message, length) }
        {
            0 => CipherAnswer::Done,
            1 => CipherAnswer::Refused,
            _ => CipherAnswer::Unsupported,
        }
    }

    #[cfg(feature = "host-text")]
    fn base64_encode(&self, bytes: &[u8], out: &mut [u8]) -> bool {
        // SAFETY: buffers of these lengths; the caller gives the space that base64 takes.
        let written =
            unsafe { token04_host_base64(0, bytes.as_ptr(), bytes.len(), out.as_mut_ptr()) };
        usize::try_from(written) == Ok(out.len())
    }

    #[cfg(feature = "host-text")]
    fn base64_decode(&self, text: &[u8], out: &mut [u8]) -> Option<usize> {
        // SAFETY: buffers of these lengths; the caller gives 3 bytes for each 4 characters.
        let written =
            unsafe { token04_host_base64(1, text.as_ptr(), text.len(), out.as_mut_ptr()) };
        usize::try_from(written).ok().filter(|written| *written <= out.len())
    }

    #[cfg(feature = "host-text")]
    fn json_string(&self, text: &str, out: &mut [u8]) -> usize {
        // SAFETY: buffers of these lengths.
        unsafe { token04_host_json(text.as_ptr(), text.len(), out.as_mut_ptr(), out.len()) }
    }
}

/// The longest token, in bytes.
#[unsafe(no_mangle)]
pub extern "C" fn token04_token_max() -> usize {
    TOKEN_MAX_BYTES
}

/// The longest string, in bytes, that is read where no shorter limit applies.
#[unsafe(no_mangle)]
pub extern "C" fn token04_text_max() -> usize {
    TEXT_MAX_BYTES
}

/// Memory of `size` bytes for arguments and results, aligned to 16; 0 when none is left. A host
/// must call it first: it also installs the imports.
#[unsafe(no_mangle)]
pub extern "C" fn token04_alloc(size: usize) -> *mut u8 {
    // An error means that the host is already installed, which is fine.
    let _ = install(&Imports);
    match Layout::from_size_align(size.max(1), ALIGNMENT) {
        // SAFETY: the size is not 0.
        Ok(layout) => unsafe { alloc(layout) },
        Err(_) => std::ptr::null_mut(),
    }
}

/// Frees memory. `size` is the size it was allocated with; an address of 0 is allowed.
// SAFETY: `pointer` came from `token04_alloc` with this size and is not used again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_free(pointer: *mut u8, size: usize) {
    if pointer.is_null() {
        return;
    }
    if let Ok(layout) = Layout::from_size_align(size.max(1), ALIGNMENT) {
        // SAFETY: as promised by the caller.
        unsafe { dealloc(pointer, layout) };
    }
}

/// A verifier's default leeway in seconds, for hosts.
#[unsafe(no_mangle)]
pub extern "C" fn token04_default_leeway() -> i64 {
    DEFAULT_LEEWAY_SECONDS
}
