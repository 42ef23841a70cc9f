use core::alloc::{Allocator, Layout};
use core::fmt;
use core::future::inline_async::{ObjectPtr, ObjectType, OwnedPtr};
use core::ptr::NonNull;

use crate::boxed::Box;
#[cfg(not(no_rc))]
use crate::rc::Rc;
#[cfg(all(not(no_rc), not(no_sync), target_has_atomic = "ptr"))]
use crate::sync::Arc;

// SAFETY: a box is a pointer to one object, which it owns.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<T: ?Sized + ObjectType, A: Allocator> ObjectPtr for Box<T, A> {}

// SAFETY: a box owns its object, and the husk the memory.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<T: ?Sized + ObjectType, A: Allocator> OwnedPtr for Box<T, A> {
    type Husk = BoxHusk<T, A>;

    #[inline]
    fn split(this: Self) -> (NonNull<T>, BoxHusk<T, A>) {
        let (object, allocator) = Box::into_non_null_with_allocator(this);
        (object, BoxHusk { object, allocator })
    }
}

/// What is left of a box when its object has been moved out: the memory.
#[doc(hidden)]
#[unstable(feature = "inline_async", issue = "none")]
pub struct BoxHusk<T: ?Sized, A: Allocator> {
    object: NonNull<T>,
    allocator: A,
}

#[unstable(feature = "inline_async", issue = "none")]
impl<T: ?Sized, A: Allocator> Drop for BoxHusk<T, A> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: the vtable of the box says the layout that its memory was allocated with.
        let layout = unsafe { Layout::for_value_raw(self.object.as_ptr()) };
        if layout.size() != 0 {
            // SAFETY: the memory is the box's, and nobody uses it any longer.
            unsafe { self.allocator.deallocate(self.object.cast(), layout) }
        }
    }
}

// SAFETY: it is memory, which the allocator frees.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<T: ?Sized, A: Allocator + Send> Send for BoxHusk<T, A> {}

// SAFETY: a shared reference allows for nothing.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<T: ?Sized, A: Allocator + Sync> Sync for BoxHusk<T, A> {}

#[unstable(feature = "inline_async", issue = "none")]
impl<T: ?Sized, A: Allocator> fmt::Debug for BoxHusk<T, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BoxHusk").finish_non_exhaustive()
    }
}

// SAFETY: an `Rc` points to one object until it is dropped; what gives it another one, such as
// `make_mut`, takes a mutable reference, which nobody has to the pointer of a binding.
#[cfg(not(no_rc))]
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<T: ?Sized + ObjectType, A: Allocator> ObjectPtr for Rc<T, A> {}

// SAFETY: as for `Rc`.
#[cfg(all(not(no_rc), not(no_sync), target_has_atomic = "ptr"))]
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<T: ?Sized + ObjectType, A: Allocator> ObjectPtr for Arc<T, A> {}
