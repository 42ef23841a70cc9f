use super::default_place::DefaultMemory;
use super::machine::{self, NoAutoTraits, RawStart, Start};
use super::place::Reservation;
use super::{ObjectPlace, PlaceError, PlacedCall};
use crate::alloc::Layout;
use crate::future::Future;
use crate::marker::PhantomData;
use crate::mem::{self, ManuallyDrop, MaybeUninit};
use crate::panic::{RefUnwindSafe, UnwindSafe};
use crate::panicking::panic_const::panic_const_async_fn_resumed;
use crate::pin::{Pin, UnsafePinned};
use crate::ptr::{self, NonNull};
use crate::task::{Context, Poll};
use crate::{any, fmt, intrinsics};

/// How many words a future may have to run inside the call. In step with the compiler, which says in
/// the layout slot whether all futures of the machine that a call may run fit.
const BUFFER: usize = 6;

// States of `InlineCall::machine`; any other value is the address of a machine in memory from the
// program's allocator.
/// The call owns receiver and arguments, and no machine.
const UNSTARTED: *mut () = ptr::null_mut();
/// Nothing is left to be done, or the call is just being started.
const DONE: *mut () = ptr::without_provenance_mut(1);
/// The machine is running in the buffer.
const IN_BUFFER: *mut () = ptr::without_provenance_mut(2);

/// The future that calling an `inline async` method on a trait object gives.
///
/// `Recv` is the receiver as it was passed, such as `&'a mut dyn Trait`, `Args` the tuple of the
/// other arguments, and `R` the output.
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
#[must_use = "futures do nothing unless you `.await` or poll them"]
#[unstable(feature = "inline_async", issue = "none")]
pub struct InlineCall<Recv, Args, R> {
    machine: *mut (),
    // A machine in the buffer is pinned, and its future may refer to itself.
    body: UnsafePinned<Body<Recv, Args>>,
    output: PhantomData<R>,
    auto_traits: NoAutoTraits,
}

union Body<Recv, Args> {
    unstarted: ManuallyDrop<Unstarted<Recv, Args>>,
    running: Running,
}

/// What a call is made of until its first poll.
struct Unstarted<Recv, Args> {
    recv: Recv,
    args: Args,
    method: Method,
    describe: Describe,
}

/// A method of an object type, as the vtable of an object has it.
struct Method {
    start: Start,
    layout: Layout,
    /// Whether the future fits the call.
    fits_call: bool,
}

/// Gives the method in a vtable, and the name of the object type.
type Describe = unsafe fn(vtable: *const ()) -> (Method, &'static str);

/// What a call is made of while its machine is running.
#[derive(Clone, Copy)]
#[repr(C)]
struct Running {
    handle: RawStart,
    memory: Memory,
}

#[derive(Clone, Copy)]
union Memory {
    /// The future of the machine.
    buffer: [MaybeUninit<usize>; BUFFER],
    /// The layout of the machine that is elsewhere.
    layout: Layout,
}

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
    const { assert!(size_of::<Recv>() == size_of::<[*mut (); 2]>()) }
    // SAFETY: the caller promises that the receiver has a vtable of `D`, which has a method `F`.
    unsafe { InlineCall::new(recv, args, describe::<D, F>) }
}

/// See [`Describe`].
///
/// # Safety
///
/// As for [`start_of`].
#[inline]
unsafe fn describe<D: ?Sized, F>(vtable: *const ()) -> (Method, &'static str) {
    // SAFETY: the caller's promise.
    let method = unsafe {
        Method {
            start: start_of::<D, F>(vtable),
            layout: machine::layout_of_vtable::<D>(vtable),
            fits_call: intrinsics::inline_async_fits_call::<D>(vtable),
        }
    };
    (method, any::type_name::<D>())
}

/// The start of the method `F` as the vtable has it.
///
/// # Safety
///
/// `vtable` must be a vtable of the object type `D`, and `F` the type of the function item of an
/// `inline async` method of it.
#[inline(always)]
pub(super) unsafe fn start_of<D: ?Sized, F>(vtable: *const ()) -> Start {
    // SAFETY: the caller's promise is the intrinsic's, which gives a pointer to a function of
    // this type.
    unsafe { mem::transmute(intrinsics::inline_async_start::<D, F>(vtable)) }
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
        if self.machine != UNSTARTED {
            panic!("`in_place` of a call that has been polled");
        }
        let mut this = ManuallyDrop::new(self);
        // SAFETY: the call is unstarted, and is not used or dropped after this.
        let Unstarted { recv, args, method, describe } = unsafe { ptr::read(this.unstarted()) };
        let memory = match place.reserve(method.layout) {
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
            machine::start_claimed(method.start, receiver(recv), args, machine)
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
        let (method, _) = unsafe { describe(vtable(&recv)) };
        let unstarted = ManuallyDrop::new(Unstarted { recv, args, method, describe });
        InlineCall {
            machine: UNSTARTED,
            body: UnsafePinned::new(Body { unstarted }),
            output: PhantomData,
            auto_traits: PhantomData,
        }
    }

    #[inline(always)]
    fn unstarted(&mut self) -> *mut Unstarted<Recv, Args> {
        // SAFETY: no more than the address is computed, inside of the body.
        unsafe { (&raw mut (*self.body.get_mut_unchecked()).unstarted).cast() }
    }

    #[inline(always)]
    fn running(&mut self) -> *mut Running {
        // SAFETY: no more than the address is computed, inside of the body.
        unsafe { &raw mut (*self.body.get_mut_unchecked()).running }
    }

    /// Where a machine in the buffer is: the future is in the buffer. Its tag would be in the word
    /// before that, but nobody but this call has the machine, and a call does not look at the tag.
    #[inline(always)]
    fn buffer(&mut self) -> *mut () {
        // SAFETY: no more than the address is computed, inside of the body: there are two words
        // before the buffer.
        unsafe { (&raw mut (*self.running()).memory.buffer).cast::<usize>().sub(1).cast() }
    }

    /// Starts the method and polls it for the first time.
    ///
    /// # Safety
    ///
    /// The call must be unstarted, with `machine` set to done, and pinned.
    #[inline]
    unsafe fn first_poll(&mut self, cx: &mut Context<'_>) -> Poll<R> {
        // SAFETY: the call is unstarted. As it is set to done, nothing of it is used again, and
        // the place is free for what a running call is made of.
        let unstarted = unsafe { ptr::read(self.unstarted()) };
        let Unstarted { recv, args, method: Method { start, layout, fits_call }, describe } =
            unstarted;
        if fits_call {
            let machine = self.buffer();
            // SAFETY: the machine fits the buffer, which is pinned with the call and is not used
            // for anything else while the machine is running.
            unsafe {
                let handle = machine::call_start(start, receiver(recv), args, machine);
                let result = machine::call_poll(handle.poll, machine, cx);
                if result.is_pending() {
                    (*self.running()).handle = handle;
                    self.machine = IN_BUFFER;
                }
                result
            }
        } else {
            // SAFETY: `describe` is of this receiver.
            let object = || unsafe { describe(vtable(&recv)).1 };
            let default = DefaultMemory::allocate(layout, object);
            let machine = default.memory.as_ptr().cast();
            // SAFETY: the memory fits the machine, and is not freed before the machine is idle:
            // `default` is dropped when start or poll unwinds, and when the future is done.
            unsafe {
                let handle = machine::call_start(start, receiver(recv), args, machine);
                let result = machine::call_poll(handle.poll, machine, cx);
                if result.is_pending() {
                    self.running().write(Running { handle, memory: Memory { layout } });
                    self.machine = machine;
                    mem::forget(default);
                }
                result
            }
        }
    }

    /// Polls a machine in memory from the program's allocator.
    ///
    /// # Safety
    ///
    /// The machine at `machine` must be running for this call.
    #[inline]
    unsafe fn poll_elsewhere(&mut self, machine: *mut (), cx: &mut Context<'_>) -> Poll<R> {
        // SAFETY: the call is running, so that is what it is made of.
        let default = unsafe { self.default_memory(machine) };
        let running = self.running();
        let done = Done(&mut self.machine);
        // SAFETY: as above.
        let result = unsafe { machine::call_poll((*running).handle.poll, machine, cx) };
        if result.is_pending() {
            mem::forget(default);
        }
        done.unless_pending(result)
    }

    /// # Safety
    ///
    /// The machine at `machine` must be running for this call, in memory from the program's
    /// allocator.
    #[inline]
    unsafe fn default_memory(&mut self, machine: *mut ()) -> DefaultMemory {
        // SAFETY: the address of a machine is not null; the layout is what it was allocated with.
        unsafe {
            DefaultMemory {
                memory: NonNull::new_unchecked(machine.cast()),
                layout: (*self.running()).memory.layout,
            }
        }
    }
}

/// Marks a call as done: a panic must not lead to another poll.
struct Done<'a>(&'a mut *mut ());

impl Done<'_> {
    #[inline(always)]
    fn unless_pending<R>(self, result: Poll<R>) -> Poll<R> {
        if result.is_pending() {
            mem::forget(self);
        }
        result
    }
}

impl Drop for Done<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        *self.0 = DONE;
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
        let machine = this.machine;
        if machine == IN_BUFFER {
            let machine = this.buffer();
            let poll = this.running();
            let done = Done(&mut this.machine);
            // SAFETY: the machine in the buffer is running for this call, and has been pinned.
            let result = unsafe { machine::call_poll((*poll).handle.poll, machine, cx) };
            done.unless_pending(result)
        } else if machine == UNSTARTED {
            this.machine = DONE;
            // SAFETY: it was unstarted, and it is pinned.
            unsafe { this.first_poll(cx) }
        } else if machine == DONE {
            panic_const_async_fn_resumed()
        } else {
            // SAFETY: the machine is running for this call.
            unsafe { this.poll_elsewhere(machine, cx) }
        }
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<Recv, Args, R> Drop for InlineCall<Recv, Args, R> {
    #[inline]
    fn drop(&mut self) {
        let machine = mem::replace(&mut self.machine, DONE);
        if machine == UNSTARTED {
            // SAFETY: an unstarted call owns receiver and arguments.
            unsafe { ptr::drop_in_place(self.unstarted()) }
        } else if machine == IN_BUFFER {
            let machine = self.buffer();
            // SAFETY: the machine in the buffer is running for this call.
            unsafe { machine::call_drop((*self.running()).handle.drop, machine) }
        } else if machine != DONE {
            // SAFETY: the machine is running for this call, in memory that is freed after the
            // future has been dropped, and when that panics.
            unsafe {
                let _default = self.default_memory(machine);
                machine::call_drop((*self.running()).handle.drop, machine)
            }
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
        let state = match self.machine {
            UNSTARTED => "unstarted",
            DONE => "done",
            _ => "running",
        };
        f.debug_struct("InlineCall").field("state", &format_args!("{state}")).finish()
    }
}
