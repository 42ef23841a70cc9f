//@ revisions: current next
//@[next] compile-flags: -Znext-solver
//@ edition: 2024

// An attribute below `#[placeable]` gives the method another argument than the one that `#[placeable]`
// has seen. For the binding both are the same type; for the object they differ. The method that is called
// is the object's, with its own signature, whatever `#[placeable]` has seen: it would read an integer
// as a `String`.

#![feature(inline_async_fn, inline_async, macro_attr)]
#![forbid(unsafe_code)]

use std::future::inline_async::{HeapPlaced, ObjectPlace, ObjectPtr, Placed, placeable};
use std::task::{Context, Waker};

pub trait Super {
    type A: 'static;
}

macro_rules! swap {
    attr() { pub trait $name:ident { $($method:tt)* } } => {
        pub trait $name: Super { inline async fn close(self, a: &'static <Self as Super>::A); }
    };
}

#[placeable]
#[swap]
pub trait Tr {
    inline async fn close(self, a: &'static u64); //~ ERROR mismatched types
}

impl<Ptr: ObjectPtr, P: ObjectPlace> Super for Placed<Ptr, P> {
    type A = u64;
}

struct T;

impl Super for T {
    type A = String;
}

impl Tr for T {
    async fn close(self, a: &'static String) {
        println!("{a}");
    }
}

fn main() {
    let object: Box<dyn Tr<A = String>> = Box::new(T);
    let call = HeapPlaced::new(object).close(&0x41); //~ ERROR mismatched types
    let _ = Box::pin(call).as_mut().poll(&mut Context::from_waker(Waker::noop()));
}
