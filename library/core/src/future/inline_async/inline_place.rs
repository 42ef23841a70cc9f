use super::{ObjectPlace, PlaceError, machine};
use crate::alloc::Layout;
use crate::fmt;
use crate::mem::MaybeUninit;
use crate::panicking::panic_nounwind;
use crate::pin::{Pin, UnsafePinned};
use crate::ptr::NonNull;
use crate::sync::atomic::{AtomicUsize, Ordering};

/// The first word of a place that has never been taken and never handed out its memory. As a tag
/// in use is either idle or claimed, it is that of such a place and of no other.
const FRESH: usize = 2;

/// `SIZE` bytes for a machine, inside the enclosing frame or in a static.
///
/// They are aligned to `ALIGN`, a power of two of at most 4096, or to a word if that is more. The
/// place itself cannot be used as one; `Pin<&mut InlinePlace<SIZE, ALIGN>>` can. How large a
/// machine is, [`layout_for`] says.
///
/// # Aborts
///
/// When the place is dropped while a call is in it that was leaked as it was running: the
/// future of that call is pinned in the place, and its memory must not be reused. The process is
/// then aborted, with a message. Not to leak calls avoids this.
///
/// [`layout_for`]: super::layout_for
///
/// # Examples
///
/// ```edition2024
/// #![feature(inline_async_fn, inline_async)]
/// # use std::task::{Context, Poll, Waker};
/// use std::future::inline_async::{InlinePlace, layout_for};
/// use std::pin::pin;
///
/// trait Counter {
///     inline async fn next(&mut self) -> u32;
/// }
/// # struct UpFrom(u32);
/// # impl Counter for UpFrom {
/// #     async fn next(&mut self) -> u32 { self.0 += 1; self.0 }
/// # }
///
/// async fn sum(counter: &mut UpFrom) -> u32 {
///     let mut place = pin!(InlinePlace::<{ layout_for::<UpFrom, dyn Counter>().size() }>::new());
///     let counter: &mut dyn Counter = counter;
///     let mut sum = 0;
///     for _ in 0..3 {
///         sum += counter.next().in_place(place.as_mut()).unwrap().await;
///     }
///     sum
/// }
/// # let mut counter = UpFrom(0);
/// # let mut future = pin!(sum(&mut counter));
/// # let result = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
/// # assert_eq!(result, Poll::Ready(6));
/// ```
#[unstable(feature = "inline_async", issue = "none")]
#[must_use]
pub struct InlinePlace<const SIZE: usize, const ALIGN: usize = 16>
where
    PlaceAlign<ALIGN>: SupportedAlign,
{
    // The only field, so that a reference to the place says nothing about memory that a machine in
    // it is using.
    memory: UnsafePinned<Memory<SIZE, ALIGN>>,
}

#[repr(C)]
union Memory<const SIZE: usize, const ALIGN: usize>
where
    PlaceAlign<ALIGN>: SupportedAlign,
{
    tag: usize,
    bytes: [MaybeUninit<u8>; SIZE],
    align: [<PlaceAlign<ALIGN> as SupportedAlign>::Aligned; 0],
}

impl<const SIZE: usize, const ALIGN: usize> InlinePlace<SIZE, ALIGN>
where
    PlaceAlign<ALIGN>: SupportedAlign,
{
    /// Makes a place, which is empty. No more than one word of it is written.
    ///
    /// # Examples
    ///
    /// ```
    /// #![feature(inline_async)]
    /// use std::future::inline_async::InlinePlace;
    /// use std::pin::pin;
    ///
    /// let place = pin!(InlinePlace::<256>::new());
    /// let aligned = pin!(InlinePlace::<256, 64>::new());
    /// ```
    #[unstable(feature = "inline_async", issue = "none")]
    #[rustc_const_unstable(feature = "inline_async", issue = "none")]
    #[inline]
    pub const fn new() -> Self {
        InlinePlace { memory: UnsafePinned::new(Memory { tag: FRESH }) }
    }

    /// Takes the place that a static holds, which succeeds once.
    ///
    /// # Examples
    ///
    /// ```
    /// #![feature(inline_async)]
    /// use std::future::inline_async::InlinePlace;
    ///
    /// static PLACE: InlinePlace<1024> = InlinePlace::new();
    ///
    /// let place = PLACE.take().unwrap();
    /// // There can be only one.
    /// assert!(PLACE.take().is_none());
    /// # drop(place);
    /// ```
    #[cfg(target_has_atomic = "ptr")]
    #[unstable(feature = "inline_async", issue = "none")]
    pub fn take(&'static self) -> Option<Pin<&'static mut Self>> {
        self.tag()
            .compare_exchange(FRESH, 0, Ordering::Acquire, Ordering::Relaxed)
            .ok()
            // SAFETY: the word is `FRESH` until the place is taken or is used through a mutable
            // reference, and never becomes that again. So this is the first use of the place; and
            // the only one to come, as a shared reference allows for nothing but `take`. The place
            // is not moved or dropped any more: it is borrowed for ever.
            //
            // Shared references to it may be around. `UnsafePinned` covers the place as a whole,
            // so neither do they claim that the memory stays as it is nor does the mutable one
            // claim that nobody else has a pointer to it; all that they access is the first word,
            // which this type and machines only access atomically once a place can be taken.
            .map(|_| unsafe { Pin::new_unchecked(&mut *(&raw const *self).cast_mut()) })
    }

    #[inline]
    fn tag(&self) -> &AtomicUsize {
        // SAFETY: the first word is initialized in a place that exists, aligned for an atomic,
        // and interior mutable.
        unsafe { &*self.memory.get().cast() }
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<const SIZE: usize, const ALIGN: usize> Default for InlinePlace<SIZE, ALIGN>
where
    PlaceAlign<ALIGN>: SupportedAlign,
{
    #[inline]
    fn default() -> Self {
        Self::new()
    }
}

// SAFETY: the memory is inside the place, which is pinned: it stays where it is until the place is
// dropped, and then is only freed if the tag says that no machine is in it; else `drop` does not
// return. It may go without a `drop` only if it has been forgotten, and then it is there for ever.
// Nothing but the first word is accessed through the place, and that atomically.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<const SIZE: usize, const ALIGN: usize> ObjectPlace
    for Pin<&mut InlinePlace<SIZE, ALIGN>>
where
    PlaceAlign<ALIGN>: SupportedAlign,
{
    #[inline]
    fn reserve(&mut self, layout: Layout) -> Result<NonNull<u8>, PlaceError<()>> {
        let align = align_of::<InlinePlace<SIZE, ALIGN>>();
        if size_of::<usize>() > SIZE || layout.size() > SIZE || layout.align() > align {
            // SAFETY: an alignment and the size of an array.
            let available = unsafe { Layout::from_size_align_unchecked(SIZE, align) };
            return Err(PlaceError::too_small(layout, available));
        }
        let tag = self.tag();
        if tag.load(Ordering::Acquire) == FRESH {
            tag.store(0, Ordering::Relaxed);
        }
        let memory = self.memory.get();
        // SAFETY: the address of a field is not null; its first word is initialized.
        unsafe {
            // A call was leaked, or a reservation that is idle was: that may be had again.
            if machine::is_claimed(memory.cast()) {
                return Err(PlaceError::occupied(layout));
            }
            Ok(NonNull::new_unchecked(memory.cast()))
        }
    }

    #[inline]
    unsafe fn release(&mut self, _memory: NonNull<u8>) {
        // The tag is zero, which says it all.
    }
}

// SAFETY: a place is bytes. What a machine in it needs is the concern of the calls and bindings
// that run it.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<const SIZE: usize, const ALIGN: usize> Send for InlinePlace<SIZE, ALIGN> where
    PlaceAlign<ALIGN>: SupportedAlign
{
}

// SAFETY: a shared reference allows for nothing but `take`, which is atomic, and for printing the
// type's parameters.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<const SIZE: usize, const ALIGN: usize> Sync for InlinePlace<SIZE, ALIGN> where
    PlaceAlign<ALIGN>: SupportedAlign
{
}

#[unstable(feature = "inline_async", issue = "none")]
impl<const SIZE: usize, const ALIGN: usize> Drop for InlinePlace<SIZE, ALIGN>
where
    PlaceAlign<ALIGN>: SupportedAlign,
{
    #[inline]
    fn drop(&mut self) {
        let tag = self.tag().load(Ordering::Acquire);
        if tag != 0 && tag != FRESH {
            panic_nounwind(
                "an `InlinePlace` was destroyed while a call that was leaked is running in it",
            );
        }
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<const SIZE: usize, const ALIGN: usize> fmt::Debug for InlinePlace<SIZE, ALIGN>
where
    PlaceAlign<ALIGN>: SupportedAlign,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InlinePlace")
            .field("size", &SIZE)
            .field("align", &align_of::<Self>())
            .finish_non_exhaustive()
    }
}

/// Names the alignment of an [`InlinePlace`].
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
#[derive(Debug)]
pub struct PlaceAlign<const ALIGN: usize>;

/// An alignment that an [`InlinePlace`] can have.
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
#[diagnostic::on_unimplemented(
    message = "an `InlinePlace` cannot have this alignment",
    label = "not a power of two of at most 4096",
    note = "the second parameter of `InlinePlace` is a power of two of at most 4096"
)]
pub trait SupportedAlign {
    #[doc(hidden)]
    #[unstable(feature = "inline_async_internals", issue = "none")]
    type Aligned: Copy;
}

macro_rules! supported_aligns {
    ($($align:literal)*) => {$(
        const _: () = {
            #[derive(Clone, Copy, Debug)]
            #[repr(align($align))]
            #[unstable(feature = "inline_async_internals", issue = "none")]
            pub struct Aligned;

            #[unstable(feature = "inline_async_internals", issue = "none")]
            impl SupportedAlign for PlaceAlign<$align> {
                type Aligned = Aligned;
            }
        };
    )*};
}

supported_aligns! { 1 2 4 8 16 32 64 128 256 512 1024 2048 4096 }
