//! Calls of `inline async fn` methods on trait objects, and places for them to run in.
//!
//! All of [`core::future::inline_async`], and [`HeapPlace`], a place on an allocator.

#[doc(inline)]
#[unstable(feature = "inline_async", issue = "none")]
pub use core::future::inline_async::*;

#[cfg(not(no_global_oom_handling))]
mod global_place;
mod heap_place;
mod object_ptr;

#[unstable(feature = "inline_async", issue = "none")]
pub use self::heap_place::{HeapPlace, HeapPlaced};
#[doc(hidden)]
#[unstable(feature = "inline_async", issue = "none")]
pub use self::object_ptr::BoxHusk;
