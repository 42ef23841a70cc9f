use super::machine::{self, NoAutoTraits};
use super::on_binding::Binding;
use super::table::MethodTable;
use super::{ObjectPlace, ObjectPtr, Placed};
use crate::fmt;
use crate::future::Future;
use crate::marker::PhantomData;
use crate::mem;
use crate::panic::{RefUnwindSafe, UnwindSafe};
use crate::pin::{Pin, UnsafePinned};
use crate::ptr::NonNull;
use crate::task::{Context, Poll};

/// A call on a [binding].
///
/// `B` is the binding as the method takes it: `&'a mut Placed<Ptr, P>`, `&'a Placed<Ptr, P>`, or
/// `Placed<Ptr, P>` where the method consumes it. `Args` is the tuple of the other arguments, and
/// `R` the output.
///
/// It is lazy, as every `async fn` is: receiver and arguments wait in the binding's place, and
/// nothing of the implementation runs before the first poll. It is `Unpin`, since the future is
/// pinned in the place, and a few words long whatever the arguments: two words where the binding is
/// borrowed mutably, three where it is shared.
///
/// When it is done, or when it is dropped before that, the future is dropped and the binding is
/// ready for the next call. A binding that the call has consumed goes with the call. If the call is
/// leaked while it is running, its memory is never used again.
///
/// [binding]: Placed
///
/// # Panics
///
/// Polling it after completion panics.
///
/// # Examples
///
/// A call can be kept where its type must be written:
///
/// ```edition2024
/// #![feature(inline_async_fn, inline_async)]
/// use std::future::inline_async::{BoundCall, HeapPlaced};
/// use std::pin::Pin;
/// use std::task::{Context, Poll, Waker};
///
/// trait Counter {
///     inline async fn skip(&mut self, n: u32) -> u32;
/// }
/// # struct UpFrom(u32);
/// # impl Counter for UpFrom {
/// #     async fn skip(&mut self, n: u32) -> u32 { self.0 += n; self.0 }
/// # }
///
/// struct Skip<'a> {
///     call: BoundCall<&'a mut HeapPlaced<Box<dyn Counter>>, (u32,), u32>,
/// }
///
/// let mut counter: HeapPlaced<Box<dyn Counter>> = HeapPlaced::new(Box::new(UpFrom(0)));
/// let mut skip = Skip { call: counter.skip(7) };
///
/// // No need to pin it.
/// let mut cx = Context::from_waker(Waker::noop());
/// assert_eq!(Pin::new(&mut skip.call).poll(&mut cx), Poll::Ready(7));
/// ```
#[must_use = "futures do nothing unless you `.await` or poll them"]
#[unstable(feature = "inline_async", issue = "none")]
#[rustc_diagnostic_item = "BoundCall"]
pub struct BoundCall<B: Binding, Args, R> {
    table: &'static MethodTable,
    memory: NonNull<u8>,
    rest: B::Rest,
    // Invariant, as they wait in the machine.
    arguments: PhantomData<UnsafePinned<Args>>,
    output: PhantomData<R>,
    auto_traits: NoAutoTraits,
}

impl<B: Binding, Args, R> BoundCall<B, Args, R> {
    /// The call that waits in the memory.
    ///
    /// # Safety
    ///
    /// `table` must be that of the method whose call waits there, and its output be `R`. The memory
    /// must be the binding's or what `rest` says.
    #[inline(always)]
    pub(super) unsafe fn new(
        table: &'static MethodTable,
        memory: NonNull<u8>,
        rest: B::Rest,
    ) -> Self {
        BoundCall {
            table,
            memory,
            rest,
            arguments: PhantomData,
            output: PhantomData,
            auto_traits: PhantomData,
        }
    }

    #[inline(always)]
    fn machine(&self) -> *mut () {
        self.memory.as_ptr().cast()
    }

    /// Drops what the call is made of, unless it is done: it is then.
    #[cold]
    #[inline(never)]
    fn cancel(&mut self) {
        let table = self.table;
        let machine = self.machine();
        // The call is done after the future has been dropped, whether or not that panics.
        let _end = End(self);
        // SAFETY: the machine holds the call, waiting or running; if the call is done, nothing is
        // dropped.
        unsafe { table.drop_call(machine) }
    }

    /// Marks the call as done, frees its machine, and gives memory back that is the call's own.
    ///
    /// # Safety
    ///
    /// The call must not be done, and nothing of it may be left in its machine.
    #[inline(always)]
    unsafe fn end(&mut self) {
        // SAFETY: the call has the machine, which the caller gives up.
        unsafe { B::free(self.machine()) }
        // Before other code runs, which may unwind.
        let table = mem::replace(&mut self.table, MethodTable::done::<R>());
        // SAFETY: the machine is free, and the call is done, so this is the only time.
        unsafe { B::give_back(&mut self.rest, self.memory, || table.layout()) }
    }

    /// The same after the call's future has unwound, or after it was dropped.
    // Not in line, so that a poll keeps nothing for it in registers.
    #[cold]
    #[inline(never)]
    fn end_unless_done(&mut self) {
        if !self.table.is_done() {
            // SAFETY: the call is not done, and what unwinds or is dropped is not left.
            unsafe { self.end() }
        }
    }
}

/// Ends a call whose `run` or `drop` has unwound or returned.
struct End<'a, B: Binding, Args, R>(&'a mut BoundCall<B, Args, R>);

impl<B: Binding, Args, R> Drop for End<'_, B, Args, R> {
    #[inline(always)]
    fn drop(&mut self) {
        self.0.end_unless_done()
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<B: Binding, Args, R> Future for BoundCall<B, Args, R> {
    type Output = R;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<R> {
        let call = self.get_mut();
        let machine = call.machine();
        let table = call.table;
        // The call is done unless the future says otherwise: a panic must not lead to another poll.
        let end = End(&mut *call);
        // SAFETY: the output is `R`, and the machine holds the call; if the call is done, that is
        // the table's `run` which does not look at the machine.
        let result = unsafe { table.run(machine, cx) };
        mem::forget(end);
        if result.is_ready() {
            // SAFETY: the call was not done: the `run` of one that is does not return. There is
            // nothing left in its machine.
            unsafe { call.end() }
        }
        result
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<B: Binding, Args, R> Drop for BoundCall<B, Args, R> {
    #[inline]
    fn drop(&mut self) {
        // Short, so that nothing is left of it where it follows the poll that ended the call.
        if !self.table.is_done() {
            self.cancel();
        }
    }
}

// SAFETY: the call is receiver and arguments, or the future of the method, which was asked to be
// `Send` where the object was made, if these are. Beside that it relies on the binding, which it
// has borrowed.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<Ptr, P, Args, R> Send for BoundCall<&mut Placed<Ptr, P>, Args, R>
where
    Ptr: ObjectPtr<Target: Send> + Send,
    P: ObjectPlace + Send,
    Args: Send,
{
}

// SAFETY: as above. The object and the binding are shared.
#[cfg(target_has_atomic = "ptr")]
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<Ptr, P, Args, R> Send for BoundCall<&Placed<Ptr, P>, Args, R>
where
    Ptr: ObjectPtr<Target: Sync> + Sync,
    P: ObjectPlace + Sync,
    Args: Send,
{
}

// SAFETY: as above. The call has the object, or the pointer to it, and the place.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<Ptr, P, Args, R> Send for BoundCall<Placed<Ptr, P>, Args, R>
where
    Ptr: ObjectPtr<Target: Send> + Send,
    P: ObjectPlace + Send,
    Args: Send,
{
}

// SAFETY: a shared reference allows for nothing but printing the state.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<B: Binding, Args, R> Sync for BoundCall<B, Args, R> {}

// The future is in the place's memory, which does not move with the call.
#[unstable(feature = "inline_async", issue = "none")]
impl<B: Binding, Args, R> Unpin for BoundCall<B, Args, R> {}

// Nobody knows what the future is, and so in what state a panic leaves the object.
#[unstable(feature = "inline_async", issue = "none")]
impl<B: Binding, Args, R> !UnwindSafe for BoundCall<B, Args, R> {}

#[unstable(feature = "inline_async", issue = "none")]
impl<B: Binding, Args, R> !RefUnwindSafe for BoundCall<B, Args, R> {}

#[unstable(feature = "inline_async", issue = "none")]
impl<B: Binding, Args, R> fmt::Debug for BoundCall<B, Args, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = if self.table.is_done() {
            "done"
        // SAFETY: a call that is not done has its machine.
        } else if unsafe { machine::holds_future(self.machine()) } {
            "running"
        } else {
            "waiting"
        };
        f.debug_struct("BoundCall").field("state", &format_args!("{state}")).finish()
    }
}
