//! Lets calls of a program with `alloc` run on the global allocator.

use core::future::inline_async::default_place;
use core::ptr::NonNull;

use crate::alloc::{Layout, alloc, dealloc, handle_alloc_error};

#[unsafe(default_place::allocate)]
#[inline(never)]
fn allocate(layout: Layout, _object: &'static str) -> NonNull<u8> {
    debug_assert!(layout.size() >= size_of::<usize>() && layout.align() >= align_of::<usize>());
    // SAFETY: the layout is that of a machine, which has a tag: its size is not zero.
    let Some(memory) = NonNull::new(unsafe { alloc(layout) }) else { handle_alloc_error(layout) };
    memory
}

#[unsafe(default_place::deallocate)]
#[inline(never)]
unsafe fn deallocate(memory: NonNull<u8>, layout: Layout) {
    // SAFETY: the caller promises that the memory came from `allocate`, with this layout.
    unsafe { dealloc(memory.as_ptr(), layout) }
}
