//@ edition: 2024
//@ no-prefer-dynamic

//! One call of every kind that there is, of methods that do as they are told. What is dropped is
//! logged in its order, and what the program's allocator hands out is counted.

#![crate_type = "lib"]
#![feature(allocator_api, inline_async_fn, inline_async)]

mod allocator;
mod objects;
mod stages;

pub use allocator::{allocations, live};
pub use objects::{ByHand, End, Job, Object, Owning, Ready, Suspending, starts};
pub use stages::{Call, Kind, Stage, assert_usable, every_kind, every_kind_that_leaks, poll};

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

pub use Part::{First, Local, Object as Receiver, Second};

/// What a call drops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The object, where the method consumes it.
    Object,
    /// The first argument.
    First,
    /// The last argument.
    Second,
    /// What the implementation has made.
    Local,
}

/// Where something panics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panics {
    Never,
    /// In an implementation of the form `fn -> impl Future`, before there is a future.
    AsCalled,
    /// In the implementation's future, as it is polled after so many suspensions.
    After(u8),
    /// In the drop of a future that was written by hand.
    DropOfFuture,
    DropOf(Part),
}

/// What a method is to do.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// How often it suspends.
    pub suspends: u8,
    pub panics: Panics,
}

impl Plan {
    pub const fn suspending(suspends: u8) -> Self {
        Plan { suspends, panics: Panics::Never }
    }

    pub const fn panicking(self, panics: Panics) -> Self {
        Plan { panics, ..self }
    }

    fn reach(self, here: Panics) {
        if self.panics == here {
            resume_unwind(Box::new(here));
        }
    }
}

/// The panic of a plan that `run` unwinds with.
pub fn caught<R>(run: impl FnOnce() -> R) -> Panics {
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(_) => Panics::Never,
        Err(panic) => *panic.downcast().expect("no panic of a plan"),
    }
}

/// Logs that it is dropped.
pub struct Logged {
    part: Part,
    panics: bool,
}

impl Logged {
    pub fn new(part: Part, plan: Plan) -> Self {
        Logged { part, panics: plan.panics == Panics::DropOf(part) }
    }

    /// Is what it was made as, wherever it has been moved.
    fn touch(&self, part: Part) {
        assert_eq!(self.part, part);
    }
}

// Nothing is allocated for it.
thread_local!(static DROPPED: Cell<[Option<Part>; 8]> = const { Cell::new([None; 8]) });

impl Drop for Logged {
    fn drop(&mut self) {
        let mut parts = DROPPED.get();
        *parts.iter_mut().find(|part| part.is_none()).expect("more than there is") =
            Some(self.part);
        DROPPED.set(parts);
        if self.panics {
            resume_unwind(Box::new(Panics::DropOf(self.part)));
        }
    }
}

/// What has been dropped since this was asked the last time, in its order.
pub fn dropped() -> Vec<Part> {
    DROPPED.take().into_iter().flatten().collect()
}
