//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// What runs in the machine is hidden from the type of a call, so `InlineCall` and `PlacedCall` are
// neither `Send` nor `Sync`, whatever the object type says of the object. A call is never `Unpin`;
// a call that runs in a place always is.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlace, InlineCall, PlacedCall};

trait Tr {
    inline async fn m(&mut self, n: u8) -> u8;
}

fn send<T: Send>(_: T) {}
fn sync<T: Sync>(_: T) {}
fn unpin<T: Unpin>(_: T) {}

fn call(object: &mut (dyn Tr + Send + Sync)) {
    send(object.m(1));
    //~^ ERROR cannot be sent between threads safely
    //[current]~| ERROR cannot be sent between threads safely
    //[current]~| ERROR cannot be sent between threads safely
    sync(object.m(1));
    //~^ ERROR cannot be shared between threads safely
    //[current]~| ERROR cannot be shared between threads safely
    //[current]~| ERROR cannot be shared between threads safely
    unpin(object.m(1)); //~ ERROR cannot be unpinned
}

type Call<'a> = InlineCall<&'a mut (dyn Tr + Send + Sync), (u8,), u8>;

fn placed<'a>(call: impl Fn() -> PlacedCall<Call<'a>, &'a mut HeapPlace>) {
    send(call());
    //~^ ERROR cannot be sent between threads safely
    //[current]~| ERROR cannot be sent between threads safely
    //[current]~| ERROR cannot be sent between threads safely
    //[current]~| ERROR cannot be sent between threads safely
    sync(call());
    //~^ ERROR cannot be shared between threads safely
    //[current]~| ERROR cannot be shared between threads safely
    //[current]~| ERROR cannot be shared between threads safely
    //[current]~| ERROR cannot be shared between threads safely
    unpin(call());
}

/// A future that holds a call is not `Send` either.
fn awaits(object: &mut (dyn Tr + Send + Sync)) {
    send(async move { object.m(1).await });
    //~^ ERROR future cannot be sent between threads safely
    //[current]~| ERROR future cannot be sent between threads safely
    //[current]~| ERROR future cannot be sent between threads safely
}

fn main() {}
