//@ check-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver

// A call that owns its binding can be awaited in a future that must be `Send`.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlaced, Placed};

trait Tr {
    inline async fn exclusive(&mut self) -> u8;
    inline async fn shared(&self) -> u8;
}

fn spawn(_: impl Future + Send + 'static) {}

fn exclusive(object: Box<dyn Tr + Send>) {
    spawn(async move { Placed::into_call(HeapPlaced::new(object), |object| object.exclusive()).await });
}

fn shared(object: Box<dyn Tr + Send + Sync>) {
    spawn(async move { Placed::into_shared_call(HeapPlaced::new(object), |object| object.shared()).await });
}

fn main() {}
