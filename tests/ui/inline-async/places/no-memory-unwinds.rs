//@ run-pass
//@ edition: 2024
//@ needs-unwind
//@ revisions: debug release
//@[release] compile-flags: -O
//@ no-prefer-dynamic
//@ aux-build: no-memory.rs
//@ exec-env:LSAN_OPTIONS=detect_leaks=0

// Where a call on a binding needs memory of its own and the allocator has none, the handler of that
// may unwind: what was passed to the call is dropped, once and unharmed.

#![feature(inline_async_fn, inline_async)]

extern crate no_memory;

use std::future::inline_async::{HeapPlaced, Placed};
use std::future::pending;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Waker};

use no_memory::*;

trait Tr {
    inline async fn shared(&self, argument: Counts);
    inline async fn exclusive(&mut self, argument: Counts);
    inline async fn consuming(self, argument: Counts);
}

struct Object;

impl Tr for Object {
    async fn shared(&self, argument: Counts) {
        hold(argument).await
    }

    async fn exclusive(&mut self, argument: Counts) {
        hold(argument).await
    }

    async fn consuming(self, argument: Counts) {
        hold(argument).await
    }
}

async fn hold(argument: Counts) {
    let large = [1_u8; LARGE];
    pending::<()>().await;
    drop((argument, large));
}

type Binding = HeapPlaced<Box<dyn Tr>>;

fn binding() -> Binding {
    HeapPlaced::new(Box::new(Object))
}

/// A binding in which a call was leaked as it was running.
fn leaked() -> Binding {
    let mut binding = binding();
    let mut call = binding.exclusive(Counts(Box::new(1)));
    poll(&mut call);
    mem::forget(call);
    binding
}

fn poll(call: &mut (impl Future + Unpin)) {
    let mut cx = Context::from_waker(Waker::noop());
    assert!(Pin::new(call).poll(&mut cx).is_pending());
}

/// Whether `make` unwinds, and what it has dropped.
fn dropped_by(make: impl FnOnce(Counts)) -> u64 {
    let argument = Counts(Box::new(100));
    DROPPED.set(0);
    FAILS.set(true);
    let result = catch_unwind(AssertUnwindSafe(|| make(argument)));
    assert!(result.is_err());
    DROPPED.get()
}

#[inline(never)]
fn shared(binding: &Binding, argument: Counts) {
    drop(binding.shared(argument))
}

#[inline(never)]
fn exclusive(binding: &mut Binding, argument: Counts) {
    drop(binding.exclusive(argument))
}

#[inline(never)]
fn consuming(binding: Binding, argument: Counts) {
    drop(binding.consuming(argument))
}

#[inline(never)]
fn owned(binding: Binding, argument: Counts) {
    drop(Placed::into_call(binding, |object| object.exclusive(argument)))
}

fn main() {
    unwind_without_memory();

    let one = binding();
    let mut running = one.shared(Counts(Box::new(1)));
    poll(&mut running);
    assert_eq!(dropped_by(|argument| shared(&one, argument)), 100);
    drop(running);

    let mut two = leaked();
    assert_eq!(dropped_by(|argument| exclusive(&mut two, argument)), 100);
    // It goes on when there is memory.
    poll(&mut two.exclusive(Counts(Box::new(1))));

    let three = leaked();
    assert_eq!(dropped_by(|argument| consuming(three, argument)), 100);

    let four = leaked();
    assert_eq!(dropped_by(|argument| owned(four, argument)), 100);
}
