//! What the WebAssembly build has besides the header: memory for the host to write to, and what
//! the host lends in turn. The imports are of the module `token04`.
//!
//! An instance is for one thread at a time. A panic traps, and the instance is thrown away.

use std::alloc::{Layout, alloc, dealloc};

use token04::host::{CipherAnswer, CipherOperation, Host, install};
use token04::{DEFAULT_LEEWAY_SECONDS, SECRET_BYTES};

#[cfg(target_arch = "wasm32")]
use crate::wasm_heap::Heap;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static HEAP: Heap = Heap::new();

/// Fits all that is laid into memory.
const ALIGNMENT: usize = 16;

#[link(wasm_import_module = "token04")]
// SAFETY: the host reads and writes within the bytes it is told, and keeps no pointer.
unsafe extern "C" {
    /// Fills `length` bytes with cryptographically secure randomness: 1, or 0 when there is none.
    fn token04_host_entropy(out: *mut u8, length: usize) -> i32;

    /// Transforms a message in place: operation 0 AES-256-CBC encryption and 1 decryption of whole
    /// blocks, 2 AES-256-GCM sealing and 3 opening with the tag in the last 16 bytes. The key has
    /// 32 bytes. Answers 0 done, 1 refused (the tag), anything else: this host has no cipher.
    fn token04_host_cipher(
        operation: i32,
        key: *const u8,
        iv: *const u8,
        iv_length: usize,
        message: *mut u8,
        message_length: usize,
    ) -> i32;
}

/// The host behind the two imports.
struct Imports;

impl Host for Imports {
    fn entropy(&self, out: &mut [u8]) -> bool {
        // SAFETY: a buffer of that length.
        unsafe { token04_host_entropy(out.as_mut_ptr(), out.len()) == 1 }
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
}

/// Memory of `size` bytes for arguments and answers, at an address of sixteen; 0 when there is
/// none. The first thing a host calls: it also puts the imports into service.
#[unsafe(no_mangle)]
pub extern "C" fn token04_alloc(size: usize) -> *mut u8 {
    // Refused when it is installed already, which is what is wanted.
    let _ = install(&Imports);
    match Layout::from_size_align(size.max(1), ALIGNMENT) {
        // SAFETY: the size is not 0.
        Ok(layout) => unsafe { alloc(layout) },
        Err(_) => std::ptr::null_mut(),
    }
}

/// Gives memory back. `size` is what it was asked for with; 0 as the address is allowed.
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

/// A verifier's tolerance in seconds where the host names none.
#[unsafe(no_mangle)]
pub extern "C" fn token04_default_leeway() -> i64 {
    DEFAULT_LEEWAY_SECONDS
}
