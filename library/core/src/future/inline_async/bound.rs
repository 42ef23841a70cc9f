//! The places of calls on a binding.

use super::{ObjectPlace, PlaceError, default_place, machine};
use crate::alloc::Layout;
use crate::fmt;
use crate::marker::PhantomData;
use crate::ptr::NonNull;
use crate::sync::atomic::Ordering;

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
    pub(super) fallback: Fallback,
    // As for `Bound`.
    pub(super) binding: PhantomData<B>,
}

/// The place of a call that has consumed its binding, and what is left of the binding's pointer.
#[doc(hidden)]
#[unstable(feature = "inline_async", issue = "none")]
pub struct Consumed<P, H> {
    // Dropped in this order.
    pub(super) place: P,
    /// The layout of the memory, if it is from the program's allocator and not the place's.
    pub(super) allocated: Option<Layout>,
    #[allow(dead_code)] // It is there to be dropped.
    pub(super) husk: H,
}

/// Where memory from the allocator begins, if there is any: with its own layout, then comes the
/// machine.
pub(super) struct Fallback(pub(super) Option<NonNull<Layout>>);

// SAFETY: the memory is the call's, and from the global allocator.
unsafe impl Send for Fallback {}

// SAFETY: a shared reference allows for nothing.
unsafe impl Sync for Fallback {}

impl Fallback {
    /// Allocates memory for a call that finds the machine of its binding claimed, and claims it.
    #[cold]
    pub(super) fn allocate(
        layout: Layout,
        object: fn() -> &'static str,
    ) -> (NonNull<u8>, Fallback) {
        let (whole, offset) = Layout::new::<Layout>()
            .extend(layout)
            .unwrap_or_else(|_| panic!("the machine of a `{}` is too large", object()));
        let base = default_place::allocate_for(whole, || (whole, object())).cast::<Layout>();
        // SAFETY: the memory has room for a layout and, at the offset, for a machine.
        unsafe {
            base.write(whole);
            let memory = base.byte_add(offset).cast::<u8>();
            machine::new_claimed(memory.as_ptr().cast());
            (memory, Fallback(Some(base)))
        }
    }
}

/// How a call in this place stores the tag when it frees its machine.
pub(super) trait FreeOrdering {
    fn free_ordering() -> Ordering;
}

// Nobody looks at the tag before the call has handed the place or the binding over.
impl<P> FreeOrdering for P {
    #[inline(always)]
    default fn free_ordering() -> Ordering {
        Ordering::Relaxed
    }
}

// Another call may claim the machine as soon as it is free. Without compare-and-swap a binding is not
// `Sync`, and that call is on the same thread.
impl<B> FreeOrdering for Shared<B> {
    #[inline(always)]
    fn free_ordering() -> Ordering {
        if cfg!(target_has_atomic = "ptr") { Ordering::Release } else { Ordering::Relaxed }
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
    unsafe fn release(&mut self, _memory: NonNull<u8>) {}
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
    unsafe fn release(&mut self, _memory: NonNull<u8>) {
        if let Some(base) = self.fallback.0.take() {
            // SAFETY: the layout is what `allocate` has written there, and the caller does not use
            // the memory any longer.
            unsafe { default_place::deallocate(base.cast(), base.read()) }
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
    unsafe fn release(&mut self, memory: NonNull<u8>) {
        // SAFETY: the caller does not use the memory any longer, whose tag is zero.
        unsafe {
            match self.allocated {
                Some(layout) => default_place::deallocate(memory, layout),
                None => self.place.release(memory),
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
