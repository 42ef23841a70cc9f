//! Traits with `poll` methods, implemented over objects whose methods are `async`.
//!
//! A call that owns its binding ([`OwnedCall`]) is a future that borrows nothing and has a name. So a
//! type keeps either the binding, when nothing is going on, or the call, and its `poll` method makes
//! the one of the other. There is no `unsafe`, nothing is pinned by hand, and nothing is allocated for
//! a call: its future has the place that the binding reserved.
//!
//! [`OwnedCall`]: std::future::inline_async::OwnedCall

#![feature(allocator_api, inline_async_fn, inline_async)]
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod read;
pub mod service;
pub mod stream;
