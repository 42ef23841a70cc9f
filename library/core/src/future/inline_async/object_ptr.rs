use crate::ops::{Deref, DerefMut};
use crate::pin::Pin;
use crate::ptr::{DynMetadata, Pointee};

/// A pointer to one trait object for life.
///
/// A [binding] reserves room for the machine of the object that its pointer points to once, when it
/// is made, and starts methods of that object in it ever after. So the object, and the vtable
/// that says how much room it needs, must not change.
///
/// [binding]: super::Placed
///
/// # Safety
///
/// For as long as a value of the type lives, however it is moved, and whatever else is done with
/// it that does not need `unsafe`: `deref`, and `deref_mut` where the type implements
/// [`DerefMut`], must return without unwinding, and give a pointer to the same object with a vtable
/// for the same type as the first `deref` did. If the type is wrapped in [`Pin`] this holds too.
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
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a pointer to one trait object for life",
    label = "this pointer cannot be bound",
    note = "`&`, `&mut`, `Box`, `Rc` and `Arc` of a trait object can, and `Pin` of those"
)]
pub unsafe trait ObjectPtr: Deref<Target: ObjectType> {}

/// An object type.
///
/// It says what `Pointee<Metadata = DynMetadata<Self>>` says. A bound of this form on an associated
/// type is implied where `ObjectPtr` is, which that one would not be.
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
#[diagnostic::on_unimplemented(message = "`{Self}` is not a trait object")]
pub trait ObjectType: Pointee<Metadata = DynMetadata<Self>> {}

#[unstable(feature = "inline_async_internals", issue = "none")]
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

/// A pointer that pins its object: what `Pin<&mut Self>` methods need of a binding's pointer.
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
