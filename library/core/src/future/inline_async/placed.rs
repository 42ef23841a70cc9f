use super::machine::{self, NoAutoTraits};
use super::object_ptr::PinnedObjectPtr;
use super::placed_memory::Memory;
use super::{ObjectPlace, ObjectPtr, PlaceError};
use crate::alloc::Layout;
use crate::error::{Error, Request};
use crate::fmt;
use crate::marker::PhantomData;
use crate::mem::{self, ManuallyDrop};
use crate::ops::{Deref, DerefMut};
use crate::panic::{RefUnwindSafe, UnwindSafe};
use crate::pin::Pin;
use crate::ptr;

/// A binding: a pointer to a trait object together with a place where room for the object's machine
/// is reserved.
///
/// From then on a call on the object never fails for want of room and never allocates, as long as
/// calls follow one another, which those of `&mut self` methods must, and none is leaked. A call of a
/// `&self` method that is made while another one has the machine has memory from the program's
/// allocator. One that was leaked has it until the binding is borrowed mutably, for an exclusive call
/// or another object. After a call was leaked while it was running, the binding has memory from the
/// program's allocator.
///
/// A binding has the `inline async` methods of its object, as a type has methods of its own: no
/// trait need be imported, and whatever else the trait holds does not matter. What such a method
/// gives is a [`BoundCall`], a future that is `Unpin` and a few words long, whatever its
/// arguments: those wait in the place for the first poll, and nothing of the implementation runs
/// before it.
///
/// | the method takes | the binding is | and needs |
/// | --- | --- | --- |
/// | `&self` | `&Placed` | |
/// | `&mut self` | `&mut Placed` | a pointer that is not shared |
/// | `self: Pin<&Self>` | `&Placed` | a pointer that pins its object |
/// | `self: Pin<&mut Self>` | `&mut Placed` | a pointer that pins its object, and is not shared |
/// | `self` | `Placed`, consumed | a pointer that owns its object: an [`OwnedPtr`] |
/// | `self: Arc<Self>` and the like | `Placed`, consumed | that pointer |
///
/// Everything else of the object is reached through [`Deref`] and [`DerefMut`]. So
/// `(*binding).method()` is a call that finds a place by itself, as on any object.
///
/// A binding that is to *be* an implementation of the trait, for code that is generic over it,
/// needs a trait that says [`#[placeable]`][placeable].
///
/// [`BoundCall`]: super::BoundCall
/// [`OwnedPtr`]: super::OwnedPtr
///
/// A binding gives neither its pointer nor its place away while it lives.
///
/// [placeable]: super::placeable
///
/// # Panics
///
/// Making a call panics where it needs memory from the program's allocator, as said above, and the
/// program has none. What happens where the allocator has no memory is for its error handler.
///
/// # Examples
///
/// ```edition2024
/// #![feature(inline_async_fn, inline_async)]
/// # use std::task::{Context, Poll, Waker};
/// use std::future::inline_async::{InlinePlace, Placed};
/// use std::pin::pin;
///
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
/// # let future = async {
/// let mut counter = UpFrom(0);
/// let place = pin!(InlinePlace::<64>::new());
/// let mut placed = Placed::new_in(&mut counter as &mut dyn Counter, place).unwrap();
/// placed.skip(1).await;
/// assert_eq!(placed.next().await, 2);
/// # };
/// # let result = pin!(future).poll(&mut Context::from_waker(Waker::noop()));
/// # assert_eq!(result, Poll::Ready(()));
/// ```
#[unstable(feature = "inline_async", issue = "none")]
#[lang = "placed"]
#[rustc_diagnostic_item = "Placed"]
#[rustc_has_incoherent_inherent_impls]
#[must_use]
pub struct Placed<Ptr: ObjectPtr, P: ObjectPlace> {
    /// Its layout is that which the object's vtable says.
    pub(super) memory: Memory,
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

    /// The pointer, the place, and whether the memory is from the program's allocator and not the
    /// place's. The memory is the caller's to give back.
    #[inline(always)]
    pub(super) fn into_parts(this: Self) -> (ManuallyDrop<Ptr>, P, bool) {
        let this = ManuallyDrop::new(this);
        // SAFETY: the fields are not used again.
        unsafe {
            (
                ManuallyDrop::new(ptr::read(&this.ptr)),
                ptr::read(&this.place),
                this.memory.is_replaced(),
            )
        }
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<Ptr: ObjectPtr, P: ObjectPlace> Deref for Placed<Ptr, P> {
    type Target = Ptr::Target;

    #[inline]
    fn deref(&self) -> &Ptr::Target {
        &self.ptr
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<Ptr: ObjectPtr + DerefMut, P: ObjectPlace> DerefMut for Placed<Ptr, P> {
    #[inline]
    fn deref_mut(&mut self) -> &mut Ptr::Target {
        &mut self.ptr
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<Ptr: ObjectPtr, P: ObjectPlace> Drop for Placed<Ptr, P> {
    #[inline]
    fn drop(&mut self) {
        let layout = Self::layout(self);
        // SAFETY: the machine is used by calls only, which borrow the binding or were leaked. It is
        // the last that the binding does.
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
        (**self).fmt(f)
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<Ptr: ObjectPtr<Target: fmt::Display>, P: ObjectPlace> fmt::Display for Placed<Ptr, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<Ptr: ObjectPtr<Target: Error>, P: ObjectPlace> Error for Placed<Ptr, P> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        (**self).source()
    }

    #[allow(deprecated)]
    fn description(&self) -> &str {
        (**self).description()
    }

    #[allow(deprecated)]
    fn cause(&self) -> Option<&dyn Error> {
        (**self).cause()
    }

    fn provide<'a>(&'a self, request: &mut Request<'a>) {
        (**self).provide(request);
    }
}
