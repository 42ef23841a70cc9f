//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A future that is `Send` where two lifetimes are equal, on objects of types that borrow, and on
// higher-ranked object types: the lifetimes of the object count as they are where it is made.

#![feature(inline_async_fn)]
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

struct One<'t>(&'t u8);
struct Two<'t, 'u>(&'t u8, &'u u8);

trait BelowSelf {
    inline async fn m<'a>(&mut self, a: &'a u8)
    where
        Self: 'a;
}

impl<'t> BelowSelf for One<'t> {
    fn m<'a>(&mut self, _: &'a u8) -> impl Future<Output = ()>
    where
        Self: 'a,
    {
        hold::<'a, 't>()
    }
}

fn local() {
    let value = 1;
    let _: Box<dyn BelowSelf + Send + '_> = Box::new(One(&value));
    //[current]~^ ERROR implementation of `Send` is not general enough
    //[next]~^^ ERROR `impl Future<Output = ()>` cannot be sent between threads safely
}

trait Of<'t> {
    inline async fn m<'a>(&mut self, a: &'a u8)
    where
        Self: 'a;
}

impl<'t, 'u> Of<'t> for Two<'t, 'u> {
    fn m<'a>(&mut self, _: &'a u8) -> impl Future<Output = ()>
    where
        Self: 'a,
    {
        hold::<'t, 'u>()
    }
}

fn differ<'t: 'u, 'u>(two: Two<'t, 'u>) -> Box<dyn Of<'t> + Send + 'u> {
    Box::new(two)
    //~^ ERROR lifetime may not live long enough
}

fn same<'t>(two: Two<'t, 't>) -> Box<dyn Of<'t> + Send + 't> {
    Box::new(two)
}

impl<'t, 'u> Of<'t> for One<'u> {
    fn m<'a>(&mut self, _: &'a u8) -> impl Future<Output = ()>
    where
        Self: 'a,
    {
        hold::<'t, 'u>()
    }
}

fn higher_ranked() -> Box<dyn for<'t> Of<'t> + Send> {
    Box::new(One(&1))
    //[current]~^ ERROR implementation of `Of` is not general enough
    //[next]~^^ ERROR `impl Future<Output = ()>` cannot be sent between threads safely
}

fn of_one<'u>(one: One<'u>) -> Box<dyn Of<'u> + Send + 'u> {
    Box::new(one)
}

fn main() {}
