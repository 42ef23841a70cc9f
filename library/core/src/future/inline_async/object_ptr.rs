use crate::ops::{Deref, DerefMut};
use crate::pin::Pin;
use crate::ptr::{DynMetadata, NonNull, Pointee};

/// A pointer to one trait object for life.
///
/// A [binding] reserves room for the machine of the object that its pointer points to once, when it
/// is made, and runs methods of that object in it ever after. So the object, and the vtable
/// that says how much room it needs, must not change.
///
/// [binding]: super::Placed
///
/// # Safety
///
/// For as long as a value of the type lives, however it is moved, and whatever else is done with
/// it that does not need `unsafe`: `deref`, and `deref_mut` where the type implements
/// [`DerefMut`], must return without unwinding, and give a pointer to the same object with a vtable
/// for the same type as the first `deref` did. If the type is wrapped in [`Pin`] this holds too, and
/// if the value has become one of a supertype.
///
/// # Examples
///
/// A pointer of one's own that can be bound:
///
/// ```edition2024
/// #![feature(inline_async)]
/// use std::fmt::Display;
/// use std::future::inline_async::ObjectPtr;
/// use std::ops::Deref;
///
/// struct Shared(&'static dyn Display);
///
/// impl Deref for Shared {
///     type Target = dyn Display;
///
///     fn deref(&self) -> &Self::Target {
///         self.0
///     }
/// }
///
/// // SAFETY: the reference is never changed, and there is no `DerefMut`.
/// unsafe impl ObjectPtr for Shared {}
/// ```
#[unstable(feature = "inline_async", issue = "none")]
#[rustc_diagnostic_item = "ObjectPtr"]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a pointer to one trait object for life",
    label = "this cannot be bound to a place",
    note = "`&`, `&mut`, `Box`, `Rc`, `Arc` and `MoveRef` of a trait object can, and `Pin` of those",
    note = "a pointer to a known type must become one of a trait object first, for instance with \
            `as &mut dyn Trait`",
    note = "behind any other pointer, bind a reference to the object, as in `&mut *guard`"
)]
pub unsafe trait ObjectPtr: Deref<Target: ObjectType> {}

/// An object type.
///
/// It says what `Pointee<Metadata = DynMetadata<Self>>` says. A bound of this form on an associated
/// type is implied where `ObjectPtr` is, which that one would not be.
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
#[rustc_diagnostic_item = "ObjectType"]
pub trait ObjectType: Pointee<Metadata = DynMetadata<Self>> {}

#[unstable(feature = "inline_async_internals", issue = "none")]
#[diagnostic::do_not_recommend]
impl<T: ?Sized + Pointee<Metadata = DynMetadata<T>>> ObjectType for T {}

// SAFETY: a reference points to one object.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<T: ?Sized + ObjectType> ObjectPtr for &T {}

// SAFETY: a reference points to one object.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<T: ?Sized + ObjectType> ObjectPtr for &mut T {}

// SAFETY: `Pin` forwards `deref` and, where the object is `Unpin`, `deref_mut` to the pointer, and
// lets nobody else implement them for a `Pin`.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<Q: ObjectPtr> ObjectPtr for Pin<Q> {}

/// A pointer that owns its object, which can be moved out of it: what `inline async` methods that
/// take `self` by value need of a [binding]'s pointer.
///
/// `Box` is one, and so is [`MoveRef`], which needs no allocator. `Pin` of those is none, since the
/// object must not be moved.
///
/// [binding]: super::Placed
/// [`MoveRef`]: super::MoveRef
///
/// # Safety
///
/// `split` must return without unwinding. Its address is that of the object which `deref` gives,
/// with the same vtable, and the object there is the caller's from then on. The memory of the
/// object must stay valid until the husk is dropped, however that is moved, and dropping the husk
/// must not access the object.
///
/// A copy of the pointer, byte by byte, may be split first, and its husk forgotten: the pointer
/// itself is then split when the object is gone, on another thread if the pointer is `Send`, for
/// its own husk.
///
/// # Examples
///
/// A pointer of one's own that owns its object, in memory that is never given back:
///
/// ```edition2024
/// #![feature(inline_async)]
/// use std::fmt::Display;
/// use std::future::inline_async::{ObjectPtr, OwnedPtr};
/// use std::ops::Deref;
/// use std::ptr::NonNull;
///
/// struct Leaked(NonNull<dyn Display>);
///
/// impl Leaked {
///     fn new(object: Box<dyn Display>) -> Self {
///         Leaked(NonNull::from(Box::leak(object)))
///     }
/// }
///
/// impl Deref for Leaked {
///     type Target = dyn Display;
///
///     fn deref(&self) -> &Self::Target {
///         // SAFETY: the object is never freed, and is not shared.
///         unsafe { self.0.as_ref() }
///     }
/// }
///
/// // SAFETY: the address is never changed, and there is no `DerefMut`.
/// unsafe impl ObjectPtr for Leaked {}
///
/// // SAFETY: the memory is never given back.
/// unsafe impl OwnedPtr for Leaked {
///     type Husk = ();
///
///     fn split(this: Self) -> (NonNull<dyn Display>, ()) {
///         (this.0, ())
///     }
/// }
/// ```
#[unstable(feature = "inline_async", issue = "none")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not own its object",
    label = "this pointer does not own its object",
    note = "an `inline async` method that takes `self` consumes the object, so it needs a binding of \
            a pointer that owns it: a `Box`, or a `MoveRef` made with `move_ref!`"
)]
pub unsafe trait OwnedPtr: ObjectPtr + Sized {
    /// What is left of the pointer when its object has been moved out: what owns the memory.
    type Husk;

    /// Takes the pointer apart into the object, which is the caller's from then on, and what owns
    /// the object's memory.
    ///
    /// This is an associated function: a method would hide one of the object's.
    fn split(this: Self) -> (NonNull<Self::Target>, Self::Husk);
}

/// A pointer that pins its object: what `Pin<&Self>` methods need of a binding's pointer.
///
/// # Safety
///
/// The object is pinned.
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
pub unsafe trait SharedPinnedObjectPtr: ObjectPtr {}

// SAFETY: `Pin` pins what it points to.
#[unstable(feature = "inline_async_internals", issue = "none")]
unsafe impl<Q: ObjectPtr> SharedPinnedObjectPtr for Pin<Q> {}

/// A pointer that pins its object and gives it away mutably: what `Pin<&mut Self>` methods need of a
/// binding's pointer.
///
/// # Safety
///
/// `as_pin_mut` gives what `deref` does.
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not pin its object",
    note = "a `Pin<&mut Self>` method can only be called on a binding of a `Pin<_>`"
)]
pub unsafe trait PinnedObjectPtr: ObjectPtr {
    fn as_pin_mut(&mut self) -> Pin<&mut Self::Target>;
}

// SAFETY: both are what the pointer's `deref_mut` and `deref` give, which is the same object.
#[unstable(feature = "inline_async_internals", issue = "none")]
unsafe impl<Q: ObjectPtr + DerefMut> PinnedObjectPtr for Pin<Q> {
    #[inline]
    fn as_pin_mut(&mut self) -> Pin<&mut Self::Target> {
        self.as_mut()
    }
}
