use super::machine::{self, NoAutoTraits, RawStart, Start};
use super::machine_layout::MachineLayout;
use super::place::Reservation;
use super::tracked::Tracked;
use super::{ObjectPlace, PlaceError, PlacedCall, default_place};
use crate::future::Future;
use crate::marker::PhantomData;
use crate::mem::{self, ManuallyDrop, MaybeUninit};
use crate::panic::{Location, RefUnwindSafe, UnwindSafe};
use crate::pin::{Pin, UnsafePinned};
use crate::ptr::{self, NonNull};
use crate::task::{Context, Poll};
use crate::{any, fmt, hint, intrinsics};

/// How many words a future may have to run inside the call. In step with the compiler, which says in
/// the layout slot whether all futures of the machine that a call may run fit.
const BUFFER: usize = 6;

/// The future that calling an `inline async` method on a trait object gives.
///
/// `Recv` is the receiver as it was passed, such as `&'a mut dyn Trait`, `Args` the tuple of the
/// other arguments, and `R` the output. Where the method is `#[track_caller]`, `Args` is the
/// tuple with the caller's location.
///
/// It is lazy: it owns receiver and arguments, and nothing of the implementation runs before its
/// first poll. Dropped before that, it drops receiver and arguments and nothing else.
///
/// The implementation's future needs a place. Awaited as it is, the call finds one by itself: a
/// buffer of six words inside the call if the machine fits it, else memory from the program's
/// allocator, which is given back when the call is done. [`in_place`] runs it in a place of the
/// caller's instead.
///
/// [`in_place`]: InlineCall::in_place
///
/// # Panics
///
/// Polling it panics when the machine does not fit the buffer and the program has no allocator,
/// that is, when none of its crates uses `alloc`; and when it is polled after completion.
///
/// # Examples
///
/// ```edition2024
/// #![feature(inline_async_fn)]
/// # use std::pin::pin;
/// # use std::task::{Context, Waker};
///
/// trait Greet {
///     inline async fn greet(&mut self, name: &str) -> String;
/// }
///
/// struct Polite;
///
/// impl Greet for Polite {
///     async fn greet(&mut self, name: &str) -> String {
///         format!("Good morning, {name}.")
///     }
/// }
///
/// async fn greet_all(greeter: &mut dyn Greet) {
///     assert_eq!(greeter.greet("Ferris").await, "Good morning, Ferris.");
/// }
/// # let mut polite = Polite;
/// # let mut future = pin!(greet_all(&mut polite));
/// # assert!(future.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready());
/// ```
#[lang = "inline_call"]
#[rustc_diagnostic_item = "InlineCall"]
#[must_use = "futures do nothing unless you `.await` or poll them"]
#[unstable(feature = "inline_async", issue = "none")]
pub struct InlineCall<Recv, Args, R> {
    /// Where the machine is: in the buffer, or in memory from the program's allocator. Null until
    /// the first poll.
    machine: *mut (),
    // A machine in the buffer is pinned, and its future may refer to itself.
    body: UnsafePinned<Body<Recv, Args>>,
    output: PhantomData<R>,
    auto_traits: NoAutoTraits,
}

/// The first two words are the method's, and the machine's layout is in the same place in both.
#[repr(C)]
union Body<Recv, Args> {
    unstarted: ManuallyDrop<Unstarted<Recv, Args>>,
    started: Started,
}

/// What a call is made of until its first poll.
#[repr(C)]
struct Unstarted<Recv, Args> {
    start: Start,
    describe: Describe,
    layout: MachineLayout,
    recv: Recv,
    args: Args,
}

/// What it is made of from then on. When it is done, its `poll` panics and its `drop` is null.
#[derive(Clone, Copy)]
#[repr(C)]
struct Started {
    handle: RawStart,
    memory: Memory,
}

#[derive(Clone, Copy)]
#[repr(C)]
union Memory {
    /// The future of the machine.
    buffer: [MaybeUninit<usize>; BUFFER],
    /// The layout of the machine that is elsewhere.
    layout: MachineLayout,
}

/// Gives start and layout in a vtable, and the name of the object type.
type Describe = unsafe fn(vtable: *const ()) -> (Start, MachineLayout, &'static str);

/// The body of an `inline async` method of an object type: makes the call.
///
/// # Safety
///
/// `Recv` must be a receiver that is laid out as a pointer to `D`, address first, vtable second.
/// `F` must be the type of the function item of a method of `D`'s trait whose receiver is `Recv`,
/// whose other arguments are `Args`, and whose future's output is `R`.
#[lang = "inline_async_call"]
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
#[inline]
pub unsafe fn call<F, D: ?Sized, Recv, Args, R>(
    recv: Recv,
    args: Args,
) -> InlineCall<Recv, Args, R> {
    // SAFETY: the caller promises that the receiver has a vtable of `D`, which has a method `F`.
    unsafe { InlineCall::new(recv, args, describe::<D, F, Recv, Args, R>) }
}

/// The same for a method that is declared `#[track_caller]`.
///
/// # Safety
///
/// As for [`call`].
#[lang = "inline_async_call_tracked"]
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
#[track_caller]
#[inline]
pub unsafe fn call_tracked<F, D: ?Sized, Recv, Args, R>(
    recv: Recv,
    args: Args,
) -> InlineCall<Recv, Tracked<Args>, R> {
    let args = Tracked { value: args, caller: Location::caller() };
    // SAFETY: as for `call`. The start of such a method takes arguments of this form.
    unsafe { InlineCall::new(recv, args, describe::<D, F, Recv, Args, R>) }
}

/// See [`Describe`].
///
/// # Safety
///
/// As for [`start_of`].
#[inline]
unsafe fn describe<D: ?Sized, F, Recv, Args, R>(
    vtable: *const (),
) -> (Start, MachineLayout, &'static str) {
    // SAFETY: the caller's promise.
    let start = unsafe { start_of::<D, F, Recv, Args, R>(vtable) };
    // SAFETY: as above.
    let layout = unsafe { MachineLayout::of_vtable::<D>(vtable) };
    (start, layout, any::type_name::<D>())
}

/// The start of the method `F` as the vtable has it. The compiler sees to it that `F` is the type of
/// the function item of an `inline async` method of `D`, with these types: the receiver, which is `D`
/// itself where the method takes `self`, the tuple of the other arguments, and the output.
///
/// # Safety
///
/// `vtable` must be a vtable of the object type `D`.
#[inline(always)]
pub(super) unsafe fn start_of<D: ?Sized, F, Recv: ?Sized, Args, R>(vtable: *const ()) -> Start {
    // SAFETY: the caller's promise is the intrinsic's, which gives a pointer to a function of
    // this type.
    unsafe { mem::transmute(intrinsics::inline_async_start::<D, F, Recv, Args, R>(vtable)) }
}

impl<Recv, Args, R> InlineCall<Recv, Args, R> {
    /// Runs the call in the given place.
    ///
    /// The implementation's method is called at once, and its future is put into the place without
    /// being polled. What comes back is `Unpin` and a few words long, whatever the machine's size.
    ///
    /// # Errors
    ///
    /// When the place has no room for the machine. The call and the place come back unharmed, and
    /// [`required`] says the layout that is needed.
    ///
    /// [`required`]: PlaceError::required
    ///
    /// # Panics
    ///
    /// When the implementation's method panics as it is called, which an `async fn` does not. A
    /// call that has been polled is refused with a panic too, but that takes `unsafe` code that
    /// moves a pinned value.
    ///
    /// # Examples
    ///
    /// ```edition2024
    /// #![feature(inline_async_fn, inline_async)]
    /// # use std::pin::pin;
    /// # use std::task::{Context, Poll, Waker};
    /// use std::future::inline_async::HeapPlace;
    ///
    /// trait Counter {
    ///     inline async fn next(&mut self) -> u32;
    /// }
    /// # struct UpFrom(u32);
    /// # impl Counter for UpFrom {
    /// #     async fn next(&mut self) -> u32 { self.0 += 1; self.0 }
    /// # }
    ///
    /// async fn sum(counter: &mut dyn Counter) -> u32 {
    ///     // Allocated by the first call, used again by the others.
    ///     let mut place = HeapPlace::new();
    ///     let mut sum = 0;
    ///     for _ in 0..3 {
    ///         sum += counter.next().in_place(&mut place).unwrap().await;
    ///     }
    ///     sum
    /// }
    /// # let mut counter = UpFrom(0);
    /// # let mut future = pin!(sum(&mut counter));
    /// # let result = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    /// # assert_eq!(result, Poll::Ready(6));
    /// ```
    #[unstable(feature = "inline_async", issue = "none")]
    #[rustc_diagnostic_item = "inline_call_in_place"]
    #[inline(always)] // What it costs is what is left of it in its caller.
    pub fn in_place<P: ObjectPlace>(
        self,
        mut place: P,
    ) -> Result<PlacedCall<Self, P>, PlaceError<(Self, P)>> {
        if !self.machine.is_null() {
            panic!("`in_place` of a call that has been polled");
        }
        let this = ManuallyDrop::new(self);
        // SAFETY: the call is unstarted, and is not used or dropped after this.
        let unstarted = unsafe { ptr::read(this.unstarted()) };
        let Unstarted { start, describe, layout, recv, args } = unstarted;
        let memory = match place.reserve(layout.get()) {
            Ok(memory) => memory,
            // The call is made once more, so that nothing is kept for it.
            // SAFETY: `describe` is of this receiver.
            Err(error) => unsafe {
                return Err(error.with_inner((Self::new(recv, args, describe), place)));
            },
        };
        let reservation = Reservation { memory, place };
        let machine = reservation.machine();
        // SAFETY: the place keeps the promises of `ObjectPlace`: the memory fits the machine and
        // is ours. `start` is the method's, with this receiver and these arguments.
        let handle = unsafe {
            machine::claim_exclusive(machine);
            machine::start_claimed(start, receiver(recv), args, machine)
        };
        // SAFETY: the method's output is `R`.
        Ok(unsafe { PlacedCall::new(reservation, handle) })
    }

    /// # Safety
    ///
    /// `Recv` must be laid out as a pointer to a trait object, which `call` demands, and `describe`
    /// be of that object type.
    #[inline(always)]
    unsafe fn new(recv: Recv, args: Args, describe: Describe) -> Self {
        // SAFETY: the caller's promise.
        let (start, layout, _) = unsafe { describe(vtable(&recv)) };
        let unstarted = ManuallyDrop::new(Unstarted { start, describe, layout, recv, args });
        InlineCall {
            machine: ptr::null_mut(),
            body: UnsafePinned::new(Body { unstarted }),
            output: PhantomData,
            auto_traits: PhantomData,
        }
    }

    #[inline(always)]
    fn unstarted(&self) -> *mut Unstarted<Recv, Args> {
        // SAFETY: no more than the address is computed, inside of the body.
        unsafe { (&raw mut (*self.body.get()).unstarted).cast() }
    }

    #[inline(always)]
    fn started(&self) -> *mut Started {
        // SAFETY: no more than the address is computed, inside of the body.
        unsafe { &raw mut (*self.body.get()).started }
    }

    /// Where a machine in the buffer is: the future is in the buffer. Its tag would be in the word
    /// before that, but nobody but this call has the machine, and a call does not look at the tag.
    #[inline(always)]
    fn buffer(&self) -> *mut () {
        // SAFETY: no more than the address is computed, inside of the body: there are two words
        // before the buffer.
        unsafe { (&raw mut (*self.started()).memory.buffer).cast::<usize>().sub(1).cast() }
    }

    #[inline(always)]
    fn state(&self) -> State {
        if self.machine.is_null() {
            State::Unstarted
        // SAFETY: a call that has a machine is started.
        } else if unsafe { (*self.started()).handle.drop.is_null() } {
            State::Done
        } else {
            State::Running
        }
    }

    /// Finds a machine and starts the method in it. Where no memory is found, the call stays as it
    /// is.
    ///
    /// # Safety
    ///
    /// The call must be unstarted and pinned.
    #[inline(always)]
    unsafe fn start(&mut self) {
        let unstarted = self.unstarted();
        // SAFETY: the call is unstarted.
        let layout = unsafe { (*unstarted).layout };
        self.machine = if layout.fits_call() {
            self.buffer()
        } else {
            let describe = || {
                // SAFETY: the call is unstarted, and `describe` is of this receiver.
                let (_, layout, object) = unsafe {
                    let Unstarted { describe, recv, .. } = &*unstarted;
                    describe(vtable(recv))
                };
                (layout.get(), object)
            };
            default_place::allocate_for(layout.get(), describe).as_ptr().cast()
        };
        // When the method panics as it is called.
        let end = End(self);
        // SAFETY: the call has a machine, so these are not used again. The layout stays where it
        // is; the buffer may be written over.
        let Unstarted { start, recv, args, .. } = unsafe { ptr::read(unstarted) };
        // SAFETY: start, receiver and arguments are those of a call. The machine has room for the
        // method's future, is this call's only, and is not moved or freed while it is running: the
        // buffer is pinned with the call.
        unsafe {
            let handle = machine::call_start(start, receiver(recv), args, end.0.machine);
            (*end.0.started()).handle = handle;
        }
        mem::forget(end);
    }
}

enum State {
    Unstarted,
    Running,
    Done,
}

/// Ends a call that has a machine: marks it as done, and gives memory back that is not the call's
/// own.
struct End<'a, Recv, Args, R>(&'a mut InlineCall<Recv, Args, R>);

impl<Recv, Args, R> Drop for End<'_, Recv, Args, R> {
    #[inline(always)]
    fn drop(&mut self) {
        let call = &mut *self.0;
        let (buffer, started) = (call.buffer(), call.started());
        // In the buffer, so that nothing is given back a second time.
        let machine = mem::replace(&mut call.machine, buffer);
        // SAFETY: the call is started. A machine that is not in the buffer is in memory that was
        // allocated with the layout that is there instead, and no future is in it any longer.
        unsafe {
            (*started).handle = machine::done::<R>();
            if machine != buffer {
                let memory = NonNull::new_unchecked(machine.cast());
                default_place::deallocate(memory, (*started).memory.layout.get());
            }
        }
    }
}

/// The words of a receiver: the data word, which is owned by whoever owns the receiver, and the
/// vtable.
///
/// # Safety
///
/// `Recv` must be laid out as a pointer to a trait object, which `call` demands.
#[inline(always)]
unsafe fn words<Recv>(recv: &Recv) -> [*mut (); 2] {
    // SAFETY: see above.
    unsafe { mem::transmute_copy::<Recv, [*mut (); 2]>(recv) }
}

/// The data word of a receiver, which is owned by whoever gets it.
///
/// # Safety
///
/// As for [`words`].
#[inline(always)]
unsafe fn receiver<Recv>(recv: Recv) -> *mut () {
    // SAFETY: the caller's promise.
    unsafe { words(&*ManuallyDrop::new(recv))[0] }
}

/// The vtable of a receiver.
///
/// # Safety
///
/// As for [`words`].
#[inline(always)]
unsafe fn vtable<Recv>(recv: &Recv) -> *const () {
    // SAFETY: the caller's promise.
    unsafe { words(recv)[1] }
}

// SAFETY: unstarted, the call is receiver and arguments. Started, it is the future of the method in
// a machine, of which only the vtable knows the type. The object was coerced to its object type, and
// where receiver and arguments are `Send` that coercion has asked for a future that is.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<Recv: Send, Args: Send, R> Send for InlineCall<Recv, Args, R> {}

// The machine may be in the call.
#[unstable(feature = "inline_async", issue = "none")]
impl<Recv, Args, R> !Unpin for InlineCall<Recv, Args, R> {}

// SAFETY: a shared reference allows for nothing but printing the state.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<Recv, Args, R> Sync for InlineCall<Recv, Args, R> {}

#[unstable(feature = "inline_async", issue = "none")]
impl<Recv, Args, R> Future for InlineCall<Recv, Args, R> {
    type Output = R;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<R> {
        // SAFETY: nothing is moved out of the call but what is unstarted.
        let this = unsafe { self.get_unchecked_mut() };
        if this.machine.is_null() {
            // SAFETY: it is unstarted, and it is pinned.
            unsafe { this.start() }
        }
        // The call is done unless the future says otherwise: a panic must not lead to another poll.
        let end = End(this);
        // SAFETY: the call is started, and its machine has been pinned. If it is done, its `poll` is
        // one that panics and does not look at the machine.
        let result = unsafe {
            let poll = (*end.0.started()).handle.poll;
            machine::call_poll(poll, end.0.machine, cx)
        };
        if result.is_pending() {
            mem::forget(end);
        } else {
            drop(end);
            // SAFETY: that is what `End` does. Where this is followed by the call's drop, nothing is
            // left of that.
            unsafe { hint::assert_unchecked(matches!(this.state(), State::Done)) }
        }
        result
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<Recv, Args, R> Drop for InlineCall<Recv, Args, R> {
    #[inline]
    fn drop(&mut self) {
        match self.state() {
            // SAFETY: an unstarted call owns receiver and arguments.
            State::Unstarted => unsafe { ptr::drop_in_place(self.unstarted()) },
            State::Running => {
                // Also when the future panics as it is dropped.
                let end = End(self);
                // SAFETY: the machine is running for this call.
                unsafe { machine::call_drop((*end.0.started()).handle.drop, end.0.machine) }
            }
            State::Done => {}
        }
    }
}

// Nobody knows what the future is, and so in what state a panic leaves the object.
#[unstable(feature = "inline_async", issue = "none")]
impl<Recv, Args, R> !UnwindSafe for InlineCall<Recv, Args, R> {}

#[unstable(feature = "inline_async", issue = "none")]
impl<Recv, Args, R> !RefUnwindSafe for InlineCall<Recv, Args, R> {}

#[unstable(feature = "inline_async", issue = "none")]
impl<Recv, Args, R> fmt::Debug for InlineCall<Recv, Args, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.state() {
            State::Unstarted => "unstarted",
            State::Running => "running",
            State::Done => "done",
        };
        f.debug_struct("InlineCall").field("state", &format_args!("{state}")).finish()
    }
}
