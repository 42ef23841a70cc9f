use super::machine::NoAutoTraits;
use super::on_binding::Binding;
use super::reserved_call::{CallMemory, ReservedCall};
use super::table::MethodTable;
use super::{ObjectPlace, ObjectPtr, Placed};
use crate::alloc::Layout;
use crate::fmt;
use crate::future::Future;
use crate::marker::PhantomData;
use crate::panic::{RefUnwindSafe, UnwindSafe};
use crate::pin::{Pin, UnsafePinned};
use crate::ptr::NonNull;
use crate::task::{Context, Poll};

/// A call on a [binding].
///
/// `B` is the binding as the method takes it: `&'a mut Placed<Ptr, P>`, `&'a Placed<Ptr, P>`, or
/// `Placed<Ptr, P>` where the method consumes it. `Args` is the tuple of the other arguments, in a
/// [`Local`] where calls of the method are never `Send`, and `R` the output.
///
/// [`Local`]: super::Local
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
/// Polling it after completion panics. Making it can panic in a program without an allocator: see
/// [`Placed`].
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
    call: ReservedCall<BindingMemory<B>>,
    // Invariant, as they wait in the machine.
    arguments: PhantomData<UnsafePinned<Args>>,
    output: PhantomData<R>,
    auto_traits: NoAutoTraits,
}

/// The memory of a binding, as a call on it has it.
struct BindingMemory<B: Binding> {
    memory: NonNull<u8>,
    rest: B::Rest,
}

impl<B: Binding> CallMemory for BindingMemory<B> {
    #[inline(always)]
    fn machine(&self) -> *mut () {
        self.memory.as_ptr().cast()
    }

    #[inline(always)]
    unsafe fn free(&self) {
        // SAFETY: the caller's promise.
        unsafe { B::free(self.machine()) }
    }

    #[inline(always)]
    unsafe fn give_back(&mut self, layout: impl FnOnce() -> Layout) {
        // SAFETY: the caller's promise.
        unsafe { B::give_back(&mut self.rest, self.memory, layout) }
    }
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
            // SAFETY: the caller's promise.
            call: unsafe { ReservedCall::new(table, BindingMemory { memory, rest }) },
            arguments: PhantomData,
            output: PhantomData,
            auto_traits: PhantomData,
        }
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<B: Binding, Args, R> Future for BoundCall<B, Args, R> {
    type Output = R;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<R> {
        // SAFETY: the output is `R`.
        unsafe { self.get_mut().call.poll(cx) }
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<B: Binding, Args, R> Drop for BoundCall<B, Args, R> {
    #[inline]
    fn drop(&mut self) {
        self.call.cancel_unless_done()
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
        let state = self.call.state();
        f.debug_struct("BoundCall").field("state", &format_args!("{state}")).finish()
    }
}
