//@ edition: 2024

// A second call while a `&mut self` call runs is a borrow error, on an object, in places and on a
// binding.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlace, HeapPlaced, placeable};

#[placeable]
trait Work {
    inline async fn work(&mut self);
    inline async fn look(&self);
}

fn direct(object: &mut dyn Work) {
    let first = object.work();
    let second = object.look();
    //~^ ERROR cannot borrow `*object` as immutable because it is also borrowed as mutable
    drop((first, second));
}

fn in_places(object: &mut dyn Work, place: &mut HeapPlace, other: &mut HeapPlace) {
    let first = object.work().in_place(place);
    let second = object.work().in_place(other);
    //~^ ERROR cannot borrow `*object` as mutable more than once at a time
    drop((first, second));
}

fn in_one_place(object: &dyn Work, place: &mut HeapPlace) {
    let first = object.look().in_place(&mut *place);
    let second = object.look().in_place(&mut *place);
    //~^ ERROR cannot borrow `*place` as mutable more than once at a time
    drop((first, second));
}

fn on_binding(mut binding: HeapPlaced<Box<dyn Work>>) {
    let first = binding.work();
    let second = binding.work();
    //~^ ERROR cannot borrow `binding` as mutable more than once at a time
    drop((first, second));
}

fn binding_gone(binding: HeapPlaced<Box<dyn Work>>) {
    let call = binding.look();
    drop(binding);
    //~^ ERROR cannot move out of `binding` because it is borrowed
    drop(call);
}

fn main() {}
