use super::object_ptr::PinnedObjectPtr;
use super::place::Reservation;
use super::{
    InlineCall, ObjectPlace, ObjectPtr, PlaceError, PlacedCall, call, default_place, machine,
};
use crate::alloc::Layout;
use crate::error::{Error, Request};
use crate::mem::ManuallyDrop;
use crate::ops::DerefMut;
use crate::pin::Pin;
use crate::ptr::{self, NonNull};
use crate::{any, fmt};

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
#[rustc_has_incoherent_inherent_impls]
#[must_use]
pub struct Placed<Ptr, P: ObjectPlace> {
    memory: NonNull<u8>,
    layout: Layout,
    // Dropped in this order.
    place: P,
    ptr: Ptr,
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
            Ok(memory) => Ok(Placed { memory, layout, place, ptr }),
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
        let mut this = ManuallyDrop::new(this);
        // Both are out of `this` before code of the place's runs, which may unwind.
        // SAFETY: the fields are not used again.
        let (ptr, mut place) = unsafe { (ptr::read(&this.ptr), ptr::read(&this.place)) };
        // SAFETY: nobody else uses the machine while the binding is moved.
        unsafe { release(&mut this.memory, &mut place) };
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
    /// elements of `Args`, and that its output is `R`.
    #[doc(hidden)]
    #[unstable(feature = "inline_async", issue = "none")]
    #[inline]
    pub unsafe fn call_ref<'a, F, S, Args, Fut, R>(
        this: &'a Self,
        method: F,
        signature: S,
        args: Args,
    ) -> PlacedCall<InlineCall<&'a Ptr::Target, Args, R>, Bound>
    where
        S: FnOnce(&'a Ptr::Target, Args) -> Fut,
        Fut: Future<Output = R>,
    {
        let _ = (method, signature);
        let object: *const Ptr::Target = &raw const *Self::get(this);
        // SAFETY: the caller promises that the method takes such a reference, with these arguments.
        unsafe { this.call::<F, _, _>(object, args) }
    }

    /// Starts a `&mut self` method of the object.
    ///
    /// # Safety
    ///
    /// As for `call_ref`, of a method that takes `&'a mut Ptr::Target`.
    #[doc(hidden)]
    #[unstable(feature = "inline_async", issue = "none")]
    #[inline]
    pub unsafe fn call_mut<'a, F, S, Args, Fut, R>(
        this: &'a mut Self,
        method: F,
        signature: S,
        args: Args,
    ) -> PlacedCall<InlineCall<&'a mut Ptr::Target, Args, R>, Bound>
    where
        S: FnOnce(&'a mut Ptr::Target, Args) -> Fut,
        Fut: Future<Output = R>,
        Ptr: DerefMut,
    {
        let _ = (method, signature);
        let object: *const Ptr::Target = &raw mut *Self::get_mut(this);
        // SAFETY: as for `call_ref`. The binding is borrowed mutably as long as the call lives.
        unsafe { this.call::<F, _, _>(object, args) }
    }

    /// Starts a `Pin<&mut Self>` method of the object.
    ///
    /// # Safety
    ///
    /// As for `call_ref`, of a method that takes `Pin<&'a mut Ptr::Target>`.
    #[doc(hidden)]
    #[unstable(feature = "inline_async", issue = "none")]
    #[inline]
    pub unsafe fn call_pin<'a, F, S, Args, Fut, R>(
        this: Pin<&'a mut Self>,
        method: F,
        signature: S,
        args: Args,
    ) -> PlacedCall<InlineCall<Pin<&'a mut Ptr::Target>, Args, R>, Bound>
    where
        S: FnOnce(Pin<&'a mut Ptr::Target>, Args) -> Fut,
        Fut: Future<Output = R>,
        Ptr: PinnedObjectPtr,
    {
        let _ = (method, signature);
        let this = this.get_mut();
        // SAFETY: the address of the pinned object is taken, and handed to the method as a pinned
        // reference.
        let object = &raw const *unsafe { Self::get_pin_mut(this).get_unchecked_mut() };
        // SAFETY: as for `call_mut`.
        unsafe { this.call::<F, _, _>(object, args) }
    }

    /// Starts the method `F`, in the machine of the binding if that is idle.
    ///
    /// # Safety
    ///
    /// `F`, `Args` and the output of `C` must be as for `call_ref`, and `object` a reference that
    /// the method takes, turned into a pointer.
    #[inline]
    unsafe fn call<F, C, Args>(
        &self,
        object: *const Ptr::Target,
        args: Args,
    ) -> PlacedCall<C, Bound> {
        // SAFETY: `object` is a pointer to an object of that type, `F` a method of it.
        let start = unsafe { call::start_of::<Ptr::Target, F>(machine::vtable_of(object)) };
        // SAFETY: the tag is initialized from the reservation on. It is the claim that gives this
        // call the machine: nobody else has it, be it a call that is running or was leaked, or one
        // that is just starting further up the stack.
        let reservation = if unsafe { machine::claim(self.memory.as_ptr().cast()) } {
            Reservation { memory: self.memory, place: Bound { fallback: None } }
        } else {
            Bound::reserve_fallback(self.layout, any::type_name::<Ptr::Target>)
        };
        // SAFETY: either memory fits the machine of the object: `ObjectPtr` promises that it is of
        // the type that it was of when the layout was read.
        unsafe { PlacedCall::start(reservation, start, object.cast_mut().cast(), args) }
    }
}

/// Gives the place its memory back unless a call was leaked in it, which the place sees by itself.
///
/// # Safety
///
/// `memory` must have been reserved in `place` and not released, and nobody else may use it.
#[inline]
unsafe fn release<P: ObjectPlace>(memory: &mut NonNull<u8>, place: &mut P) {
    // SAFETY: the memory is still reserved, so its tag is initialized; an idle machine has nothing
    // that refers to it.
    unsafe {
        if !machine::is_claimed(memory.as_ptr().cast()) {
            place.release(*memory);
        }
    }
}

impl<Ptr, P: ObjectPlace> Drop for Placed<Ptr, P> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: the machine is used by calls only, which borrow the binding or were leaked.
        unsafe { release(&mut self.memory, &mut self.place) }
    }
}

// Neither is the pointer pinned with the binding nor is what it points to moved with it, and the
// memory of a place does not move with the place.
#[unstable(feature = "inline_async", issue = "none")]
impl<Ptr, P: ObjectPlace> Unpin for Placed<Ptr, P> {}

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

/// The place of a call on a binding: the binding's, or memory from the program's allocator.
#[doc(hidden)]
#[unstable(feature = "inline_async", issue = "none")]
#[derive(Debug)]
pub struct Bound {
    /// Where memory from the allocator begins: with its own layout, then comes the machine.
    fallback: Option<NonNull<Layout>>,
}

impl Bound {
    /// Reserves memory for a call that finds the machine of its binding claimed, and claims it.
    #[cold]
    fn reserve_fallback(layout: Layout, object: fn() -> &'static str) -> Reservation<Bound> {
        let (whole, offset) = Layout::new::<Layout>()
            .extend(layout)
            .unwrap_or_else(|_| panic!("the machine of a `{}` is too large", object()));
        let base = default_place::allocate(whole, object()).cast::<Layout>();
        // SAFETY: the memory has room for a layout and, at the offset, for a machine.
        unsafe {
            base.write(whole);
            let memory = base.byte_add(offset).cast::<u8>();
            machine::claim_exclusive(memory.as_ptr().cast());
            Reservation { memory, place: Bound { fallback: Some(base) } }
        }
    }
}

// SAFETY: nothing is handed out but what `Placed::call` reserves by itself. The binding's own
// memory is the binding's to give back; the other is given back when the call that it is for is
// dropped, and never if that is leaked.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl ObjectPlace for Bound {
    fn reserve(&mut self, layout: Layout) -> Result<NonNull<u8>, PlaceError<()>> {
        Err(PlaceError::occupied(layout))
    }

    #[inline]
    unsafe fn release(&mut self, _memory: NonNull<u8>) {
        if let Some(base) = self.fallback.take() {
            // SAFETY: the layout is what `reserve_fallback` has written there, and the memory is
            // not used any longer.
            unsafe { default_place::deallocate(base.cast(), base.read()) }
        }
    }
}
