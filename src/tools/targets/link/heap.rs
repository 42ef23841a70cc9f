//! A library that gives a program an allocator, and counts what is allocated.

#![no_std]
#![crate_type = "lib"]

extern crate alloc;

use core::alloc::{GlobalAlloc, Layout};
use core::ffi::c_void;
use core::sync::atomic::{AtomicUsize, Ordering};

unsafe extern "C" {
    fn malloc(size: usize) -> *mut c_void;
    fn free(memory: *mut c_void);
}

struct Malloc;

/// How many times memory was asked for.
pub static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);

// SAFETY: the machines here are aligned to a word, and so is what `malloc` gives.
unsafe impl GlobalAlloc for Malloc {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        // SAFETY: any size will do.
        unsafe { malloc(layout.size()).cast() }
    }

    unsafe fn dealloc(&self, memory: *mut u8, _layout: Layout) {
        // SAFETY: it is from `malloc`.
        unsafe { free(memory.cast()) }
    }
}

#[global_allocator]
static ALLOCATOR: Malloc = Malloc;
