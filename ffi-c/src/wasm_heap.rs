//! The heap of the WebAssembly build: free lists by size, under half a kilobyte of code.
//!
//! An instance serves one thread and makes strings that live for one call, so blocks of the same
//! few sizes are allocated and freed. Memory that one size has taken is reused only for that size:
//! at most twice the peak use of each size.

use std::alloc::{GlobalAlloc, Layout};
use std::arch::wasm32::{memory_grow, memory_size};
use std::cell::UnsafeCell;
use std::ptr;

/// Blocks have sizes of 2^4 bytes and up, at addresses that are multiples of 16.
const SMALLEST_BITS: usize = 4;
/// The number of sizes: 2^4 to 2^30 bytes.
const SIZES: usize = 27;
const PAGE_BYTES: usize = 65536;

// SAFETY: a symbol that the linker defines.
unsafe extern "C" {
    /// The end of the stack and the constants.
    static __heap_base: u8;
}

/// A free block, which points to the next one of its size.
struct Free {
    next: *mut Free,
}

struct State {
    /// The free blocks of each size.
    free: [*mut Free; SIZES],
    /// The start of the memory that was never used for a block; 0 at first.
    fresh: usize,
}

pub(crate) struct Heap(UnsafeCell<State>);

impl Heap {
    pub(crate) const fn new() -> Self {
        let free = [ptr::null_mut(); SIZES];
        Self(UnsafeCell::new(State { free, fresh: 0 }))
    }
}

// SAFETY: the target has no threads.
unsafe impl Sync for Heap {}

// SAFETY: a block is not allocated again until it is freed, and is at least as large as requested;
// the state is never borrowed across a call.
unsafe impl GlobalAlloc for Heap {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let index = index_of(layout);
        // SAFETY: no threads, and no reference outlives this function.
        let state = unsafe { &mut *self.0.get() };
        let Some(list) = state.free.get_mut(index) else { return ptr::null_mut() };
        if list.is_null() {
            return state.carve(1 << (index + SMALLEST_BITS), layout.align());
        }
        let block = *list;
        // SAFETY: a free block of this size, which points to the next one.
        *list = unsafe { (*block).next };
        block.cast()
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: no threads, and no reference outlives this function.
        let state = unsafe { &mut *self.0.get() };
        if let Some(list) = state.free.get_mut(index_of(layout)) {
            let block = pointer.cast::<Free>();
            // SAFETY: the caller frees the block; a pointer fits into it.
            unsafe { block.write(Free { next: *list }) };
            *list = block;
        }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller promises a size that fits a layout.
        let wanted = unsafe { Layout::from_size_align_unchecked(size, layout.align()) };
        if index_of(wanted) == index_of(layout) {
            return pointer;
        }
        // SAFETY: both blocks are large enough for what is copied, and are not the same.
        unsafe {
            let moved = self.alloc(wanted);
            if !moved.is_null() {
                ptr::copy_nonoverlapping(pointer, moved, layout.size().min(size));
                self.dealloc(pointer, layout);
            }
            moved
        }
    }
}

impl State {
    /// A block of memory that was never used; NULL when memory is exhausted.
    fn carve(&mut self, bytes: usize, alignment: usize) -> *mut u8 {
        if self.fresh == 0 {
            self.fresh = (&raw const __heap_base).addr();
        }
        let start = self.fresh.next_multiple_of(alignment.max(1 << SMALLEST_BITS));
        let end = start.saturating_add(bytes);
        let pages = end.div_ceil(PAGE_BYTES).saturating_sub(memory_size(0));
        if pages > 0 && memory_grow(0, pages) == usize::MAX {
            return ptr::null_mut();
        }
        self.fresh = end;
        ptr::with_exposed_provenance_mut(start)
    }
}

/// The size class of a layout.
fn index_of(layout: Layout) -> usize {
    let bytes = layout.size().max(layout.align()).max(1 << SMALLEST_BITS);
    // The exponent of the next power of two.
    bytes.next_power_of_two().trailing_zeros() as usize - SMALLEST_BITS
}
