use super::ObjectPlace;
use super::machine::NoAutoTraits;
use super::place::Reservation;
use super::reserved_call::ReservedCall;
use super::table::MethodTable;
use crate::future::Future;
use crate::marker::PhantomData;
use crate::mem::ManuallyDrop;
use crate::panic::{RefUnwindSafe, UnwindSafe};
use crate::pin::Pin;
use crate::task::{Context, Poll};
use crate::{fmt, ptr};

/// The call `C` in the place `P`.
///
/// [`InlineCall::in_place`] makes it. It is `Unpin`, since the future is pinned in the place, and a few
/// words long, whatever the arguments: they wait in the place for the first poll.
///
/// When it is done, or when it is dropped before that, the future is dropped and the place has its
/// memory back; the place itself is dropped with the call. If the call is leaked while it is
/// running, the memory is never used again.
///
/// [`InlineCall::in_place`]: super::InlineCall::in_place
///
/// # Panics
///
/// Polling it after completion panics.
///
/// # Examples
///
/// ```edition2024
/// #![feature(inline_async_fn, inline_async)]
/// use std::future::inline_async::InlinePlace;
/// use std::pin::{Pin, pin};
/// use std::task::{Context, Poll, Waker};
///
/// trait Counter {
///     inline async fn next(&mut self) -> u32;
/// }
/// # struct UpFrom(u32);
/// # impl Counter for UpFrom {
/// #     async fn next(&mut self) -> u32 { self.0 += 1; self.0 }
/// # }
///
/// let counter: &mut dyn Counter = &mut UpFrom(0);
/// let place = pin!(InlinePlace::<64>::new());
/// let mut call = counter.next().in_place(place).unwrap();
///
/// // No need to pin it.
/// let mut cx = Context::from_waker(Waker::noop());
/// assert_eq!(Pin::new(&mut call).poll(&mut cx), Poll::Ready(1));
/// ```
#[must_use = "futures do nothing unless you `.await` or poll them"]
#[unstable(feature = "inline_async", issue = "none")]
#[rustc_diagnostic_item = "PlacedCall"]
pub struct PlacedCall<C, P: ObjectPlace> {
    /// The place has its memory back when the call is done.
    placed: ReservedCall<Reservation<P>>,
    call: PhantomData<C>,
    auto_traits: NoAutoTraits,
}

impl<C, P: ObjectPlace> PlacedCall<C, P> {
    /// The call that waits in the reserved memory.
    ///
    /// # Safety
    ///
    /// `table` must be that of the method whose call waits there, and its output that of `C`.
    #[inline(always)]
    pub(super) unsafe fn new(reservation: Reservation<P>, table: &'static MethodTable) -> Self {
        // SAFETY: the caller's promise.
        let placed = unsafe { ReservedCall::new(table, reservation) };
        PlacedCall { placed, call: PhantomData, auto_traits: PhantomData }
    }

    /// Gives the place back. A call that is not done is cancelled, as if it were dropped.
    ///
    /// This is an associated function, so that it is in the way of no method of a future.
    ///
    /// # Examples
    ///
    /// ```edition2024
    /// #![feature(inline_async_fn, inline_async)]
    /// use std::future::inline_async::{HeapPlace, PlacedCall};
    ///
    /// trait Counter {
    ///     inline async fn next(&mut self) -> u32;
    /// }
    /// # struct UpFrom(u32);
    /// # impl Counter for UpFrom {
    /// #     async fn next(&mut self) -> u32 { self.0 += 1; self.0 }
    /// # }
    ///
    /// let counter: &mut dyn Counter = &mut UpFrom(0);
    /// let call = counter.next().in_place(HeapPlace::new()).unwrap();
    /// let place = PlacedCall::into_place(call);
    /// // With the memory that the first call had reserved.
    /// assert!(counter.next().in_place(place).is_ok());
    /// ```
    #[unstable(feature = "inline_async", issue = "none")]
    pub fn into_place(mut this: Self) -> P {
        this.placed.cancel_unless_done();
        let this = ManuallyDrop::new(this);
        // SAFETY: the call is not used or dropped after this.
        unsafe { ptr::read(&this.placed.memory.place) }
    }
}

// SAFETY: the call is the future of the method, which is `Send` where the call `C` of the same
// receiver and arguments is, and a place. The place tells what it stands for.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<C: Send, P: ObjectPlace + Send> Send for PlacedCall<C, P> {}

// SAFETY: a shared reference allows for nothing but printing the state.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<C, P: ObjectPlace> Sync for PlacedCall<C, P> {}

// The future is in the place's memory, which does not move with the place.
#[unstable(feature = "inline_async", issue = "none")]
impl<C, P: ObjectPlace> Unpin for PlacedCall<C, P> {}

#[unstable(feature = "inline_async", issue = "none")]
impl<C: Future, P: ObjectPlace> Future for PlacedCall<C, P> {
    type Output = C::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<C::Output> {
        // SAFETY: the output is that of `C`.
        unsafe { self.get_mut().placed.poll(cx) }
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<C, P: ObjectPlace> Drop for PlacedCall<C, P> {
    #[inline]
    fn drop(&mut self) {
        self.placed.cancel_unless_done()
    }
}

// Nobody knows what the future is, and so in what state a panic leaves the object.
#[unstable(feature = "inline_async", issue = "none")]
impl<C, P: ObjectPlace> !UnwindSafe for PlacedCall<C, P> {}

#[unstable(feature = "inline_async", issue = "none")]
impl<C, P: ObjectPlace> !RefUnwindSafe for PlacedCall<C, P> {}

#[unstable(feature = "inline_async", issue = "none")]
impl<C, P: ObjectPlace> fmt::Debug for PlacedCall<C, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.placed.state();
        f.debug_struct("PlacedCall").field("state", &format_args!("{state}")).finish()
    }
}
