//! The places of calls on a binding.

use super::{ObjectPlace, PlaceError, default_place, machine, tag};
use crate::alloc::Layout;
use crate::fmt;
use crate::marker::PhantomData;
use crate::mem::ManuallyDrop;
use crate::ptr::NonNull;

/// The place of a call that borrows its binding mutably, `B` being the reference to it.
#[doc(hidden)]
#[unstable(feature = "inline_async", issue = "none")]
pub struct Bound<B> {
    // A call can be sent where the binding can, whose place and pointer it relies on.
    pub(super) binding: PhantomData<B>,
}

/// The place of a call that shares its binding: the binding's, or memory from the program's
/// allocator.
#[doc(hidden)]
#[unstable(feature = "inline_async", issue = "none")]
pub struct Shared<B> {
    /// Whether the memory is from the allocator.
    pub(super) is_own: bool,
    // As for `Bound`.
    pub(super) binding: PhantomData<B>,
}

/// The place of a call that has consumed its binding, and what is left of the binding's pointer.
#[doc(hidden)]
#[unstable(feature = "inline_async", issue = "none")]
pub struct Consumed<P, H> {
    pub(super) place: P,
    /// The layout that the binding had reserved.
    pub(super) layout: Layout,
    /// Whether the memory is from the program's allocator and not the place's.
    pub(super) is_replaced: bool,
    /// Dropped when the memory is given back.
    pub(super) husk: ManuallyDrop<H>,
}

/// How a call in this place frees its machine.
pub(super) trait Free {
    /// # Safety
    ///
    /// As for [`machine::tag_of`], and the machine must be the call's, with nothing left in it.
    unsafe fn free(machine: *mut ());
}

// Nobody looks at the tag before the call has handed the place or the binding over.
impl<P> Free for P {
    #[inline(always)]
    default unsafe fn free(machine: *mut ()) {
        // SAFETY: the caller's promise.
        tag::free(unsafe { machine::tag_of(machine) })
    }
}

// Another call may claim the machine as soon as it is free.
impl<B> Free for Shared<B> {
    #[inline(always)]
    unsafe fn free(machine: *mut ()) {
        // SAFETY: the caller's promise.
        tag::free_shared(unsafe { machine::tag_of(machine) })
    }
}

// SAFETY: nothing is handed out but what the binding reserves by itself, and it is the binding's to
// give back.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<B> ObjectPlace for Bound<B> {
    fn reserve(&mut self, layout: Layout) -> Result<NonNull<u8>, PlaceError<()>> {
        Err(PlaceError::occupied(layout))
    }

    #[inline(always)]
    unsafe fn release(&mut self, _memory: NonNull<u8>, _layout: Layout) {}
}

// SAFETY: nothing is handed out but what the binding reserves by itself. The binding's own memory is
// the binding's to give back; the other is given back when the call that it is for is dropped, and
// never if that is leaked.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<B> ObjectPlace for Shared<B> {
    fn reserve(&mut self, layout: Layout) -> Result<NonNull<u8>, PlaceError<()>> {
        Err(PlaceError::occupied(layout))
    }

    #[inline]
    unsafe fn release(&mut self, memory: NonNull<u8>, layout: Layout) {
        if self.is_own {
            // SAFETY: memory of the call's own was allocated with the layout of its method, and the
            // caller does not use it any longer.
            unsafe { default_place::deallocate(memory, layout) }
        }
    }
}

// SAFETY: nothing is handed out but what the binding had reserved, and that is given back to where it
// is from. If a call was leaked in the place's memory, the place sees that by itself.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<P: ObjectPlace, H> ObjectPlace for Consumed<P, H> {
    fn reserve(&mut self, layout: Layout) -> Result<NonNull<u8>, PlaceError<()>> {
        Err(PlaceError::occupied(layout))
    }

    #[inline]
    unsafe fn release(&mut self, memory: NonNull<u8>, _layout: Layout) {
        // SAFETY: the memory is given back once. What is left of the pointer is dropped after it, also
        // where that unwinds.
        let _husk = unsafe { ManuallyDrop::take(&mut self.husk) };
        // SAFETY: the caller does not use the memory any longer, in which there is no future.
        unsafe {
            if self.is_replaced {
                default_place::deallocate(memory, self.layout)
            } else {
                self.place.release(memory, self.layout)
            }
        }
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<B> fmt::Debug for Bound<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bound").finish_non_exhaustive()
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<B> fmt::Debug for Shared<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").finish_non_exhaustive()
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<P, H> fmt::Debug for Consumed<P, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Consumed").finish_non_exhaustive()
    }
}
