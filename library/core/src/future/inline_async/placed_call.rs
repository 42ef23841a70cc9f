use super::ObjectPlace;
use super::bound::FreeOrdering;
use super::machine::{self, NoAutoTraits, RawStart};
use super::place::Reservation;
use crate::future::Future;
use crate::marker::PhantomData;
use crate::mem::{self, ManuallyDrop};
use crate::panic::{RefUnwindSafe, UnwindSafe};
use crate::pin::Pin;
use crate::task::{Context, Poll};
use crate::{fmt, hint, ptr};

/// The call `C`, running in the place `P`.
///
/// [`InlineCall::in_place`] makes it, and so does every `inline async` method of a [binding]. It is
/// `Unpin`, since the future is pinned in the place, and a few words long.
///
/// When it is done, or when it is dropped before that, the future is dropped, the place has its memory
/// back, and then the place is dropped. If the call is leaked while it is running, the memory is
/// never used again.
///
/// [`InlineCall::in_place`]: super::InlineCall::in_place
/// [binding]: super::Placed
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
    poll: *const (),
    /// Null when the call is done.
    drop: *const (),
    /// Dropped when the call is done.
    reservation: ManuallyDrop<Reservation<P>>,
    call: PhantomData<C>,
    auto_traits: NoAutoTraits,
}

impl<C, P: ObjectPlace> PlacedCall<C, P> {
    /// The call of a method that was started in the reserved memory.
    ///
    /// # Safety
    ///
    /// `handle` must be what the start of the method gave, whose output must be that of `C`.
    #[inline]
    pub(super) unsafe fn new(reservation: Reservation<P>, handle: RawStart) -> Self {
        PlacedCall {
            poll: handle.poll,
            drop: handle.drop,
            reservation: ManuallyDrop::new(reservation),
            call: PhantomData,
            auto_traits: PhantomData,
        }
    }

    #[inline(always)]
    fn is_done(&self) -> bool {
        self.drop.is_null()
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
        let call = self.get_mut();
        let machine = call.reservation.machine();
        let poll = call.poll;
        // The call is done unless the future says otherwise: a panic must not lead to another poll.
        let done = Done { call, poll: machine::done::<C::Output>().poll };
        // SAFETY: the output is that of `C`, and the machine is running for this call; if the call
        // is done, `poll` panics and does not look at the machine.
        let result = unsafe { machine::call_poll(poll, machine, cx) };
        if result.is_pending() {
            mem::forget(done);
        } else {
            // SAFETY: the call was running: the `poll` of one that is done does not return.
            unsafe { hint::assert_unchecked(!done.call.is_done()) };
            drop(done);
        }
        result
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<C, P: ObjectPlace> Drop for PlacedCall<C, P> {
    #[inline]
    fn drop(&mut self) {
        if !self.is_done() {
            let machine = self.reservation.machine();
            let drop = self.drop;
            // The call is done after the future has been dropped, whether or not that panics.
            let _done = Done { poll: self.poll, call: self };
            // SAFETY: the machine is running for this call.
            unsafe { machine::call_drop(drop, machine) }
        }
    }
}

/// Marks a running call as done, then frees its machine and gives the memory back.
struct Done<'a, C, P: ObjectPlace> {
    call: &'a mut PlacedCall<C, P>,
    /// The call's `poll` from then on.
    poll: *const (),
}

impl<C, P: ObjectPlace> Drop for Done<'_, C, P> {
    #[inline(always)]
    fn drop(&mut self) {
        if !self.call.is_done() {
            self.call.poll = self.poll;
            // SAFETY: a running call has claimed its machine, and its future is gone.
            unsafe { machine::free(self.call.reservation.machine(), P::free_ordering()) }
            self.call.drop = ptr::null();
            // SAFETY: a call that is done uses no more of its reservation than the address, and this
            // one was not done.
            unsafe { ManuallyDrop::drop(&mut self.call.reservation) }
        }
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
        let state = if self.is_done() { "done" } else { "running" };
        f.debug_struct("PlacedCall").field("state", &format_args!("{state}")).finish()
    }
}
