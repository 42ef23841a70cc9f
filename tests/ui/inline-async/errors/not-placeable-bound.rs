// A binding implements a trait that is `#[placeable]`, and each of its supertraits that is.

//@ edition: 2024

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::fmt::Binary;
use std::future::inline_async::{HeapPlaced, placeable};

trait Read {
    inline async fn read(&mut self) -> u8;
}

trait Name {
    fn name(&self) -> &str;
}

#[placeable]
trait Write: Name {
    inline async fn write(&mut self, byte: u8);
}

trait Other {}

unsafe trait Unsafe {
    inline async fn read(&mut self) -> u8;
}

fn needs_read(_: &mut impl Read) {}
fn needs_write(_: &mut impl Write) {}
fn needs_other(_: &mut impl Other) {}
fn needs_unsafe(_: &mut impl Unsafe) {}
fn needs_binary(_: &mut impl Binary) {}

fn bound(
    read: Box<dyn Read>,
    write: Box<dyn Write>,
    is_unsafe: Box<dyn Unsafe>,
    binary: Box<dyn Binary>,
) {
    needs_read(&mut HeapPlaced::new(read));
    //~^ ERROR Read` is not satisfied
    needs_write(&mut HeapPlaced::new(write));
    //~^ ERROR Write` is not satisfied
    needs_unsafe(&mut HeapPlaced::new(is_unsafe));
    //~^ ERROR Unsafe` is not satisfied
    needs_binary(&mut HeapPlaced::new(binary));
    //~^ ERROR Binary` is not satisfied
}

// Nothing is said of `#[placeable]` where it would not help.
fn no_object_of_it(read: Box<dyn Read>) {
    needs_other(&mut HeapPlaced::new(read));
    //~^ ERROR Other` is not satisfied
}

fn coerced(read: &mut HeapPlaced<Box<dyn Read>>) -> &mut dyn Read {
    read
    //~^ ERROR Read` is not satisfied
}

fn main() {}
