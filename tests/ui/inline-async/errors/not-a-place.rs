// What is no place is told what is one.

//@ edition: 2024

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::future::inline_async::{HeapPlace, Placed};
use std::pin::pin;

trait Read {
    inline async fn read(&mut self) -> u8;
}

fn array(reader: &mut dyn Read) {
    let _ = Placed::new_in(reader, [0_u8; 64]);
    //~^ ERROR `[u8; 64]` is not a place where a machine can run
}

fn pinned(reader: &mut dyn Read) {
    let _ = Placed::new_in(reader, pin!(HeapPlace::new()));
    //~^ ERROR is not a place where a machine can run
}

fn main() {}
