//! The contestants: for each way to call an asynchronous method on a trait object, its trait and
//! the objects behind it.
//!
//! What an object does is the same for all of them and stands once, in [`bodies`]. What differs is
//! a module each. Objects are made by functions of this crate that are not inlined and give
//! `Box<dyn _>`, so the crate that calls them knows neither the type nor the vtable.

#![feature(inline_async_fn, inline_async)]

#[macro_use]
mod bodies;

pub mod apart;
pub mod arguments;
pub mod boxed;
pub mod by_async_trait;
pub mod by_dynify;
pub mod by_dynosaur;
pub mod by_stackfuture;
pub mod closing;
pub mod floor;
pub mod inline;
pub mod poll;
pub mod shared;
pub mod streams;
pub mod tasks;

mod leaf;
mod suspend;

pub use crate::leaf::{Holds, Leaf, Methods, Ready, Suspends};
pub use crate::suspend::suspend;
