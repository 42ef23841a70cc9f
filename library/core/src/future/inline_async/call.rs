use super::machine::{self, NoAutoTraits, Waiting};
use super::own_place::{self, Origin};
use super::place::Reservation;
use super::reserved_call::CallMemory;
use super::table::MethodTable;
use super::tracked::Tracked;
use super::{ObjectPlace, PlaceError, PlacedCall, tag};
use crate::future::Future;
use crate::marker::PhantomData;
use crate::mem::{self, ManuallyDrop, MaybeUninit};
use crate::panic::{Location, RefUnwindSafe, UnwindSafe};
use crate::pin::{Pin, UnsafePinned};
use crate::ptr::NonNull;
use crate::sync::atomic::{AtomicUsize, Ordering};
use crate::task::{Context, Poll};
use crate::{any, fmt, hint, intrinsics};

/// How many words a call is as a machine: a tag, and six for what is behind it. In step with the
/// compiler, which says in a method's table whether that is enough.
const WORDS: usize = 7;

/// The future that calling an `inline async` method on a trait object gives.
///
/// `Recv` is the receiver as it was passed, such as `&'a mut dyn Trait`, `Args` the tuple of the
/// other arguments, and `R` the output. Where the method is `#[track_caller]`, `Args` is the
/// tuple with the caller's location, and where its calls are never `Send`, it is [`Local`].
///
/// [`Local`]: super::Local
///
/// It is lazy: it owns receiver and arguments, and nothing of the implementation runs before its
/// first poll. Dropped before that, it drops receiver and arguments and nothing else.
///
/// The implementation's future needs a place. Awaited as it is, the call finds one by itself: the call
/// has room for six words, or for its arguments if they need more, and what does not fit there has
/// memory of exactly the size that this method needs, from the innermost scope that the call is
/// polled in ([`within`]), or else from the program's allocator. The memory is given back when the
/// call is done. [`in_place`] runs it in a place of the caller's instead.
///
/// [`in_place`]: InlineCall::in_place
/// [`within`]: super::within
///
/// # Panics
///
/// Polling it panics when there is no memory for what does not fit the call: no scope has room, and
/// the program has no allocator, that is, none of its crates uses `alloc`. It panics when it is polled
/// after completion.
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
    table: &'static MethodTable,
    // The call is a machine. A future in it is pinned with the call, and may refer to itself.
    machine: UnsafePinned<OwnMachine<Args>>,
    // Invariant, as the arguments are, which wait in the machine.
    receiver: PhantomData<UnsafePinned<Recv>>,
    output: PhantomData<R>,
    auto_traits: NoAutoTraits,
}

/// The call as a machine. What it is not large enough for has a machine elsewhere from the first poll on.
#[repr(C)]
union OwnMachine<Args> {
    waiting: ManuallyDrop<Tagged<Waiting<Args>>>,
    elsewhere: Tagged<Elsewhere>,
    words: [MaybeUninit<usize>; WORDS],
    /// A timer's future fits on 32-bit targets as well.
    align: [u64; 0],
}

/// What a machine has behind its tag, where `machine::slot` looks for it.
#[derive(Clone, Copy)]
#[repr(C)]
struct Tagged<T> {
    tag: usize,
    value: T,
}

/// Where the machine is, if it is not the call itself.
#[derive(Clone, Copy)]
struct Elsewhere {
    memory: NonNull<u8>,
    origin: Origin,
}

/// The tag of a call whose machine is elsewhere. It is no tag of a machine that runs anything.
const ELSEWHERE: usize = 1 << 2;

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
    unsafe {
        let table = table_of::<D, F, Recv, Args, R>(vtable(&recv));
        InlineCall::new(table, recv, args)
    }
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
    // SAFETY: as for `call`. It is in this form that the arguments of such a method wait.
    unsafe {
        let table = table_of::<D, F, Recv, Args, R>(vtable(&recv));
        InlineCall::new(table, recv, args)
    }
}

/// The table of the method `F` as the vtable has it. The compiler sees to it that `F` is the type of
/// the function item of an `inline async` method of `D`, with these types: the receiver, which is `D`
/// itself where the method takes `self`, the tuple of the other arguments, and the output.
///
/// # Safety
///
/// `vtable` must be a vtable of the object type `D`.
#[inline(always)]
pub(super) unsafe fn table_of<D: ?Sized, F, Recv: ?Sized, Args, R>(
    vtable: *const (),
) -> &'static MethodTable {
    // SAFETY: the caller's promise is the intrinsic's, which gives the address of a table that is
    // never written.
    unsafe { &*intrinsics::inline_async_table::<D, F, Recv, Args, R>(vtable).cast() }
}

impl<Recv, Args, R> InlineCall<Recv, Args, R> {
    /// Runs the call in the given place.
    ///
    /// Room for the machine is reserved, and receiver and arguments move there; nothing of the
    /// implementation runs before the first poll. What comes back is `Unpin` and a few words long,
    /// whatever the machine's size.
    ///
    /// # Errors
    ///
    /// When the place has no room for the machine. The call and the place come back unharmed, and
    /// [`required`] says the layout that is needed.
    ///
    /// [`required`]: PlaceError::required
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
        // A call that has been polled is pinned, and is not given away.
        debug_assert!(matches!(self.state(), State::Waiting));
        let memory = match place.reserve(self.table.layout()) {
            Ok(memory) => memory,
            Err(error) => return Err(error.with_inner((self, place))),
        };
        let reservation = Reservation { memory, place };
        let this = ManuallyDrop::new(self);
        // SAFETY: the place keeps the promises of `ObjectPlace`: the memory is ours, its tag is zero,
        // and it fits the machine of the method. The call waits, and is not used or dropped after
        // this. Its method's output is `R`.
        unsafe {
            this.move_waiting(reservation.machine());
            Ok(PlacedCall::new(reservation, this.table))
        }
    }

    /// # Safety
    ///
    /// `Recv` must be laid out as a pointer to a trait object, which `call` demands, and `table` be that
    /// of a method of the object with this receiver, these arguments, and this output.
    #[inline(always)]
    unsafe fn new(table: &'static MethodTable, recv: Recv, arguments: Args) -> Self {
        // SAFETY: the caller's promise.
        let receiver = unsafe { receiver(recv) };
        let value = Waiting { receiver, arguments };
        let waiting = ManuallyDrop::new(Tagged { tag: tag::IDLE, value });
        InlineCall {
            table,
            machine: UnsafePinned::new(OwnMachine { waiting }),
            receiver: PhantomData,
            output: PhantomData,
            auto_traits: PhantomData,
        }
    }

    /// The call as a machine.
    #[inline(always)]
    fn own_machine(&self) -> *mut () {
        self.machine.get().cast()
    }

    /// Where the machine is, if it is not the call itself.
    #[inline(always)]
    fn elsewhere(&self) -> Option<Elsewhere> {
        // SAFETY: the tag is initialized from the beginning, and says what is behind it.
        unsafe {
            if self.tag().load(Ordering::Relaxed) != ELSEWHERE {
                return None;
            }
            Some((*self.machine.get()).elsewhere.value)
        }
    }

    #[inline(always)]
    fn tag(&self) -> &AtomicUsize {
        // SAFETY: the tag is initialized from the beginning, and the call has it as long as it lives.
        unsafe { machine::tag_of(self.own_machine()) }
    }

    #[inline(always)]
    fn state(&self) -> State {
        if self.table.is_done() {
            State::Done
        } else if self.tag().load(Ordering::Relaxed) == tag::IDLE {
            State::Waiting
        } else {
            State::Running
        }
    }

    #[inline(always)]
    pub(super) fn table(&self) -> &'static MethodTable {
        self.table
    }

    /// Has receiver and arguments wait in another machine.
    ///
    /// # Safety
    ///
    /// The call must be waiting, and give them up. The other machine must be the caller's, idle, and have
    /// room for them.
    #[inline(always)]
    pub(super) unsafe fn move_waiting(&self, machine: *mut ()) {
        // SAFETY: the caller's promise.
        unsafe {
            let waiting = machine::slot::<Waiting<Args>>(self.own_machine());
            machine::wait(machine, waiting.read());
        }
    }

    /// The machine of a call that does not fit itself. Where no memory is found, the call stays as it
    /// is.
    ///
    /// # Safety
    ///
    /// The call must not be done.
    #[inline]
    unsafe fn machine_elsewhere(&mut self, cx: &Context<'_>) -> *mut () {
        if let Some(Elsewhere { memory, .. }) = self.elsewhere() {
            return memory.as_ptr().cast();
        }
        let layout = self.table.layout();
        let (memory, origin) =
            own_place::take(cx, layout, || (layout, without_reference(any::type_name::<Recv>())));
        let machine = memory.as_ptr().cast();
        let elsewhere = Tagged { tag: ELSEWHERE, value: Elsewhere { memory, origin } };
        // SAFETY: the call is not done, and its machine is not elsewhere yet. It does not run in itself,
        // so it waits. The memory is for the machine of its method, and the tag in it is zero.
        unsafe {
            self.move_waiting(machine);
            self.machine.get().write(OwnMachine { elsewhere });
        }
        machine
    }

    /// Drops what the call is made of, unless it is done: it is then.
    #[cold]
    #[inline(never)]
    fn cancel(&mut self) {
        let table = self.table;
        let machine = match self.elsewhere() {
            Some(Elsewhere { memory, .. }) => memory.as_ptr().cast(),
            None => self.own_machine(),
        };
        // Also when something panics as it is dropped.
        let _end = End(self);
        // SAFETY: the machine holds the call, waiting or running.
        unsafe { table.drop_call(machine) }
    }
}

enum State {
    Waiting,
    Running,
    Done,
}

/// Ends a call: marks it as done, and gives memory back that is not the call's own.
struct End<'a, Recv, Args, R>(&'a mut InlineCall<Recv, Args, R>);

impl<Recv, Args, R> Drop for End<'_, Recv, Args, R> {
    #[inline(always)]
    fn drop(&mut self) {
        let table = mem::replace(&mut self.0.table, MethodTable::done::<R>());
        // A call that is done fits, so that nothing is given back a second time.
        if !table.fits_call()
            && let Some(Elsewhere { memory, origin }) = self.0.elsewhere()
        {
            // SAFETY: the memory was taken with this layout. There is nothing left in it.
            unsafe { own_place::give_back(memory, table.layout(), origin) }
        }
    }
}

/// The name of an object type, from that of a reference to it.
#[cold]
pub(super) fn without_reference(receiver: &'static str) -> &'static str {
    let object = receiver.strip_prefix('&').unwrap_or(receiver);
    object.strip_prefix("mut ").unwrap_or(object)
}

/// The words of a receiver: the data word, which is owned by whoever owns the receiver, and the
/// vtable.
///
/// # Safety
///
/// `Recv` must be laid out as a pointer to a trait object, which `call` demands.
#[inline(always)]
pub(super) unsafe fn words<Recv>(recv: &Recv) -> [*mut (); 2] {
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
pub(super) unsafe fn vtable<Recv>(recv: &Recv) -> *const () {
    // SAFETY: the caller's promise.
    unsafe { words(recv)[1] }
}

// SAFETY: as it waits, the call is receiver and arguments. Running, it is the future of the method in
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
        // SAFETY: nothing is moved out of the call but what waits.
        let this = unsafe { self.get_unchecked_mut() };
        let table = this.table;
        let machine = if table.fits_call() {
            this.own_machine()
        } else {
            // SAFETY: a call that is done fits.
            unsafe { this.machine_elsewhere(cx) }
        };
        // The call is done unless the future says otherwise: a panic must not lead to another poll.
        let end = End(this);
        // SAFETY: the table is that of the call, whose output is `R`. Its machine is this call's only,
        // and is not moved or freed while it is running: it is pinned with the call or elsewhere. If
        // the call is done, that is the table's which does not look at the machine.
        let result = unsafe { table.run(machine, cx) };
        if result.is_pending() {
            mem::forget(end);
        } else {
            drop(end);
            // SAFETY: that is what `End` does. Where this is followed by the call's drop, nothing is
            // left of that.
            unsafe { hint::assert_unchecked(this.table.is_done()) }
        }
        result
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<Recv, Args, R> Drop for InlineCall<Recv, Args, R> {
    #[inline]
    fn drop(&mut self) {
        // Short, so that nothing is left of it where it follows the poll that ended the call.
        if !self.table.is_done() {
            self.cancel();
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
            State::Waiting => "waiting",
            State::Running => "running",
            State::Done => "done",
        };
        f.debug_struct("InlineCall").field("state", &format_args!("{state}")).finish()
    }
}
