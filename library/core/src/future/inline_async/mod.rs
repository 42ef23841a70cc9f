//! Calls of `inline async fn` methods on trait objects, and places for them to run in.
//!
//! An *inline async* trait gives each of its implementations one state machine for the whole trait,
//! which runs one method at a time and whose layout stands in the vtable. So whoever holds a trait
//! object knows the room that a call needs before it is made, and can provide it:
//!
//! * Awaiting the call, an [`InlineCall`], lets it find a place by itself.
//! * [`in_place`] runs one call in a place: an [`InlinePlace`], a [`PlaceFor`], a `HeapPlace`, or
//!   whatever else implements [`ObjectPlace`].
//! * [`Placed`] binds a pointer to a trait object to a place, for all calls on it: it has the
//!   `inline async` methods of the object, and a call is a [`BoundCall`]. With
//!   [`#[placeable]`][placeable] the binding implements the trait.
//! * [`within`] polls a future inside a scope, where all calls that find a place by themselves find
//!   it in an arena: an [`Arena`] or a `HeapArena`.
//!
//! [`in_place`]: InlineCall::in_place
//!
//! # Examples
//!
//! ```edition2024
//! #![feature(inline_async_fn, inline_async)]
//! # use std::pin::pin;
//! # use std::task::{Context, Poll, Waker};
//! use std::future::inline_async::HeapPlaced;
//!
//! trait Read {
//!     inline async fn read(&mut self, buf: &mut [u8]) -> usize;
//! }
//!
//! impl Read for &[u8] {
//!     async fn read(&mut self, buf: &mut [u8]) -> usize {
//!         let n = self.len().min(buf.len());
//!         buf[..n].copy_from_slice(&self[..n]);
//!         *self = &self[n..];
//!         n
//!     }
//! }
//!
//! async fn count(reader: Box<dyn Read>) -> usize {
//!     // Allocates room for the machine once, whatever the number of calls.
//!     let mut reader = HeapPlaced::new(reader);
//!     let (mut buf, mut count) = ([0; 4], 0);
//!     loop {
//!         match reader.read(&mut buf).await {
//!             0 => return count,
//!             n => count += n,
//!         }
//!     }
//! }
//!
//! let reader: Box<dyn Read> = Box::new(&b"nine bytes"[1..]);
//! let mut future = pin!(count(reader));
//! # let result = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
//! # assert_eq!(result, Poll::Ready(9));
//! ```

mod arena;
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
pub mod blocks;
mod bound_call;
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
pub mod call;
mod default_place;
mod frame_memory;
mod inline_place;
mod local;
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
pub mod machine;
mod move_ref;
mod object_ptr;
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
pub mod on_binding;
mod own_place;
mod owned_call;
mod place;
mod place_error;
mod place_for;
mod placed;
mod placed_call;
mod placed_memory;
mod reserved_call;
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
pub mod scope;
mod table;
mod tag;
mod tracked;
mod within;

#[unstable(feature = "inline_async", issue = "none")]
pub use self::arena::Arena;
#[unstable(feature = "inline_async", issue = "none")]
pub use self::bound_call::BoundCall;
#[unstable(feature = "inline_async", issue = "none")]
pub use self::call::InlineCall;
#[unstable(feature = "inline_async", issue = "none")]
pub use self::inline_place::InlinePlace;
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
pub use self::inline_place::{PlaceAlign, SupportedAlign};
#[unstable(feature = "inline_async", issue = "none")]
pub use self::local::Local;
#[unstable(feature = "inline_async", issue = "none")]
pub use self::machine::{InlineCoroutine, layout_for, layout_of_val};
#[unstable(feature = "inline_async", issue = "none")]
pub use self::move_ref::{MoveRef, move_ref};
#[unstable(feature = "inline_async", issue = "none")]
pub use self::object_ptr::{ObjectPtr, OwnedPtr};
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
pub use self::object_ptr::{ObjectType, PinnedObjectPtr};
#[unstable(feature = "inline_async", issue = "none")]
pub use self::owned_call::OwnedCall;
pub use self::place::ObjectPlace;
#[unstable(feature = "inline_async", issue = "none")]
pub use self::place_error::PlaceError;
#[unstable(feature = "inline_async", issue = "none")]
pub use self::place_for::PlaceFor;
#[unstable(feature = "inline_async", issue = "none")]
pub use self::placed::Placed;
#[unstable(feature = "inline_async", issue = "none")]
pub use self::placed_call::PlacedCall;
#[doc(hidden)]
#[unstable(feature = "inline_async_internals", issue = "none")]
pub use self::tracked::Tracked;
#[unstable(feature = "inline_async", issue = "none")]
pub use self::within::{Within, within};
#[unstable(feature = "inline_async", issue = "none")]
pub use crate::macros::builtin::placeable;
