use super::on_binding::Held;
use super::{BoundCall, InlineCall, ObjectPlace, ObjectPtr, Placed};
use crate::fmt;
use crate::future::Future;
use crate::marker::PhantomData;
use crate::mem::ManuallyDrop;
use crate::ops::DerefMut;
use crate::panic::{RefUnwindSafe, UnwindSafe};
use crate::pin::Pin;
use crate::task::{Context, Poll};

/// A call that owns its binding and gives it back with the output.
///
/// [`Placed::into_call`] makes it, and for a method that takes `&self`, [`Placed::into_shared_call`].
/// `Ptr` and `P` are those of the binding, `Args` is the tuple of the method's arguments, or [`Local`]
/// of that, and `R` its output. `Recv` says how the method takes the object, `&mut ()` or `&()`.
///
/// It borrows nothing, so it can be kept beside other things, in a field or in a variant of an `enum`,
/// where its type must be written: that is how a trait with `poll` methods is implemented over an
/// object with `async` ones. It is `Unpin`, allocates nothing, and is `Send` where the binding and the
/// arguments are, and the object, which must be `Sync` where it is shared.
///
/// [`Local`]: super::Local
///
/// When it is dropped before it is done, the future is dropped, then the binding. [`cancel`] gives the
/// binding back instead. If the call is leaked, the binding is leaked with it.
///
/// [`cancel`]: OwnedCall::cancel
///
/// # Panics
///
/// Polling it after completion panics. Making it can panic in a program without an allocator: see
/// [`Placed`]. It then needs memory also where the closure calls another object, whose call does not
/// fit what the binding has reserved.
///
/// # Examples
///
/// A stream over an object:
///
/// ```edition2024
/// #![feature(allocator_api, inline_async_fn, inline_async)]
/// use std::alloc::Global;
/// use std::future::inline_async::{HeapPlaced, OwnedCall, Placed};
/// use std::pin::Pin;
/// use std::task::{Context, Poll};
/// # use std::task::Waker;
///
/// trait Source {
///     inline async fn next(&mut self) -> Option<u32>;
/// }
///
/// enum Items {
///     Idle(HeapPlaced<Box<dyn Source>>),
///     Busy(OwnedCall<Box<dyn Source>, Global, (), Option<u32>>),
///     /// Only within `poll_next`, and after a panic of the object.
///     Gone,
/// }
///
/// impl Items {
///     // As of a `Stream`.
///     fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<u32>> {
///         let this = self.get_mut();
///         let mut call = match std::mem::replace(this, Items::Gone) {
///             Items::Idle(binding) => Placed::into_call(binding, |source| source.next()),
///             Items::Busy(call) => call,
///             Items::Gone => return Poll::Ready(None),
///         };
///         match Pin::new(&mut call).poll(cx) {
///             Poll::Ready((binding, item)) => {
///                 *this = Items::Idle(binding);
///                 Poll::Ready(item)
///             }
///             Poll::Pending => {
///                 *this = Items::Busy(call);
///                 Poll::Pending
///             }
///         }
///     }
/// }
/// # struct UpTo(u32);
/// # impl Source for UpTo {
/// #     async fn next(&mut self) -> Option<u32> { self.0 = self.0.checked_sub(1)?; Some(self.0) }
/// # }
/// # let mut items = Items::Idle(HeapPlaced::new(Box::new(UpTo(2)) as Box<dyn Source>));
/// # let mut next = || Pin::new(&mut items).poll_next(&mut Context::from_waker(Waker::noop()));
/// # assert_eq!([next(), next(), next()], [Some(1), Some(0), None].map(Poll::Ready));
/// ```
#[must_use = "futures do nothing unless you `.await` or poll them"]
#[unstable(feature = "inline_async", issue = "none")]
pub struct OwnedCall<Ptr: ObjectPtr, P: ObjectPlace, Args, R, Recv = &'static mut ()> {
    // Dropped in this order: the call refers to the object.
    call: BoundCall<Held, Args, R>,
    binding: Slot<Ptr, P>,
    receiver: PhantomData<Recv>,
}

/// The binding, until it is given back.
// Not moved as what it is while there is a call: a `Box` or a `&mut` in it would assert to be the only
// way to the object.
struct Slot<Ptr: ObjectPtr, P: ObjectPlace>(Option<ManuallyDrop<Placed<Ptr, P>>>);

impl<Ptr: ObjectPtr, P: ObjectPlace> Slot<Ptr, P> {
    /// The binding, whose call must have ended.
    fn take(&mut self) -> Option<Placed<Ptr, P>> {
        self.0.take().map(ManuallyDrop::into_inner)
    }
}

impl<Ptr: ObjectPtr, P: ObjectPlace> Drop for Slot<Ptr, P> {
    #[inline]
    fn drop(&mut self) {
        drop(self.take());
    }
}

impl<Ptr: ObjectPtr, P: ObjectPlace> Placed<Ptr, P> {
    /// Makes a call that owns the binding, of a method that takes `&mut self`.
    ///
    /// `make` makes the call on the object. It is moved into the binding's place. Nothing of the
    /// implementation runs before the first poll. Should `make` call another object instead, with a
    /// machine that is larger than the binding's, the call has memory from the program's allocator.
    ///
    /// This is an associated function: a method would hide one of the object's.
    ///
    /// # Examples
    ///
    /// ```edition2024
    /// #![feature(inline_async_fn, inline_async)]
    /// use std::future::inline_async::{HeapPlaced, Placed};
    ///
    /// trait Counter {
    ///     inline async fn skip(&mut self, n: u32) -> u32;
    /// }
    /// # struct UpFrom(u32);
    /// # impl Counter for UpFrom {
    /// #     async fn skip(&mut self, n: u32) -> u32 { self.0 += n; self.0 }
    /// # }
    ///
    /// async fn twice(counter: HeapPlaced<Box<dyn Counter>>) -> u32 {
    ///     // A future that borrows nothing.
    ///     let call = Placed::into_call(counter, |counter| counter.skip(2));
    ///     let (mut counter, _) = call.await;
    ///     counter.skip(3).await
    /// }
    /// # use std::pin::pin;
    /// # use std::task::{Context, Poll, Waker};
    /// # let mut future = pin!(twice(HeapPlaced::new(Box::new(UpFrom(1)) as Box<dyn Counter>)));
    /// # let result = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    /// # assert_eq!(result, Poll::Ready(6));
    /// ```
    #[unstable(feature = "inline_async", issue = "none")]
    pub fn into_call<F, Args, R>(this: Self, make: F) -> OwnedCall<Ptr, P, Args, R>
    where
        Ptr: DerefMut,
        F: for<'a> FnOnce(&'a mut Ptr::Target) -> InlineCall<&'a mut Ptr::Target, Args, R>,
    {
        let hold = |binding: &mut Self| {
            let object = &raw mut **binding;
            // SAFETY: the object is where the binding's pointer points to, also after the binding was
            // moved. The binding is not used again before the call has ended.
            make(unsafe { &mut *object })
        };
        OwnedCall::new(this, hold)
    }

    /// The same for a method that takes `&self`.
    ///
    /// # Examples
    ///
    /// ```edition2024
    /// #![feature(inline_async_fn, inline_async)]
    /// use std::future::inline_async::{HeapPlaced, Placed};
    /// use std::sync::Arc;
    ///
    /// trait Service {
    ///     inline async fn answer(&self, request: u32) -> u32;
    /// }
    /// # struct Double;
    /// # impl Service for Double {
    /// #     async fn answer(&self, request: u32) -> u32 { 2 * request }
    /// # }
    ///
    /// async fn ask(service: Arc<dyn Service>) -> u32 {
    ///     let binding = HeapPlaced::new(service);
    ///     let call = Placed::into_shared_call(binding, |service| service.answer(21));
    ///     call.await.1
    /// }
    /// # use std::pin::pin;
    /// # use std::task::{Context, Poll, Waker};
    /// # let mut future = pin!(ask(Arc::new(Double)));
    /// # let result = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    /// # assert_eq!(result, Poll::Ready(42));
    /// ```
    #[unstable(feature = "inline_async", issue = "none")]
    pub fn into_shared_call<F, Args, R>(
        this: Self,
        make: F,
    ) -> OwnedCall<Ptr, P, Args, R, &'static ()>
    where
        F: for<'a> FnOnce(&'a Ptr::Target) -> InlineCall<&'a Ptr::Target, Args, R>,
    {
        let hold = |binding: &mut Self| {
            let object = &raw const **binding;
            // SAFETY: as in `into_call`.
            make(unsafe { &*object })
        };
        OwnedCall::new(this, hold)
    }
}

impl<Ptr: ObjectPtr, P: ObjectPlace, Args, R, Recv> OwnedCall<Ptr, P, Args, R, Recv> {
    /// `make` gives a call that waits, on an object of the binding's object type. It may outlive the
    /// borrow that it was made from, but is not used after the binding.
    fn new<ObjectRef>(
        mut binding: Placed<Ptr, P>,
        make: impl FnOnce(&mut Placed<Ptr, P>) -> InlineCall<ObjectRef, Args, R>,
    ) -> Self {
        // Before the address of the object is taken, which the pointer is not to be asked for then.
        let memory = binding.exclusive_memory();
        let layout = Placed::layout(&binding);
        let mut slot = Slot(Some(ManuallyDrop::new(binding)));
        let Some(binding) = &mut slot.0 else { unreachable!() };
        let call = make(binding);
        let call = Held::hold(call, memory, layout);
        OwnedCall { call, binding: slot, receiver: PhantomData }
    }

    /// Gives the binding back. A call that is not done is cancelled, as if it were dropped.
    ///
    /// This is an associated function, so that it is in the way of no method of a future.
    ///
    /// # Panics
    ///
    /// When the call has given the binding back already, with its output.
    ///
    /// # Examples
    ///
    /// ```edition2024
    /// #![feature(inline_async_fn, inline_async)]
    /// use std::future::inline_async::{HeapPlaced, OwnedCall, Placed};
    ///
    /// trait Counter {
    ///     inline async fn next(&mut self) -> u32;
    /// }
    /// # struct UpFrom(u32);
    /// # impl Counter for UpFrom {
    /// #     async fn next(&mut self) -> u32 { self.0 += 1; self.0 }
    /// # }
    ///
    /// # let future = async {
    /// let counter: HeapPlaced<Box<dyn Counter>> = HeapPlaced::new(Box::new(UpFrom(0)));
    /// let call = Placed::into_call(counter, |counter| counter.next());
    /// let mut counter = OwnedCall::cancel(call);
    /// // The call has never run.
    /// assert_eq!(counter.next().await, 1);
    /// # };
    /// # use std::pin::pin;
    /// # use std::task::{Context, Poll, Waker};
    /// # let result = pin!(future).poll(&mut Context::from_waker(Waker::noop()));
    /// # assert_eq!(result, Poll::Ready(()));
    /// ```
    #[unstable(feature = "inline_async", issue = "none")]
    #[track_caller]
    pub fn cancel(this: Self) -> Placed<Ptr, P> {
        let OwnedCall { call, mut binding, .. } = this;
        drop(call);
        binding.take().expect("the call has given its binding back")
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<Ptr: ObjectPtr, P: ObjectPlace, Args, R, Recv> Future for OwnedCall<Ptr, P, Args, R, Recv> {
    type Output = (Placed<Ptr, P>, R);

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<(Placed<Ptr, P>, R)> {
        let this = self.get_mut();
        match Pin::new(&mut this.call).poll(cx) {
            Poll::Ready(output) => {
                let Some(binding) = this.binding.take() else {
                    unreachable!("a call that is done is not polled")
                };
                Poll::Ready((binding, output))
            }
            Poll::Pending => Poll::Pending,
        }
    }
}

// SAFETY: it is a binding, and a call on an object of its object type: arguments and a mutable
// reference, or the future of the method, which was asked to be `Send` where the object was made if
// these are.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<'r, Ptr, P, Args, R> Send for OwnedCall<Ptr, P, Args, R, &'r mut ()>
where
    Ptr: ObjectPtr<Target: Send> + Send,
    P: ObjectPlace + Send,
    Args: Send,
{
}

// SAFETY: as above, of a shared reference.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<'r, Ptr, P, Args, R> Send for OwnedCall<Ptr, P, Args, R, &'r ()>
where
    Ptr: ObjectPtr<Target: Sync> + Send,
    P: ObjectPlace + Send,
    Args: Send,
{
}

// SAFETY: a shared reference allows for nothing but printing the state.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<Ptr: ObjectPtr, P: ObjectPlace, Args, R, Recv> Sync
    for OwnedCall<Ptr, P, Args, R, Recv>
{
}

// The future is in the place's memory, which does not move with the call.
#[unstable(feature = "inline_async", issue = "none")]
impl<Ptr: ObjectPtr, P: ObjectPlace, Args, R, Recv> Unpin for OwnedCall<Ptr, P, Args, R, Recv> {}

// Nobody knows what the future is, and so in what state a panic leaves the object.
#[unstable(feature = "inline_async", issue = "none")]
impl<Ptr: ObjectPtr, P: ObjectPlace, Args, R, Recv> !UnwindSafe
    for OwnedCall<Ptr, P, Args, R, Recv>
{
}

#[unstable(feature = "inline_async", issue = "none")]
impl<Ptr: ObjectPtr, P: ObjectPlace, Args, R, Recv> !RefUnwindSafe
    for OwnedCall<Ptr, P, Args, R, Recv>
{
}

#[unstable(feature = "inline_async", issue = "none")]
impl<Ptr: ObjectPtr, P: ObjectPlace, Args, R, Recv> fmt::Debug
    for OwnedCall<Ptr, P, Args, R, Recv>
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OwnedCall").field("call", &self.call).finish()
    }
}
