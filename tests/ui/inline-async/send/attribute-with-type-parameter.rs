//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A method with type parameters is refused, and nothing more is said of its lifetimes, although the
// future of the implementation is not `Send` for all of them.

#![feature(inline_async_fn)]

use std::cell::Cell;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

struct Pair<'a, 'b>(PhantomData<(Cell<&'a ()>, Cell<&'b ()>)>);

unsafe impl<'a> Send for Pair<'a, 'a> {}

impl Future for Pair<'_, '_> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        Poll::Ready(())
    }
}

fn hold<'a, 'b>() -> Pair<'a, 'b> {
    Pair(PhantomData)
}

struct Holder;

#[inline_async(send)]
trait Declared {
    async fn m<T, 'a, 'b: 'a>(&mut self, a: &'a u8, b: &'b u8);
    //~^ ERROR `inline async fn` cannot have type parameters
    //~| ERROR lifetime parameters must be declared prior to type and const parameters
}

impl Declared for Holder {
    fn m<T, 'a, 'b: 'a>(&mut self, _: &'a u8, _: &'b u8) -> impl Future<Output = ()> {
        //~^ ERROR lifetime parameters must be declared prior to type and const parameters
        hold::<'a, 'b>()
    }
}

fn main() {}
