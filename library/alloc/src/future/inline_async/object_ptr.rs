use core::alloc::Allocator;
use core::future::inline_async::{ObjectPtr, ObjectType};

use crate::boxed::Box;
#[cfg(not(no_rc))]
use crate::rc::Rc;
#[cfg(all(not(no_rc), not(no_sync), target_has_atomic = "ptr"))]
use crate::sync::Arc;

// SAFETY: a box is a pointer to one object, which it owns.
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<T: ?Sized + ObjectType, A: Allocator> ObjectPtr for Box<T, A> {}

// SAFETY: an `Rc` points to one object until it is dropped; what gives it another one, such as
// `make_mut`, takes a mutable reference, which nobody has to the pointer of a binding.
#[cfg(not(no_rc))]
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<T: ?Sized + ObjectType, A: Allocator> ObjectPtr for Rc<T, A> {}

// SAFETY: as for `Rc`.
#[cfg(all(not(no_rc), not(no_sync), target_has_atomic = "ptr"))]
#[unstable(feature = "inline_async", issue = "none")]
unsafe impl<T: ?Sized + ObjectType, A: Allocator> ObjectPtr for Arc<T, A> {}
