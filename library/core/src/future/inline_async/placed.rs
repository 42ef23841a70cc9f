use super::bound::{Bound, Consumed, Fallback, Shared};
use super::machine::{NoAutoTraits, RawStart};
use super::object_ptr::PinnedObjectPtr;
use super::place::Reservation;
use super::tracked::Tracked;
use super::{
    InlineCall, ObjectPlace, ObjectPtr, OwnedPtr, PlaceError, PlacedCall, call, default_place,
    machine,
};
use crate::alloc::Layout;
use crate::error::{Error, Request};
use crate::marker::PhantomData;
use crate::mem::ManuallyDrop;
use crate::ops::DerefMut;
use crate::panic::{Location, RefUnwindSafe, UnwindSafe};
use crate::pin::Pin;
use crate::ptr::{self, NonNull};
use crate::{any, fmt, intrinsics};

/// A binding: a pointer to a trait object together with a place where room for the object's machine
/// is reserved.
///
/// From then on a call on the object never fails for want of room and never allocates, as long as
/// calls follow one another, which those of `&mut self` methods must. A call of a `&self` method
/// that finds another one running has its future on the program's allocator, and so has every call
/// after one was leaked while it was running.
///
/// A trait that says [`#[placeable]`][placeable] is implemented for bindings of its objects. Its
/// `inline async` methods start at once when they are called on a binding, poll nothing, and give
/// a future that is `Unpin` and a few words long.
///
/// A binding gives neither its pointer nor its place away while it lives.
///
/// [placeable]: super::placeable
///
/// # Examples
///
/// ```edition2024
/// #![feature(inline_async_fn, inline_async)]
/// # use std::task::{Context, Poll, Waker};
/// use std::future::inline_async::{InlinePlace, Placed, placeable};
/// use std::pin::pin;
///
/// #[placeable]
/// trait Counter {
///     inline async fn next(&mut self) -> u32;
///     inline async fn skip(&mut self, n: u32);
/// }
///
/// struct UpFrom(u32);
///
/// impl Counter for UpFrom {
///     async fn next(&mut self) -> u32 {
///         self.0 += 1;
///         self.0
///     }
///
///     async fn skip(&mut self, n: u32) {
///         self.0 += n;
///     }
/// }
///
/// // Knows nothing of bindings.
/// async fn every_other(counter: &mut impl Counter) -> u32 {
///     counter.skip(1).await;
///     counter.next().await
/// }
///
/// let mut counter = UpFrom(0);
/// let place = pin!(InlinePlace::<64>::new());
/// let mut placed = Placed::new_in(&mut counter as &mut dyn Counter, place).unwrap();
/// # let mut future = pin!(every_other(&mut placed));
/// # let result = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
/// # assert_eq!(result, Poll::Ready(2));
/// ```
#[unstable(feature = "inline_async", issue = "none")]
#[rustc_diagnostic_item = "Placed"]
#[rustc_has_incoherent_inherent_impls]
#[must_use]
pub struct Placed<Ptr, P: ObjectPlace> {
    memory: NonNull<u8>,
    layout: Layout,
    /// Whether the memory is from the program's allocator, since a call was leaked in the place's.
    is_replaced: bool,
    // Dropped in this order.
    place: P,
    ptr: Ptr,
    auto_traits: NoAutoTraits,
}

impl<Ptr: ObjectPtr, P: ObjectPlace> Placed<Ptr, P> {
    /// Binds `ptr`: reserves room in `place` for the machine of the object that it points to.
    ///
    /// # Errors
    ///
    /// When the place has no room for the machine. Both come back, and [`required`] says the layout
    /// that is needed.
    ///
    /// [`required`]: PlaceError::required
    ///
    /// # Examples
    ///
    /// ```edition2024
    /// #![feature(inline_async_fn, inline_async)]
    /// use std::future::inline_async::{HeapPlace, InlinePlace, Placed};
    /// use std::pin::pin;
    ///
    /// trait Counter {
    ///     inline async fn next(&mut self) -> u32;
    /// }
    /// # struct UpFrom(u32);
    /// # impl Counter for UpFrom {
    /// #     async fn next(&mut self) -> u32 { self.0 += 1; self.0 }
    /// # }
    ///
    /// let counter: Box<dyn Counter> = Box::new(UpFrom(0));
    /// let too_small = pin!(InlinePlace::<2>::new());
    /// let error = Placed::new_in(counter, too_small).err().unwrap();
    /// let (counter, _) = error.into_inner();
    /// assert!(Placed::new_in(counter, HeapPlace::new()).is_ok());
    /// ```
    #[unstable(feature = "inline_async", issue = "none")]
    #[inline]
    pub fn new_in(ptr: Ptr, mut place: P) -> Result<Self, PlaceError<(Ptr, P)>> {
        let layout = machine::layout_of_val::<Ptr::Target>(&ptr);
        match place.reserve(layout) {
            Ok(memory) => Ok(Placed {
                memory,
                layout,
                is_replaced: false,
                place,
                ptr,
                auto_traits: PhantomData,
            }),
            Err(error) => Err(error.with_inner((ptr, place))),
        }
    }

    /// Undoes the binding. The place has its memory back, except where a call was leaked in it.
    ///
    /// # Examples
    ///
    /// ```edition2024
    /// #![feature(inline_async_fn, inline_async)]
    /// use std::future::inline_async::{HeapPlace, Placed};
    ///
    /// trait Counter {
    ///     inline async fn next(&mut self) -> u32;
    /// }
    /// # struct UpFrom(u32);
    /// # impl Counter for UpFrom {
    /// #     async fn next(&mut self) -> u32 { self.0 += 1; self.0 }
    /// # }
    ///
    /// let counter: Box<dyn Counter> = Box::new(UpFrom(0));
    /// let placed = Placed::new_in(counter, HeapPlace::new()).unwrap();
    /// let (_counter, _place) = Placed::into_inner(placed);
    /// ```
    #[unstable(feature = "inline_async", issue = "none")]
    pub fn into_inner(this: Self) -> (Ptr, P) {
        let this = ManuallyDrop::new(this);
        // Both are out of `this` before code of the place's runs, which may unwind.
        // SAFETY: the fields are not used again.
        let (ptr, mut place) = unsafe { (ptr::read(&this.ptr), ptr::read(&this.place)) };
        // SAFETY: nobody else uses the machine while the binding is moved.
        unsafe { release(this.memory, this.layout, this.is_replaced, &mut place) };
        (ptr, place)
    }

    /// The object.
    ///
    /// This is an associated function: a method would hide one of the object's.
    ///
    /// # Examples
    ///
    /// ```edition2024
    /// #![feature(inline_async)]
    /// use std::fmt::Display;
    /// use std::future::inline_async::{HeapPlaced, Placed};
    ///
    /// let placed = HeapPlaced::new(&7 as &dyn Display);
    /// assert_eq!(Placed::get(&placed).to_string(), "7");
    /// ```
    #[unstable(feature = "inline_async", issue = "none")]
    #[inline]
    pub fn get(this: &Self) -> &Ptr::Target {
        &this.ptr
    }

    /// The object, mutable.
    ///
    /// This is an associated function: a method would hide one of the object's.
    ///
    /// # Examples
    ///
    /// ```edition2024
    /// #![feature(inline_async)]
    /// use std::future::inline_async::{HeapPlaced, Placed};
    ///
    /// let mut numbers = 1..4;
    /// let mut placed = HeapPlaced::new(&mut numbers as &mut dyn Iterator<Item = i32>);
    /// assert_eq!(Placed::get_mut(&mut placed).next(), Some(1));
    /// ```
    #[unstable(feature = "inline_async", issue = "none")]
    #[inline]
    pub fn get_mut(this: &mut Self) -> &mut Ptr::Target
    where
        Ptr: DerefMut,
    {
        &mut this.ptr
    }

    /// The object, mutable and pinned, of a pointer that pins it.
    ///
    /// This is an associated function: a method would hide one of the object's.
    ///
    /// # Examples
    ///
    /// ```edition2024
    /// #![feature(inline_async)]
    /// use std::future::inline_async::{HeapPlaced, Placed};
    /// use std::pin::Pin;
    /// use std::task::{Context, Poll, Waker};
    ///
    /// let future: Pin<Box<dyn Future<Output = i32>>> = Box::pin(async { 7 });
    /// let mut placed = HeapPlaced::new(future);
    /// let mut cx = Context::from_waker(Waker::noop());
    /// assert_eq!(Placed::get_pin_mut(&mut placed).poll(&mut cx), Poll::Ready(7));
    /// ```
    #[unstable(feature = "inline_async", issue = "none")]
    #[inline]
    pub fn get_pin_mut(this: &mut Self) -> Pin<&mut Ptr::Target>
    where
        Ptr: PinnedObjectPtr,
    {
        this.ptr.as_pin_mut()
    }

    /// The layout of the machine, which is what is reserved for it.
    ///
    /// # Examples
    ///
    /// ```edition2024
    /// #![feature(inline_async)]
    /// use std::fmt::Display;
    /// use std::future::inline_async::{HeapPlaced, Placed, layout_of_val};
    ///
    /// let object: &dyn Display = &7;
    /// let placed = HeapPlaced::new(object);
    /// assert_eq!(Placed::layout(&placed), layout_of_val(object));
    /// ```
    #[unstable(feature = "inline_async", issue = "none")]
    #[must_use]
    #[inline]
    pub fn layout(this: &Self) -> Layout {
        this.layout
    }

    /// Starts a `&self` method of the object.
    ///
    /// # Safety
    ///
    /// `F` must be the type of the function item of an `inline async` method of `Ptr::Target`, and
    /// `signature` a closure that does nothing but call it with its arguments. The closure is never
    /// called: it has the type checker prove that the method takes `&'a Ptr::Target` and then the
    /// elements of `Args`, and that its output is `R`. What of that is not true but for lifetimes is
    /// an error when the start is instantiated.
    #[doc(hidden)]
    #[unstable(feature = "inline_async", issue = "none")]
    #[inline]
    #[track_caller]
    pub unsafe fn call_ref<'a, F, S, Args, Fut, R>(
        this: &'a Self,
        method: F,
        signature: S,
        args: Args,
    ) -> PlacedCall<InlineCall<&'a Ptr::Target, Args, R>, Shared<&'a Self>>
    where
        S: FnOnce(&'a Ptr::Target, Args) -> Fut,
        Fut: Future<Output = R>,
    {
        let _ = (method, signature);
        let object = (&raw const *Self::get(this)).cast_mut();
        let (memory, fallback) = this.shared_machine();
        let reservation = Reservation { memory, place: Shared { fallback, binding: PhantomData } };
        // SAFETY: the caller promises that the method takes such a reference, with these arguments,
        // and what its output is.
        unsafe {
            let handle = Self::start::<F, &'a Ptr::Target, Args, R>(memory, object, args);
            PlacedCall::new(reservation, handle)
        }
    }

    /// Starts a `&mut self` method of the object.
    ///
    /// # Safety
    ///
    /// As for `call_ref`, of a method that takes `&'a mut Ptr::Target`.
    #[doc(hidden)]
    #[unstable(feature = "inline_async", issue = "none")]
    #[inline]
    #[track_caller]
    pub unsafe fn call_mut<'a, F, S, Args, Fut, R>(
        this: &'a mut Self,
        method: F,
        signature: S,
        args: Args,
    ) -> PlacedCall<InlineCall<&'a mut Ptr::Target, Args, R>, Bound<&'a mut Self>>
    where
        S: FnOnce(&'a mut Ptr::Target, Args) -> Fut,
        Fut: Future<Output = R>,
        Ptr: DerefMut,
    {
        let _ = (method, signature);
        let object = &raw mut *Self::get_mut(this);
        // SAFETY: as for `call_ref`. The binding is borrowed mutably as long as the call lives.
        unsafe { this.start_exclusive::<F, _, Args, R, _>(object, args) }
    }

    /// Starts a `Pin<&mut Self>` method of the object.
    ///
    /// # Safety
    ///
    /// As for `call_ref`, of a method that takes `Pin<&'a mut Ptr::Target>`.
    #[doc(hidden)]
    #[unstable(feature = "inline_async", issue = "none")]
    #[inline]
    #[track_caller]
    pub unsafe fn call_pin<'a, F, S, Args, Fut, R>(
        this: Pin<&'a mut Self>,
        method: F,
        signature: S,
        args: Args,
    ) -> PlacedCall<InlineCall<Pin<&'a mut Ptr::Target>, Args, R>, Bound<&'a mut Self>>
    where
        S: FnOnce(Pin<&'a mut Ptr::Target>, Args) -> Fut,
        Fut: Future<Output = R>,
        Ptr: PinnedObjectPtr,
    {
        let _ = (method, signature);
        let this = this.get_mut();
        // SAFETY: the address of the pinned object is taken, and handed to the method as a pinned
        // reference.
        let object = &raw mut *unsafe { Self::get_pin_mut(this).get_unchecked_mut() };
        // SAFETY: as for `call_mut`.
        unsafe { this.start_exclusive::<F, _, Args, R, _>(object, args) }
    }

    /// Starts a `self` method of the object, which is moved out of its pointer. The place is given
    /// back, and what is left of the pointer is dropped, when the call is.
    ///
    /// # Safety
    ///
    /// `F` must be the type of the function item of an `inline async` method of `Ptr::Target` that
    /// takes `self`, `Args` the types of its other arguments, and `R` its output. The method's own
    /// function item cannot be called with an object of unknown size, so `signature` is a closure
    /// that calls a function which is declared with the same types.
    #[doc(hidden)]
    #[unstable(feature = "inline_async", issue = "none")]
    #[inline]
    #[track_caller]
    pub unsafe fn call_owned<F, S, Args, R>(
        this: Self,
        method: F,
        signature: S,
        args: Args,
    ) -> PlacedCall<InlineCall<PhantomData<Ptr::Target>, Args, R>, Consumed<P, Ptr::Husk>>
    where
        S: FnOnce(Args) -> R,
        Ptr: OwnedPtr,
    {
        let _ = (method, signature);
        let mut this = ManuallyDrop::new(this);
        // Both are out of `this` before memory is allocated, which may unwind.
        // SAFETY: the fields are not used again.
        let (ptr, place) = unsafe { (ptr::read(&this.ptr), ptr::read(&this.place)) };
        let memory = this.exclusive_machine();
        let allocated = if this.is_replaced { Some(this.layout) } else { None };
        let (object, husk) = Ptr::split(ptr);
        let reservation = Reservation { memory, place: Consumed { place, allocated, husk } };
        // SAFETY: as for `call_ref`. Start moves the object out before all else.
        unsafe {
            let handle = Self::start::<F, Ptr::Target, Args, R>(memory, object.as_ptr(), args);
            PlacedCall::new(reservation, handle)
        }
    }

    /// Starts the method `F`, whose receiver is `Recv`.
    ///
    /// # Safety
    ///
    /// The machine in the memory must be claimed, and must be that of the object. `object` must be a
    /// `Recv`, turned into a pointer, or the object itself if the method takes that.
    #[inline]
    #[track_caller]
    unsafe fn start<F, Recv: ?Sized, Args, R>(
        memory: NonNull<u8>,
        object: *mut Ptr::Target,
        args: Args,
    ) -> RawStart {
        // SAFETY: `object` is a pointer to an object of that type. The memory fits: `ObjectPtr`
        // promises that the object is of the type that it was of when the layout was read.
        unsafe {
            let vtable = machine::vtable_of(object);
            let start = call::start_of::<Ptr::Target, F, Recv, Args, R>(vtable);
            let machine = memory.as_ptr().cast();
            if const { intrinsics::inline_async_is_tracked::<F>() } {
                let args = Tracked { value: args, caller: Location::caller() };
                machine::start_claimed(start, object.cast(), args, machine)
            } else {
                machine::start_claimed(start, object.cast(), args, machine)
            }
        }
    }

    /// Starts the method `F` in the machine of a binding that the call borrows mutably, as `B`.
    ///
    /// # Safety
    ///
    /// As for `start`.
    #[inline]
    #[track_caller]
    unsafe fn start_exclusive<F, Recv, Args, R, B>(
        &mut self,
        object: *mut Ptr::Target,
        args: Args,
    ) -> PlacedCall<InlineCall<Recv, Args, R>, Bound<B>> {
        // SAFETY: `claim_unless_leaked` claims the machine, and so does `start_after_leak`. The rest
        // is the caller's promise.
        unsafe {
            let (handle, memory) = match self.claim_unless_leaked() {
                Some(memory) => (Self::start::<F, Recv, Args, R>(memory, object, args), memory),
                None => self.start_after_leak::<F, Recv, Args, R>(object, args),
            };
            let place = Bound { binding: PhantomData };
            PlacedCall::new(Reservation { memory, place }, handle)
        }
    }

    /// What `start_exclusive` does where a call was leaked in the machine. It is apart so that the
    /// callers of that save no registers for it.
    ///
    /// # Safety
    ///
    /// As for `start`.
    #[cold]
    #[inline(never)]
    #[track_caller]
    unsafe fn start_after_leak<F, Recv, Args, R>(
        &mut self,
        object: *mut Ptr::Target,
        args: Args,
    ) -> (RawStart, NonNull<u8>) {
        let memory = self.replace_memory();
        // SAFETY: the machine is claimed. The rest is the caller's promise.
        (unsafe { Self::start::<F, Recv, Args, R>(memory, object, args) }, memory)
    }

    /// Claims the machine for a call that nobody else can make at the same time.
    #[inline]
    fn exclusive_machine(&mut self) -> NonNull<u8> {
        match self.claim_unless_leaked() {
            Some(memory) => memory,
            None => self.replace_memory(),
        }
    }

    /// Claims the machine for a call that nobody else can make at the same time, unless a call was
    /// leaked in it.
    #[inline(always)]
    fn claim_unless_leaked(&mut self) -> Option<NonNull<u8>> {
        let memory = self.memory;
        let machine = memory.as_ptr().cast();
        // SAFETY: the tag is initialized from the reservation on. No call is running or starting, as
        // it would borrow the binding: where the machine is claimed, a call was leaked in it.
        unsafe {
            if machine::is_claimed(machine) {
                return None;
            }
            machine::claim_exclusive(machine);
        }
        Some(memory)
    }

    /// Lets go of the memory, in which a call was leaked: the binding has memory from the program's
    /// allocator instead, whose machine is claimed.
    #[cold]
    fn replace_memory(&mut self) -> NonNull<u8> {
        let memory = default_place::allocate_for(self.layout, || {
            (self.layout, any::type_name::<Ptr::Target>())
        });
        self.memory = memory;
        self.is_replaced = true;
        // SAFETY: the memory is for this machine, and nobody has used it.
        unsafe { machine::new_claimed(memory.as_ptr().cast()) }
        memory
    }

    /// Claims a machine for a call that others can be made beside: that of the binding if it is
    /// idle, else one on the program's allocator.
    #[inline]
    fn shared_machine(&self) -> (NonNull<u8>, Fallback) {
        // SAFETY: the tag is initialized from the reservation on. It is the claim that gives a call
        // the machine: nobody else has it, be it a call that is running or was leaked, or one that
        // is just starting further up the stack.
        if unsafe { machine::claim(self.memory.as_ptr().cast()) } {
            (self.memory, Fallback(None))
        } else {
            Fallback::allocate(self.layout, any::type_name::<Ptr::Target>)
        }
    }
}

/// Gives the memory of a binding back to where it is from, unless a call was leaked in it. The place
/// sees by itself where that was in its memory.
///
/// # Safety
///
/// The memory must be from the allocator with this layout if it is a replacement, else from the
/// place, and must not be used any longer.
#[inline]
unsafe fn release<P: ObjectPlace>(
    memory: NonNull<u8>,
    layout: Layout,
    is_replacement: bool,
    place: &mut P,
) {
    // SAFETY: the tag is initialized, and an idle machine has nothing that refers to it.
    unsafe {
        if machine::is_claimed(memory.as_ptr().cast()) {
            // It is in use for ever.
        } else if is_replacement {
            default_place::deallocate(memory, layout);
        } else {
            place.release(memory);
        }
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<Ptr, P: ObjectPlace> Drop for Placed<Ptr, P> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: the machine is used by calls only, which borrow the binding or were leaked.
        unsafe { release(self.memory, self.layout, self.is_replaced, &mut self.place) }
    }
}

// SAFETY: a binding is a pointer, and a place with memory that is the place's. A machine in that
// memory is running for a call that borrows the binding, so that it cannot be sent, or for one that
// was leaked, which nobody touches.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<Ptr: Send, P: ObjectPlace + Send> Send for Placed<Ptr, P> {}

// SAFETY: a shared reference gives the object and the machine, which calls claim atomically, and
// never the place.
#[cfg(target_has_atomic = "ptr")]
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<Ptr: Sync, P: ObjectPlace + Sync> Sync for Placed<Ptr, P> {}

// Neither is the pointer pinned with the binding nor is what it points to moved with it, and the
// memory of a place does not move with the place.
#[unstable(feature = "inline_async", issue = "none")]
impl<Ptr, P: ObjectPlace> Unpin for Placed<Ptr, P> {}

// Nobody knows what the future is, and so in what state a panic leaves the object.
#[unstable(feature = "inline_async", issue = "none")]
impl<Ptr, P: ObjectPlace> !UnwindSafe for Placed<Ptr, P> {}

#[unstable(feature = "inline_async", issue = "none")]
impl<Ptr, P: ObjectPlace> !RefUnwindSafe for Placed<Ptr, P> {}

#[unstable(feature = "inline_async", issue = "none")]
impl<Ptr: ObjectPtr<Target: fmt::Debug>, P: ObjectPlace> fmt::Debug for Placed<Ptr, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Self::get(self).fmt(f)
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<Ptr: ObjectPtr<Target: fmt::Display>, P: ObjectPlace> fmt::Display for Placed<Ptr, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Self::get(self).fmt(f)
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<Ptr: ObjectPtr<Target: Error>, P: ObjectPlace> Error for Placed<Ptr, P> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Self::get(self).source()
    }

    #[allow(deprecated)]
    fn description(&self) -> &str {
        Self::get(self).description()
    }

    #[allow(deprecated)]
    fn cause(&self) -> Option<&dyn Error> {
        Self::get(self).cause()
    }

    fn provide<'a>(&'a self, request: &mut Request<'a>) {
        Self::get(self).provide(request);
    }
}
