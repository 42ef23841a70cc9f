//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A trait that says of the future of a method that it is `Send` for one lifetime says nothing of
// other lifetimes. Where it does for each, an implementation must keep that for each.

#![feature(inline_async_fn, return_type_notation)]
#![allow(dead_code)]

use std::cell::Cell;
use std::marker::PhantomData;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

struct Pair<'a, 'b>(Rc<()>, PhantomData<(Cell<&'a ()>, Cell<&'b ()>)>);

// SAFETY: whoever has such a value has the only one, which its lifetimes say.
unsafe impl<'a> Send for Pair<'a, 'a> {}

impl Future for Pair<'_, '_> {
    type Output = ();
    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        Poll::Ready(())
    }
}

fn hold<'a, 'b>() -> Pair<'a, 'b> {
    Pair(Rc::new(()), PhantomData)
}

struct Holder;

trait Base<'t> {
    inline async fn m(&mut self);
}

impl<'t> Base<'t> for Holder {
    fn m(&mut self) -> impl Future<Output = ()> {
        hold::<'t, 'static>()
    }
}

trait Sub: for<'x> Base<'x>
where
    <Self as Base<'static>>::m(..): Send,
{
}

impl Sub for Holder {}

fn of_subtrait() -> Box<dyn Sub + Send> {
    Box::new(Holder)
    //[current]~^ ERROR implementation of `Base` is not general enough
    //[next]~^^ ERROR `impl Future<Output = ()>` cannot be sent between threads safely
}

#[inline_async(send)]
trait Declared {
    inline async fn m<'a, 'b: 'a>(&mut self, a: &'a u8, b: &'b u8);
}

impl Declared for Holder {
    fn m<'a, 'b: 'a>(&mut self, _: &'a u8, _: &'b u8) -> impl Future<Output = ()> {
        //~^ ERROR lifetime bound not satisfied
        hold::<'a, 'b>()
    }
}

fn main() {}
