//! Lets calls of a program with `alloc` run on the global allocator.
//!
//! `core` declares these functions; where there is no `alloc`, the compiler defines them.

use core::ptr::NonNull;

use crate::alloc::{Layout, alloc, dealloc, handle_alloc_error};

#[rustc_std_internal_symbol]
#[inline(never)]
unsafe fn __rust_inline_async_allocate(layout: Layout) -> *mut u8 {
    // SAFETY: the caller promises that the size is not zero.
    unsafe { alloc(layout) }
}

#[rustc_std_internal_symbol]
#[inline(never)]
unsafe fn __rust_inline_async_deallocate(memory: NonNull<u8>, layout: Layout) {
    // SAFETY: the caller promises that the memory came from the function above, with this layout.
    unsafe { dealloc(memory.as_ptr(), layout) }
}

#[rustc_std_internal_symbol]
#[cold]
fn __rust_inline_async_no_memory(layout: Layout, _object: &'static str) -> ! {
    handle_alloc_error(layout)
}
