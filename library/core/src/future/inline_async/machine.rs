use super::object_ptr::ObjectType;
use super::tag;
use super::tracked::poll_called_from_definition;
use crate::alloc::Layout;
use crate::any::Any;
use crate::future::Future;
use crate::marker::PhantomData;
use crate::mem::ManuallyDrop;
use crate::pin::Pin;
use crate::ptr::{self, DynMetadata, Pointee};
use crate::sync::atomic::AtomicUsize;
use crate::task::{Context, Poll};
use crate::{fmt, intrinsics, mem};

/// Keeps a call from having the auto traits of its fields, which do not tell what the future in its
/// machine is.
pub(super) type NoAutoTraits = PhantomData<*mut dyn Any>;

/// The one state machine that all `inline async` methods of `T`'s implementation share when they
/// are called through the object type `D`.
///
/// It starts idle, runs one method at a time, and is idle again when that method is done. Its
/// layout is computed by the compiler: a tag of one word at offset 0, and after it, for each `inline
/// async` method of the trait and its supertraits, room for receiver and arguments as long as a call
/// waits and for the method's future when it runs, all of them overlapping. A future that never
/// suspends and is not large runs on the stack instead.
///
/// Values of this type are never made by name: a [place] provides the memory and a call runs
/// in it. The type is there to be measured, so that a place can be sized at compile time;
/// [`layout_for`] is a shorter way to the same numbers. It cannot be measured inside one of `T`'s
/// own `inline async` methods, whose size would then depend on itself: that is a cycle error.
///
/// [place]: super::ObjectPlace
///
/// # Examples
///
/// ```edition2024
/// #![feature(inline_async_fn, inline_async)]
/// use std::future::inline_async::{InlineCoroutine, InlinePlace};
/// use std::pin::pin;
///
/// trait Counter {
///     inline async fn next(&mut self) -> u32;
/// }
///
/// struct UpFrom(u32);
///
/// impl Counter for UpFrom {
///     async fn next(&mut self) -> u32 {
///         self.0 += 1;
///         self.0
///     }
/// }
///
/// const SIZE: usize = size_of::<InlineCoroutine<UpFrom, dyn Counter>>();
///
/// // A place that is as large as the machine, and no larger.
/// let place = pin!(InlinePlace::<SIZE>::new());
/// let mut counter = UpFrom(6);
/// let counter: &mut dyn Counter = &mut counter;
/// assert!(counter.next().in_place(place).is_ok());
/// ```
#[lang = "inline_coroutine"]
#[unstable(feature = "inline_async", issue = "none")]
pub struct InlineCoroutine<T, D: ?Sized> {
    // The compiler reads the field's type for the tag and lays out the rest by itself.
    #[allow(dead_code)]
    tag: AtomicUsize,
    // Invariant: the layout depends on the types, and two that are subtypes of each other are two
    // types to impls.
    marker: PhantomData<(fn(T) -> T, *mut D)>,
}

#[unstable(feature = "inline_async", issue = "none")]
impl<T, D: ?Sized> fmt::Debug for InlineCoroutine<T, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InlineCoroutine").finish_non_exhaustive()
    }
}

/// The layout of the machine that runs `T`'s `inline async` methods when they are called through
/// the object type `D`.
///
/// It is the layout of [`InlineCoroutine<T, D>`], and what [`layout_of_val`] says of a `T` behind
/// a `D`.
///
/// # Examples
///
/// ```edition2024
/// #![feature(inline_async_fn, inline_async)]
/// use std::alloc::Layout;
/// use std::future::inline_async::layout_for;
///
/// trait Ping {
///     inline async fn ping(&self);
/// }
///
/// struct Server([u8; 4]);
///
/// impl Ping for Server {
///     async fn ping(&self) {}
/// }
///
/// const LAYOUT: Layout = layout_for::<Server, dyn Ping>();
/// // The tag is a word; the receiver of `ping` waits after it.
/// assert!(LAYOUT.size() > size_of::<usize>());
/// ```
#[unstable(feature = "inline_async", issue = "none")]
#[rustc_const_unstable(feature = "inline_async", issue = "none")]
#[must_use]
#[inline]
pub const fn layout_for<T, D: ?Sized>() -> Layout {
    Layout::new::<InlineCoroutine<T, D>>()
}

/// The layout of the machine that runs the `inline async` methods of the object `val`.
///
/// It is read from the object's vtable. An object type whose trait and supertraits have no
/// `inline async` method has a machine too, one that nothing ever runs in: a bare tag.
///
/// # Examples
///
/// ```edition2024
/// #![feature(inline_async_fn, inline_async)]
/// use std::future::inline_async::{layout_for, layout_of_val};
///
/// trait Ping {
///     inline async fn ping(&self);
/// }
///
/// struct Server([u8; 4]);
///
/// impl Ping for Server {
///     async fn ping(&self) {}
/// }
///
/// let server: &dyn Ping = &Server([127, 0, 0, 1]);
/// assert_eq!(layout_of_val(server), layout_for::<Server, dyn Ping>());
/// ```
#[unstable(feature = "inline_async", issue = "none")]
#[must_use]
#[inline]
pub fn layout_of_val<D: ?Sized + ObjectType>(val: &D) -> Layout {
    // SAFETY: the metadata of a reference to a trait object is that object type's vtable.
    unsafe { layout_of_vtable::<D>(vtable_of(val)) }
}

/// The vtable of an object.
#[inline]
pub(super) fn vtable_of<D: ?Sized + Pointee<Metadata = DynMetadata<D>>>(
    val: *const D,
) -> *const () {
    // SAFETY: the metadata of a pointer to a trait object is one word, the address of its vtable;
    // `DynMetadata`'s own accessors rely on the same transmute, which is refused where the sizes
    // differ.
    unsafe { mem::transmute::<DynMetadata<D>, *const ()>(ptr::metadata(val)) }
}

/// The layout of the machine as the layout slot of a vtable states it.
///
/// # Safety
///
/// `vtable` must be a vtable of the object type `D`.
#[inline]
pub(super) unsafe fn layout_of_vtable<D: ?Sized>(vtable: *const ()) -> Layout {
    // SAFETY: the caller promises that this is `D`'s vtable, and the compiler writes the size and
    // alignment of a type into the slot, which are those of a valid layout.
    unsafe {
        Layout::from_size_align_unchecked(
            intrinsics::inline_async_size::<D>(vtable),
            intrinsics::inline_async_align::<D>(vtable),
        )
    }
}

/// What a call is made of until it is polled: it waits in its machine.
#[lang = "inline_async_waiting"]
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
#[derive(Debug)]
#[repr(C)]
pub struct Waiting<Args> {
    /// The data word of the receiver, which the call owns. Where the method takes `self`, it is the
    /// address of the object, which the call owns too.
    pub(super) receiver: *mut (),
    pub(super) arguments: Args,
}

/// Makes a call of what is in a machine: receiver and arguments, which wait there from then on.
///
/// # Safety
///
/// `machine` must be the caller's, idle or claimed, and have room for this.
#[inline(always)]
pub(super) unsafe fn wait<Args>(machine: *mut (), waiting: Waiting<Args>) {
    // SAFETY: the caller's promise.
    unsafe { slot::<Waiting<Args>>(machine).write(waiting) }
}

/// Where a machine has what its call is made of: at the first offset after the tag that is aligned for
/// it. It does not depend on what else the machine has room for.
///
/// # Safety
///
/// `machine` must point to memory for a machine that has a method which needs an `F`.
#[lang = "inline_async_slot"]
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
#[inline(always)]
pub unsafe fn slot<F>(machine: *mut ()) -> *mut F {
    let offset = const {
        let align = align_of::<F>();
        if align > size_of::<usize>() { align } else { size_of::<usize>() }
    };
    // SAFETY: the machine has room for an `F` at this offset.
    unsafe { machine.byte_add(offset).cast() }
}

// The functions that `run` is made of.

/// Whether the call in a machine waits for its first step.
///
/// # Safety
///
/// As for [`tag_of`], and the machine must hold a call.
#[lang = "inline_async_is_waiting"]
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
#[inline(always)]
pub unsafe fn is_waiting(machine: *mut ()) -> bool {
    // SAFETY: the caller's promise.
    !unsafe { holds_future(machine) }
}

/// What there is to know of a future before it is made.
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
#[derive(Debug)]
pub struct FutureKind<F>(PhantomData<F>);

impl<F> FutureKind<F> {
    /// Whether it is a coroutine, which has nothing left to be dropped when it is ready or has
    /// panicked.
    #[lang = "inline_async_is_coroutine"]
    #[doc(hidden)]
    #[unstable(feature = "inline_async_internals", issue = "none")]
    pub const IS_COROUTINE: bool = intrinsics::inline_async_is_coroutine::<F>();

    /// Whether the future runs on the stack, since it never suspends: then nothing is pinned in the
    /// machine, and its tag stays as it is.
    #[lang = "inline_async_runs_on_stack"]
    #[doc(hidden)]
    #[unstable(feature = "inline_async_internals", issue = "none")]
    pub const RUNS_ON_STACK: bool = intrinsics::inline_async_never_suspends::<F>();
}

/// Runs a future that never suspends.
#[lang = "inline_async_poll_on_stack"]
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
#[inline(always)]
pub fn poll_on_stack<F: Future<Output = R>, R>(future: F, cx: &mut Context<'_>) -> Poll<R> {
    // A coroutine has nothing left to be dropped when it is ready or has panicked.
    let mut future = ManuallyDrop::new(future);
    // SAFETY: the future is not moved from here on.
    let future = unsafe { Pin::new_unchecked(&mut *future) };
    poll_called_from_definition(future, cx, F::poll)
}

/// Marks the machine as one with a future in it.
///
/// # Safety
///
/// As for [`tag_of`], and the machine must be the caller's.
#[lang = "inline_async_set_running"]
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
#[inline(always)]
pub unsafe fn set_running(machine: *mut ()) {
    // SAFETY: the caller's promise.
    tag::set_running(unsafe { tag_of(machine) })
}

/// Polls the future in its slot. When it is ready, or when it panics, it is dropped.
///
/// # Safety
///
/// The machine at `machine` must hold an unfinished `F`, which is pinned there.
#[lang = "inline_async_poll"]
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
#[inline(always)]
pub unsafe fn poll<F: Future<Output = R>, R>(machine: *mut (), cx: &mut Context<'_>) -> Poll<R> {
    // Where the future drops itself, as good as all do, this function is that future's `poll` and
    // no more: the result is not looked at.
    let drop = if FutureKind::<F>::IS_COROUTINE {
        None
    } else {
        Some(Finish::<F> { machine, future: PhantomData })
    };
    // SAFETY: the future is in its slot, nobody else refers to it, and it stays there until it is
    // dropped.
    let future = unsafe { Pin::new_unchecked(&mut *slot::<F>(machine)) };
    let result = poll_called_from_definition(future, cx, F::poll);
    if let Some(finish) = drop {
        if result.is_pending() {
            mem::forget(finish);
        } else {
            // Not left to the end of the scope: an output that has been returned already would be
            // lost if this panics.
            mem::drop(finish);
        }
    }
    result
}

// The functions that a table has as its `drop`.

/// Drops what a call is made of: its future, or its receiver and its arguments.
///
/// # Safety
///
/// The machine at `machine` must hold a call of a method whose future is `F`, whose receiver is `Recv`,
/// and whose arguments are `Args`.
#[lang = "inline_async_drop"]
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
pub unsafe fn drop<F, Recv, Args>(machine: *mut ()) {
    // SAFETY: the caller's promise. The receiver was turned into its data word, and is owned.
    unsafe {
        drop_call::<F, Args>(machine, |receiver| {
            mem::drop(mem::transmute_copy::<*mut (), Recv>(&receiver))
        })
    }
}

/// The same for a method that takes `self`, of type `T`: a call that waits drops the object.
///
/// # Safety
///
/// As for [`drop`].
#[lang = "inline_async_drop_consuming"]
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
pub unsafe fn drop_consuming<F, T, Args>(machine: *mut ()) {
    // SAFETY: the caller's promise. The call owns the object.
    unsafe { drop_call::<F, Args>(machine, |receiver| ptr::drop_in_place(receiver.cast::<T>())) }
}

/// # Safety
///
/// As for [`drop`].
#[inline(always)]
unsafe fn drop_call<F, Args>(machine: *mut (), drop_receiver: impl FnOnce(*mut ())) {
    /// Drops the arguments after the receiver, also where that panics.
    struct Arguments<Args>(*mut Args);

    impl<Args> Drop for Arguments<Args> {
        #[inline(always)]
        fn drop(&mut self) {
            // SAFETY: who makes this has a call that waits, and gives it up.
            unsafe { ptr::drop_in_place(self.0) }
        }
    }

    // SAFETY: the machine holds a call: a future, if the tag says so, or what waits for one.
    unsafe {
        if holds_future(machine) {
            mem::drop(Finish::<F> { machine, future: PhantomData });
        } else {
            let waiting = slot::<Waiting<Args>>(machine);
            let _arguments = Arguments(&raw mut (*waiting).arguments);
            drop_receiver((*waiting).receiver);
        }
    }
}

/// Takes the future out of a machine: the machine must hold one.
struct Finish<F> {
    machine: *mut (),
    future: PhantomData<F>,
}

impl<F> Drop for Finish<F> {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: who makes a `Finish` has a future in the machine and gives it up.
        unsafe { ptr::drop_in_place(slot::<F>(self.machine)) }
    }
}

/// The tag of a machine. All code reaches it through this function.
///
/// # Safety
///
/// `machine` must point to the tag of a machine, initialized and valid for `'a`.
#[inline(always)]
pub(super) unsafe fn tag_of<'a>(machine: *mut ()) -> &'a AtomicUsize {
    // SAFETY: the tag is at offset 0.
    unsafe { &*machine.cast() }
}

/// Whether there is a future in the machine at `machine`. If so, and no call is running there, one was
/// leaked, and the memory is in use for ever.
///
/// # Safety
///
/// As for [`tag_of`].
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
#[must_use]
#[inline(always)]
pub unsafe fn holds_future(machine: *mut ()) -> bool {
    // SAFETY: the caller's promise.
    tag::holds_future(unsafe { tag_of(machine) })
}

/// Makes the machine at `machine` idle, whatever call was leaked there while it waited.
///
/// # Safety
///
/// As for [`tag_of`]. There must be no future in the machine, and nobody else may use it.
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
#[inline(always)]
pub unsafe fn reset(machine: *mut ()) {
    // SAFETY: the caller's promise.
    tag::free(unsafe { tag_of(machine) })
}
