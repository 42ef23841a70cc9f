//@ edition: 2024

// The lifetime bound of an object says how long what is in it lives. Neither upcasting nor a call
// nor a binding makes it longer.

#![feature(inline_async_fn, inline_async)]
#![allow(dead_code)]

use std::future::inline_async::{HeapPlaced, Placed, placeable};

#[placeable]
trait Tr {
    inline async fn get(&self) -> Box<dyn Tr>;
}

#[placeable]
trait Sub<'a>: Tr {
    inline async fn part(&self) -> &'a str;
}

struct Borrows<'a>(&'a str);

impl Tr for Borrows<'_> {
    async fn get(&self) -> Box<dyn Tr> {
        Box::new(Borrows(self.0)) //~ ERROR lifetime may not live long enough
    }
}

impl<'a> Sub<'a> for Borrows<'a> {
    async fn part(&self) -> &'a str {
        self.0
    }
}

fn upcast<'a>(object: Box<dyn Sub<'a> + 'a>) -> Box<dyn Tr> {
    object //~ ERROR lifetime may not live long enough
}

fn upcast_reference<'a>(object: &'a mut (dyn Sub<'a> + 'a)) -> &'a mut (dyn Tr + 'static) {
    object //~ ERROR lifetime may not live long enough
}

async fn other_part<'a>(object: &dyn Sub<'a>) -> &'static str {
    object.part().await //~ ERROR borrowed data escapes outside of function
}

fn bound<'a>(object: Box<dyn Tr + 'a>) -> Box<dyn Tr> {
    Box::new(HeapPlaced::new(object)) //~ ERROR lifetime may not live long enough
}

fn unbound<'a>(object: Box<dyn Tr + 'a>) -> Box<dyn Tr> {
    Placed::into_inner(HeapPlaced::new(object)).0 //~ ERROR lifetime may not live long enough
}

fn main() {}
