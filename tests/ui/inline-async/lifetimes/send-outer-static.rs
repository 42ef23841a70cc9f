//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// What a method's bounds say of a lifetime of the trait, or of the object, is no answer where that is
// `'static`: a lifetime that it outlives can be any. So a future that is `Send` for some of the
// lifetimes that the bounds allow, and not for others, is not for objects that are `Send`.

#![feature(inline_async_fn)]
#![allow(dead_code)]

use std::cell::Cell;
use std::marker::PhantomData;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

struct Shared<'a, 'b>(Rc<()>, PhantomData<(Cell<&'a ()>, Cell<&'b ()>)>);

// SAFETY: whoever has one with such lifetimes has the only one.
unsafe impl<'a: 'b, 'b> Send for Shared<'a, 'b> {}

impl Future for Shared<'_, '_> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        Poll::Ready(())
    }
}

fn hold<'a, 'b>() -> Shared<'a, 'b> {
    Shared(Rc::new(()), PhantomData)
}

struct Holder;

trait OfObject {
    inline async fn m<'a, 'b: 'a>(&mut self, a: &'a u8, b: &'b u8)
    where
        Self: 'a;
}

impl OfObject for Holder {
    fn m<'a, 'b: 'a>(&mut self, _: &'a u8, _: &'b u8) -> impl Future<Output = ()>
    where
        Self: 'a,
    {
        hold::<'a, 'b>()
    }
}

fn of_object() -> Box<dyn OfObject + Send> {
    Box::new(Holder)
    //[current]~^ ERROR implementation of `Send` is not general enough
    //[next]~^^ ERROR `impl Future<Output = ()>` cannot be sent between threads safely
}

trait OfTrait<'t> {
    inline async fn m<'a, 'b: 'a>(&mut self, a: &'a u8, b: &'b u8)
    where
        't: 'a;
}

impl<'t> OfTrait<'t> for Holder {
    fn m<'a, 'b: 'a>(&mut self, _: &'a u8, _: &'b u8) -> impl Future<Output = ()>
    where
        't: 'a,
    {
        hold::<'a, 'b>()
    }
}

fn of_trait() -> Box<dyn OfTrait<'static> + Send> {
    Box::new(Holder)
    //[current]~^ ERROR implementation of `Send` is not general enough
    //[next]~^^ ERROR `impl Future<Output = ()>` cannot be sent between threads safely
}

fn of_trait_by_bound<'t: 'static>() -> Box<dyn OfTrait<'t> + Send> {
    Box::new(Holder)
    //[current]~^ ERROR implementation of `Send` is not general enough
    //[next]~^^ ERROR `impl Future<Output = ()>` cannot be sent between threads safely
}

trait OfChain<'t> {
    inline async fn m<'a, 'b: 'a, 'c: 'a>(&mut self, a: &'a u8, b: &'b u8, c: &'c u8)
    where
        't: 'c;
}

impl<'t> OfChain<'t> for Holder {
    fn m<'a, 'b: 'a, 'c: 'a>(&mut self, _: &'a u8, _: &'b u8, _: &'c u8) -> impl Future<Output = ()>
    where
        't: 'c,
    {
        hold::<'a, 'b>()
    }
}

fn of_chain() -> Box<dyn OfChain<'static> + Send> {
    Box::new(Holder)
    //[current]~^ ERROR implementation of `Send` is not general enough
    //[next]~^^ ERROR `impl Future<Output = ()>` cannot be sent between threads safely
}

// Two lifetimes that nothing but the trait's two relate to anything.
trait OfTwo<'s, 't> {
    inline async fn m<'a, 'b>(&mut self, a: &'a u8, b: &'b u8)
    where
        's: 'a,
        't: 'b;
}

impl<'s, 't> OfTwo<'s, 't> for Holder {
    fn m<'a, 'b>(&mut self, _: &'a u8, _: &'b u8) -> impl Future<Output = ()>
    where
        's: 'a,
        't: 'b,
    {
        hold::<'a, 'b>()
    }
}

fn of_two<'t>(_: &'t u8) -> Box<dyn OfTwo<'static, 't> + Send + 't> {
    Box::new(Holder)
    //[current]~^ ERROR implementation of `Send` is not general enough
    //[next]~^^ ERROR `impl Future<Output = ()>` cannot be sent between threads safely
}

// The other way round the bounds say it, in each of these.
trait Said<'t> {
    inline async fn m<'a, 'b: 'a>(&mut self, a: &'a u8, b: &'b u8)
    where
        't: 'a,
        Self: 'a;
}

impl<'t> Said<'t> for Holder {
    fn m<'a, 'b: 'a>(&mut self, _: &'a u8, _: &'b u8) -> impl Future<Output = ()>
    where
        't: 'a,
        Self: 'a,
    {
        hold::<'b, 'a>()
    }
}

fn said() -> Box<dyn Said<'static> + Send> {
    Box::new(Holder)
}

fn main() {}
