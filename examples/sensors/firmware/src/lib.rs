//! Sensors of different types on one bus, and how a Cortex-M calls them.
//!
//! | module | what |
//! | --- | --- |
//! | [`chips`], [`bus`] | twelve chips on a shared bus, which are not there |
//! | [`sensor`], [`sensors`] | the trait, and twelve drivers |
//! | [`polled`] | the same by hand: methods that are polled, and no `async` |
//! | [`survey`] | a program that uses any number of sensors, in three ways |
//! | [`clock`], [`console`] | time and words |

#![no_std]
#![feature(inline_async_fn)]
#![cfg_attr(feature = "objects", feature(inline_async))]

pub mod bus;
pub mod chips;
pub mod clock;
pub mod console;
pub mod polled;
pub mod sensor;
pub mod sensors;
#[cfg(any(feature = "objects", feature = "static", feature = "polled"))]
pub mod survey;
