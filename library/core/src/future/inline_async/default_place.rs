//! Where a call finds a place by itself: memory from the program's allocator, if it has one.
//!
//! Whether it has one is settled when the final artifact is linked. [`allocate`], [`deallocate`] and
//! [`no_memory`] are externally implementable items: `alloc` implements them with the global
//! allocator, and what is written here is what a program without `alloc` gets. They are only called
//! from generic code, so no object file of `core` refers to them.

use crate::alloc::Layout;
use crate::ptr::{self, NonNull};

/// Allocates memory for a machine of the given layout; null if there is none.
///
/// # Safety
///
/// The layout is at least that of a word. An implementation's memory fits it, and stays valid,
/// unmoved and unaliased until it is given to [`deallocate`], for ever if it never is.
#[unsafe_eii]
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
pub unsafe fn allocate(layout: Layout) -> *mut u8 {
    // Nothing is there to be allocated from.
    let _ = layout;
    ptr::null_mut()
}

/// Ends a call on an `object`, the name of an object type, for which [`allocate`] had no memory.
#[unsafe_eii]
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
pub fn no_memory(layout: Layout, object: &'static str) -> ! {
    panic!(
        "a call on `{object}` needs {} bytes aligned to {} for its machine, which do not fit into \
         the call, and this program has no allocator: provide a place with `in_place`, or for all \
         calls of a future with `within`",
        layout.size(),
        layout.align(),
    )
}

/// Gives memory back that [`allocate`] gave.
///
/// # Safety
///
/// `memory` must come from [`allocate`] with this `layout`, and nothing may use it any longer.
#[unsafe_eii]
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
pub unsafe fn deallocate(memory: NonNull<u8>, layout: Layout) {
    // What would be freed has never been allocated.
    let _ = (memory, layout);
}

/// Memory for a machine of the given layout, whose tag is zero; `None` if there is none.
#[inline(always)]
pub(super) fn allocate_machine(layout: Layout) -> Option<NonNull<u8>> {
    // SAFETY: a machine is at least a word, its tag.
    let memory = NonNull::new(unsafe { allocate(layout) })?;
    // SAFETY: the memory is ours.
    unsafe { memory.cast::<usize>().write(0) }
    Some(memory)
}
