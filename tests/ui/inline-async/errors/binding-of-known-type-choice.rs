//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver

// What is said of the object type where no one trait is known, or where it takes more to name it.

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::fmt::Display;
use std::future::inline_async::{HeapPlaced, MoveRef};
use std::pin::Pin;
use std::rc::Rc;

trait Read {
    inline async fn read(&mut self) -> u8;
}

trait Write {
    inline async fn write(&mut self, byte: u8);
}

trait Items {
    type Item;
    inline async fn next(&mut self) -> Option<Self::Item>;
}

struct Both;

impl Read for Both {
    async fn read(&mut self) -> u8 {
        0
    }
}

impl Write for Both {
    async fn write(&mut self, _: u8) {}
}

struct Numbers;

impl Items for Numbers {
    type Item = (u8, String);
    async fn next(&mut self) -> Option<(u8, String)> {
        None
    }
}

fn several(both: &mut Both) {
    HeapPlaced::new(both);
    //~^ ERROR `&mut Both` is not a pointer to a trait object
}

fn none() {
    HeapPlaced::new(Box::new(7));
    //~^ ERROR `Box<{integer}>` is not a pointer to a trait object
}

fn associated_type() {
    HeapPlaced::new(Box::new(Numbers));
    //~^ ERROR `Box<Numbers>` is not a pointer to a trait object
}

fn pointers(shared: Rc<Numbers>, pinned: Pin<&mut Numbers>, owned: MoveRef<'_, Numbers>) {
    HeapPlaced::new(shared);
    //~^ ERROR `Rc<Numbers>` is not a pointer to a trait object
    HeapPlaced::new(pinned);
    //~^ ERROR `Pin<&mut Numbers>` is not a pointer to a trait object
    HeapPlaced::new(owned);
    //~^ ERROR `MoveRef<'_, Numbers>` is not a pointer to a trait object
}

fn not_sized(text: &str) {
    HeapPlaced::new(text);
    //~^ ERROR `&str` is not a pointer to a trait object
}

fn perhaps_not_sized<T: Read + ?Sized>(it: &mut T) {
    HeapPlaced::new(it);
    //~^ ERROR `&mut T` is not a pointer to a trait object
}

fn as_the_help_says(text: &str) {
    HeapPlaced::new(&text as &dyn Display);
}

fn main() {}
