//@ edition: 2024

// `Pin<&mut Self>` methods need a pointer that pins: pinning the binding pins no object, and what was
// pinned cannot be had unpinned.

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code, unused_mut)]

use std::future::inline_async::{HeapPlaced, placeable};
use std::pin::{Pin, pin};

#[placeable]
trait Pinned {
    inline async fn pinned(self: Pin<&mut Self>);
}

fn boxed(object: Box<dyn Pinned>) {
    let mut binding = pin!(HeapPlaced::new(object));
    let _ = binding.as_mut().pinned(); //~ ERROR `pinned` takes `self: Pin<&mut Self>`, but `Box<dyn
}

fn borrowed(object: &mut dyn Pinned) {
    let mut binding = HeapPlaced::new(object);
    let _ = Pin::new(&mut binding).pinned(); //~ ERROR `pinned` takes `self: Pin<&mut Self>`, but `&mut
}

fn mutable(object: Pin<Box<dyn Pinned>>) {
    let mut binding = HeapPlaced::new(object);
    let _ = &mut *binding; //~ ERROR cannot borrow data in dereference of `Placed<Pin<Box<dyn Pinned>>
}

fn main() {}
