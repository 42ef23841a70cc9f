//! Calls of `inline async fn` methods on trait objects, and places for them to run in.
//!
//! All of [`core::future::inline_async`], with [`Global`] as a place, [`HeapPlace`], a place on an
//! allocator that keeps its memory, and [`HeapArena`], an arena that grows.
//!
//! [`Global`]: crate::alloc::Global

#[doc(inline)]
#[unstable(feature = "inline_async", issue = "none")]
pub use core::future::inline_async::*;

mod global;
#[cfg(not(no_global_oom_handling))]
mod global_place;
#[cfg(target_has_atomic = "ptr")]
mod heap_arena;
mod heap_place;
mod object_ptr;

#[unstable(feature = "inline_async", issue = "none")]
pub use self::global::HeapPlaced;
#[cfg(target_has_atomic = "ptr")]
#[unstable(feature = "inline_async", issue = "none")]
pub use self::heap_arena::HeapArena;
#[unstable(feature = "inline_async", issue = "none")]
pub use self::heap_place::HeapPlace;
#[doc(hidden)]
#[unstable(feature = "inline_async", issue = "none")]
pub use self::object_ptr::BoxHusk;
