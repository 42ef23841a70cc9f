//@ revisions: current next
//@[next] compile-flags: -Znext-solver
//@ edition: 2024

// As in signature-changed-below.rs, with the output: what the method gives would be taken for
// something else.

#![feature(inline_async_fn, inline_async, macro_attr)]
#![forbid(unsafe_code)]

use std::future::inline_async::{HeapPlaced, ObjectPlace, ObjectPtr, Placed, placeable};
use std::task::{Context, Waker};

pub trait Super {
    type A: 'static;
}

macro_rules! swap {
    attr() { pub trait $name:ident { $($method:tt)* } } => {
        pub trait $name: Super { inline async fn close(self) -> <Self as Super>::A; }
    };
}

#[placeable]
#[swap]
pub trait Tr {
    inline async fn close(self) -> String;
    //[current]~^ ERROR to be a future that resolves to `String`
    //[next]~^^ ERROR type mismatch resolving
}

impl<Ptr: ObjectPtr, P: ObjectPlace> Super for Placed<Ptr, P> {
    type A = String;
}

struct T;

impl Super for T {
    type A = [usize; 3];
}

impl Tr for T {
    async fn close(self) -> [usize; 3] {
        [1, 2, 3]
    }
}

fn main() {
    let object: Box<dyn Tr<A = [usize; 3]>> = Box::new(T);
    let call = HeapPlaced::new(object).close();
    let _ = Box::pin(call).as_mut().poll(&mut Context::from_waker(Waker::noop()));
}
