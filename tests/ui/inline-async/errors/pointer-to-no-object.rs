// What is bound is a pointer to a trait object, not a pointer to a known type.

//@ edition: 2024

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::future::inline_async::{HeapPlaced, InlinePlace, Placed};
use std::pin::{Pin, pin};

trait Read {
    inline async fn read(&mut self) -> u8;
}

struct Zeros;

impl Read for Zeros {
    async fn read(&mut self) -> u8 {
        0
    }
}

fn boxed() {
    HeapPlaced::new(Box::new(Zeros)); //~ ERROR `Box<Zeros>` is not a pointer to a trait object
}

fn reference(zeros: &mut Zeros) {
    HeapPlaced::new(zeros); //~ ERROR `&mut Zeros` is not a pointer to a trait object
}

fn pinned(zeros: Pin<&mut Zeros>) {
    HeapPlaced::new(zeros); //~ ERROR `Pin<&mut Zeros>` is not a pointer to a trait object
}

fn in_frame(zeros: &mut Zeros) {
    let place = pin!(InlinePlace::<64>::new());
    let _ = Placed::new_in(zeros, place);
    //~^ ERROR `&mut Zeros` is not a pointer to a trait object
}

fn main() {}
