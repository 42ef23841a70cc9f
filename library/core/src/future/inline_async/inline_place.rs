use super::frame_memory::{self, FrameMemory};
use super::{ObjectPlace, PlaceError};
use crate::alloc::Layout;
use crate::fmt;
use crate::iter::FusedIterator;
use crate::mem::MaybeUninit;
use crate::pin::Pin;
use crate::ptr::NonNull;

/// `SIZE` bytes for a machine, inside the enclosing frame or in a static.
///
/// They are aligned to `ALIGN`, a power of two of at most 4096, or to a word if that is more. The
/// place itself cannot be used as one; `Pin<&mut InlinePlace<SIZE, ALIGN>>` can. How large a
/// machine is, [`layout_for`] says; a [`PlaceFor`] has that room by itself, and is for code that is
/// generic over the object.
///
/// A place in a frame is pinned with [`pin!`], one on the heap is made with [`Box::pin`], and one
/// in a static is pinned by [`take`](Self::take). A static place that nobody has used is all zeros,
/// so that it takes no room in the program's file.
///
/// # Aborts
///
/// When the place is dropped while a call is in it that was leaked as it was running, that is,
/// after it was polled: the future of that call is pinned in the place, and its memory must not be
/// reused. The process is then aborted, with a message. Not to leak calls avoids this.
///
/// The same happens when a place that was [taken](Self::take) is overwritten, with [`Pin::set`]: it
/// could be taken a second time after that.
///
/// [`Box::pin`]: ../../../std/boxed/struct.Box.html#method.pin
/// [`layout_for`]: super::layout_for
/// [`pin!`]: crate::pin::pin!
/// [`PlaceFor`]: super::PlaceFor
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
    memory: FrameMemory<[MaybeUninit<u8>; SIZE], <PlaceAlign<ALIGN> as SupportedAlign>::Aligned>,
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
        InlinePlace { memory: FrameMemory::new() }
    }

    /// Takes the place that a static holds, which succeeds once.
    ///
    /// This needs a compare-and-swap, and is not there on targets that have none.
    /// [`Pin::static_mut`] does the same there, and everywhere else, with any
    /// `&'static mut InlinePlace`: one from `Box::leak`, from a `static mut` that is borrowed once,
    /// or from a crate that hands out what a static holds.
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
        self.memory.take().then(|| {
            // SAFETY: this is the first time, and there is none after it. So nobody has a mutable
            // reference to the place, as a shared one allows for nothing but `take`. The place is
            // not moved or dropped any more: it is borrowed for ever.
            //
            // Shared references to it may be around. `UnsafePinned` covers the place as a whole,
            // so neither do they claim that the memory stays as it is nor does the mutable one
            // claim that nobody else has a pointer to it; all that they access is whether it is
            // taken.
            unsafe { Pin::new_unchecked(&mut *(&raw const *self).cast_mut()) }
        })
    }

    /// Takes many places apart, each of which is then used by itself.
    ///
    /// This is an associated function, called as `InlinePlace::each_pin_mut(places)`, as an array
    /// has no methods of its element.
    ///
    /// # Examples
    ///
    /// ```
    /// #![feature(inline_async)]
    /// use std::fmt::Display;
    /// use std::future::inline_async::{InlinePlace, Placed};
    /// use std::pin::pin;
    ///
    /// let places = pin!([const { InlinePlace::<64>::new() }; 2]);
    /// let [first, second] = InlinePlace::each_pin_mut(places);
    /// let first = Placed::new_in(&1 as &dyn Display, first).unwrap();
    /// let second = Placed::new_in(&2 as &dyn Display, second).unwrap();
    /// assert_eq!(format!("{first} {second}"), "1 2");
    /// ```
    #[unstable(feature = "inline_async", issue = "none")]
    #[must_use]
    #[inline]
    pub fn each_pin_mut<const N: usize>(places: Pin<&mut [Self; N]>) -> [Pin<&mut Self>; N] {
        frame_memory::each_pin_mut(places)
    }

    /// Takes any number of places apart, each of which is then used by itself.
    ///
    /// This is an associated function, called as `InlinePlace::iter_pin_mut(places)`, as a slice
    /// has no methods of its element.
    ///
    /// # Examples
    ///
    /// ```
    /// #![feature(inline_async)]
    /// use std::fmt::Display;
    /// use std::future::inline_async::{InlinePlace, Placed};
    ///
    /// let numbers = [1, 2, 3];
    /// let places: Box<[InlinePlace<64>]> = numbers.iter().map(|_| InlinePlace::new()).collect();
    /// let mut places = Box::into_pin(places);
    /// let mut text = String::new();
    /// for (number, place) in numbers.iter().zip(InlinePlace::iter_pin_mut(places.as_mut())) {
    ///     let number = Placed::new_in(number as &dyn Display, place).unwrap();
    ///     text += &number.to_string();
    /// }
    /// assert_eq!(text, "123");
    /// ```
    #[unstable(feature = "inline_async", issue = "none")]
    #[inline]
    pub fn iter_pin_mut(
        places: Pin<&mut [Self]>,
    ) -> impl DoubleEndedIterator<Item = Pin<&mut Self>> + ExactSizeIterator + FusedIterator {
        frame_memory::iter_pin_mut(places)
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
// dropped, and then is only freed if the tag says that there is no future in it; else `drop` does
// not return. It may go without a `drop` only if it has been forgotten, and then it is there for
// ever. Nothing but the first word is accessed through the place, and that atomically.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<const SIZE: usize, const ALIGN: usize> ObjectPlace
    for Pin<&mut InlinePlace<SIZE, ALIGN>>
where
    PlaceAlign<ALIGN>: SupportedAlign,
{
    #[inline]
    fn reserve(&mut self, layout: Layout) -> Result<NonNull<u8>, PlaceError<()>> {
        let align = align_of::<InlinePlace<SIZE, ALIGN>>();
        // SAFETY: an alignment and the size of an array.
        let there = unsafe { Layout::from_size_align_unchecked(SIZE, align) };
        self.memory.reserve(layout, there)
    }

    #[inline]
    unsafe fn release(&mut self, _memory: NonNull<u8>, _layout: Layout) {
        // The tag says that there is no future in it, which is all.
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<const SIZE: usize, const ALIGN: usize> Drop for InlinePlace<SIZE, ALIGN>
where
    PlaceAlign<ALIGN>: SupportedAlign,
{
    #[inline]
    fn drop(&mut self) {
        self.memory.vacate(
            "an `InlinePlace` was destroyed while a call that was leaked is running in it",
            "an `InlinePlace` that had been taken for ever was overwritten",
        );
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
    message = "`InlinePlace` and `Arena` cannot have this alignment",
    label = "not a power of two of at most 4096",
    note = "their second parameter is a power of two of at most 4096"
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
