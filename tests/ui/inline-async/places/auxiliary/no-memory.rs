//@ edition: 2024
//@ no-prefer-dynamic

//! An allocator that is out of memory at times, a handler of that which unwinds, and arguments that
//! say when they are dropped.

#![feature(alloc_error_hook)]
#![crate_type = "lib"]

use std::alloc::{GlobalAlloc, Layout, System, set_alloc_error_hook};
use std::cell::Cell;

struct Failing;

thread_local! {
    /// Whether there is no memory for what is larger than `LARGE`.
    pub static FAILS: Cell<bool> = const { Cell::new(false) };
    /// The sum of the arguments that were dropped.
    pub static DROPPED: Cell<u64> = const { Cell::new(0) };
}

// SAFETY: the system's allocator, which is out of memory at times.
unsafe impl GlobalAlloc for Failing {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if layout.size() > LARGE && FAILS.get() {
            return std::ptr::null_mut();
        }
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Failing = Failing;

pub const LARGE: usize = 600;

pub struct Counts(pub Box<u64>);

impl Drop for Counts {
    fn drop(&mut self) {
        DROPPED.set(DROPPED.get() + *self.0);
    }
}

/// Has the handler unwind.
pub fn unwind_without_memory() {
    set_alloc_error_hook(|_| {
        // The panic itself allocates.
        FAILS.set(false);
        panic!("no memory")
    });
}
