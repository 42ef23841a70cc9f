//@ edition: 2024
//@ revisions: old next
//@[next] compile-flags: -Znext-solver
//@ aux-build: service.rs

// Calls of a method that is declared `local` stay on the thread that they are made on, however they
// are made, although the object need not.

#![feature(inline_async_fn, inline_async)]

extern crate service;

use std::future::inline_async::{HeapPlace, HeapPlaced, Placed};

use service::Service;

type Object = dyn Service + Send + Sync;

fn must_be_send(_: impl Send) {}

fn on_object(object: &Object) {
    must_be_send(object.call(1));
    //~^ ERROR `Local<(u32,)>` cannot be sent between threads safely
}

fn on_tracked(object: &Object) {
    must_be_send(object.called_from());
    //~^ ERROR `Local<()>` cannot be sent between threads safely
}

fn on_binding(mut binding: HeapPlaced<Box<Object>>) {
    must_be_send(binding.set(1));
    //~^ ERROR `Local<(u32,)>` cannot be sent between threads safely
}

fn in_place(object: &Object) {
    must_be_send(object.call(1).in_place(HeapPlace::new()));
    //~^ ERROR `Local<(u32,)>` cannot be sent between threads safely
}

fn owning(binding: HeapPlaced<Box<Object>>) {
    must_be_send(Placed::into_call(binding, |object| object.set(1)));
    //~^ ERROR `Local<(u32,)>` cannot be sent between threads safely
}

fn consuming(binding: HeapPlaced<Box<Object>>) {
    must_be_send(binding.close());
    //~^ ERROR `Local<()>` cannot be sent between threads safely
}

fn in_block(object: &Object) {
    must_be_send(async { object.call(1).await });
    //~^ ERROR future cannot be sent between threads safely
}

// A reference to a call shows nothing of it.

fn must_be_sync(_: &impl Sync) {}

fn references(object: &Object, mut binding: HeapPlaced<Box<Object>>) {
    must_be_sync(&object.call(1));
    must_be_sync(&object.call(1).in_place(HeapPlace::new()).unwrap());
    must_be_sync(&binding.set(1));
    must_be_sync(&Placed::into_call(binding, |object| object.set(1)));
}

fn main() {}
