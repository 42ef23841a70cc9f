//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver

// A call that is dropped while it is running drops the future, which may look at what was passed: all
// of that must be there still, however the call was made.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlace, HeapPlaced, Placed};

trait Tr {
    inline async fn shared(&self, text: &str);
    inline async fn exclusive(&mut self, text: &str);
    inline async fn consuming(self, text: &str);
}

fn on_object(object: &dyn Tr) {
    let _call;
    let text = String::new();
    _call = object.shared(&text); //~ ERROR `text` does not live long enough
}

fn in_place(object: &dyn Tr) {
    let _call;
    let text = String::new();
    _call = object.shared(&text).in_place(HeapPlace::new()); //~ ERROR `text` does not live long enough
}

fn on_binding(binding: &mut HeapPlaced<Box<dyn Tr>>) {
    let _call;
    let text = String::new();
    _call = binding.exclusive(&text); //~ ERROR `text` does not live long enough
}

fn on_shared_binding(binding: &HeapPlaced<Box<dyn Tr>>) {
    let _call;
    let text = String::new();
    _call = binding.shared(&text); //~ ERROR `text` does not live long enough
}

fn consuming_binding(binding: HeapPlaced<Box<dyn Tr>>) {
    let _call;
    let text = String::new();
    _call = binding.consuming(&text); //~ ERROR `text` does not live long enough
}

fn owning_binding(binding: HeapPlaced<Box<dyn Tr>>) {
    let _call;
    let text = String::new();
    _call = Placed::into_call(binding, |object| object.exclusive(&text));
    //~^ ERROR `text` does not live long enough
}

fn main() {}
