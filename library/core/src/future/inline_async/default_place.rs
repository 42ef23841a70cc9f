//! Where a call finds a place by itself: memory from the program's allocator, if it has one.
//!
//! Whether it has one is settled when the final artifact is linked. [`allocate`] and
//! [`deallocate`] are externally implementable items: `alloc` implements them with the global
//! allocator, and what is written here is what a program without `alloc` gets. Both are only called
//! from generic code, so no object file of `core` refers to them.

use crate::alloc::Layout;
use crate::ptr::NonNull;

/// Allocates memory for a machine of the given layout.
///
/// `object` is the name of the object type, for messages. The call does not return when there is
/// no memory.
///
/// # Safety of an implementation
///
/// The memory fits `layout`, which is at least a word, and it stays valid, unmoved and unaliased
/// until it is given to [`deallocate`], for ever if it never is.
#[unsafe_eii]
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
pub fn allocate(layout: Layout, object: &'static str) -> NonNull<u8> {
    panic!(
        "a call on `{object}` needs {} bytes aligned to {} for its machine, which do not fit into \
         the call, and this program has no allocator: provide a place with `in_place`",
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

/// Memory from [`allocate`], given back when this is dropped.
pub(super) struct DefaultMemory {
    pub(super) memory: NonNull<u8>,
    pub(super) layout: Layout,
}

impl DefaultMemory {
    #[inline]
    pub(super) fn allocate(layout: Layout, object: fn() -> &'static str) -> Self {
        DefaultMemory { memory: allocate(layout, object()), layout }
    }
}

impl Drop for DefaultMemory {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: the memory came from `allocate` with this layout, and its owner goes away.
        unsafe { deallocate(self.memory, self.layout) }
    }
}
