use super::ObjectPlace;
use super::machine::{self, Free, NoAutoTraits, Start};
use super::place::Reservation;
use crate::future::Future;
use crate::marker::PhantomData;
use crate::mem::{self, ManuallyDrop};
use crate::panicking::panic_const::panic_const_async_fn_resumed;
use crate::pin::Pin;
use crate::task::{Context, Poll};
use crate::{fmt, ptr};

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
    /// Null when the call is done.
    poll: *const (),
    drop: *const (),
    /// Dropped when the call is done.
    reservation: ManuallyDrop<Reservation<P>>,
    call: PhantomData<C>,
    auto_traits: NoAutoTraits,
}

impl<C, P: ObjectPlace> PlacedCall<C, P> {
    /// Starts a method in the reserved memory. If that panics, the machine is freed and the
    /// memory is given back.
    ///
    /// # Safety
    ///
    /// The memory must fit the machine and must be claimed for this call. `start` must be that of a
    /// method with this receiver and these arguments, whose output is that of `C`.
    #[inline]
    pub(super) unsafe fn start<Args>(
        reservation: Reservation<P>,
        start: Start,
        receiver: *mut (),
        args: Args,
    ) -> Self {
        let mut args = ManuallyDrop::new(args);
        let machine = reservation.machine();
        // Dropped before the reservation when start unwinds.
        let free = Free(machine);
        // SAFETY: the machine is claimed, and start owns receiver and arguments, which are not
        // dropped here.
        let handle = unsafe { start(receiver, (&raw mut args).cast(), machine) };
        mem::forget(free);
        PlacedCall {
            poll: handle.poll,
            drop: handle.drop,
            reservation: ManuallyDrop::new(reservation),
            call: PhantomData,
            auto_traits: PhantomData,
        }
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
        let this = self.get_mut();
        if this.poll.is_null() {
            panic_const_async_fn_resumed();
        }
        let machine = this.reservation.machine();
        let poll = this.poll;
        // The call is done unless the future says otherwise: a panic must not lead to another poll.
        let done = Done { poll: &mut this.poll, reservation: &mut this.reservation };
        // SAFETY: the machine is running for this call, whose output is that of `C`.
        let result = unsafe { machine::call_poll(poll, machine, cx) };
        if result.is_pending() {
            mem::forget(done);
        } else {
            drop(done);
        }
        result
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<C, P: ObjectPlace> Drop for PlacedCall<C, P> {
    #[inline]
    fn drop(&mut self) {
        if !self.poll.is_null() {
            let machine = self.reservation.machine();
            // The call is done after the future has been dropped, whether or not that panics.
            let _done = Done { poll: &mut self.poll, reservation: &mut self.reservation };
            // SAFETY: the machine is running for this call.
            unsafe { machine::call_drop(self.drop, machine) }
        }
    }
}

/// Marks a running call as done, then frees its machine and gives the memory back.
struct Done<'a, P: ObjectPlace> {
    poll: &'a mut *const (),
    reservation: &'a mut ManuallyDrop<Reservation<P>>,
}

impl<P: ObjectPlace> Drop for Done<'_, P> {
    #[inline(always)]
    fn drop(&mut self) {
        *self.poll = ptr::null();
        drop(Free(self.reservation.machine()));
        // SAFETY: a call that is done does not use its reservation again, and this one was not.
        unsafe { ManuallyDrop::drop(self.reservation) }
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<C, P: ObjectPlace> fmt::Debug for PlacedCall<C, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = if self.poll.is_null() { "done" } else { "running" };
        f.debug_struct("PlacedCall").field("state", &format_args!("{state}")).finish()
    }
}
