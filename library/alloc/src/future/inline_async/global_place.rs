//! Lets calls of a program with `alloc` run on the global allocator.

use core::future::inline_async::default_place;
use core::ptr::NonNull;

use crate::alloc::{Layout, alloc, dealloc, handle_alloc_error};

#[unsafe(default_place::allocate)]
#[inline(never)]
unsafe fn allocate(layout: Layout) -> *mut u8 {
    // SAFETY: the caller promises that the size is not zero.
    unsafe { alloc(layout) }
}

#[unsafe(default_place::deallocate)]
#[inline(never)]
unsafe fn deallocate(memory: NonNull<u8>, layout: Layout) {
    // SAFETY: the caller promises that the memory came from `allocate`, with this layout.
    unsafe { dealloc(memory.as_ptr(), layout) }
}

#[unsafe(default_place::no_memory)]
#[cold]
fn no_memory(layout: Layout, _object: &'static str) -> ! {
    handle_alloc_error(layout)
}
