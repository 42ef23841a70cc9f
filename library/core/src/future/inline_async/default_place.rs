//! Where a call finds a place by itself: memory from the program's allocator, if it has one.
//!
//! Whether it has one is settled when the final artifact is made, as it is for the allocator itself:
//! `alloc` defines the three functions, with the global allocator, and for a program without `alloc`
//! the compiler forwards them to those below. They are only called from generic code, so no object
//! file of `core` refers to them, and a program that makes no calls needs none.

use crate::alloc::Layout;
use crate::ptr::{self, NonNull};

unsafe extern "Rust" {
    /// Allocates memory for a machine of the given layout; null if there is none.
    ///
    /// # Safety
    ///
    /// The layout is at least that of a word. The memory fits it, and stays valid, unmoved and
    /// unaliased until it is given back, for ever if it never is.
    #[rustc_nounwind]
    #[rustc_std_internal_symbol]
    fn __rust_inline_async_allocate(layout: Layout) -> *mut u8;

    /// Gives memory back.
    ///
    /// # Safety
    ///
    /// It must have been allocated with this `layout`, and nothing may use it any longer.
    #[rustc_nounwind]
    #[rustc_std_internal_symbol]
    fn __rust_inline_async_deallocate(memory: NonNull<u8>, layout: Layout);

    /// Ends a call on an `object`, the name of an object type, for which there was no memory.
    #[rustc_std_internal_symbol]
    safe fn __rust_inline_async_no_memory(layout: Layout, object: &'static str) -> !;
}

#[rustc_std_internal_symbol]
unsafe fn __rdl_inline_async_allocate(layout: Layout) -> *mut u8 {
    // Nothing is there to be allocated from.
    let _ = layout;
    ptr::null_mut()
}

#[rustc_std_internal_symbol]
unsafe fn __rdl_inline_async_deallocate(memory: NonNull<u8>, layout: Layout) {
    // What would be freed has never been allocated.
    let _ = (memory, layout);
}

#[rustc_std_internal_symbol]
fn __rdl_inline_async_no_memory(layout: Layout, object: &'static str) -> ! {
    panic!(
        "a call on `{object}` needs {} bytes aligned to {} for its machine, which do not fit into \
         the call, and this program has no allocator: provide a place with `in_place`, or for all \
         calls of a future with `within`",
        layout.size(),
        layout.align(),
    )
}

/// Memory for a machine of the given layout, whose tag is zero; `None` if there is none.
#[inline(always)]
pub(super) fn allocate_machine(layout: Layout) -> Option<NonNull<u8>> {
    // SAFETY: a machine is at least a word, its tag.
    let memory = NonNull::new(unsafe { __rust_inline_async_allocate(layout) })?;
    // SAFETY: the memory is ours.
    unsafe { memory.cast::<usize>().write(0) }
    Some(memory)
}

/// Gives memory back that [`allocate_machine`] gave.
///
/// # Safety
///
/// It must be from [`allocate_machine`] with this `layout`, and nothing may use it any longer.
#[inline(always)]
pub(super) unsafe fn deallocate(memory: NonNull<u8>, layout: Layout) {
    // SAFETY: the caller's promise.
    unsafe { __rust_inline_async_deallocate(memory, layout) }
}

/// Ends a call on an `object`, the name of an object type, for which there was no memory.
#[inline(always)]
pub(super) fn no_memory(layout: Layout, object: &'static str) -> ! {
    __rust_inline_async_no_memory(layout, object)
}
