//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A future that is `Send` where two lifetimes of its method are equal, and not where they differ,
// is not `Send` for all calls that the bounds of the method allow, however they relate its
// lifetimes: to one another, to one of the trait, to the object.

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

struct Holder;
struct Borrows<'t>(&'t u8);

// Here they are equal.
trait Same {
    inline async fn m<'a: 'b, 'b: 'a>(&mut self, a: &'a u8, b: &'b u8);
}

impl Same for Holder {
    fn m<'a: 'b, 'b: 'a>(&mut self, _: &'a u8, _: &'b u8) -> impl Future<Output = ()> {
        hold::<'a, 'b>()
    }
}

fn same() -> Box<dyn Same + Send> {
    Box::new(Holder)
}

trait Two {
    inline async fn m<'a, 'b: 'a>(&mut self, a: &'a u8, b: &'b u8);
}

impl Two for Holder {
    fn m<'a, 'b: 'a>(&mut self, _: &'a u8, _: &'b u8) -> impl Future<Output = ()> {
        hold::<'a, 'b>()
    }
}

fn two() -> Box<dyn Two + Send> {
    Box::new(Holder)
    //[current]~^ ERROR implementation of `Send` is not general enough
    //[next]~^^ ERROR `impl Future<Output = ()>` cannot be sent between threads safely
}

trait FirstOfThree {
    inline async fn m<'a, 'b: 'a, 'c: 'b>(&mut self, a: &'a u8, b: &'b u8, c: &'c u8);
}

impl FirstOfThree for Holder {
    fn m<'a, 'b: 'a, 'c: 'b>(
        &mut self,
        _: &'a u8,
        _: &'b u8,
        _: &'c u8,
    ) -> impl Future<Output = ()> {
        hold::<'a, 'b>()
    }
}

fn first_of_three() -> Box<dyn FirstOfThree + Send> {
    Box::new(Holder)
    //[current]~^ ERROR implementation of `Send` is not general enough
    //[next]~^^ ERROR `impl Future<Output = ()>` cannot be sent between threads safely
}

trait LastOfThree {
    inline async fn m<'a, 'b: 'a, 'c: 'b>(&mut self, a: &'a u8, b: &'b u8, c: &'c u8);
}

impl LastOfThree for Holder {
    fn m<'a, 'b: 'a, 'c: 'b>(
        &mut self,
        _: &'a u8,
        _: &'b u8,
        _: &'c u8,
    ) -> impl Future<Output = ()> {
        hold::<'b, 'c>()
    }
}

fn last_of_three() -> Box<dyn LastOfThree + Send> {
    Box::new(Holder)
    //[current]~^ ERROR implementation of `Send` is not general enough
    //[next]~^^ ERROR `impl Future<Output = ()>` cannot be sent between threads safely
}

trait BelowTrait<'t> {
    inline async fn m<'a>(&mut self, a: &'a u8)
    where
        't: 'a;
}

impl<'t> BelowTrait<'t> for Holder {
    fn m<'a>(&mut self, _: &'a u8) -> impl Future<Output = ()>
    where
        't: 'a,
    {
        hold::<'a, 't>()
    }
}

fn below_trait<'t>() -> Box<dyn BelowTrait<'t> + Send> {
    Box::new(Holder)
    //[current]~^ ERROR implementation of `Send` is not general enough
    //[next]~^^ ERROR `impl Future<Output = ()>` cannot be sent between threads safely
}

fn below_higher_ranked() -> Box<dyn for<'t> BelowTrait<'t> + Send> {
    Box::new(Holder)
    //[current]~^ ERROR implementation of `Send` is not general enough
    //[next]~^^ ERROR `impl Future<Output = ()>` cannot be sent between threads safely
}

trait AboveTrait<'t> {
    inline async fn m<'a: 't>(&mut self, a: &'a u8);
}

impl<'t> AboveTrait<'t> for Holder {
    fn m<'a: 't>(&mut self, _: &'a u8) -> impl Future<Output = ()> {
        hold::<'a, 't>()
    }
}

fn above_trait<'t>() -> Box<dyn AboveTrait<'t> + Send> {
    Box::new(Holder)
    //~^ ERROR lifetime may not live long enough
}

trait BelowSelf {
    inline async fn m<'a>(&mut self, a: &'a u8)
    where
        Self: 'a;
}

impl<'t> BelowSelf for Borrows<'t> {
    fn m<'a>(&mut self, _: &'a u8) -> impl Future<Output = ()>
    where
        Self: 'a,
    {
        hold::<'a, 't>()
    }
}

fn below_self<'t>(value: &'t u8) -> Box<dyn BelowSelf + Send + 't> {
    Box::new(Borrows(value))
    //[current]~^ ERROR implementation of `Send` is not general enough
    //[next]~^^ ERROR `impl Future<Output = ()>` cannot be sent between threads safely
}

// No bound is written; one is implied.
trait Implied {
    inline async fn m<'a, 'b>(&mut self, a: &'a &'b u8);
}

impl Implied for Holder {
    fn m<'a, 'b>(&mut self, _: &'a &'b u8) -> impl Future<Output = ()> {
        hold::<'a, 'b>()
    }
}

fn implied() -> Box<dyn Implied + Send> {
    Box::new(Holder)
    //[current]~^ ERROR implementation of `Send` is not general enough
    //[current]~| ERROR implementation of `Send` is not general enough
    //[next]~^^^ ERROR `impl Future<Output = ()>` cannot be sent between threads safely
}

fn main() {}
