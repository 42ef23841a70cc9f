use super::bound::{Bound, Consumed, Shared};
use super::machine::{NoAutoTraits, Waiting};
use super::object_ptr::PinnedObjectPtr;
use super::place::Reservation;
use super::placed_memory::Memory;
use super::table::MethodTable;
use super::tracked::Tracked;
use super::{
    InlineCall, ObjectPlace, ObjectPtr, OwnedPtr, PlaceError, PlacedCall, call, machine, tag,
};
use crate::alloc::Layout;
use crate::error::{Error, Request};
use crate::marker::PhantomData;
use crate::mem::{self, ManuallyDrop};
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
/// that is made while another one has the machine has memory from the program's allocator; after a
/// call was leaked while it was running, so has the binding.
///
/// A trait that says [`#[placeable]`][placeable] is implemented for bindings of its objects. Its
/// `inline async` methods give a future that is `Unpin` and a few words long, whatever their arguments:
/// those wait in the place for the first poll, and nothing of the implementation runs before it.
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
pub struct Placed<Ptr: ObjectPtr, P: ObjectPlace> {
    /// Its layout is that which the object's vtable says.
    memory: Memory,
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
        match place.reserve(machine::layout_of_val::<Ptr::Target>(&ptr)) {
            Ok(memory) => {
                let memory = Memory::of_place(memory);
                Ok(Placed { memory, place, ptr, auto_traits: PhantomData })
            }
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
        let layout = machine::layout_of_val::<Ptr::Target>(&ptr);
        // SAFETY: nobody else uses the machine while the binding is moved.
        unsafe { this.memory.give_back(layout, &mut place) };
        (ptr, place)
    }

    /// Binds another object in the same place, and gives the pointer to the one before back.
    ///
    /// This is an associated function: a method would hide one of the object's.
    ///
    /// # Errors
    ///
    /// When the place has no room for the machine of the other object. Its pointer comes back, and
    /// the object before stays bound.
    ///
    /// # Examples
    ///
    /// ```edition2024
    /// #![feature(inline_async_fn, inline_async)]
    /// use std::future::inline_async::{HeapPlaced, Placed};
    ///
    /// trait Counter {
    ///     inline async fn next(&mut self) -> u32;
    /// }
    /// # struct UpFrom(u32);
    /// # impl Counter for UpFrom {
    /// #     async fn next(&mut self) -> u32 { self.0 += 1; self.0 }
    /// # }
    ///
    /// struct Driver {
    ///     counter: HeapPlaced<Box<dyn Counter>>,
    /// }
    ///
    /// impl Driver {
    ///     fn start_over(&mut self) -> Box<dyn Counter> {
    ///         Placed::replace(&mut self.counter, Box::new(UpFrom(0))).unwrap()
    ///     }
    /// }
    /// # let mut driver = Driver { counter: HeapPlaced::new(Box::new(UpFrom(7))) };
    /// # driver.start_over();
    /// ```
    #[unstable(feature = "inline_async", issue = "none")]
    pub fn replace(this: &mut Self, ptr: Ptr) -> Result<Ptr, PlaceError<Ptr>> {
        let old_layout = Self::layout(this);
        // Without memory the binding is what it is after a leak: whatever happens in the place from
        // here on, the next call finds memory from the program's allocator.
        let memory = mem::replace(&mut this.memory, Memory::none());
        // SAFETY: nobody else uses the machine while the binding is borrowed.
        unsafe { memory.give_back(old_layout, &mut this.place) };
        match this.place.reserve(machine::layout_of_val::<Ptr::Target>(&ptr)) {
            Ok(memory) => {
                this.memory = Memory::of_place(memory);
                Ok(mem::replace(&mut this.ptr, ptr))
            }
            Err(error) => {
                if let Ok(memory) = this.place.reserve(old_layout) {
                    this.memory = Memory::of_place(memory);
                }
                Err(error.with_inner(ptr))
            }
        }
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
        machine::layout_of_val::<Ptr::Target>(&this.ptr)
    }

    /// Calls a `&self` method of the object.
    ///
    /// # Safety
    ///
    /// `F` must be the type of the function item of an `inline async` method of `Ptr::Target`, and
    /// `signature` a closure that does nothing but call it with its arguments. The closure is never
    /// called: it has the type checker prove that the method takes `&'a Ptr::Target` and then the
    /// elements of `Args`, and that its output is `R`. What of that is not true but for lifetimes is
    /// an error when the call is instantiated.
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
        // SAFETY: the caller promises that the method takes such a reference, with these arguments,
        // and what its output is.
        unsafe {
            let table = Self::table_of::<F, &'a Ptr::Target, Args, R>(object);
            let (memory, is_own) = this.shared_memory(table);
            Self::wait::<F, Args>(memory, object, args);
            let place = Shared { is_own, binding: PhantomData };
            PlacedCall::new(Reservation { memory, place }, table)
        }
    }

    /// Calls a `&mut self` method of the object.
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
        unsafe { this.call_exclusive::<F, _, Args, R, _>(object, args) }
    }

    /// Calls a `Pin<&mut Self>` method of the object.
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
        unsafe { this.call_exclusive::<F, _, Args, R, _>(object, args) }
    }

    /// Calls a `self` method of the object, which is moved out of its pointer. The place has its memory
    /// back, and what is left of the pointer is dropped, when the call is done.
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
        let mut this = this;
        // Before anything is taken out of the binding: this may allocate and unwind.
        let memory = this.exclusive_memory();
        let layout = Self::layout(&this);
        let this = ManuallyDrop::new(this);
        let is_replaced = this.memory.is_replaced();
        // SAFETY: the fields are not used again.
        let (ptr, place) = unsafe { (ptr::read(&this.ptr), ptr::read(&this.place)) };
        let (object, husk) = Ptr::split(ptr);
        let husk = ManuallyDrop::new(husk);
        let place = Consumed { place, layout, is_replaced, husk };
        // SAFETY: as for `call_ref`. The call owns the object from here on.
        unsafe {
            let object = object.as_ptr();
            let table = Self::table_of::<F, Ptr::Target, Args, R>(object);
            Self::wait::<F, Args>(memory, object, args);
            PlacedCall::new(Reservation { memory, place }, table)
        }
    }

    /// The table of the method `F`, whose receiver is `Recv`.
    ///
    /// # Safety
    ///
    /// `object` must be a pointer to an object, dropped or not.
    #[inline(always)]
    unsafe fn table_of<F, Recv: ?Sized, Args, R>(
        object: *const Ptr::Target,
    ) -> &'static MethodTable {
        // SAFETY: the metadata of the pointer is a vtable of that type.
        unsafe { call::table_of::<Ptr::Target, F, Recv, Args, R>(machine::vtable_of(object)) }
    }

    /// Has a call of the method `F` wait in the memory.
    ///
    /// # Safety
    ///
    /// The memory must be the caller's, and fit the machine of the method. `object` must be the method's
    /// receiver, turned into a pointer, or the object itself if the method takes that.
    #[inline(always)]
    #[track_caller]
    unsafe fn wait<F, Args>(memory: NonNull<u8>, object: *mut Ptr::Target, arguments: Args) {
        let machine = memory.as_ptr().cast();
        let receiver = object.cast();
        // SAFETY: the caller's promise.
        unsafe {
            if const { intrinsics::inline_async_is_tracked::<F>() } {
                let arguments = Tracked { value: arguments, caller: Location::caller() };
                machine::wait(machine, Waiting { receiver, arguments });
            } else {
                machine::wait(machine, Waiting { receiver, arguments });
            }
        }
    }

    /// Calls the method `F` in the machine of a binding that the call borrows mutably, as `B`.
    ///
    /// # Safety
    ///
    /// `object` must be a `Recv`, turned into a pointer.
    #[inline]
    #[track_caller]
    unsafe fn call_exclusive<F, Recv, Args, R, B>(
        &mut self,
        object: *mut Ptr::Target,
        args: Args,
    ) -> PlacedCall<InlineCall<Recv, Args, R>, Bound<B>> {
        let memory = self.exclusive_memory();
        // SAFETY: the memory is that of the binding, which the call borrows. It fits: `ObjectPtr`
        // promises that the object is of the type that it was of when the memory was reserved. The
        // rest is the caller's promise.
        unsafe {
            let table = Self::table_of::<F, Recv, Args, R>(object);
            Self::wait::<F, Args>(memory, object, args);
            let place = Bound { binding: PhantomData };
            PlacedCall::new(Reservation { memory, place }, table)
        }
    }

    /// The memory, for a call that nobody else can make at the same time.
    #[inline(always)]
    fn exclusive_memory(&mut self) -> NonNull<u8> {
        let memory = self.memory.get();
        // SAFETY: the tag is initialized from the reservation on. No call is running, as it would
        // borrow the binding: where there is a future, a call was leaked. Arguments that were leaked
        // as they waited are written over.
        if unsafe { machine::holds_future(memory.as_ptr().cast()) } {
            self.replace_memory()
        } else {
            memory
        }
    }

    /// Lets go of the memory, in which a call was leaked: the binding has memory from the program's
    /// allocator instead.
    // The callers save no registers for it.
    #[cold]
    #[inline(never)]
    extern "rust-cold" fn replace_memory(&mut self) -> NonNull<u8> {
        self.memory = Memory::allocate(Self::layout(self), any::type_name::<Ptr::Target>);
        self.memory.get()
    }

    /// Memory for a call that others can be made beside: that of the binding if it is idle, else some
    /// on the program's allocator, and whether it is that.
    #[inline]
    fn shared_memory(&self, table: &MethodTable) -> (NonNull<u8>, bool) {
        let memory = self.memory.get();
        // SAFETY: the tag is initialized from the reservation on. It is the claim that gives a call
        // the machine: nobody else has it, be it a call that is waiting, is running or was leaked.
        let tag = unsafe { machine::tag_of(memory.as_ptr().cast()) };
        if tag::claim(tag) {
            (memory, false)
        } else {
            let memory = Memory::allocate(table.layout(), any::type_name::<Ptr::Target>);
            (memory.get(), true)
        }
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<Ptr: ObjectPtr, P: ObjectPlace> Drop for Placed<Ptr, P> {
    #[inline]
    fn drop(&mut self) {
        let layout = Self::layout(self);
        // SAFETY: the machine is used by calls only, which borrow the binding or were leaked. It is the
        // last that the binding does.
        unsafe { self.memory.give_back(layout, &mut self.place) }
    }
}

// SAFETY: a binding is a pointer, and a place with memory that is the place's. A machine in that
// memory is running for a call that borrows the binding, so that it cannot be sent, or for one that
// was leaked, which nobody touches.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<Ptr: ObjectPtr + Send, P: ObjectPlace + Send> Send for Placed<Ptr, P> {}

// SAFETY: a shared reference gives the object and the machine, which calls claim atomically, and
// never the place.
#[cfg(target_has_atomic = "ptr")]
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<Ptr: ObjectPtr + Sync, P: ObjectPlace + Sync> Sync for Placed<Ptr, P> {}

// Neither is the pointer pinned with the binding nor is what it points to moved with it, and the
// memory of a place does not move with the place.
#[unstable(feature = "inline_async", issue = "none")]
impl<Ptr: ObjectPtr, P: ObjectPlace> Unpin for Placed<Ptr, P> {}

// Nobody knows what the future is, and so in what state a panic leaves the object.
#[unstable(feature = "inline_async", issue = "none")]
impl<Ptr: ObjectPtr, P: ObjectPlace> !UnwindSafe for Placed<Ptr, P> {}

#[unstable(feature = "inline_async", issue = "none")]
impl<Ptr: ObjectPtr, P: ObjectPlace> !RefUnwindSafe for Placed<Ptr, P> {}

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
