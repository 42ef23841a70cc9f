use super::machine::{self, NoAutoTraits};
use super::place::Reservation;
use super::table::MethodTable;
use super::{ObjectPlace, tag};
use crate::future::Future;
use crate::marker::PhantomData;
use crate::mem::{self, ManuallyDrop};
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
    table: &'static MethodTable,
    /// The place has its memory back when the call is done.
    reservation: Reservation<P>,
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
        PlacedCall { table, reservation, call: PhantomData, auto_traits: PhantomData }
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
        this.cancel();
        let this = ManuallyDrop::new(this);
        // SAFETY: the call is not used or dropped after this.
        unsafe { ptr::read(&this.reservation.place) }
    }

    /// Drops what the call is made of, unless it is done: it is then.
    #[cold]
    #[inline(never)]
    fn cancel(&mut self) {
        let table = self.table;
        let machine = self.reservation.machine();
        // The call is done after the future has been dropped, whether or not that panics.
        let _end = End { call: self, done: MethodTable::done::<()>() };
        // SAFETY: the machine holds the call, waiting or running; if the call is done, nothing is
        // dropped.
        unsafe { table.drop_call(machine) }
    }

    /// Marks the call as done, frees its machine, and gives the memory back.
    ///
    /// # Safety
    ///
    /// The call must not be done, and nothing of it may be left in its machine. `done` must be the
    /// table of calls with its output that are.
    #[inline(always)]
    unsafe fn end(&mut self, done: &'static MethodTable) {
        // SAFETY: the caller's promise: the call has the machine.
        tag::free(unsafe { machine::tag_of(self.reservation.machine()) });
        // Before other code runs, which may unwind.
        let table = mem::replace(&mut self.table, done);
        // SAFETY: the memory was reserved for a machine of this method. The call is done, so this
        // is the only time.
        unsafe { self.reservation.give_back(table.layout()) }
    }

    /// The same after the call's future has unwound, or after it was dropped.
    // Not in line, so that a poll keeps nothing for it in registers.
    #[cold]
    #[inline(never)]
    fn end_unless_done(&mut self, done: &'static MethodTable) {
        if !self.table.is_done() {
            // SAFETY: the call is not done, and what unwinds or is dropped is not left.
            unsafe { self.end(done) }
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
        let call = self.get_mut();
        let machine = call.reservation.machine();
        let table = call.table;
        let done = MethodTable::done::<C::Output>();
        // The call is done unless the future says otherwise: a panic must not lead to another poll.
        let end = End { call: &mut *call, done };
        // SAFETY: the output is that of `C`, and the machine holds the call; if the call is done,
        // that is the table's `run` which does not look at the machine.
        let result = unsafe { table.run(machine, cx) };
        mem::forget(end);
        if result.is_ready() {
            // SAFETY: the call was not done: the `run` of one that is does not return. There is
            // nothing left in its machine.
            unsafe { call.end(done) }
        }
        result
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<C, P: ObjectPlace> Drop for PlacedCall<C, P> {
    #[inline]
    fn drop(&mut self) {
        // Short, so that nothing is left of it where it follows the poll that ended the call.
        if !self.table.is_done() {
            self.cancel();
        }
    }
}

/// Ends a call whose `run` or `drop` has unwound or returned.
struct End<'a, C, P: ObjectPlace> {
    call: &'a mut PlacedCall<C, P>,
    /// The call's table from then on.
    done: &'static MethodTable,
}

impl<C, P: ObjectPlace> Drop for End<'_, C, P> {
    #[inline(always)]
    fn drop(&mut self) {
        self.call.end_unless_done(self.done)
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
        let state = if self.table.is_done() {
            "done"
        // SAFETY: a call that is not done has its machine.
        } else if unsafe { machine::holds_future(self.reservation.machine()) } {
            "running"
        } else {
            "waiting"
        };
        f.debug_struct("PlacedCall").field("state", &format_args!("{state}")).finish()
    }
}
