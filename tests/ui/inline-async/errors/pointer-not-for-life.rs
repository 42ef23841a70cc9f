// What is bound is a pointer that names the same object for as long as it lives.

//@ edition: 2024

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::cell::RefMut;
use std::future::inline_async::HeapPlaced;
use std::sync::MutexGuard;

trait Read {
    inline async fn read(&mut self) -> u8;
}

fn not_a_pointer(bytes: String) {
    HeapPlaced::new(bytes);
    //~^ ERROR `String` is not a pointer to one trait object for life
}

fn guards(cell: RefMut<'_, dyn Read>, mutex: MutexGuard<'_, dyn Read>) {
    HeapPlaced::new(cell);
    //~^ ERROR `RefMut<'_, dyn Read>` is not a pointer to one trait object for life
    HeapPlaced::new(mutex);
    //~^ ERROR `std::sync::MutexGuard<'_, dyn Read>` is not a pointer to one trait object for life
}

fn as_the_note_says(mut cell: RefMut<'_, dyn Read>, mut mutex: MutexGuard<'_, dyn Read>) {
    let _ = HeapPlaced::new(&mut *cell);
    let _ = HeapPlaced::new(&mut *mutex);
}

fn main() {}
