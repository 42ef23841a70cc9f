use super::object_ptr::ObjectType;
use super::{ObjectPtr, OwnedPtr};
use crate::error::Error;
use crate::fmt;
use crate::marker::{PhantomData, Unsize};
use crate::mem::ManuallyDrop;
use crate::ops::{CoerceUnsized, Deref, DerefMut};
use crate::ptr::{self, NonNull};

/// An owning reference: it owns the value that it points to, but not the memory where the value is.
///
/// [`move_ref!`] makes one of a value in the caller's frame. So a trait object can be owned, and
/// consumed by an `inline async` method that takes `self`, where there is no allocator.
///
/// A `MoveRef<'a, T>` coerces to a `MoveRef<'a, dyn Trait>` as a `Box` does, and drops its value if
/// nobody has consumed it. It never pins its value: if it is leaked, the memory is used for
/// something else although the value was not dropped.
///
/// # Examples
///
/// ```edition2024
/// #![feature(inline_async_fn, inline_async)]
/// # use std::task::{Context, Poll, Waker};
/// use std::future::inline_async::{InlinePlace, MoveRef, Placed, move_ref, placeable};
/// use std::pin::pin;
///
/// #[placeable]
/// trait Channel {
///     inline async fn close(self) -> usize;
/// }
///
/// struct Log(Vec<String>);
///
/// impl Channel for Log {
///     async fn close(self) -> usize {
///         self.0.len()
///     }
/// }
///
/// let log: MoveRef<'_, dyn Channel> = move_ref!(Log(vec!["opened".to_string()]));
/// let place = pin!(InlinePlace::<64>::new());
/// let placed = Placed::new_in(log, place).unwrap();
/// let mut call = pin!(placed.close());
/// # let result = call.as_mut().poll(&mut Context::from_waker(Waker::noop()));
/// # assert_eq!(result, Poll::Ready(1));
/// ```
#[unstable(feature = "inline_async", issue = "none")]
#[rustc_diagnostic_item = "MoveRef"]
#[must_use]
pub struct MoveRef<'a, T: ?Sized> {
    value: NonNull<T>,
    memory: PhantomData<&'a mut ()>,
    owned: PhantomData<T>,
}

/// Moves a value into the caller's frame and gives an owning reference to it.
///
/// The memory lives as long as a temporary whose reference is taken there would: to the end of the
/// enclosing block in `let r = move_ref!(value);`, to the end of the statement in an argument.
///
/// # Examples
///
/// ```edition2024
/// #![feature(inline_async)]
/// use std::fmt::Display;
/// use std::future::inline_async::{MoveRef, move_ref};
///
/// let owned: MoveRef<'_, dyn Display> = move_ref!(String::from("owned"));
/// assert_eq!(owned.to_string(), "owned");
/// ```
#[unstable(feature = "inline_async", issue = "none")]
#[rustc_macro_transparency = "semiopaque"]
#[allow_internal_unstable(inline_async_internals, super_let)]
#[allow_internal_unsafe]
// `super` gets removed by rustfmt
#[rustfmt::skip]
pub macro move_ref($value:expr $(,)?) {{
    super let mut value = $crate::mem::ManuallyDrop::new($value);
    // SAFETY: nothing else has access to the value.
    unsafe { $crate::future::inline_async::MoveRef::new(&mut value) }
}}

impl<'a, T: ?Sized> MoveRef<'a, T> {
    /// Makes an owning reference to a value.
    ///
    /// # Safety
    ///
    /// The value must be there, and must not be used or dropped after this call.
    #[doc(hidden)]
    #[unstable(feature = "inline_async_internals", issue = "none")]
    #[inline]
    pub const unsafe fn new(value: &'a mut ManuallyDrop<T>) -> Self {
        let value = &raw mut *value as *mut T;
        // SAFETY: a reference is not null.
        let value = unsafe { NonNull::new_unchecked(value) };
        MoveRef { value, memory: PhantomData, owned: PhantomData }
    }

    /// Gives up the value to whoever reads it from the address that this returns.
    fn into_address(this: Self) -> NonNull<T> {
        ManuallyDrop::new(this).value
    }

    /// Moves the value out.
    ///
    /// This is an associated function: a method would hide one of the value's.
    ///
    /// # Examples
    ///
    /// ```
    /// #![feature(inline_async)]
    /// use std::future::inline_async::{MoveRef, move_ref};
    ///
    /// let owned = move_ref!(String::from("owned"));
    /// assert_eq!(MoveRef::into_inner(owned), "owned");
    /// ```
    #[unstable(feature = "inline_async", issue = "none")]
    #[must_use]
    #[inline]
    pub fn into_inner(this: Self) -> T
    where
        T: Sized,
    {
        // SAFETY: the value is there and is this reference's, which does not drop it.
        unsafe { Self::into_address(this).read() }
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<T: ?Sized> Deref for MoveRef<'_, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: the value is this reference's, and is there as long as it lives.
        unsafe { self.value.as_ref() }
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<T: ?Sized> DerefMut for MoveRef<'_, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: the value is this reference's, and is there as long as it lives.
        unsafe { self.value.as_mut() }
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<T: ?Sized> Drop for MoveRef<'_, T> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: the value is this reference's, and is not used after this.
        unsafe { ptr::drop_in_place(self.value.as_ptr()) }
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<'a, T: ?Sized + Unsize<U>, U: ?Sized> CoerceUnsized<MoveRef<'a, U>> for MoveRef<'a, T> {}

// SAFETY: it owns a `T`, which is the only way to it.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<T: ?Sized + Send> Send for MoveRef<'_, T> {}

// SAFETY: a shared reference gives a shared reference to the `T` and nothing else.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<T: ?Sized + Sync> Sync for MoveRef<'_, T> {}

// The value does not move with the reference.
#[unstable(feature = "inline_async", issue = "none")]
impl<T: ?Sized> Unpin for MoveRef<'_, T> {}

// SAFETY: it points to one value, which it owns.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<T: ?Sized + ObjectType> ObjectPtr for MoveRef<'_, T> {}

// SAFETY: the memory is not the reference's, and outlives it.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<T: ?Sized + ObjectType> OwnedPtr for MoveRef<'_, T> {
    type Husk = ();

    #[inline]
    fn split(this: Self) -> (NonNull<T>, ()) {
        (Self::into_address(this), ())
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<T: ?Sized + fmt::Debug> fmt::Debug for MoveRef<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<T: ?Sized + fmt::Display> fmt::Display for MoveRef<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

#[unstable(feature = "inline_async", issue = "none")]
impl<T: ?Sized + Error> Error for MoveRef<'_, T> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        (**self).source()
    }
}
