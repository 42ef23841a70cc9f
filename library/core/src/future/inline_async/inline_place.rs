use super::{ObjectPlace, PlaceError, machine};
use crate::alloc::Layout;
use crate::fmt;
use crate::mem::MaybeUninit;
use crate::panicking::panic_nounwind;
use crate::pin::{Pin, UnsafePinned};
use crate::ptr::NonNull;
#[cfg(target_has_atomic = "ptr")]
use crate::sync::atomic::{AtomicUsize, Ordering};

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
/// The same happens when a place that was [taken](Self::take) is overwritten, with [`Pin::set`]: it
/// could be taken a second time after that.
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
#[rustc_diagnostic_item = "InlinePlace"]
#[must_use]
pub struct InlinePlace<const SIZE: usize, const ALIGN: usize = 16>
where
    PlaceAlign<ALIGN>: SupportedAlign,
{
    // The only field, so that a reference to the place says nothing about memory that a machine in
    // it is using, nor about what `take` accesses on another thread.
    contents: UnsafePinned<Contents<SIZE, ALIGN>>,
}

// All of it is zero at first, so that a static place takes no room in the program's file.
#[repr(C)]
struct Contents<const SIZE: usize, const ALIGN: usize>
where
    PlaceAlign<ALIGN>: SupportedAlign,
{
    #[allow(dead_code)] // Accessed by address.
    memory: Memory<SIZE>,
    /// Whether the place has been taken: 0 or 1. The tag cannot say this: it is the machine's, and
    /// zero in a place that is idle.
    #[cfg(target_has_atomic = "ptr")]
    taken: AtomicUsize,
    #[allow(dead_code)] // It aligns the rest.
    align: [<PlaceAlign<ALIGN> as SupportedAlign>::Aligned; 0],
}

#[repr(C)]
union Memory<const SIZE: usize> {
    tag: usize,
    bytes: [MaybeUninit<u8>; SIZE],
}

impl<const SIZE: usize, const ALIGN: usize> InlinePlace<SIZE, ALIGN>
where
    PlaceAlign<ALIGN>: SupportedAlign,
{
    /// Makes a place, which is empty. No more than two words of it are written.
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
        InlinePlace {
            contents: UnsafePinned::new(Contents {
                memory: Memory { tag: 0 },
                #[cfg(target_has_atomic = "ptr")]
                taken: AtomicUsize::new(0),
                align: [],
            }),
        }
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
        // Nothing is ordered by this. Whoever used the place before did so through a mutable
        // reference, and had to give that up for this shared one to be made.
        (self.taken().swap(1, Ordering::Relaxed) == 0).then(|| {
            // SAFETY: this is the first time, and there is none after it: the word stays as it is
            // until the place is overwritten, which its `drop` prevents. So nobody has a mutable
            // reference to the place, as a shared one allows for nothing but `take`. The place is not
            // moved or dropped any more: it is borrowed for ever.
            //
            // Shared references to it may be around. `UnsafePinned` covers the place as a whole,
            // so neither do they claim that the memory stays as it is nor does the mutable one
            // claim that nobody else has a pointer to it; all that they access is `taken`.
            unsafe { Pin::new_unchecked(&mut *(&raw const *self).cast_mut()) }
        })
    }

    #[cfg(target_has_atomic = "ptr")]
    #[inline]
    fn taken(&self) -> &AtomicUsize {
        // SAFETY: it is initialized, interior mutable, and only accessed through this function.
        unsafe { &(*self.contents.get()).taken }
    }

    /// The memory, which begins with the tag.
    #[inline]
    fn machine(&self) -> *mut () {
        self.contents.get().cast()
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
        let memory = self.machine();
        // SAFETY: the address of a field is not null; its first word is initialized.
        unsafe {
            // A call was leaked, or a reservation that is idle was: that may be had again.
            if machine::is_claimed(memory) {
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
        // SAFETY: the first word is initialized.
        if unsafe { machine::is_claimed(self.machine()) } {
            panic_nounwind(
                "an `InlinePlace` was destroyed while a call that was leaked is running in it",
            );
        }
        // What is borrowed for ever is not dropped, but for `Pin::set`.
        #[cfg(target_has_atomic = "ptr")]
        if self.taken().load(Ordering::Relaxed) != 0 {
            panic_nounwind("an `InlinePlace` that had been taken for ever was overwritten");
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
