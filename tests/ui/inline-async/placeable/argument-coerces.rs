//@ revisions: current next
//@[next] compile-flags: -Znext-solver
//@ edition: 2024

// The argument of the binding's method, `&Box<u64>`, is not what the object's takes, `&u64`. One coerces
// to the other, but what a start reads is not coerced. For a method that borrows its object the
// impl for bindings is refused, since nothing is known there of the object's type.

#![feature(inline_async_fn, inline_async, macro_attr)]
#![forbid(unsafe_code)]

use std::future::inline_async::{HeapPlaced, ObjectPlace, ObjectPtr, Placed, placeable};
use std::task::{Context, Waker};

pub trait Super {
    type A: 'static;
}

macro_rules! swap {
    attr() { pub trait $name:ident { $($method:tt)* } } => {
        pub trait $name: Super { inline async fn m(&self, a: &'static <Self as Super>::A); }
    };
}

#[placeable]
#[swap]
pub trait Tr {
    inline async fn m(&self, a: &'static Box<u64>); //~ ERROR mismatched types
}

impl<Ptr: ObjectPtr, P: ObjectPlace> Super for Placed<Ptr, P> {
    type A = Box<u64>;
}

struct T;

impl Super for T {
    type A = u64;
}

impl Tr for T {
    async fn m(&self, a: &'static u64) {
        println!("{a}");
    }
}

fn main() {
    let object: Box<dyn Tr<A = u64>> = Box::new(T);
    let argument: &'static Box<u64> = Box::leak(Box::new(Box::new(5)));
    let binding = HeapPlaced::new(object);
    let call = binding.m(argument);
    let _ = Box::pin(call).as_mut().poll(&mut Context::from_waker(Waker::noop()));
}
