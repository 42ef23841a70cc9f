//@ edition: 2024

// No safe code can poll a machine for a method that it is not running: calls cannot be made, taken
// apart, or copied, and a place does not tell where its memory is while it is lent.

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::alloc::Layout;
use std::future::inline_async::{HeapPlace, HeapPlaced, ObjectPlace, placeable};

#[placeable]
trait Work {
    inline async fn first(&mut self) -> u8;
    inline async fn second(&mut self) -> String;
}

fn copied(object: &mut dyn Work) {
    let call = object.first().in_place(HeapPlace::new()).unwrap();
    let _ = call.clone(); //~ ERROR no method named `clone`
}

fn taken_apart(object: &mut dyn Work) {
    let call = object.first().in_place(HeapPlace::new()).unwrap();
    let _ = call.placed; //~ ERROR field `placed` of struct `PlacedCall` is private
}

fn another_in_the_same_place(object: &mut dyn Work, other: &mut dyn Work) {
    let mut place = HeapPlace::new();
    let call = object.first().in_place(&mut place).unwrap();
    let _ = other.second().in_place(&mut place); //~ ERROR cannot borrow `place` as mutable
    drop(call);
}

fn another_on_the_same_binding(object: Box<dyn Work>) {
    let mut binding = HeapPlaced::new(object);
    let call = binding.first();
    let _ = binding.second(); //~ ERROR cannot borrow `binding` as mutable
    drop(call);
}

fn release(place: &mut HeapPlace) {
    let layout = Layout::new::<u64>();
    let memory = place.reserve(layout).unwrap();
    place.release(memory, layout); //~ ERROR call to unsafe function
}

fn main() {}
