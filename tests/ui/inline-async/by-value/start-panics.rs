//@ run-pass
//@ edition: 2024
//@ aux-build: counted.rs
//@ needs-unwind

// Where the implementation is no `async fn`, calling it may panic, and so may dropping the object.
// Everything is dropped once, and object's memory and place are released.

#![feature(allocator_api, inline_async)]

extern crate counted;

use std::future::inline_async::Placed;
use std::future::ready;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use counted::{Alive, Argument, Counting, Job, Mark, Panics, Place, alive, poll};

struct PanicsAtOnce(#[allow(dead_code)] Mark);

impl Job for PanicsAtOnce {
    async fn step(&mut self) -> u32 {
        0
    }

    async fn peek(&self) -> u32 {
        0
    }

    fn finish(self, argument: Argument, panics: Panics) -> impl Future<Output = u32> {
        if panics == Panics::InSegment(0) {
            resume_unwind(Box::new(0u32));
        }
        async move {
            let _both = (self, argument);
            ready(7).await
        }
    }
}

struct DropPanics(#[allow(dead_code)] Mark);

impl Drop for DropPanics {
    fn drop(&mut self) {
        resume_unwind(Box::new(1u32));
    }
}

impl Job for DropPanics {
    async fn step(&mut self) -> u32 {
        0
    }

    async fn peek(&self) -> u32 {
        0
    }

    async fn finish(self, argument: Argument, _panics: Panics) -> u32 {
        counted::suspend().await;
        drop(argument);
        7
    }
}

fn bound(object: impl Job + 'static) -> Placed<Box<dyn Job, Counting>, Place> {
    let object: Box<dyn Job, Counting> = Box::new_in(object, Counting);
    Placed::new_in(object, Place::new()).unwrap_or_else(|_| panic!("out of memory"))
}

fn panic_of<T>(run: impl FnOnce() -> T) -> u32 {
    let Err(panic) = catch_unwind(AssertUnwindSafe(run)) else { panic!("no panic") };
    *panic.downcast::<u32>().unwrap()
}

fn main() {
    let binding = bound(PanicsAtOnce(Mark::new()));
    let mut call = binding.finish(Argument::new(), Panics::InSegment(0));
    assert_eq!(panic_of(|| poll(&mut call)), 0);
    drop(call);
    assert_eq!(alive(), Alive::default());

    // Dropped without a poll, and so never called.
    let binding = bound(PanicsAtOnce(Mark::new()));
    drop(binding.finish(Argument::new(), Panics::Never));
    assert_eq!(alive(), Alive::default());

    // The object's drop panics when the call is cancelled before its first poll.
    let call = bound(DropPanics(Mark::new())).finish(Argument::new(), Panics::Never);
    assert_eq!(panic_of(|| drop(call)), 1);
    assert_eq!(alive(), Alive::default());

    // After it.
    let mut call = bound(DropPanics(Mark::new())).finish(Argument::new(), Panics::Never);
    assert!(poll(&mut call).is_pending());
    assert_eq!(panic_of(|| drop(call)), 1);
    assert_eq!(alive(), Alive::default());

    // When the method is done: the panic goes to who polls.
    let mut call = bound(DropPanics(Mark::new())).finish(Argument::new(), Panics::Never);
    assert!(poll(&mut call).is_pending());
    assert_eq!(panic_of(|| poll(&mut call)), 1);
    drop(call);
    assert_eq!(alive(), Alive::default());
}
