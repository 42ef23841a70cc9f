use super::tracked::poll_called_from_definition;
use crate::alloc::Layout;
use crate::any::Any;
use crate::future::Future;
use crate::marker::PhantomData;
use crate::mem::ManuallyDrop;
use crate::panicking::panic_const::panic_const_async_fn_resumed;
use crate::pin::Pin;
use crate::ptr::{self, DynMetadata, Pointee};
use crate::sync::atomic::{AtomicUsize, Ordering};
use crate::task::{Context, Poll};
use crate::{fmt, intrinsics, mem};

/// Keeps a call from having the auto traits of its fields, which do not tell what the future in its
/// machine is.
pub(super) type NoAutoTraits = PhantomData<*mut dyn Any>;

/// The tag of a machine in which no method is running.
const IDLE: usize = 0;
/// The tag of a machine that belongs to one call, which starts or runs a method in it.
const CLAIMED: usize = 1;

/// The one state machine that all `inline async` methods of `T`'s implementation share when they
/// are called through the object type `D`.
///
/// It starts idle, runs one method at a time, and is idle again when that method is done. Its
/// layout is computed by the compiler: a tag of one word at offset 0, and after it room for the
/// future of each `inline async` method of the trait and its supertraits, all of them overlapping.
///
/// Values of this type are never made by name: a [place] provides the memory and a call starts
/// a method in it. The type is there to be measured, so that a place can be sized at compile time;
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
    marker: PhantomData<(fn() -> T, *const D)>,
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
/// // The tag is a word; the future of `ping` comes after it.
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
pub fn layout_of_val<D: ?Sized + Pointee<Metadata = DynMetadata<D>>>(val: &D) -> Layout {
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

/// The entry of a method in the vtable: it puts the method's future into a machine.
///
/// The caller has the machine. The receiver (the data word of it) and the arguments (a
/// tuple, by pointer) are moved out whatever happens, panics included; when it unwinds there is no
/// future in the machine and the caller frees the tag.
pub(super) type Start =
    unsafe fn(receiver: *mut (), arguments: *mut (), machine: *mut ()) -> RawStart;

/// What start hands over: the `poll` and the `drop` of the method's future, for this one call.
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct RawStart {
    pub(super) poll: *const (),
    pub(super) drop: *const (),
}

/// Starts a method in a machine.
///
/// # Safety
///
/// `start` must be that of a method with this receiver and these arguments. The machine at `machine`
/// must have room for its future, and be the caller's.
#[inline(always)]
pub(super) unsafe fn call_start<Args>(
    start: Start,
    receiver: *mut (),
    args: Args,
    machine: *mut (),
) -> RawStart {
    let mut args = ManuallyDrop::new(args);
    // SAFETY: start owns receiver and arguments, which are not dropped here. The rest is the
    // caller's promise.
    unsafe { start(receiver, (&raw mut args).cast(), machine) }
}

/// The same in a machine that is claimed for the method. If start panics, the machine is freed.
///
/// # Safety
///
/// As for [`call_start`], and the machine must be claimed.
#[inline(always)]
pub(super) unsafe fn start_claimed<Args>(
    start: Start,
    receiver: *mut (),
    args: Args,
    machine: *mut (),
) -> RawStart {
    struct Free(*mut ());

    impl Drop for Free {
        fn drop(&mut self) {
            // SAFETY: the machine is claimed, and start has left no future in it. Others may wait for
            // it, if the call is one that others can be made beside.
            unsafe { free(self.0, Ordering::Release) }
        }
    }

    let free = Free(machine);
    // SAFETY: the caller's promise.
    let handle = unsafe { call_start(start, receiver, args, machine) };
    mem::forget(free);
    handle
}

/// Drives the future in a machine.
///
/// Once this has given `Ready` or has unwound, the future is gone, and the caller frees the machine.
///
/// # Safety
///
/// `poll` must be what the start of a method with output `R` handed over for the machine at
/// `machine`, the future must still be in there, and the machine must not have moved since.
#[inline(always)]
pub(super) unsafe fn call_poll<R>(
    poll: *const (),
    machine: *mut (),
    cx: &mut Context<'_>,
) -> Poll<R> {
    // SAFETY: `started` made `poll` from a function pointer of this type, if only in name: the
    // future's output is `R`.
    let poll: unsafe fn(*mut (), &mut Context<'_>) -> Poll<R> = unsafe { mem::transmute(poll) };
    // SAFETY: the caller's promise is this function's.
    unsafe { poll(machine, cx) }
}

/// What a call whose output is `R` has when it is done: a `poll` that panics, which saves the others
/// a question, and no `drop`.
#[inline(always)]
pub(super) fn done<R>() -> RawStart {
    let poll: unsafe fn(*mut (), &mut Context<'_>) -> Poll<R> = resumed;
    RawStart { poll: poll as *const (), drop: ptr::null() }
}

unsafe fn resumed<R>(_machine: *mut (), _cx: &mut Context<'_>) -> Poll<R> {
    panic_const_async_fn_resumed()
}

/// Drops the unfinished future in a machine. The caller frees the machine, after this has returned
/// or unwound.
///
/// # Safety
///
/// As for [`call_poll`].
#[inline(always)]
pub(super) unsafe fn call_drop(drop: *const (), machine: *mut ()) {
    // SAFETY: `started` made `drop` from a function pointer of this type.
    let drop: unsafe fn(*mut ()) = unsafe { mem::transmute(drop) };
    // SAFETY: the caller's promise is this function's.
    unsafe { drop(machine) }
}

/// The place in a machine where the future `F` goes: the first offset after the tag that is
/// aligned for it. It does not depend on what else the machine has room for.
///
/// # Safety
///
/// `machine` must point to memory for a machine that has a method whose future is `F`.
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

/// What the start of a method whose future is `F` gives back.
#[lang = "inline_async_started"]
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
#[inline(always)]
pub fn started<F: Future>() -> RawStart {
    let poll: unsafe fn(*mut (), &mut Context<'_>) -> Poll<F::Output> = poll::<F>;
    let drop: unsafe fn(*mut ()) = drop::<F>;
    RawStart { poll: poll as *const (), drop: drop as *const () }
}

/// Polls the future in its slot. When it is ready, or when it panics, it is dropped.
///
/// # Safety
///
/// The machine at `machine` must hold an unfinished `F`, which is pinned there.
unsafe fn poll<F: Future>(machine: *mut (), cx: &mut Context<'_>) -> Poll<F::Output> {
    // Where the future drops itself, as good as all are, this function is that future's `poll` and
    // no more: the result is not looked at.
    let drop = if const { intrinsics::inline_async_is_coroutine::<F>() } {
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

/// Drops the future in its slot.
///
/// # Safety
///
/// As for [`poll`].
unsafe fn drop<F>(machine: *mut ()) {
    mem::drop(Finish::<F> { machine, future: PhantomData });
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

// The tag is accessed atomically and by nobody but the functions below, once the memory is a machine's.
// Only calls that share a binding meet there. They order what they do to the machine by the tag: a
// claim acquires what the call before released. All others have a mutable borrow of the binding or
// of the place, or own it. Who had that before has handed it over, which is an order by itself, or
// has leaked a call, whose future nobody looks at.

/// # Safety
///
/// `machine` must point to the tag of a machine, initialized and valid for `'a`.
#[inline(always)]
unsafe fn tag<'a>(machine: *mut ()) -> &'a AtomicUsize {
    // SAFETY: the tag is at offset 0, and all code reaches it through this function.
    unsafe { &*machine.cast() }
}

/// Claims a machine unless somebody else has, and says whether it did.
///
/// # Safety
///
/// `machine` must point to the tag of a machine, whose first word is initialized.
#[inline]
pub(super) unsafe fn claim(machine: *mut ()) -> bool {
    // SAFETY: see above.
    let tag = unsafe { tag(machine) };
    #[cfg(target_has_atomic = "ptr")]
    {
        tag.compare_exchange(IDLE, CLAIMED, Ordering::Acquire, Ordering::Relaxed).is_ok()
    }
    // No compare-and-swap here. It is not missed, as a binding is not `Sync` and stays on one thread
    // while it is shared; an interrupt handler would need a `Sync` binding.
    #[cfg(not(target_has_atomic = "ptr"))]
    {
        let idle = tag.load(Ordering::Relaxed) == IDLE;
        if idle {
            tag.store(CLAIMED, Ordering::Relaxed);
        }
        idle
    }
}

/// Claims a machine that nobody else can claim at the same time.
///
/// # Safety
///
/// `machine` must point to the tag of a machine, whose first word is initialized. The machine must be
/// idle, and the caller's.
#[inline(always)]
pub(super) unsafe fn claim_exclusive(machine: *mut ()) {
    // SAFETY: the caller's promise.
    unsafe { tag(machine) }.store(CLAIMED, Ordering::Relaxed)
}

/// Makes a claimed machine of memory that has not been one.
///
/// # Safety
///
/// `machine` must point to memory for a machine, which is the caller's.
#[inline(always)]
pub(super) unsafe fn new_claimed(machine: *mut ()) {
    // SAFETY: the memory has room for the tag, is aligned for it, and is not shared.
    unsafe { machine.cast::<AtomicUsize>().write(AtomicUsize::new(CLAIMED)) }
}

/// Frees a claimed machine that has no future in it. Others that may claim it as soon as it is free
/// need `Release`.
///
/// # Safety
///
/// `machine` must point to the tag of a machine whose claim is the caller's.
#[inline(always)]
pub(super) unsafe fn free(machine: *mut (), ordering: Ordering) {
    // SAFETY: the caller's promise.
    unsafe { tag(machine) }.store(IDLE, ordering)
}

/// Whether a call was leaked in the machine at `machine`, whose memory is thus in use for ever.
///
/// # Safety
///
/// `machine` must point to the tag of a machine, whose first word is initialized. Nobody else can
/// claim or free it at the same time.
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
#[must_use]
#[inline(always)]
pub unsafe fn is_claimed(machine: *mut ()) -> bool {
    // SAFETY: see above.
    unsafe { tag(machine) }.load(Ordering::Relaxed) != IDLE
}
