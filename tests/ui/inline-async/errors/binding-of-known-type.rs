//@ edition: 2024
//@ run-rustfix

// A pointer to a known type is bound: where the type implements one trait with inline async
// methods, the suggestion names it as it is named there.

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::future::inline_async::{HeapPlace, HeapPlaced, Placed};

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
    let _ = HeapPlaced::new(Box::new(Zeros));
    //~^ ERROR `Box<Zeros>` is not a pointer to a trait object
}

fn borrowed(zeros: &mut Zeros) {
    let _ = HeapPlaced::new(zeros);
    //~^ ERROR `&mut Zeros` is not a pointer to a trait object
}

fn of_two(left: &Zeros, right: &Zeros, is_left: bool) {
    let _ = Placed::new_in(if is_left { left } else { right }, HeapPlace::new());
    //~^ ERROR `&Zeros` is not a pointer to a trait object
}

fn of_any_type<T: Read>(it: &mut T) {
    let _ = HeapPlaced::new(it);
    //~^ ERROR `&mut T` is not a pointer to a trait object
}

mod elsewhere {
    use std::future::inline_async::HeapPlaced;

    pub fn by_path(zeros: &mut super::Zeros) {
        let _ = HeapPlaced::new(zeros);
        //~^ ERROR `&mut Zeros` is not a pointer to a trait object
    }
}

mod imported {
    use std::future::inline_async::HeapPlaced;

    use super::Read as ReadByte;

    pub fn renamed(zeros: &mut super::Zeros) {
        let _ = HeapPlaced::new(zeros);
        //~^ ERROR `&mut Zeros` is not a pointer to a trait object
    }

    fn used(_: impl ReadByte) {}
}

fn main() {}
