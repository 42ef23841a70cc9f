use super::reserved_call::CallMemory;
use super::{PlaceError, machine, tag};
use crate::alloc::Layout;
use crate::ptr::NonNull;

/// Memory that a caller provides for one machine at a time.
///
/// [`InlinePlace`] and [`PlaceFor`] are memory in the enclosing frame or in a static, [`Global`] is
/// memory from the global allocator, and [`HeapPlace`] memory from an allocator that is kept from
/// one call to the next. A place is used through [`InlineCall::in_place`] for one call or through
/// [`Placed`] for all calls on an object. Where a place must be given by value and should be used
/// again afterwards, `&mut` of it will do.
///
/// [`Global`]: ../../../std/alloc/struct.Global.html
/// [`HeapPlace`]: ../../../std/future/inline_async/struct.HeapPlace.html
/// [`InlinePlace`]: super::InlinePlace
/// [`PlaceFor`]: super::PlaceFor
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
/// * **A word of zero.** Its first word is initialized to zero. The rest may be uninitialized.
/// * **It stays.** It stays valid for reads and writes, is not moved, and is not accessed through
///   the place or anything that the place hands out, its first word excepted, until it is given
///   back with `release`. This holds however the place itself is moved, and on every thread.
/// * **For ever, if need be.** Memory that is never given back stays so for ever, or the process
///   ends. In particular it does so after the place has been dropped, and after the lifetime of
///   anything that the place borrows. What *the first word* allows is excepted.
/// * **Supertypes.** All of this holds also where the place has become one of a supertype since, as
///   a type with a `for<'a> fn(&'a u8)` in it becomes one with a `fn(&'static u8)`: the two may have
///   implementations of their own.
///
/// ## The first word
///
/// While the memory is handed out its first word is the machine's tag, a [`usize`] that the machine
/// writes and that the place may read, both atomically. No ordering is needed: whoever used the
/// memory has handed the place over since, or has leaked a call whose borrow has ended.
///
/// | value | what is in the memory |
/// | --- | --- |
/// | 0 | nothing, or a call that waits for its first poll, with its receiver and its arguments |
/// | 1 | the same, of a call that others can be made beside: it has claimed the machine |
/// | 2 or 3 | a future, which is pinned there |
///
/// The second bit (`word & 2`) is all that matters to a place. Where it is set, the others may have
/// any value.
///
/// The word is to be asked where `reserve` is called, or the place dropped, while memory is handed
/// out. Then whoever it was handed out to has forgotten it, and
///
/// * **where the second bit is clear**, so that the word is zero or one, the place may do with the
///   memory what it may do with memory that was given back: hand it out again, its first word zero
///   again, or free it. What is in there is forgotten with it, and not dropped.
/// * **where the second bit is set**, a future is pinned there for ever. The memory must be neither
///   written, handed out again, nor freed, and what the memory depends on, such as an allocator
///   that frees all of its memory when it is dropped, must not be dropped. `reserve` hands out
///   other memory, or fails with [`PlaceError::occupied`]. A place that cannot go without freeing
///   the memory ends the process instead.
///
/// In return whoever uses a place promises that the second bit is set from before a future is
/// pinned in the memory until that future has been dropped, and that the place is neither asked for
/// memory nor dropped as long as the memory that it handed out is in use with the bit clear.
///
/// # Examples
///
/// Memory in a static, or leaked, which is handed out again until a call is leaked in it:
///
/// ```edition2024
/// #![feature(inline_async_fn, inline_async)]
/// use std::alloc::Layout;
/// use std::future::inline_async::{ObjectPlace, PlaceError};
/// use std::ptr::NonNull;
/// use std::sync::atomic::{AtomicUsize, Ordering};
///
/// /// Words that nobody else uses.
/// struct Slab(NonNull<[usize]>);
///
/// impl Slab {
///     fn new(words: &'static mut [usize]) -> Self {
///         Slab(NonNull::from(words))
///     }
/// }
///
/// // SAFETY: the words are valid for ever, initialized, and handed out with the first one zero. It
/// // is all that is accessed, atomically; they are not handed out as long as a future is in there.
/// unsafe impl ObjectPlace for Slab {
///     fn reserve(&mut self, layout: Layout) -> Result<NonNull<u8>, PlaceError<()>> {
///         let there = Layout::array::<usize>(self.0.len()).unwrap();
///         if self.0.is_empty() || layout.size() > there.size() || layout.align() > there.align() {
///             return Err(PlaceError::too_small(layout, there));
///         }
///         // SAFETY: the first word is there, and accessed atomically by everybody.
///         let word = unsafe { AtomicUsize::from_ptr(self.0.as_ptr().cast()) };
///         if word.load(Ordering::Relaxed) & 2 != 0 {
///             return Err(PlaceError::occupied(layout));
///         }
///         word.store(0, Ordering::Relaxed);
///         Ok(self.0.cast())
///     }
///
///     unsafe fn release(&mut self, _memory: NonNull<u8>, _layout: Layout) {}
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
/// let mut slab = Slab::new(Box::leak(Box::new([0; 16])));
/// assert!(counter.next().in_place(&mut slab).is_ok());
/// assert!(counter.next().in_place(&mut slab).is_ok());
/// ```
#[unstable(feature = "inline_async", issue = "none")]
#[rustc_diagnostic_item = "ObjectPlace"]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a place where a machine can run",
    label = "not a place",
    note = "places are `Global`, `HeapPlace`, `Pin<&mut InlinePlace<N>>`, \
            `Pin<&mut PlaceFor<T, dyn Trait>>`, and `&mut` of any place"
)]
pub unsafe trait ObjectPlace {
    /// Hands out memory for one machine of the given layout, whose first word is zero.
    ///
    /// # Errors
    ///
    /// When the place has no such memory: it is too small or not aligned, or it is occupied by a
    /// call that was leaked as it ran, or an allocator has none. The place can be used as before.
    fn reserve(&mut self, layout: Layout) -> Result<NonNull<u8>, PlaceError<()>>;

    /// Takes memory back.
    ///
    /// # Safety
    ///
    /// `memory` must be what `reserve` of this place handed out last, for this `layout`, and must
    /// not have been given back since. Its first word must be zero, and nothing may access it any
    /// longer.
    unsafe fn release(&mut self, memory: NonNull<u8>, layout: Layout);
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
    unsafe fn release(&mut self, memory: NonNull<u8>, layout: Layout) {
        // SAFETY: the caller's promise is the place's.
        unsafe { (**self).release(memory, layout) }
    }
}

/// Memory that a place handed out, and the place. Whoever has it gives the memory back: that takes
/// the layout, which is not kept here.
pub(super) struct Reservation<P: ObjectPlace> {
    pub(super) memory: NonNull<u8>,
    pub(super) place: P,
}

impl<P: ObjectPlace> CallMemory for Reservation<P> {
    #[inline(always)]
    fn machine(&self) -> *mut () {
        self.memory.as_ptr().cast()
    }

    #[inline(always)]
    unsafe fn free(&self) {
        // SAFETY: the caller's promise: the call has the machine.
        tag::free(unsafe { machine::tag_of(self.machine()) })
    }

    #[inline(always)]
    unsafe fn give_back(&mut self, layout: impl FnOnce() -> Layout) {
        // SAFETY: the place handed the memory out for a machine of this method, and the rest is the
        // caller's promise.
        unsafe { self.place.release(self.memory, layout()) }
    }
}
