use super::PlaceError;
use crate::alloc::Layout;
use crate::ptr::NonNull;

/// Memory that a caller provides for one machine at a time.
///
/// [`InlinePlace`] is memory in the enclosing frame or in a static, [`HeapPlace`] memory from an
/// allocator that is kept from one call to the next. A place is used through
/// [`InlineCall::in_place`] for one call or through [`Placed`] for all calls on an object. Where a
/// place must be given by value and should be used again afterwards, `&mut` of it will do.
///
/// [`HeapPlace`]: ../../../std/future/inline_async/struct.HeapPlace.html
/// [`InlinePlace`]: super::InlinePlace
/// [`InlineCall::in_place`]: super::InlineCall::in_place
/// [`Placed`]: super::Placed
///
/// # Safety
///
/// Calls and bindings pin futures in the memory that `reserve` hands out. An implementation
/// promises, for memory handed out by `reserve(layout)`:
///
/// * **Room.** It has at least `layout.size()` bytes, and at least those of a `usize`; it is
///   aligned to `layout.align()`, and at least to that of a `usize`.
/// * **A tag of zero.** Its first word is initialized to zero. The rest may be uninitialized.
/// * **It stays.** It stays valid for reads and writes, is not moved, and is not accessed through
///   the place or anything that the place hands out, until it is given back with `release`. This
///   holds however the place itself is moved, and on every thread.
/// * **For ever, if need be.** Memory that is never given back stays so for ever, or the process
///   ends. In particular it does so after the place has been dropped, and after the lifetime of
///   anything that the place borrows.
///
/// The first word of the memory is the machine's tag, and the place may read it, as a
/// [`usize`] and atomically, while memory is handed out: it is zero while the machine is idle. No
/// ordering is needed, as whoever used the memory has handed the place over since, or has leaked a
/// call. Two things are allowed where a zero is read, and only there:
///
/// * If `reserve` is called on the place while the memory is handed out, whoever it was handed out
///   to has forgotten it; the place may hand it out again.
/// * If the place is dropped while the memory is handed out, the place may free the memory.
///
/// Where the tag is not zero a call was leaked while it was running. Its memory must neither be
/// handed out again nor freed, and what the memory depends on, such as an allocator that frees all
/// of its memory when it is dropped, must not be dropped.
///
/// In return whoever uses a place promises that the place is not asked for more memory and is not
/// dropped while the memory that it handed out is in use with a tag of zero.
///
/// # Examples
///
/// A place that lets its memory go when a call was leaked in it needs an allocator. One that
/// takes all of its memory from a static that is leaked for it needs nothing:
///
/// ```edition2024
/// #![feature(inline_async_fn, inline_async)]
/// use std::alloc::Layout;
/// use std::future::inline_async::{ObjectPlace, PlaceError};
/// use std::ptr::NonNull;
///
/// /// A word-aligned slab that is handed out once and never comes back.
/// struct Once(Option<&'static mut [u64]>);
///
/// // SAFETY: the slab is valid for ever, is zeroed, and is given away as a whole.
/// unsafe impl ObjectPlace for Once {
///     fn reserve(&mut self, layout: Layout) -> Result<NonNull<u8>, PlaceError<()>> {
///         let Some(slab) = &self.0 else { return Err(PlaceError::occupied(layout)) };
///         let there = Layout::for_value::<[u64]>(slab);
///         if slab.is_empty() || layout.size() > there.size() || layout.align() > there.align() {
///             return Err(PlaceError::too_small(layout, there));
///         }
///         let slab = self.0.take().unwrap();
///         slab[0] = 0;
///         Ok(NonNull::from(slab).cast())
///     }
///
///     unsafe fn release(&mut self, _memory: NonNull<u8>) {}
/// }
///
/// trait Counter {
///     inline async fn next(&mut self) -> u32;
/// }
/// # struct UpFrom(u32);
/// # impl Counter for UpFrom {
/// #     async fn next(&mut self) -> u32 { self.0 += 1; self.0 }
/// # }
/// let counter: &mut dyn Counter = &mut UpFrom(0);
/// let place = Once(Some(Box::leak(Box::new([0; 16]))));
/// assert!(counter.next().in_place(place).is_ok());
/// ```
#[unstable(feature = "inline_async", issue = "none")]
#[rustc_diagnostic_item = "ObjectPlace"]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a place where a machine can run",
    label = "not a place",
    note = "places are `HeapPlace`, `Pin<&mut InlinePlace<N>>`, and `&mut` of any place"
)]
pub unsafe trait ObjectPlace {
    /// Hands out memory for one machine of the given layout, whose first word is zero.
    ///
    /// # Errors
    ///
    /// When the place has no such memory: it is too small or not aligned, or it is occupied by a
    /// call that was leaked, or an allocator has none. The place can be used as before.
    fn reserve(&mut self, layout: Layout) -> Result<NonNull<u8>, PlaceError<()>>;

    /// Takes memory back.
    ///
    /// # Safety
    ///
    /// `memory` must be what `reserve` of this place handed out last, must not have been given back
    /// since, its first word must be zero, and nothing may access it any longer.
    unsafe fn release(&mut self, memory: NonNull<u8>);
}

// SAFETY: all is forwarded to a place that keeps the promises, and dropping the reference drops
// nothing. Memory that is in use when the reference goes away is seen by the place when it is
// asked for memory the next time, or dropped.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<P: ?Sized + ObjectPlace> ObjectPlace for &mut P {
    #[inline]
    fn reserve(&mut self, layout: Layout) -> Result<NonNull<u8>, PlaceError<()>> {
        (**self).reserve(layout)
    }

    #[inline]
    unsafe fn release(&mut self, memory: NonNull<u8>) {
        // SAFETY: the caller's promise is the place's.
        unsafe { (**self).release(memory) }
    }
}

/// Memory that a place handed out, given back when this is dropped; the place is dropped after.
///
/// Whoever has one keeps the tag at zero when it is dropped.
pub(super) struct Reservation<P: ObjectPlace> {
    pub(super) memory: NonNull<u8>,
    pub(super) place: P,
}

impl<P: ObjectPlace> Reservation<P> {
    #[inline(always)]
    pub(super) fn machine(&self) -> *mut () {
        self.memory.as_ptr().cast()
    }
}

impl<P: ObjectPlace> Drop for Reservation<P> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: the place handed the memory out for this reservation, and no machine is running
        // in it.
        unsafe { self.place.release(self.memory) }
    }
}
